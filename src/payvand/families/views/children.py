"""Children without their parents, for the vetted alone; the vetting itself, for the head of tracing."""

from uuid import UUID

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from payvand.audit.reads import record_read
from payvand.core.http import ScopedRequest, requires
from payvand.families.forms.reunion import ChildForm, ChildNotesForm, CloseChildForm, VettingForm
from payvand.families.models import ChildCase
from payvand.families.policies.reunion import SEE_CHILDREN, VET
from payvand.families.queries import reunion as queries
from payvand.families.services import children as services
from payvand.families.views.shared import answer, attempt, check_version, sent, taken

ROWS_ON_A_PAGE = 50


@require_GET
@requires(SEE_CHILDREN)
def child_list(request: ScopedRequest) -> HttpResponse:
    """List the children for whom this person is named; who is not vetted sees none and is told why."""
    every = request.GET.get("all") == "1"
    rows = queries.listed_children(request.scope, open_only=not every)
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    record_read(scope=request.scope, subject_type=services.SUBJECT, subject_ids=[row.pk for row in page], reason="list")
    context = {
        "page": page,
        "every": every,
        "vetted": queries.is_vetted(request.scope.user_id),
        "may_vet": request.scope.may(VET),
    }
    return render(request, "families/children/list.html", context)


@require_http_methods(["GET", "POST"])
@requires(SEE_CHILDREN)
def register_child(request: ScopedRequest) -> HttpResponse:
    """Register a child; only who is vetted gets this far."""
    if not queries.is_vetted(request.scope.user_id):
        return redirect("families:children")
    form = ChildForm(sent(request), scope=request.scope)
    if form.is_valid():
        told = form.cleaned_data
        made = taken(
            request,
            form,
            lambda: services.register_child(
                scope=request.scope,
                unit=told["unit"],
                child=form.told(),
                facts=form.facts(),
                officer=told["officer"],
                form_token=told["form_token"],
            ),
        )
        if made:
            notes.success(request, _("The case has the number %(number)s.") % {"number": made.number})
            return redirect("families:child", made.number)
    return answer(request, "families/children/register.html", form)


@require_http_methods(["GET", "POST"])
@requires(SEE_CHILDREN)
def child(request: ScopedRequest, number: str) -> HttpResponse:
    """Show a child's case, and change who looks after it and what is best for it."""
    found = _child_or_404(request, number)
    record_read(scope=request.scope, subject_type=services.SUBJECT, subject_ids=[found.pk], reason="child")
    initial = {"seen": found.version, "caregiver": found.caregiver, "best_interest": found.best_interest}
    form = ChildNotesForm(sent(request), initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        check_version(told["seen"], found.version)
        changed = taken(
            request,
            form,
            lambda: services.change_child(
                scope=request.scope,
                case=found,
                seen_version=told["seen"],
                caregiver=told["caregiver"],
                best_interest=told["best_interest"],
            ),
        )
        if changed:
            notes.success(request, _("Saved."))
            return redirect("families:child", number)
    return answer(request, "families/children/child.html", form, case=found, close=CloseChildForm())


@require_POST
@requires(SEE_CHILDREN)
def close_child(request: ScopedRequest, number: str) -> HttpResponse:
    """Close a child's case."""
    found = _child_or_404(request, number)
    form = CloseChildForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: services.close_child(scope=request.scope, case=found, **form.cleaned_data) is not None
    ):
        notes.success(request, _("The case was closed."))
    else:
        notes.error(request, _("Choose how the case ended."))
    return redirect("families:child", number)


@require_http_methods(["GET", "POST"])
@requires(VET)
def vettings(request: ScopedRequest) -> HttpResponse:
    """Show who is vetted for child safeguarding, and record a vetting."""
    form = VettingForm(sent(request), scope=request.scope)
    if form.is_valid() and attempt(
        form, lambda: services.vet_colleague(scope=request.scope, **form.cleaned_data) is not None
    ):
        notes.success(request, _("Recorded."))
        return redirect("families:vettings")
    return answer(request, "families/children/vettings.html", form, rows=queries.vettings(request.scope))


@require_POST
@requires(VET)
def end_vetting(request: ScopedRequest, vetting_id: UUID) -> HttpResponse:
    """Take a vetting back."""
    found = get_object_or_404(queries.vettings(request.scope), pk=vetting_id)
    services.end_vetting(scope=request.scope, vetting=found)
    notes.success(request, _("The vetting was taken back."))
    return redirect("families:vettings")


def _child_or_404(request: ScopedRequest, number: str) -> ChildCase:
    return get_object_or_404(queries.visible_children(request.scope), number=number)
