"""What endangers a person: shown to those who may know of it, and heeded for everyone."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from payvand.core.scope import Scope
from payvand.people.models import FlagReader, Person, ProtectionFlag
from payvand.people.policies import FLAGS_AGAINST_AUTHORITIES, RESTRICTED_FLAGS, SEE_FLAGS
from payvand.people.queries.visible import visible_people


def flags_of(scope: Scope, person: Person, *, ended: bool = False) -> list[ProtectionFlag]:
    """Return the flags that stand on a person and that this Scope may know of, the oldest first.

    A restricted flag (`RESTRICTED_FLAGS`) is among them only for users who are named for it.

    Args:
        scope: who asks; without the right, or out of reach of the person, there are none.
        person: whose flags.
        ended: those that no longer stand, too.
    """
    if not scope.may(SEE_FLAGS) or not visible_people(scope).filter(pk=person.pk).exists():
        return []
    may_know = ~Q(code__in=RESTRICTED_FLAGS)
    if scope.user_id is not None:
        may_know |= Q(Exists(FlagReader.objects.filter(flag=OuterRef("pk"), user_id=scope.user_id)))
    flags = ProtectionFlag.objects.filter(may_know, person=person)
    return list(flags if ended else flags.filter(ended_at=None))


def may_ask_authority(person: Person | UUID, country: str = "") -> bool:
    """Say whether protection allows that an authority is asked about this person; the consent is another question.

    The answer heeds flags that the asker may not see, and never says which one it was.

    Args:
        person: about whom.
        country: ISO 3166-1 alpha-2 of the State whose authority it is; empty for not known: then every flag counts.
    """
    against = ProtectionFlag.objects.filter(person=person, code__in=FLAGS_AGAINST_AUTHORITIES, ended_at=None)
    if country:
        against = against.filter(Q(country="") | Q(country=country))
    return not against.exists()
