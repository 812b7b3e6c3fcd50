"""The words of tracing, with the codes of the Movement's practice that figures and partners count by."""

from payvand.tracing.enums.found import FoundSource as FoundSource
from payvand.tracing.enums.hints import OPEN_HINT_STATES as OPEN_HINT_STATES
from payvand.tracing.enums.hints import HintState as HintState
from payvand.tracing.enums.hints import RefusalReason as RefusalReason
from payvand.tracing.enums.history import HistoryKind as HistoryKind
from payvand.tracing.enums.requests import OPEN_STATES as OPEN_STATES
from payvand.tracing.enums.requests import CloseReason as CloseReason
from payvand.tracing.enums.requests import ContactHow as ContactHow
from payvand.tracing.enums.requests import RequestState as RequestState
from payvand.tracing.enums.requests import SeparationCause as SeparationCause
from payvand.tracing.enums.requests import Step as Step
from payvand.tracing.enums.requests import Urgency as Urgency
