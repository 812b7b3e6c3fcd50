"""Printing forms with numbers reserved for them, taking a request from one, voiding one that is lost."""

from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.network.models import Unit
from payvand.tracing import policies
from payvand.tracing.enums.paper import PaperLanguage, PaperState
from payvand.tracing.models import PaperForm, TracingRequest
from payvand.tracing.services.numbers import next_number

PAPER = "tracing.paper_form"
MOST_AT_ONCE = 50
"""Forms that are printed in one go."""


def reserve_papers(*, scope: Scope, unit: Unit, language: str, count: int) -> UUID:
    """Reserve file numbers for forms to be printed; return the batch that they are printed by.

    Args:
        scope: who prints.
        unit: where requests will be taken on them.
        language: of the form.
        count: how many, 1 to 50.

    Raises:
        NotAllowed: requests may not be taken in this unit.
        InvalidInput: none, or too many.
    """
    scope.require(policies.TAKE)
    if not scope.reaches_unit(unit.pk):
        raise NotAllowed(policies.TAKE)
    if not 1 <= count <= MOST_AT_ONCE:
        raise InvalidInput(
            {"count": _("Print at least one form and at most %(most)d at a time.") % {"most": MOST_AT_ONCE}}
        )
    batch = uuid4()
    with transaction.atomic():
        for _number in range(count):
            number, year, running = next_number()
            PaperForm.objects.create(
                number=number,
                year=year,
                running=running,
                language=PaperLanguage(language),
                unit=unit,
                batch=batch,
                printed_by_id=scope.user_id,
            )
        facts = {"count": count, "language": language, "unit": unit.pk}
        record_act(scope=scope, action="tracing.print_papers", subject_type=PAPER, subject_id=batch, facts=facts)
    return batch


def number_of_paper(scope: Scope, paper: PaperForm) -> tuple[str, int, int]:
    """Return the number that a paper reserved, inside the transaction that takes the request from it.

    Raises:
        NotAllowed: it was printed for a unit out of reach.
        Refused: a request was taken from it already, or it was voided.
    """
    if not scope.reaches_unit(paper.unit_id):
        raise NotAllowed(policies.TAKE)
    locked = PaperForm.objects.select_for_update().get(pk=paper.pk)
    if locked.state != PaperState.OUT:
        raise Refused(_("This paper form was taken in already, or was voided. Look at the list of paper forms."))
    return locked.number, locked.year, locked.running


def bind_paper(paper: PaperForm, request: TracingRequest) -> None:
    """Note which request was taken from a paper."""
    paper.state, paper.request = PaperState.USED, request
    paper.save_changes("state", "request")


def void_paper(*, scope: Scope, paper: PaperForm, note: str) -> PaperForm:
    """Note that a paper is spoiled or lost; its number stays unused for ever.

    Raises:
        NotAllowed: it was printed for a unit out of reach.
        InvalidInput: no reason is given.
        Refused: a request was taken from it.
    """
    scope.require(policies.TAKE)
    if not note.strip():
        raise InvalidInput({"note": _("Write what happened to it, such as: spoiled, or not returned by the branch.")})
    with transaction.atomic():
        number_of_paper(scope, paper)
        paper.state, paper.void_note = PaperState.VOID, note.strip()[:200]
        paper.save_changes("state", "void_note")
        facts = {"number": paper.number}
        record_act(scope=scope, action="tracing.void_paper", subject_type=PAPER, subject_id=paper.pk, facts=facts)
    return paper
