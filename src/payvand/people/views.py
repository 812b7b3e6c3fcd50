from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from payvand.access.http import ScopedRequest, requires
from payvand.access.queries import colleagues
from payvand.audit.reads import record_read
from payvand.network.queries import countries
from payvand.pages.pagination import LongListPaginator
from payvand.people import policies, queries, search, services
from payvand.people.enums import Purpose
from payvand.people.forms import (
    ConsentForm,
    FactsForm,
    IdentifierForm,
    LinkForm,
    NameForm,
    ProtectionForm,
    RelativeForm,
    SearchForm,
    attempt,
    attempted,
)
from payvand.people.identity_papers import warnings
from payvand.people.models import Person
from payvand.people.places import PLACE_LEVELS
from payvand.people.queries.card import SUBJECT

PAGE = 50
HITS = 30


def visible_person(request: ScopedRequest, person_id: UUID) -> Person:
    """Return a person whom this request may see, or 404."""
    people = queries.visible_people(request.scope).select_related("unit", PLACE_LEVELS)
    return get_object_or_404(people, pk=person_id)


@require_GET
@requires(policies.READ)
def people_list(request: ScopedRequest) -> HttpResponse:
    """List the people in reach in alphabetical order, a page at a time."""
    chosen = request.GET.get("purpose", "")
    purposes = [purpose for purpose in Purpose if purpose in request.scope.purposes]
    people = queries.visible_people(request.scope, purposes=[chosen] if chosen in purposes else None)
    page = LongListPaginator(people.select_related("unit", "birth_place"), PAGE).get_page(request.GET.get("page"))
    record_read(scope=request.scope, subject_type=SUBJECT, subject_ids=[person.pk for person in page], reason="list")
    context = {"page": page, "purposes": purposes, "chosen": chosen, "form": SearchForm()}
    return render(request, "people/list.html", context)


@require_POST
@requires(policies.READ)
def find_people(request: ScopedRequest) -> HttpResponse:
    """Show whom a text may mean; what was typed stays out of the address."""
    form = SearchForm(request.POST)
    text = form.cleaned_data["q"].strip() if form.is_valid() else ""
    hits = search.find(request.scope, text, limit=HITS) if text else []
    context = {"form": form, "hits": hits, "search_text": text}
    return render(request, "people/found.html", context, status=200 if form.is_valid() else 422)


@require_GET
@requires(policies.READ)
def person(request: ScopedRequest, person_id: UUID) -> HttpResponse:
    """Show all that is known of a person, who may know it, and what was done."""
    shown = visible_person(request, person_id)
    record_read(scope=request.scope, subject_type=SUBJECT, subject_ids=[shown.pk], reason="card")
    return render(request, "people/person.html", {"card": queries.person_card(request.scope, shown)})


def _form_page(
    request: ScopedRequest, shown: Person, form: Any, title: str, template: str = "people/form.html", **more: Any
) -> HttpResponse:
    context = {"person": shown, "form": form, "title": title, **more}
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(policies.CHANGE)
def add_name(request: ScopedRequest, person_id: UUID) -> HttpResponse:
    """Add a name or a spelling."""
    shown = visible_person(request, person_id)
    form = NameForm(request.POST or None)
    if form.is_valid() and attempted(
        form, lambda: services.add_name(scope=request.scope, person=shown, name=form.name())
    ):
        messages.success(request, _("The name was added."))
        return redirect("people:person", shown.pk)
    return _form_page(request, shown, form, _("Add a name or a spelling"))


@require_http_methods(["GET", "POST"])
@requires(policies.CHANGE)
def change(request: ScopedRequest, person_id: UUID) -> HttpResponse:
    """Correct sex, birth and place of birth."""
    shown = visible_person(request, person_id)
    facts = ("sex", "birth", "birth_place_text", "version")
    form = FactsForm(request.POST or None, initial={name: getattr(shown, name) for name in facts})
    if form.is_valid() and attempted(
        form,
        lambda: services.change_person(
            scope=request.scope, person=shown, expected_version=form.cleaned_data["version"], **form.facts()
        ),
    ):
        messages.success(request, _("The facts were saved."))
        return redirect("people:person", shown.pk)
    return _form_page(request, shown, form, _("Correct facts"))


@require_http_methods(["GET", "POST"])
@requires(policies.CHANGE)
def add_relative(request: ScopedRequest, person_id: UUID) -> HttpResponse:
    """Add a relative known by name."""
    shown = visible_person(request, person_id)
    form = RelativeForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        name = services.NameInput(full_as_given=told["name"], source=told["source"], certainty=told["certainty"])
        made = attempt(
            form,
            lambda: services.add_relation(
                scope=request.scope,
                person=shown,
                kind=told["kind"],
                name=name,
                sex=told["sex"],
                source=told["source"],
                certainty=told["certainty"],
            ),
        )
        if made:
            messages.success(request, _("The relative was added."))
            return redirect("people:person", shown.pk)
    return _form_page(request, shown, form, _("Add a relative"))


@require_http_methods(["GET", "POST"])
@requires(policies.CHANGE)
def add_identifier(request: ScopedRequest, person_id: UUID) -> HttpResponse:
    """Add the number of a paper; what looks wrong with it is said, and nothing is refused for it."""
    shown = visible_person(request, person_id)
    form = IdentifierForm(request.POST or None, countries=list(countries()))
    if form.is_valid() and (
        added := attempt(form, lambda: services.add_identifier(scope=request.scope, person=shown, **form.cleaned_data))
    ):
        messages.success(request, _("The number was added."))
        for warning in warnings(
            added.kind, added.country, form.cleaned_data["value"], birth=shown.birth, sex=shown.sex
        ):
            messages.warning(request, warning)
        return redirect("people:person", shown.pk)
    return _form_page(request, shown, form, _("Add the number of a paper"))


@require_http_methods(["GET", "POST"])
@requires(policies.CONSENT)
def record_consent(request: ScopedRequest, person_id: UUID) -> HttpResponse:
    """Record an answer of the person."""
    shown = visible_person(request, person_id)
    form = ConsentForm(request.POST or None)
    if form.is_valid() and attempted(
        form, lambda: services.record_consent(scope=request.scope, person=shown, **form.cleaned_data)
    ):
        messages.success(request, _("The answer was recorded."))
        return redirect("people:person", shown.pk)
    return _form_page(request, shown, form, _("Record an answer about consent"))


@require_POST
@requires(policies.CONSENT)
def withdraw_consent(request: ScopedRequest, person_id: UUID, consent_id: UUID) -> HttpResponse:
    """Take a consent back, from this moment on."""
    shown = visible_person(request, person_id)
    consent = get_object_or_404(shown.consents, pk=consent_id)
    services.withdraw_consent(scope=request.scope, consent=consent)
    messages.success(request, _("The consent was withdrawn; nothing more is shared under it."))
    return _to_person(request, shown)


def _to_person(request: ScopedRequest, shown: Person) -> HttpResponse:
    """Lead back to the person, or to the list where what was done took them out of sight."""
    still_visible = queries.visible_people(request.scope).filter(pk=shown.pk).exists()
    return redirect("people:person", shown.pk) if still_visible else redirect("people:list")


@require_http_methods(["GET", "POST"])
@requires(policies.CHANGE)
def protect(request: ScopedRequest, person_id: UUID) -> HttpResponse:
    """Set how closely the record is kept and who is named; whoever may not lower it is not offered to."""
    shown = visible_person(request, person_id)
    everywhere = replace(request.scope, all_units=True)  # an officer at headquarters is named from a branch, too
    form = ProtectionForm(
        request.POST or None,
        initial={"level": shown.confidentiality, "named": queries.named_users(shown)},
        least=0 if request.scope.may(policies.PROTECT) else shown.confidentiality,
        colleagues=list(colleagues(everywhere, right=policies.READ)),
    )
    if form.is_valid() and attempted(
        form, lambda: services.keep_closely(scope=request.scope, person=shown, **form.cleaned_data)
    ):
        messages.success(request, _("Who may see the record was changed."))
        return _to_person(request, shown)
    return _form_page(request, shown, form, _("Who may see this record"))


@require_http_methods(["GET", "POST"])
@requires(policies.LINK)
def link(request: ScopedRequest, person_id: UUID) -> HttpResponse:
    """Say that another record is the same human; nothing is merged."""
    shown = visible_person(request, person_id)
    form = LinkForm(request.POST or None)
    if form.is_valid():
        other = queries.visible_people(request.scope).filter(pk=form.cleaned_data["other"]).first()
        if other is None:
            form.add_error("other", _("Choose a record."))
        elif attempted(
            form,
            lambda: services.link_same_person(
                scope=request.scope, one=shown, other=other, reason=form.cleaned_data["reason"]
            ),
        ):
            messages.success(request, _("The two records are linked; each stays as it is."))
            return redirect("people:person", shown.pk)
    hits = search.alike(request.scope, shown, limit=HITS)
    return _form_page(request, shown, form, _("Link with another record"), "people/link.html", hits=hits)


@require_POST
@requires(policies.LINK)
def unlink(request: ScopedRequest, person_id: UUID, link_id: UUID) -> HttpResponse:
    """Undo such a link."""
    shown = visible_person(request, person_id)
    links = {link.pk: link for link, _other in queries.same_person_links(request.scope, shown)}
    if link_id in links:
        services.unlink_same_person(scope=request.scope, link=links[link_id], reason=request.POST.get("reason", ""))
        messages.success(request, _("The link was undone."))
    return redirect("people:person", shown.pk)
