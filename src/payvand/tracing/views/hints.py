"""Hints that wait, and two records side by side."""

from uuid import UUID

from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from payvand.audit.reads import record_read
from payvand.core.http import ScopedRequest, requires
from payvand.pages.pagination import LongListPaginator
from payvand.tracing import policies, queries
from payvand.tracing.enums import Step
from payvand.tracing.forms import DecisionForm, HintFilterForm, NoteForm, RefusalForm
from payvand.tracing.views.shared import file_or_404

CARDS_ON_A_PAGE = 25


@require_GET
@requires(policies.READ)
def hint_list(request: ScopedRequest) -> HttpResponse:
    """List the hints that wait for a decision on all visible files."""
    form = HintFilterForm(request.GET, scope=request.scope)
    cards = queries.OpenHintCards(request.scope, form.chosen())
    page: Page[queries.HintCard] = LongListPaginator(cards, CARDS_ON_A_PAGE).get_page(request.GET.get("page"))
    record_read(
        scope=request.scope, subject_type="tracing.hint", subject_ids=[card.hint.pk for card in page], reason="list"
    )
    is_narrowed = any(form.cleaned_data.values())
    return render(request, "tracing/hints.html", {"page": page, "form": form, "is_narrowed": is_narrowed})


@require_GET
@requires(policies.READ)
def compare(request: ScopedRequest, number: str, hint_id: UUID) -> HttpResponse:
    """Show the sought person and a candidate side by side, with the evidence; who looked is written down."""
    file = file_or_404(request, number)
    hint = get_object_or_404(queries.hints_of(file), pk=hint_id)
    card = queries.hint_card(request.scope, file, hint)
    record_read(scope=request.scope, subject_type="tracing.hint", subject_ids=[hint.pk], reason="compare")
    if card.candidate is None:
        asked = {
            "file": file,
            "card": card,
            "question": queries.question_of_hint(hint.pk),
            "may_decide": policies.may_decide(request.scope, file),
            "note_form": NoteForm(),
        }
        return render(request, "tracing/withheld.html", asked)
    comparison = queries.comparison(request.scope, card)
    context = {
        "file": file,
        "card": card,
        "comparison": comparison,
        "sought_names": hint.sought.person.names.exclude(full_as_given=comparison.names[0]),
        "record_names": card.candidate.names.exclude(full_as_given=comparison.names[1]),
        "decisions": queries.decisions(hint),
        "standing": queries.last_decision(hint),
        "next": queries.next_hint(file, hint),
        "may_decide": policies.may_decide(request.scope, file),
        "may_locate": policies.may_step(request.scope, file, Step.LOCATE),
        "refusal_form": RefusalForm(initial={"hint_version": hint.version}),
        "decision_form": DecisionForm(initial={"hint_version": hint.version}),
    }
    return render(request, "tracing/compare.html", context)
