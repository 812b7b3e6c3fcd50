"""Rights as labels of the search index: which records a Scope may find, decided before the best are chosen.

They say the same as `queries.visible_people`, which has the last word on every hit. A record of a purpose carries
``tracing|*`` and ``tracing|<unit>``; a restricted or protected one instead ``tracing|!`` and ``tracing|@<user>`` for
each named user, a restricted one ``tracing|~`` for who reaches those too, and a sealed one ``tracing|!`` alone: no
search finds it, not even that of who opened it by exception.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from payvand.core.scope import Scope
from payvand.matching import Where
from payvand.people.enums import Confidentiality, Purpose
from payvand.people.models import Person
from payvand.people.policies import REACH_PROTECTED, REACH_RESTRICTED, READ

NOT_MATCHED = "not-matched"


def labels_of(person: Person, named: Iterable[UUID]) -> frozenset[str]:
    """Return the labels of a record; `named` are the users named for it where it is closely kept."""
    purposes = {person.purpose, *([str(Purpose.TRACING)] if person.offered_to_tracing else [])}
    if person.is_kept_to_named:
        reach = ["!"]
        reach += [f"@{user}" for user in named] if person.confidentiality < Confidentiality.SEALED else []
        reach += ["~"] if person.confidentiality == Confidentiality.RESTRICTED else []
    else:
        reach = ["*", *([str(person.unit_id)] if person.unit_id else [])]
    own = {f"{purpose}|{word}" for purpose in purposes for word in reach} | {_itself(person.pk)}
    return frozenset(own | {NOT_MATCHED} if person.not_matched else own)


def within(
    scope: Scope, *, purposes: Collection[str], without: Iterable[UUID] = (), matched_only: bool = False
) -> Where:
    """Return which records may be found by this Scope through these purposes.

    Args:
        scope: who searches.
        purposes: those of the Scope that count.
        without: people who are not to be found.
        matched_only: leave out people who do not want to be searched by this Society.
    """
    reach = ["*"] if scope.all_units else [str(unit) for unit in scope.unit_ids]
    reach += ["!"] if scope.may(REACH_PROTECTED) else []
    reach += ["~"] if scope.may(REACH_RESTRICTED) and scope.all_units else []
    reach += [f"@{scope.user_id}"] if scope.user_id else []
    wanted = scope.purposes & frozenset(purposes) if scope.may(READ) else frozenset()
    return Where(
        any_of=frozenset(f"{purpose}|{word}" for purpose in wanted for word in reach),
        none_of=frozenset(map(_itself, without)) | (frozenset({NOT_MATCHED}) if matched_only else frozenset()),
    )


def _itself(person_id: UUID) -> str:
    return f"={person_id}"
