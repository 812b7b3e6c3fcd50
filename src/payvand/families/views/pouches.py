"""Pouches: made from the desk, listed, printed, received."""

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from payvand.audit.reads import record_read
from payvand.core.http import ScopedRequest, requires
from payvand.families.forms.message_steps import PouchForm
from payvand.families.models import Pouch
from payvand.families.policies import messages as policies
from payvand.families.queries import messages as queries
from payvand.families.services import messages as services
from payvand.families.views.messages import MESSAGE, chosen_messages
from payvand.families.views.shared import attempt

ROWS_ON_A_PAGE = 50


@require_GET
@requires(policies.READ)
def pouch_list(request: ScopedRequest) -> HttpResponse:
    """List the pouches that left the units within reach, or go to them."""
    page = Paginator(queries.visible_pouches(request.scope), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "families/messages/pouches.html", {"page": page})


@require_POST
@requires(policies.SEND)
def new_pouch(request: ScopedRequest) -> HttpResponse:
    """Ask where the ticked messages go together, then send them."""
    chosen = chosen_messages(request)
    if not chosen:
        notes.warning(request, _("Tick the messages that travel together, then make the pouch."))
        return redirect("families:desk")
    form = PouchForm(request.POST if "send" in request.POST else None, scope=request.scope)
    if form.is_valid():
        told = form.cleaned_data
        made = attempt(
            form,
            lambda: services.send_pouch(scope=request.scope, unit=chosen[0].unit, messages=chosen, **told),
        )
        if made:
            notes.success(request, _("The pouch has the number %(number)s.") % {"number": made.number})
            return redirect("families:pouch", made.number)
    context = {"form": form, "chosen": chosen}
    return render(request, "families/messages/new_pouch.html", context, status=422 if form.is_bound else 200)


@require_GET
@requires(policies.READ)
def pouch(request: ScopedRequest, number: str) -> HttpResponse:
    """Show a pouch with what travelled in it."""
    found = _pouch_or_404(request, number)
    rows = list(queries.pouch_messages(request.scope, found))
    record_read(scope=request.scope, subject_type=MESSAGE, subject_ids=[row.pk for row in rows], reason="pouch")
    receives = policies.SEND if found.to_organisation_id else policies.DELIVER
    may_receive = found.received_at is None and request.scope.may(receives)
    return render(request, "families/messages/pouch.html", {"pouch": found, "rows": rows, "may_receive": may_receive})


@require_POST
@requires(policies.DELIVER)
def receive_pouch(request: ScopedRequest, number: str) -> HttpResponse:
    """Record that the other side has the pouch."""
    services.receive_pouch(scope=request.scope, pouch=_pouch_or_404(request, number))
    notes.success(request, _("Recorded: the pouch was received."))
    return redirect("families:pouch", number)


def _pouch_or_404(request: ScopedRequest, number: str) -> Pouch:
    return get_object_or_404(queries.visible_pouches(request.scope), number=number)
