"""The list of events, and an event's own page."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from payvand.core.forms import attempt
from payvand.core.http import ScopedRequest, requires
from payvand.emergencies import queries, services
from payvand.emergencies.forms import EventForm, NewEventForm
from payvand.emergencies.policies import CHANGE_EVENTS, SEE_EVENTS

PER_PAGE = 50


@require_safe
@requires(SEE_EVENTS)
def event_list(request: ScopedRequest) -> HttpResponse:
    """List all events, those under way marked."""
    page = Paginator(queries.events(request.scope), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_change": request.scope.may(CHANGE_EVENTS)}
    return render(request, "emergencies/events.html", context)


@require_http_methods(["GET", "POST"])
@requires(CHANGE_EVENTS)
def new_event(request: ScopedRequest) -> HttpResponse:
    """Register an event."""
    form = NewEventForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = attempt(form, lambda: services.register_event(scope=request.scope, **form.facts()))
        if made is not None:
            messages.success(request, _("The event is registered."))
            return redirect("emergencies:events")
    return render(request, "emergencies/event.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires(CHANGE_EVENTS)
def event_page(request: ScopedRequest, code: str) -> HttpResponse:
    """Change what is known of an event, or end it."""
    event = get_object_or_404(queries.events(request.scope), code=code)
    form = EventForm.of(event, request.POST if request.method == "POST" else None)
    if form.is_valid():
        seen = form.cleaned_data["version"] or event.version
        if attempt(
            form,
            lambda: services.change_event(scope=request.scope, event=event, seen_version=seen, **form.facts()),
        ):
            messages.success(request, _("Saved."))
            return redirect("emergencies:events")
    status = 422 if form.is_bound else 200
    return render(request, "emergencies/event.html", {"form": form, "event": event}, status=status)
