"""The list of requests and its export."""

import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from payvand.audit.reads import record_read
from payvand.core.http import ScopedRequest, requires
from payvand.pages.pagination import LongListPaginator
from payvand.tracing.forms import RequestFilterForm
from payvand.tracing.policies import READ, TAKE
from payvand.tracing.queries import listed_requests

ROWS_ON_A_PAGE = 25


@require_GET
@requires(READ)
def request_list(request: ScopedRequest) -> HttpResponse:
    """List the visible requests, filtered, sorted, in pages; the address says which; that it was read is kept."""
    form = RequestFilterForm(request.GET, scope=request.scope)
    rows = listed_requests(request.scope, form.chosen())
    page = LongListPaginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    record_read(
        scope=request.scope, subject_type="tracing.request", subject_ids=[row.pk for row in page], reason="list"
    )
    context = {"form": form, "page": page, "may_take": request.scope.may(TAKE), "is_narrowed": form.is_narrowed()}
    return render(request, "tracing/requests.html", context)


@require_GET
@requires(READ)
def export(request: ScopedRequest) -> HttpResponse:
    """Give the same list as CSV: numbers, states and dates, no names."""
    chosen = RequestFilterForm(request.GET, scope=request.scope).chosen()
    stamp = timezone.localdate().isoformat()
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tracing-{stamp}.csv"'
    writer = csv.writer(response)
    writer.writerow(["number", "state", "state_since", "received_on", "unit", "urgency", "cause", "close_reason"])
    for row in listed_requests(request.scope, chosen).iterator(chunk_size=2000):
        since = timezone.localtime(row.state_since).date().isoformat()
        writer.writerow(
            [row.number, row.state, since, row.received_on, row.unit.code, row.urgency, row.cause, row.close_reason]
        )
    return response
