"""Home, search, the calendar of deadlines, and the figures."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from payvand.audit.reads import record_read
from payvand.core.http import ScopedRequest, requires
from payvand.deadlines.policies import SEE
from payvand.network.queries import units
from payvand.tracing.policies import REGISTER_FOUND, TAKE
from payvand.web import queries
from payvand.web.forms import CalendarFilter, PeriodForm
from payvand.web.policies import SEE_FIGURES

LONGEST_QUERY = 200
ROWS_ON_A_PAGE = 50


@require_GET
def home(request: ScopedRequest) -> HttpResponse:
    """Show my work today; open to everyone who has signed in, and as empty as their rights."""
    own_units = list(units(request.scope)) if not request.scope.all_units else []
    context = {
        "today": queries.today(request.scope),
        "day": timezone.localdate(),
        "own_units": own_units,
        "may_take": request.scope.may(TAKE),
        "may_register": request.scope.may(REGISTER_FOUND),
        "may_see_figures": request.scope.may(SEE_FIGURES),
    }
    return render(request, "web/home.html", context)


@require_GET
@requires(SEE)
def calendar(request: ScopedRequest) -> HttpResponse:
    """Show what is due, by the days of a month and as a list; on a phone the list alone."""
    form = CalendarFilter(request.GET, scope=request.scope)
    first = form.first_day()
    rows = queries.listed(request.scope, **form.chosen())
    month = queries.month_of(rows, first)
    is_present = first == timezone.localdate().replace(day=1)
    inside = rows.filter(due__lt=month.after) if is_present else rows.filter(due__gte=first, due__lt=month.after)
    context = {
        "form": form,
        "month": month,
        "is_present": is_present,
        "page": Paginator(inside, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
        "day": timezone.localdate(),
    }
    return render(request, "web/calendar.html", context)


@require_GET
@requires(SEE_FIGURES)
def figures(request: ScopedRequest) -> HttpResponse:
    """Show the figures of restoring family links for a period, each with its definition."""
    form = PeriodForm(request.GET)
    context = {"form": form, "figures": queries.figures(request.scope, form.period), "period": form.period}
    return render(request, "web/figures.html", context)


@require_GET
@requires(SEE_FIGURES)
def figure(request: ScopedRequest, code: str) -> HttpResponse:
    """Show one figure with its parts, and the list of what it counts as far as the person may see it."""
    indicator = queries.INDICATORS.get(code)
    if indicator is None:
        raise Http404
    form = PeriodForm(request.GET)
    rows = queries.counted_rows(request.scope, indicator, form.period)
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page")) if rows is not None else None
    if page is not None:
        subject = f"figure.{code}"
        record_read(scope=request.scope, subject_type=subject, subject_ids=[row.pk for row in page], reason="figure")
    context = {
        "form": form,
        "shown": queries.figure(request.scope, indicator, form.period),
        "period": form.period,
        "page": page,
        "rows": [indicator.describe(row) for row in page] if page is not None and indicator.describe else [],
    }
    return render(request, "web/figure.html", context)


@require_http_methods(["GET", "POST"])
def search(request: ScopedRequest) -> HttpResponse:
    """Search everything by POST, because names do not belong in addresses; GET shows the empty page."""
    text = request.POST.get("q", "")[:LONGEST_QUERY] if request.method == "POST" else ""
    context = {"results": queries.search(request.scope, text), "search_text": text}
    template = "web/search.html#results" if request.headers.get("HX-Request") == "true" else "web/search.html"
    return render(request, template, context)
