"""Home and search."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from payvand.core.http import ScopedRequest
from payvand.network.queries import units
from payvand.tracing.policies import REGISTER_FOUND, TAKE
from payvand.web import queries

LONGEST_QUERY = 200


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
    }
    return render(request, "web/home.html", context)


@require_http_methods(["GET", "POST"])
def search(request: ScopedRequest) -> HttpResponse:
    """Search everything by POST, because names do not belong in addresses; GET shows the empty page."""
    text = request.POST.get("q", "")[:LONGEST_QUERY] if request.method == "POST" else ""
    context = {"results": queries.search(request.scope, text), "search_text": text}
    template = "web/search.html#results" if request.headers.get("HX-Request") == "true" else "web/search.html"
    return render(request, template, context)
