"""What the services take about people: as told, from a form, an import or the demonstration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from payvand.core.partial_date import PartialDate
from payvand.emergencies.models import Event
from payvand.network.models import Country, Organisation, Place
from payvand.people.enums import Certainty, ConsentRecording, ConsentState, NameType
from payvand.people.services import NameInput
from payvand.tracing.enums import SeparationCause, Urgency


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPerson:
    """A sought or found person as somebody tells of them.

    Attributes:
        full_name: as given, in any script and order.
        language: of that name, where known (BCP 47).
        other_names: further spellings, nicknames, earlier names, each as given.
        more_names: the same, where their kind and language were told.
        grandfather_name: of the father's father, who tells people of one name apart.
        source: who tells it, in words.
    """

    full_name: str
    language: str = ""
    other_names: tuple[str, ...] = ()
    more_names: tuple[NameInput, ...] = ()
    father_name: str = ""
    mother_name: str = ""
    grandfather_name: str = ""
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
        return [first, *others, *self.more_names]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEnquirer:
    """Who asks, how to reach them, and what they agree to.

    Attributes:
        relation: what they are to the sought person (`people.enums.RelationKind`).
        contact: telephone, messenger or address; kept encrypted.
        contact_safely: when and how a call does no harm; kept encrypted.
        contact_address, contact_other, may_be_told: where they live, who else can be reached, and who may be told.
        consents: the answer to each scope asked; what is missing was not asked.
        authority: which authority may be asked, where they agree to that.
        how_recorded: how the answers were kept (`people.enums.ConsentRecording`).
    """

    full_name: str
    relation: str
    contact: str = ""
    contact_safely: str = ""
    contact_address: str = ""
    contact_other: str = ""
    may_be_told: str = ""
    language: str = ""
    consents: Mapping[str, ConsentState] = field(default_factory=dict)
    authority: str = ""
    how_recorded: str = ConsentRecording.BY_STAFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the enquirer tells of the separation, and how pressing it is."""

    received_on: date
    cause: str = SeparationCause.UNKNOWN
    circumstances: str = ""
    last_contact: PartialDate | None = None
    last_contact_place: str = ""
    last_contact_how: str = ""
    last_contact_content: str = ""
    last_country: Country | None = None
    age_at_loss_from: int | None = None
    age_at_loss_to: int | None = None
    reason_for_search: str = ""
    event: Event | None = None
    received_from: Organisation | None = None
    their_number: str = ""
    urgency: str = Urgency.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFact:
    """One remembered fact; `RememberedFact` says what each value means.

    Attributes:
        fact_id: of the fact that it corrects; None for a new one.
    """

    kind: str
    value: str = ""
    place: Place | None = None
    place_text: str = ""
    from_on: PartialDate | None = None
    to_on: PartialDate | None = None
    number: str = ""
    source: str = ""
    certainty: str = Certainty.UNKNOWN
    fact_id: UUID | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was told."""
        return not (self.value.strip() or self.place_text.strip() or self.number.strip() or self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRelative:
    """A relative or acquaintance of the sought person, known by what is told of them.

    Attributes:
        relation_id: of the relation that it corrects; None for a new one.
        roles: codes of `RelativeRole`.
    """

    kind: str
    name: str
    roles: tuple[str, ...] = ()
    note: str = ""
    certainty: str = Certainty.UNKNOWN
    relation_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPaper:
    """A paper or number of the sought person."""

    kind: str
    value: str
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a form says of the sought person beside names, parents and birth.

    What has an id and nothing written is taken away; what the form does not speak of stays as it is, so that two people
    who write at once both keep what they added.

    Attributes:
        papers: further papers; those on record are changed on the person's own page.
    """

    facts: tuple[ToldFact, ...] = ()
    relatives: tuple[ToldRelative, ...] = ()
    papers: tuple[ToldPaper, ...] = ()
