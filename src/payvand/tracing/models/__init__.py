"""Who is sought, who asks, what was found, and who decided what about it.

One sought person may have several requests, one for each enquirer. A hint joins a sought person to a record that may be
the same human; it decides nothing. Every decision about a hint is a row of its own and can be undone.
"""

from payvand.tracing.models.actions import TracingAction as TracingAction
from payvand.tracing.models.enquiries import Enquiry as Enquiry
from payvand.tracing.models.facts import RelativeNote as RelativeNote
from payvand.tracing.models.facts import RememberedFact as RememberedFact
from payvand.tracing.models.family_page import FamilyLetter as FamilyLetter
from payvand.tracing.models.family_page import FamilyPage as FamilyPage
from payvand.tracing.models.found import FoundRecord as FoundRecord
from payvand.tracing.models.hints import ComparisonDue as ComparisonDue
from payvand.tracing.models.hints import Hint as Hint
from payvand.tracing.models.hints import HintDecision as HintDecision
from payvand.tracing.models.history import HistoryEntry as HistoryEntry
from payvand.tracing.models.listed import ListEntry as ListEntry
from payvand.tracing.models.old_register import OldRecord as OldRecord
from payvand.tracing.models.outcomes import ClosingProposal as ClosingProposal
from payvand.tracing.models.outcomes import LinkOutcome as LinkOutcome
from payvand.tracing.models.outcomes import Merging as Merging
from payvand.tracing.models.outcomes import OwnerQuestion as OwnerQuestion
from payvand.tracing.models.paper import PaperForm as PaperForm
from payvand.tracing.models.requests import NumberSeries as NumberSeries
from payvand.tracing.models.requests import SoughtPerson as SoughtPerson
from payvand.tracing.models.requests import TracingRequest as TracingRequest
