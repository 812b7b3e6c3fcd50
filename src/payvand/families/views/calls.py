"""Calls that were made possible: the list, and a new one."""

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from payvand.audit.reads import record_read
from payvand.core.http import ScopedRequest, requires
from payvand.families.forms.contact import CallFilterForm, CallForm
from payvand.families.policies.contact import MAKE_CALLS, READ_CALLS
from payvand.families.queries import contact as queries
from payvand.families.services import calls as services
from payvand.families.views.shared import answer, sent, taken
from payvand.tracing.models import TracingRequest
from payvand.tracing.queries import visible_requests

ROWS_ON_A_PAGE = 50


@require_GET
@requires(READ_CALLS)
def call_list(request: ScopedRequest) -> HttpResponse:
    """List the calls, filtered, in pages."""
    form = CallFilterForm(request.GET, scope=request.scope)
    rows = queries.listed_calls(request.scope, form.chosen())
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    record_read(scope=request.scope, subject_type="families.call", subject_ids=[row.pk for row in page], reason="list")
    narrowed = any(form.cleaned_data.values())
    return render(request, "families/calls/list.html", {"form": form, "page": page, "is_narrowed": narrowed})


@require_http_methods(["GET", "POST"])
@requires(MAKE_CALLS)
def record_call(request: ScopedRequest) -> HttpResponse:
    """Record a call between people who are not known here yet."""
    return _recorded(request, CallForm(sent(request), scope=request.scope))


@require_http_methods(["GET", "POST"])
@requires(MAKE_CALLS)
def call_for_file(request: ScopedRequest, file_number: str) -> HttpResponse:
    """Record a call between the two people of a tracing file."""
    file = get_object_or_404(visible_requests(request.scope), number=file_number)
    form = CallForm(
        sent(request),
        scope=request.scope,
        known={"caller": file.enquirer, "called": file.sought.person},
        initial={"unit": file.unit_id},
    )
    return _recorded(request, form, file)


def _recorded(request: ScopedRequest, form: CallForm, file: TracingRequest | None = None) -> HttpResponse:
    if form.is_valid():
        made = taken(
            request,
            form,
            lambda: services.record_call(
                scope=request.scope,
                unit=form.cleaned_data["unit"],
                caller=form.person("caller"),
                called=form.person("called"),
                facts=form.facts(),
                request=file,
                form_token=form.cleaned_data["form_token"],
            ),
        )
        if made:
            notes.success(request, _("The call has the number %(number)s.") % {"number": made.number})
            return redirect("tracing:file", file.number) if file else redirect("families:calls")
    return answer(request, "families/calls/record.html", form, file=file, known=form.known)
