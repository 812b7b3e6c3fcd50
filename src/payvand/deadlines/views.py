"""Pages of times and days off, the address of one's own calendar, and the calendar file itself."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from payvand.core.forms import attempt
from payvand.core.http import ScopedRequest, public, requires
from payvand.deadlines import queries, services
from payvand.deadlines.forms import HolidayForm, TimesForm, WeekendForm
from payvand.deadlines.ics import calendar_of
from payvand.deadlines.kinds import known
from payvand.deadlines.limits import is_within
from payvand.deadlines.policies import SEE, SET_TIMES

PER_PAGE = 50
MOST_EVENTS = 500
DAYS_AHEAD = 400
HOUR = 3600
READS_AN_HOUR, TRIES_AN_HOUR = 60, 30


@require_safe
@requires(SET_TIMES)
def times(request: ScopedRequest) -> HttpResponse:
    """List how long everything may take on this node, and on which days nobody works."""
    off = queries.working_calendar().weekend
    context = {
        "times": queries.all_times(request.scope),
        "weekend": [WEEKDAYS[day - 1] for day in sorted(off)],
        "holidays": Paginator(queries.holidays(request.scope), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "deadlines/times.html", context)


@requires(SET_TIMES)
def kind_times(request: ScopedRequest, kind: str) -> HttpResponse:
    """Change how the days of one kind are counted."""
    if known(kind) is None:
        raise Http404
    current = queries.times_of(kind)
    form = TimesForm(request.POST if request.method == "POST" else None, times=current)
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, lambda: services.set_times(scope=request.scope, kind=kind, **form.values()))
        if saved is not None:
            messages.success(request, _("Saved. It holds for what is set from now on."))
            return redirect("deadlines:times")
    status = 422 if form.is_bound else 200
    return render(request, "deadlines/kind_times.html", {"form": form, "times": current}, status=status)


@require_POST
@requires(SET_TIMES)
def reset_times(request: ScopedRequest, kind: str) -> HttpResponse:
    """Go back to the defaults of one kind."""
    if known(kind) is None:
        raise Http404
    services.reset_times(scope=request.scope, kind=kind)
    messages.success(request, _("The usual times hold again."))
    return redirect("deadlines:times")


@requires(SET_TIMES)
def weekend(request: ScopedRequest) -> HttpResponse:
    """Set the days of the week on which nobody works."""
    initial = {"weekend": sorted(queries.working_calendar().weekend)}
    form = WeekendForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["weekend"]
        if attempt(form, lambda: services.set_weekend(scope=request.scope, days=days)):
            messages.success(request, _("Saved. It holds for what is set from now on."))
            return redirect("deadlines:times")
    return render(request, "deadlines/day_off.html", {"form": form}, status=422 if form.is_bound else 200)


@requires(SET_TIMES)
def holidays(request: ScopedRequest) -> HttpResponse:
    """Add a day on which nobody works."""
    form = HolidayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        added = attempt(form, lambda: services.add_holiday(scope=request.scope, **form.cleaned_data))
    else:
        added = None
    if added is not None:
        messages.success(request, _("Saved. It holds for what is set from now on."))
        return redirect("deadlines:times")
    return render(request, "deadlines/day_off.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@requires(SET_TIMES)
def remove_holiday(request: ScopedRequest, holiday_id: UUID) -> HttpResponse:
    """Take a day off the list."""
    holiday = get_object_or_404(queries.holidays(request.scope), pk=holiday_id)
    services.remove_holiday(scope=request.scope, holiday=holiday)
    return redirect("deadlines:times")


@requires(SEE)
@never_cache
def feed(request: ScopedRequest) -> HttpResponse:
    """Say how one's own calendar program can show what is due; a new address is made by POST and shown once."""
    address = ""
    if request.method == "POST":
        secret = services.open_feed(scope=request.scope)
        address = request.build_absolute_uri(reverse("deadlines:calendar_file", args=[secret]))
    context = {"address": address, "has_feed": queries.has_feed(request.scope)}
    return render(request, "deadlines/feed.html", context)


@require_POST
@requires(SEE)
def end_feed(request: ScopedRequest) -> HttpResponse:
    """Make one's address stop working."""
    services.end_feed(scope=request.scope)
    messages.success(request, _("The address no longer works."))
    return redirect("deadlines:feed")


@public("a calendar program cannot sign in: the secret in the address stands for the user, and shows no names")
@require_safe
def calendar_file(request: ScopedRequest, secret: str) -> HttpResponse:
    """Give what is due to the holder of a secret: their own deadlines and nobody's, numbers and actions alone."""
    scope = services.reader_of(secret)
    key = f"read:{scope.user_id}" if scope else f"try:{request.META.get('REMOTE_ADDR', '')}"
    if not is_within(key, most=READS_AN_HOUR if scope else TRIES_AN_HOUR, seconds=HOUR):
        return HttpResponse(status=429)
    if scope is None:
        return HttpResponse(status=404)
    until = timezone.localdate() + timedelta(days=DAYS_AHEAD)
    with translation.override(scope.language):
        content = calendar_of(queries.due(scope, until).filter(queries.mine(scope))[:MOST_EVENTS])
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="payvand.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
