"""What the services take, checked before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput
from payvand.core.partial_date import PartialDate
from payvand.network.models import Place, Unit
from payvand.people.enums import Certainty, Confidentiality, NameType, Sex

LONGEST_NAME = 500
LONGEST_PART = 200
LONGEST_PLACE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class NameInput:
    """One name as it was given.

    Attributes:
        full_as_given: the whole name, unaltered; where only parts were told, they stand in its place.
        given, father, surname: parts, only where the one who told the name told them apart.
        language: BCP 47, where known.
        source: who told it, or which paper shows it.
        preferred: shown where only one name fits; the first name of a person is, unless another says so.
    """

    full_as_given: str = ""
    given: str = ""
    father: str = ""
    surname: str = ""
    language: str = ""
    name_type: str = NameType.CURRENT
    source: str = ""
    certainty: str = Certainty.UNKNOWN
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    preferred: bool = False

    @property
    def full(self) -> str:
        """The whole name: as given, or the parts that were told."""
        return self.full_as_given or " ".join(part for part in (self.surname, self.given, self.father) if part)

    def problem(self) -> str | None:
        """Say what is wrong with it, or None."""
        if not self.full.strip():
            return _("Write the name; one word is enough.")
        if "\x00" in self.full + self.given + self.father + self.surname + self.source:
            return _("The name holds a character that cannot be kept.")
        if len(self.source) > LONGEST_PART:
            return _("Write in at most %(limit)s characters who told the name.") % {"limit": LONGEST_PART}
        if len(self.full) > LONGEST_NAME or max(map(len, (self.given, self.father, self.surname))) > LONGEST_PART:
            return _("The name is longer than %(limit)s characters.") % {"limit": LONGEST_NAME}
        if self.name_type not in NameType.values or self.certainty not in Certainty.values:
            return _("Choose the kind of name and how sure it is from the lists.")
        return None


def problem_of_place(text: str) -> str | None:
    """Say what is wrong with a place in words, or None."""
    if len(text) > LONGEST_PLACE or "\x00" in text:
        return _("Write the place in at most %(limit)s characters.") % {"limit": LONGEST_PLACE}
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInput:
    """A person to register, with what is known of them.

    Attributes:
        unit: who holds the record; None for headquarters.
        father_name, mother_name: as told; each becomes a relative known by mention.
        source, certainty: of the parents' names.
        named: users who may see the record, where it is protected; who registers it is always one of them.
    """

    purpose: str
    unit: Unit | None
    names: Sequence[NameInput]
    sex: str = ""
    birth: PartialDate | None = None
    birth_place: Place | None = None
    birth_place_text: str = ""
    father_name: str = ""
    mother_name: str = ""
    source: str = ""
    certainty: str = Certainty.UNKNOWN
    confidentiality: int = Confidentiality.INTERNAL
    named: Sequence[UUID] = ()

    def check(self) -> None:
        """Raise InvalidInput with a sentence for each field that cannot be kept."""
        problems: dict[str, str] = {}
        if not self.names:
            problems["names"] = _("Write at least one name; one word is enough.")
        for name in self.names:
            if problem := name.problem():
                problems["names"] = problem
        for field in ("father_name", "mother_name"):
            told = getattr(self, field)
            if told and (problem := NameInput(full_as_given=told).problem()):
                problems[field] = problem
        if problem := problem_of_place(self.birth_place_text):
            problems["birth_place_text"] = problem
        if self.sex and self.sex not in Sex.values:
            problems["sex"] = _("Choose the sex from the list, or leave it empty.")
        if self.confidentiality not in Confidentiality.values:
            problems["confidentiality"] = _("Choose how closely the record is kept from the list.")
        if problems:
            raise InvalidInput(problems)
