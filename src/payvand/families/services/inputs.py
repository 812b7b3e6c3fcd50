"""What the services take about people and their news: as told, from a form."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from payvand.families.enums.messages import ContentForm, MessageKind
from payvand.network.models import Country, Organisation, Unit
from payvand.people.models import Person
from payvand.tracing.services import ToldPerson

Known = Person | ToldPerson
"""A person who has a record already, or as somebody tells of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a message says, and how it came to us.

    Attributes:
        text: of the message; may be empty where the paper is scanned.
        language: of the text, BCP 47.
    """

    text: str = ""
    kind: str = MessageKind.LETTER
    content_form: str = ContentForm.TYPED
    language: str = ""
    collected_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Between whom a message goes, and what is special about them.

    Attributes:
        relation: what the addressee is to the sender (`people.enums.RelationKind`).
        sender_contact, addressee_contact: address and telephone; kept encrypted.
        destination: the country of the addressee.
        place_of_detention: where the detained one is held; kept encrypted.
        sender_minor, addressee_minor: unaccompanied minors.
    """

    sender: Known
    addressee: Known
    relation: str = ""
    sender_contact: str = ""
    addressee_contact: str = ""
    destination: Country | None = None
    sender_detained: bool = False
    addressee_detained: bool = False
    place_of_detention: str = ""
    sender_minor: bool = False
    addressee_minor: bool = False

    def columns(self) -> dict[str, Any]:
        """Return what is kept of it in columns, the two people apart."""
        names = (
            "relation", "sender_contact", "addressee_contact", "destination", "sender_detained",
            "addressee_detained", "place_of_detention", "sender_minor", "addressee_minor",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True, kw_only=True)
class FromPartner:
    """From which partner a message came, and under which number of theirs."""

    organisation: Organisation
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """Who takes a message at a hand-over; exactly one of the fields says who.

    Attributes:
        user: a colleague or volunteer of ours.
        name: a carrier or an authority in words.
    """

    holder: str
    user_id: UUID | None = None
    unit: Unit | None = None
    organisation: Organisation | None = None
    name: str = ""
