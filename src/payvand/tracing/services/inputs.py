"""What the services take about people: as told, from a form, an import or the demonstration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from payvand.core.partial_date import PartialDate
from payvand.network.models import Place
from payvand.people.enums import ConsentState, NameType
from payvand.people.services import NameInput
from payvand.tracing.enums import SeparationCause, Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPerson:
    """A sought or found person as somebody tells of them.

    Attributes:
        full_name: as given, in any script and order.
        language: of that name, where known (BCP 47).
        other_names: further spellings, nicknames, earlier names, each as given.
        source: who tells it, in words.
    """

    full_name: str
    language: str = ""
    other_names: tuple[str, ...] = ()
    father_name: str = ""
    mother_name: str = ""
    sex: str = ""
    birth: PartialDate | None = None
    birth_place: Place | None = None
    birth_place_text: str = ""
    source: str = ""

    def names(self) -> list[NameInput]:
        """Return the names as the people room takes them, the first shown first."""
        first = NameInput(full_as_given=self.full_name, language=self.language, source=self.source, preferred=True)
        others = [
            NameInput(full_as_given=name, source=self.source, name_type=NameType.ALIAS)
            for name in dict.fromkeys(self.other_names)
            if name != self.full_name
        ]
        return [first, *others]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEnquirer:
    """Who asks, how to reach them, and what they agree to.

    Attributes:
        relation: what they are to the sought person (`people.enums.RelationKind`).
        contact: telephone, messenger or address; kept encrypted.
        contact_safely: when and how a call does no harm; kept encrypted.
        consents: the answer to each scope asked; what is missing was not asked.
        authority: which authority may be asked, where they agree to that.
    """

    full_name: str
    relation: str
    contact: str = ""
    contact_safely: str = ""
    language: str = ""
    consents: Mapping[str, ConsentState] = field(default_factory=dict)
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the enquirer tells of the separation, and how pressing it is."""

    received_on: date
    cause: str = SeparationCause.UNKNOWN
    circumstances: str = ""
    last_contact: PartialDate | None = None
    last_contact_place: str = ""
    last_contact_how: str = ""
    urgency: str = Urgency.NORMAL
