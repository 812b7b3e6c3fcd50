"""Reunification files: the list, one file with what the States said, its steps."""

from uuid import UUID

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from payvand.audit.reads import record_read
from payvand.core.http import ScopedRequest, requires
from payvand.families.enums.reunion import ReunionStep
from payvand.families.forms.reunion import (
    STEP_FORMS,
    DecisionForm,
    NewDecisionForm,
    ReunionFilterForm,
    ReunionForm,
    ReunionNotesForm,
    ReunionStepForm,
)
from payvand.families.models import ReunificationFile
from payvand.families.policies import reunion as policies
from payvand.families.queries import reunion as queries
from payvand.families.services import reunion as services
from payvand.families.views.shared import answer, attempt, check_version, sent, taken
from payvand.tracing.models import TracingRequest
from payvand.tracing.queries import visible_requests

ROWS_ON_A_PAGE = 50


@require_GET
@requires(policies.READ)
def reunion_list(request: ScopedRequest) -> HttpResponse:
    """List the reunification files."""
    form = ReunionFilterForm(request.GET)
    rows = queries.listed_reunifications(request.scope, form.cleaned_data["state"] if form.is_valid() else "")
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    record_read(scope=request.scope, subject_type=services.SUBJECT, subject_ids=[row.pk for row in page], reason="list")
    narrowed = bool(request.GET.get("state"))
    return render(request, "families/reunion/list.html", {"form": form, "page": page, "is_narrowed": narrowed})


@require_http_methods(["GET", "POST"])
@requires(policies.OPEN)
def open_reunion(request: ScopedRequest) -> HttpResponse:
    """Open a file for people who are not known here yet."""
    return _opened(request, ReunionForm(sent(request), scope=request.scope))


@require_http_methods(["GET", "POST"])
@requires(policies.OPEN)
def reunion_for_file(request: ScopedRequest, file_number: str) -> HttpResponse:
    """Open a file for the two people of a tracing file: the enquirer asks, the person found travels."""
    file = get_object_or_404(visible_requests(request.scope), number=file_number)
    form = ReunionForm(
        sent(request),
        scope=request.scope,
        known={"applicant": file.enquirer, "principal": file.sought.person},
        initial={"unit": file.unit_id},
    )
    return _opened(request, form, file)


def _opened(request: ScopedRequest, form: ReunionForm, file: TracingRequest | None = None) -> HttpResponse:
    if form.is_valid():
        made = taken(
            request,
            form,
            lambda: services.open_reunification(
                scope=request.scope,
                unit=form.cleaned_data["unit"],
                applicant=form.person("applicant"),
                principal=form.person("principal"),
                facts=form.facts(),
                request=file,
                form_token=form.cleaned_data["form_token"],
            ),
        )
        if made:
            notes.success(request, _("The file has the number %(number)s.") % {"number": made.number})
            return redirect("families:reunion", made.number)
    return answer(request, "families/reunion/open.html", form, file=file, known=form.known)


@require_GET
@requires(policies.READ)
def reunion(request: ScopedRequest, number: str) -> HttpResponse:
    """Show a file: what is agreed, what each State said, what was done."""
    found = _file_or_404(request, number)
    record_read(scope=request.scope, subject_type=services.SUBJECT, subject_ids=[found.pk], reason="file")
    context = {
        "file": found,
        "decisions": found.decisions.select_related("country"),
        "history": found.history.select_related("actor"),
        "steps": policies.open_steps(request.scope, found),
        "may_carry": request.scope.may(policies.CARRY) and found.state not in policies.AT_REST,
        "new_decision": NewDecisionForm(),
    }
    return render(request, "families/reunion/file.html", context)


@require_http_methods(["GET", "POST"])
@requires(policies.CARRY)
def reunion_step(request: ScopedRequest, number: str, step: str) -> HttpResponse:
    """Take one step of a file."""
    found = _file_or_404(request, number)
    if step not in services.STEPS:
        raise Http404(step)
    wanted = ReunionStep(step)
    form = STEP_FORMS.get(wanted, ReunionStepForm)(sent(request), initial={"seen": found.version})
    if form.is_valid():
        check_version(form.cleaned_data["seen"], found.version)
        if attempt(form, lambda: services.STEPS[wanted](scope=request.scope, file=found, **form.told())):
            notes.success(request, _("Done: %(step)s.") % {"step": wanted.label})
            return redirect("families:reunion", number)
    needs_note = policies.TRANSITIONS[wanted].needs_note
    return answer(request, "families/reunion/step.html", form, file=found, step=wanted, needs_note=needs_note)


@require_http_methods(["GET", "POST"])
@requires(policies.CARRY)
def change_reunion(request: ScopedRequest, number: str) -> HttpResponse:
    """Write down who goes with them and, for a child, what is best for it."""
    found = _file_or_404(request, number)
    initial = {"seen": found.version, "escort": found.escort, "best_interest": found.best_interest}
    form = ReunionNotesForm(sent(request), is_child=found.is_child, initial=initial)
    if form.is_valid():
        told = dict(form.cleaned_data)
        seen = told.pop("seen")
        check_version(seen, found.version)
        if taken(
            request,
            form,
            lambda: services.change_reunification(scope=request.scope, file=found, seen_version=seen, **told),
        ):
            notes.success(request, _("Saved."))
            return redirect("families:reunion", number)
    return answer(request, "families/reunion/change.html", form, file=found)


@require_POST
@requires(policies.CARRY)
def add_decision(request: ScopedRequest, number: str) -> HttpResponse:
    """Note what a State is to decide."""
    found = _file_or_404(request, number)
    form = NewDecisionForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: services.add_decision(scope=request.scope, file=found, **form.cleaned_data) is not None
    ):
        notes.success(request, _("Recorded."))
    else:
        notes.error(request, " ".join(str(one) for said in form.errors.values() for one in said))
    return redirect("families:reunion", number)


@require_http_methods(["GET", "POST"])
@requires(policies.CARRY)
def decision(request: ScopedRequest, number: str, decision_id: UUID) -> HttpResponse:
    """Record what a State has said."""
    found = _file_or_404(request, number)
    row = get_object_or_404(found.decisions.select_related("country"), pk=decision_id)
    names = ("state", "decided_on", "valid_until", "reference")
    form = DecisionForm(sent(request), initial={name: getattr(row, name) for name in names})
    if form.is_valid() and attempt(
        form,
        lambda: (
            services.record_decision(scope=request.scope, file=found, decision=row, **form.cleaned_data) is not None
        ),
    ):
        notes.success(request, _("Recorded."))
        return redirect("families:reunion", number)
    return answer(request, "families/reunion/decision.html", form, file=found, decision=row)


def _file_or_404(request: ScopedRequest, number: str) -> ReunificationFile:
    return get_object_or_404(queries.visible_reunifications(request.scope), number=number)
