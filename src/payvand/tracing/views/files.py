"""One file: what is known on the left, what was done on the right, and the steps that can be taken."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from payvand.audit.reads import record_read
from payvand.core.errors import Conflict, InvalidInput
from payvand.core.http import ScopedRequest, requires
from payvand.tracing import policies, queries, services
from payvand.tracing.enums import Step
from payvand.tracing.forms import AnswersForm, CloseForm, MergeForm, OfficerForm, StepForm, SuspendForm
from payvand.tracing.models import TracingRequest
from payvand.tracing.views.shared import file_or_404, sent, show_problems


@require_GET
@requires(policies.READ)
def file(request: ScopedRequest, number: str) -> HttpResponse:
    """Show a file; that it was read is written down before it is shown."""
    found = file_or_404(request, number)
    record_read(scope=request.scope, subject_type="tracing.request", subject_ids=[found.pk], reason="file")
    card = queries.file_card(request.scope, found)
    officer_form = OfficerForm(scope=request.scope, initial={"officer": found.officer_id})
    return render(request, "tracing/file.html", {"card": card, "file": found, "officer_form": officer_form})


@require_http_methods(["GET", "POST"])
@requires(policies.READ)
def step(request: ScopedRequest, number: str, step: str) -> HttpResponse:
    """Take one step of a file, with its note; the page is also what the dialog of the file page holds."""
    found = file_or_404(request, number)
    wanted = _step(step)
    request.scope.require(policies.TRANSITIONS[wanted].right)
    form = _step_form(wanted, found, sent(request))
    if form.is_valid():
        told = form.cleaned_data
        if told["request_version"] != found.version:
            raise Conflict(_("Someone else changed this file since you opened it. Look at it again, then decide."))
        try:
            services.STEPS[wanted](scope=request.scope, request=found, note=told["note"], **_more(request, form))
        except InvalidInput as error:
            show_problems(form, error)
        else:
            messages.success(request, _("Done: %(step)s.") % {"step": wanted.label})
            return redirect("tracing:file", number)
    context = {
        "form": form,
        "file": found,
        "step": wanted,
        "needs_note": policies.TRANSITIONS[wanted].needs_note,
        "proposal": queries.open_proposal(found),
        "is_missing": policies.is_missing_case(found.cause),
    }
    return render(request, "tracing/step.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires(policies.TAKE)
def answers(request: ScopedRequest, number: str) -> HttpResponse:
    """Record what the enquirer agrees to now."""
    found = file_or_404(request, number)
    form = AnswersForm(sent(request), initial=queries.consent_values(found))
    if form.is_valid():
        authority = form.cleaned_data["authority"]
        services.record_answers(scope=request.scope, request=found, answers=form.consents(), recipient=authority)
        messages.success(request, _("The answers were recorded."))
        return redirect("tracing:file", number)
    status = 422 if form.is_bound else 200
    return render(request, "tracing/answers.html", {"form": form, "file": found}, status=status)


@require_POST
@requires(policies.REVIEW)
def officer(request: ScopedRequest, number: str) -> HttpResponse:
    """Name the officer of a file."""
    found = file_or_404(request, number)
    form = OfficerForm(request.POST, scope=request.scope)
    if form.is_valid():
        services.assign_officer(scope=request.scope, request=found, officer=form.cleaned_data["officer"])
        messages.success(request, _("The officer was named."))
    else:
        messages.error(request, _("Choose a colleague from the list."))
    return redirect("tracing:file", number)


def _step(name: str) -> Step:
    try:
        return Step(name)
    except ValueError:
        raise Http404(name) from None


def _step_form(step: Step, file: TracingRequest, data: Any) -> StepForm:
    initial = {"request_version": file.version}
    if step == Step.PROPOSE_CLOSING:
        return CloseForm(data, file=file, initial=initial)
    return _FORMS.get(step, StepForm)(data, initial=initial)


_FORMS: Mapping[Step, type[StepForm]] = {Step.SUSPEND: SuspendForm, Step.MERGE: MergeForm}


def _more(request: ScopedRequest, form: StepForm) -> dict[str, Any]:
    """Return what this step needs beside the note."""
    told = form.cleaned_data
    if "into" in told:
        return {"into": services.check_visible(request.scope, told["into"])}
    return {name: told[name] for name in ("reason", "waits_for") if name in told}
