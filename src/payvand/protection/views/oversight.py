"""What oversight sees: the state of everything, the logs, the laws; metadata and never content."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from payvand.access.http import ScopedRequest, requires
from payvand.access.queries import display_names
from payvand.audit.queries import reads_of
from payvand.protection import queries, services
from payvand.protection.forms import AdviceForm, LogForm, ReadsForm
from payvand.protection.law import own_country
from payvand.protection.policies import KEEP_LAWS, OVERSEE
from payvand.protection.views.common import attempted, form_page, page_of

SUBJECT = "people.Person"


@require_GET
@requires(OVERSEE)
def overview(request: ScopedRequest) -> HttpResponse:
    """Show what waits, and lead to every register."""
    return render(request, "protection/overview.html", {"work": queries.due_work(request.scope)})


@require_GET
@requires(OVERSEE)
def disclosures(request: ScopedRequest) -> HttpResponse:
    """List what left the Society."""
    form = LogForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = queries.disclosures(request.scope, channel=chosen.get("channel", ""), person_id=chosen.get("person"))
    return render(request, "protection/disclosures.html", {"page": page_of(request, rows), "form": form})


@require_GET
@requires(OVERSEE)
def reads(request: ScopedRequest) -> HttpResponse:
    """Show who read one record."""
    form = ReadsForm(request.GET or None)
    person: UUID | None = form.cleaned_data["person"] if form.is_valid() else None
    found = reads_of(request.scope, SUBJECT, person) if person else []
    users = display_names(read.user_id for read in found)
    page = page_of(request, [(read, users.get(read.user_id, "") if read.user_id else read.actor) for read in found])
    return render(request, "protection/reads.html", {"page": page, "form": form, "person": person})


@require_GET
@requires(OVERSEE)
def laws(request: ScopedRequest) -> HttpResponse:
    """Show the laws of the countries with their grade of evidence."""
    context = {
        "laws": list(queries.country_laws(request.scope)),
        "own": own_country(),
        "may_advise": request.scope.may(KEEP_LAWS),
    }
    return render(request, "protection/laws.html", context)


@require_http_methods(["GET", "POST"])
@requires(KEEP_LAWS)
def advice(request: ScopedRequest, country: str) -> HttpResponse:
    """Record the legal advice for one country."""
    law = get_object_or_404(queries.country_laws(request.scope), country=country)
    fields = ("advice", "advice_on", "advised_bases")
    form = AdviceForm(request.POST or None, initial={name: getattr(law, name) for name in fields})
    if form.is_valid() and attempted(
        form, lambda: services.record_advice(scope=request.scope, law=law, **form.cleaned_data)
    ):
        messages.success(request, _("The advice was recorded."))
        return redirect("protection:laws")
    return form_page(request, form, _("Legal advice"), reverse("protection:laws"), law=law)
