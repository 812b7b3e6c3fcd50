"""Requests of people about their own data."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from payvand.access.http import ScopedRequest, requires
from payvand.audit.reads import record_read
from payvand.core.errors import NotAllowed, Refused
from payvand.core.forms import attempt
from payvand.protection import queries, services
from payvand.protection.forms import CheckForm, DecisionForm, RequestForm, SubjectForm
from payvand.protection.models import DataSubjectRequest
from payvand.protection.policies import DECIDE_REQUEST, TAKE_REQUEST
from payvand.protection.views.common import attempted, form_page, page_of


def _found(request: ScopedRequest, request_id: UUID) -> DataSubjectRequest:
    return get_object_or_404(queries.data_requests(request.scope), pk=request_id)


@require_GET
@requires(TAKE_REQUEST)
def listed(request: ScopedRequest) -> HttpResponse:
    """List requests, open ones first."""
    return render(request, "protection/requests.html", {"page": page_of(request, queries.data_requests(request.scope))})


@require_http_methods(["GET", "POST"])
@requires(TAKE_REQUEST)
def take(request: ScopedRequest) -> HttpResponse:
    """Take a request."""
    form = RequestForm(request.POST or None, initial={"person": request.GET.get("person")})
    if form.is_valid():
        told = {name: value for name, value in form.cleaned_data.items() if name != "person"}
        person = form.cleaned_data["person"]
        try:
            made = attempt(
                form,
                lambda: services.take_data_request(scope=request.scope, person_ids=[person] if person else [], **told),
            )
        except NotAllowed:
            made = None
            form.add_error("person", _("There is no such record within your reach."))
        if made:
            messages.success(request, _("The request was taken."))
            return redirect("protection:request", made.pk)
    return form_page(request, form, _("Take a request about own data"), reverse("protection:requests"))


@require_GET
@requires(TAKE_REQUEST)
def shown(request: ScopedRequest, request_id: UUID) -> HttpResponse:
    """Show a request and what can be done next; the record itself only as long as the request needs it."""
    found = _found(request, request_id)
    subjects = list(found.subjects.all())
    readable = queries.may_read_content(request.scope, found)
    if readable:
        ids = [subject.person_id for subject in subjects]
        record_read(scope=request.scope, subject_type="people.Person", subject_ids=ids, reason="data-request")
    context = {
        "asked": found,
        "subjects": subjects,
        "sections": queries.content_of(request.scope, found) if readable else None,
        "check_form": CheckForm(),
        "subject_form": SubjectForm(),
        "may_decide": request.scope.may(DECIDE_REQUEST),
        "may_hand_over": request.scope.may(DECIDE_REQUEST)
        and found.kind == "access"
        and found.decision in ("granted", "partly"),
    }
    return render(request, "protection/request.html", context)


@require_POST
@requires(TAKE_REQUEST)
def check(request: ScopedRequest, request_id: UUID) -> HttpResponse:
    """Record how identity was checked."""
    found = _found(request, request_id)
    form = CheckForm(request.POST)
    back = reverse("protection:request", args=[found.pk])
    if form.is_valid() and attempted(
        form, lambda: services.check_identity(scope=request.scope, request=found, **form.cleaned_data)
    ):
        messages.success(request, _("It is recorded how identity was checked."))
        return redirect(back)
    return form_page(request, form, _("Check who asks"), back)


@require_POST
@requires(TAKE_REQUEST)
def add_subject(request: ScopedRequest, request_id: UUID) -> HttpResponse:
    """Say which record a request is about."""
    found = _found(request, request_id)
    form = SubjectForm(request.POST)
    back = reverse("protection:request", args=[found.pk])
    if form.is_valid():
        person = form.cleaned_data["person"]
        try:
            attempted(form, lambda: services.name_record(scope=request.scope, request=found, person_id=person))
        except NotAllowed:
            form.add_error("person", _("There is no such record within your reach."))
        if not form.errors:
            return redirect(back)
    return form_page(request, form, _("Which record is it about?"), back)


@require_http_methods(["GET", "POST"])
@requires(DECIDE_REQUEST)
def decide(request: ScopedRequest, request_id: UUID) -> HttpResponse:
    """Decide a request."""
    found = _found(request, request_id)
    form = DecisionForm(request.POST or None)
    back = reverse("protection:request", args=[found.pk])
    if form.is_valid() and attempted(
        form, lambda: services.decide_data_request(scope=request.scope, request=found, **form.cleaned_data)
    ):
        messages.success(request, _("The decision was recorded."))
        return redirect(back)
    return form_page(request, form, _("Decide %(number)s") % {"number": found.number}, back)


@require_POST
@requires(DECIDE_REQUEST)
def hand_over(request: ScopedRequest, request_id: UUID) -> HttpResponse:
    """Download the file for the person."""
    found = _found(request, request_id)
    try:
        content = services.hand_over(scope=request.scope, request=found)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("protection:request", found.pk)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.zip"'
    response["Cache-Control"] = "no-store"
    return response
