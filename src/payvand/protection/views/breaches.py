"""The breach register."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from payvand.access.http import ScopedRequest, requires
from payvand.core.errors import Refused
from payvand.core.forms import attempt
from payvand.protection import queries, services
from payvand.protection.forms import AssessmentForm, BreachForm, ToldForm
from payvand.protection.law import own_law
from payvand.protection.models import Breach
from payvand.protection.policies import KEEP_BREACHES, REPORT_BREACH
from payvand.protection.views.common import attempted, form_page, page_of


def _found(request: ScopedRequest, breach_id: UUID) -> Breach:
    return get_object_or_404(queries.breaches(request.scope), pk=breach_id)


@require_GET
@requires(REPORT_BREACH)
def listed(request: ScopedRequest) -> HttpResponse:
    """List breaches with their clocks."""
    page = page_of(request, queries.breaches(request.scope))
    return render(request, "protection/breaches.html", {"page": page, "now": timezone.now()})


@require_http_methods(["GET", "POST"])
@requires(REPORT_BREACH)
def report(request: ScopedRequest) -> HttpResponse:
    """Report a breach."""
    form = BreachForm(request.POST or None)
    if form.is_valid() and (
        made := attempt(form, lambda: services.report_breach(scope=request.scope, **form.cleaned_data))
    ):
        messages.success(request, _("Reported. Those who keep the register see it now."))
        return redirect("protection:breach", made.pk)
    return form_page(request, form, _("Report a breach"), reverse("protection:breaches"))


@require_GET
@requires(REPORT_BREACH)
def shown(request: ScopedRequest, breach_id: UUID) -> HttpResponse:
    """Show a breach, its clock, who was told and who must be."""
    found = _found(request, breach_id)
    context = {
        "breach": found,
        "notices": list(found.notices.select_related("told_by")),
        "waiting": services.still_to_tell(found),
        "hours": int((found.due_at - timezone.now()).total_seconds() // 3600),
        "law": own_law(),
        "may_keep": request.scope.may(KEEP_BREACHES) and found.closed_at is None,
    }
    return render(request, "protection/breach.html", context)


@require_http_methods(["GET", "POST"])
@requires(KEEP_BREACHES)
def assess(request: ScopedRequest, breach_id: UUID) -> HttpResponse:
    """Record risk and measures."""
    found = _found(request, breach_id)
    fields = ("risk", "people", "measures", "version")
    form = AssessmentForm(request.POST or None, initial={name: getattr(found, name) for name in fields})
    if form.is_valid():
        told = dict(form.cleaned_data)
        version = told.pop("version")
        if attempted(
            form,
            lambda: services.assess_breach(scope=request.scope, breach=found, expected_version=version, **told),
        ):
            messages.success(request, _("Saved."))
            return redirect("protection:breach", found.pk)
    back = reverse("protection:breach", args=[found.pk])
    return form_page(request, form, _("Risk and measures"), back)


@require_http_methods(["GET", "POST"])
@requires(KEEP_BREACHES)
def tell(request: ScopedRequest, breach_id: UUID) -> HttpResponse:
    """Record who was told."""
    found = _found(request, breach_id)
    form = ToldForm(request.POST or None, initial={"told_at": timezone.localtime()})
    if form.is_valid() and attempted(
        form, lambda: services.note_told(scope=request.scope, breach=found, **form.cleaned_data)
    ):
        messages.success(request, _("It is recorded who was told."))
        return redirect("protection:breach", found.pk)
    back = reverse("protection:breach", args=[found.pk])
    return form_page(request, form, _("Who was told"), back)


@require_POST
@requires(KEEP_BREACHES)
def close(request: ScopedRequest, breach_id: UUID) -> HttpResponse:
    """Close a breach."""
    found = _found(request, breach_id)
    try:
        services.close_breach(scope=request.scope, breach=found)
        messages.success(request, _("The breach is closed."))
    except Refused as error:
        messages.error(request, str(error))
    return redirect("protection:breach", found.pk)
