"""What the room keeps, one file for each of its services; Django finds the models here."""

from payvand.families.models.attestations import Attestation as Attestation
from payvand.families.models.attestations import PhotoPublication as PhotoPublication
from payvand.families.models.calls import FacilitatedCall as FacilitatedCall
from payvand.families.models.children import ChildCase as ChildCase
from payvand.families.models.children import Vetting as Vetting
from payvand.families.models.messages import HandOver as HandOver
from payvand.families.models.messages import MessageEntry as MessageEntry
from payvand.families.models.messages import MessageTranslation as MessageTranslation
from payvand.families.models.messages import Pouch as Pouch
from payvand.families.models.messages import RedCrossMessage as RedCrossMessage
from payvand.families.models.missing import AccompanimentSession as AccompanimentSession
from payvand.families.models.missing import FamilyEntry as FamilyEntry
from payvand.families.models.missing import FamilyNeed as FamilyNeed
from payvand.families.models.missing import LegalStep as LegalStep
from payvand.families.models.missing import MissingFamily as MissingFamily
from payvand.families.models.missing import NeedsAssessment as NeedsAssessment
from payvand.families.models.numbers import Numbered as Numbered
from payvand.families.models.numbers import NumberSeries as NumberSeries
from payvand.families.models.reunion import ReunificationFile as ReunificationFile
from payvand.families.models.reunion import ReunionEntry as ReunionEntry
from payvand.families.models.reunion import StateDecision as StateDecision
from payvand.families.models.safe import RelativeTold as RelativeTold
from payvand.families.models.safe import SafeAndWell as SafeAndWell
