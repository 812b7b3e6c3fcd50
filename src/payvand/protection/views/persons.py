"""Protection of one person whom the user sees: concerns, and why the person cannot be asked."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from payvand.access.http import ScopedRequest, requires
from payvand.access.queries import colleagues
from payvand.audit.reads import record_read
from payvand.network.queries import countries
from payvand.people.policies import CONSENT, READ, SEE_FLAGS, SET_FLAGS
from payvand.people.queries import flags_of
from payvand.people.services import end_flag, set_flag
from payvand.protection import queries, services
from payvand.protection.forms import CannotAskForm, FlagForm, ReasonForm
from payvand.protection.law import own_law
from payvand.protection.views.common import attempted, form_page, visible_person

SUBJECT = "people.Person"


@require_GET
@requires(SEE_FLAGS)
def person(request: ScopedRequest, person_id: UUID) -> HttpResponse:
    """Show what protects a person: concerns, the basis without consent."""
    shown = visible_person(request, person_id)
    record_read(scope=request.scope, subject_type=SUBJECT, subject_ids=[shown.pk], reason="protection")
    context = {
        "person": shown,
        "flags": flags_of(request.scope, shown, ended=True),
        "unasked": queries.cannot_be_asked(request.scope, shown),
        "law": own_law(),
        "may_set": request.scope.may(SET_FLAGS) and shown.purpose in request.scope.purposes,
    }
    return render(request, "protection/person.html", context)


@require_http_methods(["GET", "POST"])
@requires(SET_FLAGS)
def add_flag(request: ScopedRequest, person_id: UUID) -> HttpResponse:
    """Record a concern."""
    shown = visible_person(request, person_id)
    back = reverse("protection:person", args=[shown.pk])
    everywhere = replace(request.scope, all_units=True)
    form = FlagForm(
        request.POST or None, countries=list(countries()), colleagues=list(colleagues(everywhere, right=READ))
    )
    if form.is_valid():
        told = form.cleaned_data | {"readers": [UUID(user) for user in form.cleaned_data["readers"]]}
        if attempted(form, lambda: set_flag(scope=request.scope, person=shown, **told)):
            messages.success(request, _("The concern was recorded; it is heeded from now on."))
            return redirect(back)
    return form_page(request, form, _("Record a protection concern"), back, person=shown)


@require_http_methods(["GET", "POST"])
@requires(SET_FLAGS)
def close_flag(request: ScopedRequest, person_id: UUID, flag_id: UUID) -> HttpResponse:
    """End a concern."""
    shown = visible_person(request, person_id)
    back = reverse("protection:person", args=[shown.pk])
    flag = next((one for one in flags_of(request.scope, shown) if one.pk == flag_id), None)
    if flag is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        attempted(form, lambda: end_flag(scope=request.scope, flag=flag, reason=form.cleaned_data["reason"]))
        if not form.errors:
            messages.success(request, _("The concern was ended."))
            return redirect(back)
    return form_page(request, form, _("End the concern"), back, person=shown)


@require_http_methods(["GET", "POST"])
@requires(CONSENT)
def cannot_ask(request: ScopedRequest, person_id: UUID) -> HttpResponse:
    """Record that a person cannot be asked."""
    shown = visible_person(request, person_id)
    back = reverse("protection:person", args=[shown.pk])
    form = CannotAskForm(request.POST or None)
    if form.is_valid() and attempted(
        form,
        lambda: services.record_cannot_be_asked(scope=request.scope, person=shown, **form.cleaned_data),
    ):
        messages.success(request, _("Recorded. It stands until the day on which you look at it again."))
        return redirect(back)
    return form_page(request, form, _("The person cannot be asked"), back, person=shown, law=own_law())


@require_POST
@requires(CONSENT)
def can_ask(request: ScopedRequest, person_id: UUID, record_id: UUID) -> HttpResponse:
    """End such a record: the person can be asked now."""
    shown = visible_person(request, person_id)
    record = get_object_or_404(shown.cannot_be_asked, pk=record_id, ended_at=None)
    services.end_cannot_be_asked(scope=request.scope, record=record)
    messages.success(request, _("Ended. Ask the person, and record the answer."))
    return redirect("protection:person", shown.pk)
