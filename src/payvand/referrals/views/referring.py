"""Referrals: the list, one of them, its steps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from payvand.audit.reads import record_read
from payvand.core.forms import attempt
from payvand.core.http import ScopedRequest, requires
from payvand.core.ids import new_id
from payvand.people.queries import visible_people
from payvand.referrals import policies, queries, services
from payvand.referrals.enums import Helped, ReferralStep
from payvand.referrals.forms import FeedbackForm, ReferForm, ReferralFilter, ReferralStepForm
from payvand.referrals.models import Referral

PER_PAGE = 25
SUBJECT = "referrals.Referral"


@require_safe
@requires(policies.READ)
def referrals(request: ScopedRequest) -> HttpResponse:
    """List the visible referrals; that they were read is kept."""
    form = ReferralFilter(request.GET, scope=request.scope)
    rows = queries.listed_referrals(request.scope, **form.chosen())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    record_read(scope=request.scope, subject_type=SUBJECT, subject_ids=[row.pk for row in page], reason="list")
    return render(request, "referrals/referrals.html", {"form": form, "page": page})


@require_safe
@requires(policies.READ)
def referral(request: ScopedRequest, number: str) -> HttpResponse:
    """Show one referral with its history and the steps that can be taken."""
    found = _found(request, number)
    record_read(scope=request.scope, subject_type=SUBJECT, subject_ids=[found.pk], reason="referral")
    may_ask = policies.may_work(request.scope, found) and found.state in policies.ENDED_WITH_PROVIDER
    context = {
        "referral": found,
        "history": queries.history(found),
        "steps": policies.open_steps(request.scope, found),
        "may_ask": may_ask and found.helped == Helped.NOT_ASKED,
    }
    return render(request, "referrals/referral.html", context)


@requires(policies.REFER)
def refer(request: ScopedRequest, person_id: UUID) -> HttpResponse:
    """Refer a person to a provider."""
    person = get_object_or_404(visible_people(request.scope), pk=person_id)
    data = request.POST if request.method == "POST" else None
    form = ReferForm(data, scope=request.scope, initial={"form_token": new_id()})
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.refer(scope=request.scope, person=person, **form.cleaned_data))
        if made is not None:
            return redirect("referrals:referral", made.number)
    context = {"form": form, "person": person}
    return render(request, "referrals/refer.html", context, status=422 if form.is_bound else 200)


@requires(policies.REFER)
def step(request: ScopedRequest, number: str, step: str) -> HttpResponse:
    """Take one step of a referral."""
    found = _found(request, number)
    if step not in ReferralStep.values:
        raise Http404
    wanted = ReferralStep(step)
    form = ReferralStepForm(request.POST if request.method == "POST" else None, step=wanted, referral=found)
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        if attempt(form, lambda: services.STEPS[wanted](scope=request.scope, referral=found, **values)):
            messages.success(request, _("Done: %(step)s.") % {"step": wanted.label})
            return redirect("referrals:referral", number)
    context = {"form": form, "referral": found, "step": wanted}
    return render(request, "referrals/step.html", context, status=422 if form.errors else 200)


@requires(policies.REFER)
def feedback(request: ScopedRequest, number: str) -> HttpResponse:
    """Write what the person says of what came of it."""
    found = _found(request, number)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt(form, lambda: services.record_feedback(scope=request.scope, referral=found, **values)):
            messages.success(request, _("The loop is closed."))
            return redirect("referrals:referral", number)
    context = {"form": form, "referral": found}
    return render(request, "referrals/step.html", context, status=422 if form.errors else 200)


def _found(request: ScopedRequest, number: str) -> Referral:
    return get_object_or_404(queries.visible_referrals(request.scope), number=number)
