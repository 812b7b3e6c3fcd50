"""Opening a closely kept record by exception, and the review of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from payvand.access.http import ScopedRequest, requires
from payvand.audit.reads import record_read
from payvand.core.forms import attempt
from payvand.people import queries as people
from payvand.people import services
from payvand.people.policies import BREAK_GLASS, READ
from payvand.protection.forms import GlassForm, ReviewForm
from payvand.protection.policies import OVERSEE
from payvand.protection.queries import sections_of_person
from payvand.protection.views.common import attempted, form_page, page_of

SUBJECT = "people.Person"


@require_http_methods(["GET", "POST"])
@requires(BREAK_GLASS)
def open_record(request: ScopedRequest, person_id: UUID) -> HttpResponse:
    """Ask for the reason, then open the record for some hours."""
    if not people.openable(request.scope).filter(pk=person_id).exists():
        already = people.opened_now(request.scope).filter(person_id=person_id).first()
        if already is None:
            raise Http404
        return redirect("protection:opened", already.pk)
    form = GlassForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        made = attempt(
            form, lambda: services.open_by_exception(scope=request.scope, person_id=person_id, reason=reason)
        )
        if made:
            return redirect("protection:opened", made.pk)
    return form_page(request, form, _("Open a closely kept record by exception"), "/", glass=True)


@require_GET
@requires(BREAK_GLASS)
def opened(request: ScopedRequest, exception_id: UUID) -> HttpResponse:
    """Show the record that this user opened, until the time is over."""
    exception = get_object_or_404(people.opened_now(request.scope), pk=exception_id)
    if request.scope.may(READ) and people.visible_people(request.scope).filter(pk=exception.person_id).exists():
        return redirect("people:person", exception.person_id)
    record_read(scope=request.scope, subject_type=SUBJECT, subject_ids=[exception.person_id], reason="exception")
    context = {"exception": exception, "sections": sections_of_person(request.scope, exception)}
    return render(request, "protection/opened.html", context)


@require_POST
@requires(BREAK_GLASS)
def close_record(request: ScopedRequest, exception_id: UUID) -> HttpResponse:
    """Close the record again."""
    exception = get_object_or_404(people.opened_now(request.scope), pk=exception_id)
    services.end_exception(scope=request.scope, exception=exception)
    messages.success(request, _("The record is closed again."))
    return redirect("/")


@require_GET
@requires(OVERSEE)
def listed(request: ScopedRequest) -> HttpResponse:
    """List who opened what by exception."""
    return render(request, "protection/exceptions.html", {"page": page_of(request, people.exceptions(request.scope))})


@require_http_methods(["GET", "POST"])
@requires(OVERSEE)
def review(request: ScopedRequest, exception_id: UUID) -> HttpResponse:
    """Judge whether opening it was justified."""
    exception = get_object_or_404(people.to_review(request.scope), pk=exception_id)
    form = ReviewForm(request.POST or None)
    if form.is_valid() and attempted(
        form, lambda: services.review_exception(scope=request.scope, exception=exception, **form.cleaned_data)
    ):
        messages.success(request, _("Your finding was recorded."))
        return redirect("protection:exceptions")
    back = reverse("protection:exceptions")
    return form_page(request, form, _("Review an access by exception"), back, exception=exception)


@require_GET
@requires(OVERSEE)
def kept(request: ScopedRequest) -> HttpResponse:
    """List the closely kept records: that they exist and whom to ask."""
    page = page_of(request, people.kept_closely(request.scope))
    return render(request, "protection/kept.html", {"page": page, "records": people.describe_kept(list(page))})
