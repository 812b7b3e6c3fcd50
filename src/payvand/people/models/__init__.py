"""The rows of the room: who a person is, and what protects them."""

from payvand.people.models.person import Consent as Consent
from payvand.people.models.person import Identifier as Identifier
from payvand.people.models.person import IndexChange as IndexChange
from payvand.people.models.person import IndexGeneration as IndexGeneration
from payvand.people.models.person import NamedAccess as NamedAccess
from payvand.people.models.person import Person as Person
from payvand.people.models.person import PersonName as PersonName
from payvand.people.models.person import Relation as Relation
from payvand.people.models.person import SamePersonLink as SamePersonLink
from payvand.people.models.protection import ExceptionalAccess as ExceptionalAccess
from payvand.people.models.protection import FlagReader as FlagReader
from payvand.people.models.protection import ProtectionFlag as ProtectionFlag
