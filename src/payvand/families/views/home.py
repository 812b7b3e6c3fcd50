"""The room's own address leads to the first of its services that this person may use."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from payvand.core.http import ScopedRequest, requires
from payvand.families.policies.messages import READ
from payvand.families.sections import sections_of


@require_GET
@requires(READ)
def home(request: ScopedRequest) -> HttpResponse:
    """Go on to the first tab."""
    return redirect(sections_of(request.scope)[0].url_name)
