"""All that a person's page shows, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payvand.access.queries import display_names
from payvand.audit.queries import acts_on
from payvand.core.scope import Scope
from payvand.people.consent import Standing, standing
from payvand.people.enums import ConsentScope, ConsentState, inverse_label
from payvand.people.links import links_for
from payvand.people.models import Consent, Identifier, Person, PersonName, ProtectionFlag, Relation, SamePersonLink
from payvand.people.places import place_in_words
from payvand.people.policies import CHANGE, CONSENT, LINK, PROTECT, may_change
from payvand.people.queries.flags import flags_of
from payvand.people.queries.visible import named_users, relations_of, same_person_links

SUBJECT = "people.Person"

# What the audit calls an act, in words.
ACTS: dict[str, str | Promise] = {
    "people.register_person": _("Registered"),
    "people.change_person": _("Facts corrected"),
    "people.add_name": _("Name added"),
    "people.prefer_name": _("Another name shown first"),
    "people.remove_name": _("Name taken away"),
    "people.add_relation": _("Relative added"),
    "people.remove_relation": _("Relative taken away"),
    "people.register_mentioned": _("Relative given a record of their own"),
    "people.add_identifier": _("Number of a paper added"),
    "people.remove_identifier": _("Number of a paper taken away"),
    "people.record_consent": _("Answer about consent recorded"),
    "people.set_confidentiality": _("Protection changed"),
    "people.name_users": _("People named who may see the record"),
    "people.end_named_access": _("A person no longer named"),
    "people.link_same_person": _("Linked with another record of the same person"),
    "people.unlink_same_person": _("Link with another record undone"),
    "people.remove_person": _("Taken out of use"),
    "people.open_by_exception": _("Opened by exception"),
    "people.end_exception": _("Access by exception ended"),
    "people.review_exception": _("Access by exception reviewed"),
    "protection.record_disclosure": _("Something was shared about the person"),
    "protection.propose_erasure": _("Erasure proposed"),
    "protection.refuse_erasure": _("Erasure refused"),
    "protection.carry_out_erasure": _("Contact details erased"),
    "protection.replay_erasure": _("Contact details erased again after a restore"),
    "protection.decide_retention": _("Decided how long it is still kept"),
    "people.set_flag": _("Protection concern recorded"),
    "people.end_flag": _("Protection concern ended"),
    "people.record_cannot_be_asked": _("Recorded that the person cannot be asked"),
    "people.end_cannot_be_asked": _("The person can be asked now"),
}


@dataclass(frozen=True, slots=True)
class Relative:
    """A line of the relatives: what they are to the person, and where their own page is, if they have one."""

    relation: Relation
    person: Person
    label: str

    @property
    def has_page(self) -> bool:
        """Whether the relative has a record of their own."""
        return not self.person.is_mentioned


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """Where a scope stands for one recipient (empty: for all whom it names), and every answer, the newest first."""

    scope: ConsentScope
    recipient: str
    standing: Standing
    answers: list[Consent]

    @property
    def withdrawable(self) -> Consent | None:
        """The given answer that no later one has replaced, which can be taken back."""
        latest = self.answers[0]
        return latest if latest.state == ConsentState.GIVEN else None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """An act on the person, in words."""

    at: datetime
    label: str
    by: str


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person with everything that this Scope may know of them."""

    person: Person
    place: str
    names: list[PersonName]
    relatives: list[Relative]
    identifiers: list[Identifier]
    consents: list[ConsentLine]
    named: list[str]
    links: list[tuple[SamePersonLink, Person]]
    history: list[HistoryLine]
    may: dict[str, bool]
    flags: list[ProtectionFlag]
    ways: list[tuple[str, str]]


def person_card(scope: Scope, person: Person) -> PersonCard:
    """Return all that the page of a visible person shows."""
    relatives = relations_of(scope, person)
    acts = list(acts_on(scope, SUBJECT, person.pk))
    named = named_users(person) if person.is_kept_to_named else []
    users = display_names([*(act.user_id for act in acts), *named])
    return PersonCard(
        person=person,
        place=place_in_words(person.birth_place, person.birth_place_text),
        names=list(person.names.all()),
        relatives=[_relative(relation, other, backwards) for relation, other, backwards in relatives],
        identifiers=list(person.identifiers.all()),
        consents=_consents(person),
        named=sorted(users[user] for user in named if user in users),
        links=same_person_links(scope, person),
        history=[_line(act, users) for act in reversed(acts)],
        may={
            "change": may_change(scope, person.purpose, CHANGE),
            "consent": may_change(scope, person.purpose, CONSENT),
            "withdraw": scope.may(CONSENT),
            "link": scope.may(LINK),
            "protect": may_change(scope, person.purpose, PROTECT),
        },
        flags=flags_of(scope, person),
        ways=links_for(scope, person.pk),
    )


def _relative(relation: Relation, other: Person, backwards: bool) -> Relative:  # noqa: FBT001 — as `relations_of` gives it
    label = inverse_label(relation.kind, other.sex) if backwards else relation.get_kind_display()
    return Relative(relation, other, label)


def _consents(person: Person) -> list[ConsentLine]:
    newest_first = list(person.consents.order_by("-given_on", "-created_at", "-pk"))
    now = timezone.now()
    lines = []
    for scope in ConsentScope:
        answers = [answer for answer in newest_first if answer.scope_code == scope]
        for recipient in sorted({answer.recipient for answer in answers}):
            stands = standing(answers, scope, at=now, recipient=recipient)
            own = [answer for answer in answers if answer.recipient == recipient]
            lines.append(ConsentLine(scope, recipient, stands, own))
    return lines


def _line(act: Any, users: dict[UUID, str]) -> HistoryLine:
    label = str(ACTS.get(act.action, act.action))
    return HistoryLine(act.at, label, users.get(act.user_id, act.actor))
