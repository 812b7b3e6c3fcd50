"""Pages of the node's own organisation and of contacts, and the list of places that appears while one writes."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from payvand.core.forms import attempt
from payvand.core.http import ScopedRequest, requires
from payvand.network import queries, services
from payvand.network.fields import written_place
from payvand.network.forms import ContactForm, NewUnitForm, OrganisationForm, UnitForm
from payvand.network.policies import CHANGE_NETWORK, FIND_PLACES, SEE_CONTACTS

PER_PAGE = 50


@requires(CHANGE_NETWORK)
def organisation_page(request: ScopedRequest) -> HttpResponse:
    """Show the node's own organisation with its units, and change how it is called."""
    own = queries.own_organisation()
    initial = {name: getattr(own, name) for name in ("name", "local_name", "website", "version")}
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: services.change_organisation(
                scope=request.scope,
                organisation=own,
                expected_version=form.cleaned_data["version"] or own.version,
                **form.values(),
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect("network:organisation")
    context = {"organisation": own, "form": form, "units": queries.own_units()}
    return render(request, "network/organisation.html", context)


@requires(CHANGE_NETWORK)
def new_unit(request: ScopedRequest) -> HttpResponse:
    """Open a unit of the node's own organisation."""
    form = NewUnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        own = queries.own_organisation()
        if attempt(form, lambda: services.open_unit(scope=request.scope, organisation=own, **form.values())):
            messages.success(request, _("The unit is open."))
            return redirect("network:organisation")
    return render(request, "network/unit.html", {"form": form})


@requires(CHANGE_NETWORK)
def unit_page(request: ScopedRequest, unit_id: UUID) -> HttpResponse:
    """Rename, move or close a unit."""
    unit = get_object_or_404(queries.own_units(), pk=unit_id)
    initial = {name: getattr(unit, name) for name in ("name", "parent", "place", "closed_on", "version")}
    form = UnitForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or unit.version
        saved = attempt(
            form,
            lambda: services.change_unit(scope=request.scope, unit=unit, expected_version=version, **form.values()),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect("network:organisation")
    return render(request, "network/unit.html", {"form": form, "unit": unit})


@require_safe
@requires(SEE_CONTACTS)
def contact_list(request: ScopedRequest) -> HttpResponse:
    """List whom to reach for what; past contacts stay, marked as such."""
    page = Paginator(queries.contacts(request.scope), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_change": request.scope.may(CHANGE_NETWORK)}
    return render(request, "network/contacts.html", context)


@requires(CHANGE_NETWORK)
def new_contact(request: ScopedRequest) -> HttpResponse:
    """Write a contact down."""
    form = ContactForm(request.POST or None)
    if (
        form.is_valid()
        and attempt(form, lambda: services.add_contact(scope=request.scope, **form.values())) is not None
    ):
        messages.success(request, _("Saved."))
        return redirect("network:contacts")
    return render(request, "network/contact.html", {"form": form})


@requires(CHANGE_NETWORK)
def contact_page(request: ScopedRequest, contact_id: UUID) -> HttpResponse:
    """Change a contact, or end it."""
    contact = get_object_or_404(queries.contacts(request.scope), pk=contact_id)
    form = ContactForm.of(contact, request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or contact.version
        saved = attempt(
            form,
            lambda: services.change_contact(
                scope=request.scope, contact=contact, expected_version=version, **form.values()
            ),
        )
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect("network:contacts")
    return render(request, "network/contact.html", {"form": form, "contact": contact})


@require_POST
@requires(FIND_PLACES)
def find_places(request: ScopedRequest) -> HttpResponse:
    """Return the places that fit what is being written, as options of a list."""
    return render(request, "network/_places.html", {"hits": queries.find_places(written_place(request.POST))})
