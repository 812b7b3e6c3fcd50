"""What people write about a request, a found person, a step or a hint, read and checked field by field."""

from payvand.tracing.forms.acting import ActionForm as ActionForm
from payvand.tracing.forms.acting import ChoiceForm as ChoiceForm
from payvand.tracing.forms.acting import EnquiryForm as EnquiryForm
from payvand.tracing.forms.acting import EnquiryStepForm as EnquiryStepForm
from payvand.tracing.forms.acting import LinkForm as LinkForm
from payvand.tracing.forms.acting import OneSearchForm as OneSearchForm
from payvand.tracing.forms.acting import OwnerAnswerForm as OwnerAnswerForm
from payvand.tracing.forms.acting import RecordForm as RecordForm
from payvand.tracing.forms.acting import ReportForm as ReportForm
from payvand.tracing.forms.acting import UnitForm as UnitForm
from payvand.tracing.forms.fields import LANGUAGES as LANGUAGES
from payvand.tracing.forms.memory import MemoryForms as MemoryForms
from payvand.tracing.forms.telling import AnswersForm as AnswersForm
from payvand.tracing.forms.telling import ChangeRequestForm as ChangeRequestForm
from payvand.tracing.forms.telling import FoundPersonForm as FoundPersonForm
from payvand.tracing.forms.telling import JoinRequestForm as JoinRequestForm
from payvand.tracing.forms.telling import TakeRequestForm as TakeRequestForm
from payvand.tracing.forms.working import CloseForm as CloseForm
from payvand.tracing.forms.working import DecisionForm as DecisionForm
from payvand.tracing.forms.working import MergeForm as MergeForm
from payvand.tracing.forms.working import NoteForm as NoteForm
from payvand.tracing.forms.working import OfficerForm as OfficerForm
from payvand.tracing.forms.working import RefusalForm as RefusalForm
from payvand.tracing.forms.working import RequestFilterForm as RequestFilterForm
from payvand.tracing.forms.working import StepForm as StepForm
from payvand.tracing.forms.working import SuspendForm as SuspendForm
