"""A hint that points at a record which is kept elsewhere: the people who may see both are asked, and answer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.tracing import policies, queries
from payvand.tracing.enums import HistoryKind, OwnerAnswer
from payvand.tracing.models import Hint, OwnerQuestion, TracingRequest
from payvand.tracing.services.history import record_hint_act, tell
from payvand.tracing.services.stepping import locked


@transaction.atomic
def ask_owner(*, scope: Scope, request: TracingRequest, hint: Hint, note: str = "") -> OwnerQuestion:
    """Ask those who may see the record; it stands in their work of the day. The one who asks learns nothing of it.

    Raises:
        Refused: the record is open to the one who asks, or the question waits already.
    """
    file = locked(scope, request, policies.DECIDE)
    current = queries.hints_of(file).filter(pk=hint.pk).first()
    if current is None:
        raise NotAllowed(policies.DECIDE)
    if current.candidate_id in queries.visible_candidates(scope, [current.candidate_id]):
        raise Refused(_("This record is open to you: compare the two yourself."))
    if current.owner_questions.filter(answer="").exists():
        raise Refused(_("The owner has been asked already; the answer will stand in the history."))
    question = OwnerQuestion.objects.create(hint=current, request=file, note=note.strip(), by_id=scope.user_id)
    _tell(scope, question, HistoryKind.OWNER_ASKED, note)
    return question


@transaction.atomic
def answer_owner_question(
    *, scope: Scope, question: OwnerQuestion, answer: OwnerAnswer, note: str = ""
) -> OwnerQuestion:
    """Answer as somebody who may see the record; the words of the note are all that the asker reads.

    Raises:
        NotAllowed: the record or the file is not open to this person.
        InvalidInput: no answer was chosen.
        Refused: somebody has answered already.
    """
    scope.require(policies.DECIDE)
    if answer not in OwnerAnswer.values:
        raise InvalidInput({"answer": _("Choose an answer.")})
    current = queries.owner_questions(scope).select_for_update(of=("self",)).filter(pk=question.pk).first()
    if current is None:
        raise NotAllowed(policies.DECIDE)
    if current.answer:
        raise Refused(_("Somebody has answered already."))
    current.answer, current.answered_by_id, current.answered_at = answer, scope.user_id, timezone.now()
    current.save_changes("answer", "answered_by_id", "answered_at")
    _tell(scope, current, HistoryKind.OWNER_ANSWERED, note)
    return current


def _tell(scope: Scope, question: OwnerQuestion, kind: HistoryKind, note: str) -> None:
    request = question.request
    facts = {"question": str(question.pk), "answer": question.answer}
    tell(scope=scope, sought=request.sought, request=request, hint=question.hint, kind=kind, facts=facts, note=note)
    record_hint_act(scope, kind, question.hint, {"number": request.number, **facts})
