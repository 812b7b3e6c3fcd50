"""Registering a found or arrived person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from payvand.core.errors import InvalidInput
from payvand.core.http import ScopedRequest, requires
from payvand.tracing import policies, queries, services
from payvand.tracing.forms import FoundPersonForm
from payvand.tracing.views.shared import sent, show_problems


@require_http_methods(["GET", "POST"])
@requires(policies.REGISTER_FOUND)
def register_found(request: ScopedRequest) -> HttpResponse:
    """Register a person who was found or has arrived, with the source, and say which open files may seek them."""
    form = FoundPersonForm(sent(request), scope=request.scope)
    if form.is_valid():
        told = form.cleaned_data
        try:
            record = services.register_found_person(
                scope=request.scope,
                unit=told["unit"],
                person=form.told_person(source=told["source_text"]),
                source=told["source"],
                source_text=told["source_text"],
                seen_on=told["seen_on"],
                place_text=told["place_text"],
                form_token=told["form_token"],
            )
        except InvalidInput as error:
            show_problems(form, error, {"names": "full_name"})
        else:
            number = len(queries.hints_about(request.scope, record.person))
            said = ngettext(
                "The person was registered; %(number)s open file may seek them.",
                "The person was registered; %(number)s open files may seek them.",
                number,
            )
            messages.success(request, said % {"number": number})
            return redirect("tracing:hints" if number else "tracing:register_found")
    return render(request, "tracing/register_found.html", {"form": form}, status=422 if form.is_bound else 200)
