"""What the room keeps, one file for each of its services; Django finds the models here."""

from payvand.families.models.messages import HandOver as HandOver
from payvand.families.models.messages import MessageEntry as MessageEntry
from payvand.families.models.messages import MessageTranslation as MessageTranslation
from payvand.families.models.messages import Pouch as Pouch
from payvand.families.models.messages import RedCrossMessage as RedCrossMessage
from payvand.families.models.numbers import Numbered as Numbered
from payvand.families.models.numbers import NumberSeries as NumberSeries
