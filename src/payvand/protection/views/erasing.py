"""Retention and erasure."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from payvand.access.http import ScopedRequest, requires
from payvand.core.errors import Refused
from payvand.protection import queries, services
from payvand.protection.forms import ErasureForm, PeriodForm, RefusalForm, RetentionForm
from payvand.protection.holders import kinds
from payvand.protection.policies import DECIDE_ERASURE, KEEP_PERIODS, PROPOSE_ERASURE
from payvand.protection.views.common import attempted, form_page, page_of


@require_GET
@requires(PROPOSE_ERASURE)
def retention(request: ScopedRequest) -> HttpResponse:
    """List what has been kept long enough, and how long each kind is kept."""
    context = {
        "page": page_of(request, queries.due_for_review(request.scope)),
        "periods": queries.periods(),
        "kinds": kinds(),
        "may_set": request.scope.may(KEEP_PERIODS),
    }
    return render(request, "protection/retention.html", context)


@require_http_methods(["GET", "POST"])
@requires(PROPOSE_ERASURE)
def decide(request: ScopedRequest, kind: str, person_id: UUID) -> HttpResponse:
    """Decide on one such record."""
    due = next(
        (one for one in queries.due_for_review(request.scope) if (one.kind, one.person_id) == (kind, person_id)), None
    )
    if due is None:
        raise Http404
    form = RetentionForm(request.POST or None)
    told: dict[str, Any] = {"scope": request.scope, "person_id": person_id, "kind": kind}
    if form.is_valid() and attempted(form, lambda: services.decide_retention(**told, **form.cleaned_data)):
        messages.success(request, _("Your decision was recorded."))
        return redirect("protection:retention")
    title = _("Is %(number)s still needed?") % {"number": due.number}
    return form_page(request, form, title, reverse("protection:retention"))


@require_http_methods(["GET", "POST"])
@requires(KEEP_PERIODS)
def period(request: ScopedRequest, kind: str) -> HttpResponse:
    """Say how long a kind is kept."""
    known = {one.code: months for one, months, _own in queries.periods()}
    if kind not in known:
        raise Http404
    form = PeriodForm(request.POST or None, initial={"months": known[kind]})
    if form.is_valid():
        months = form.cleaned_data["months"]
        attempted(form, lambda: services.set_period(scope=request.scope, kind=kind, months=months))
        if not form.errors:
            messages.success(request, _("The time was changed."))
            return redirect("protection:retention")
    return form_page(request, form, str(kinds()[kind].label), reverse("protection:retention"))


@require_GET
@requires(PROPOSE_ERASURE)
def erasures(request: ScopedRequest) -> HttpResponse:
    """List erasures, proposed and decided."""
    return render(request, "protection/erasures.html", {"page": page_of(request, queries.erasures(request.scope))})


@require_http_methods(["GET", "POST"])
@requires(PROPOSE_ERASURE)
def propose(request: ScopedRequest, person_id: UUID) -> HttpResponse:
    """Propose that a person's data are erased."""
    if not queries.may_propose(request.scope, person_id):
        raise Http404
    form = ErasureForm(request.POST or None, initial={"extent": "whole"})
    told: dict[str, Any] = {"scope": request.scope, "person_id": person_id}
    if form.is_valid() and attempted(form, lambda: services.propose_erasure(**told, **form.cleaned_data)):
        messages.success(request, _("Proposed. A second person decides."))
        return redirect("protection:erasures")
    return form_page(request, form, _("Propose to erase"), reverse("protection:erasures"))


@require_GET
@requires(PROPOSE_ERASURE)
def erasure(request: ScopedRequest, erasure_id: UUID) -> HttpResponse:
    """Show an erasure: the proposal with its decision, or the proof."""
    shown = get_object_or_404(queries.erasures(request.scope), pk=erasure_id)
    services.note_index_cleared(shown)
    context = {
        "erasure": shown,
        "backups": queries.backups_holding(shown),
        "last_day": queries.last_day_in_backups(shown),
        "may_decide": request.scope.may(DECIDE_ERASURE)
        and shown.state == "proposed"
        and shown.proposed_by_id != request.scope.user_id,
        "form": RefusalForm(),
    }
    return render(request, "protection/erasure.html", context)


@require_POST
@requires(DECIDE_ERASURE)
def carry_out(request: ScopedRequest, erasure_id: UUID) -> HttpResponse:
    """Erase."""
    shown = get_object_or_404(queries.erasures(request.scope), pk=erasure_id)
    try:
        services.carry_out_erasure(scope=request.scope, erasure=shown)
        messages.success(request, _("Erased. The proof stays here."))
    except Refused as error:
        messages.error(request, str(error))
    return redirect("protection:erasure", shown.pk)


@require_POST
@requires(DECIDE_ERASURE)
def refuse(request: ScopedRequest, erasure_id: UUID) -> HttpResponse:
    """Refuse an erasure."""
    shown = get_object_or_404(queries.erasures(request.scope), pk=erasure_id)
    form = RefusalForm(request.POST)
    if form.is_valid() and attempted(
        form,
        lambda: services.refuse_erasure(scope=request.scope, erasure=shown, reason=form.cleaned_data["reason"]),
    ):
        messages.success(request, _("Refused; the record stays."))
        return redirect("protection:erasure", shown.pk)
    back = reverse("protection:erasure", args=[shown.pk])
    return form_page(request, form, _("Refuse the erasure"), back)
