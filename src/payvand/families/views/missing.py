"""Pages of families of the missing: what a family needs, who accompanies it, what it asks of the law."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from payvand.audit.reads import record_read
from payvand.core.forms import attempt
from payvand.core.http import ScopedRequest, requires
from payvand.core.ids import new_id
from payvand.families.forms.missing import (
    AccompanyForm,
    AssessmentForm,
    EndForm,
    FamilyFilter,
    LegalStepForm,
    ReferNeedForm,
    SessionForm,
)
from payvand.families.models.missing import MissingFamily
from payvand.families.policies.missing import ACCOMPANY, READ, may_work
from payvand.families.queries import missing as queries
from payvand.families.services import missing as services
from payvand.tracing.queries import visible_requests

ROWS_ON_A_PAGE = 25
SUBJECT = "families.MissingFamily"


@require_safe
@requires(READ)
def families(request: ScopedRequest) -> HttpResponse:
    """List the visible families; that they were read is kept."""
    form = FamilyFilter(request.GET, scope=request.scope)
    rows = queries.listed_families(request.scope, **form.chosen())
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    record_read(scope=request.scope, subject_type=SUBJECT, subject_ids=[row.pk for row in page], reason="list")
    return render(request, "families/missing/families.html", {"form": form, "page": page})


@require_safe
@requires(READ)
def family(request: ScopedRequest, number: str) -> HttpResponse:
    """Show one family; that it was read is kept."""
    found = _found(request, number)
    record_read(scope=request.scope, subject_type=SUBJECT, subject_ids=[found.pk], reason="family")
    context = {
        "family": found,
        "card": queries.family_card(found),
        "may_work": may_work(request.scope, found),
    }
    return render(request, "families/missing/family.html", context)


@require_POST
@requires(ACCOMPANY)
def open_for_file(request: ScopedRequest, file_number: str) -> HttpResponse:
    """Open the file of the family behind a tracing request."""
    found = get_object_or_404(visible_requests(request.scope), number=file_number)
    opened = services.open_family(scope=request.scope, request=found)
    return redirect("families:missing_family", opened.number)


@requires(ACCOMPANY)
def assess(request: ScopedRequest, number: str) -> HttpResponse:
    """Write down what a family says of its life, and what it needs."""
    found = _found(request, number)
    form = AssessmentForm(_sent(request))

    def record() -> object:
        return services.record_assessment(
            scope=request.scope, family=found, account=form.account(), needs=form.found_needs()
        )

    return _answer(request, found, form, record, template="families/missing/assess.html")


@requires(ACCOMPANY)
def refer(request: ScopedRequest, number: str, need_id: UUID) -> HttpResponse:
    """Refer the family for one of its needs."""
    found = _found(request, number)
    need = get_object_or_404(queries.open_need(request.scope, need_id), assessment__family=found)
    form = ReferNeedForm(_sent(request), scope=request.scope, need=need, initial={"form_token": new_id()})

    def record() -> object:
        return services.refer_need(scope=request.scope, need=need, **form.cleaned_data)

    return _answer(request, found, form, record, title=_("Refer: %(need)s") % {"need": need.get_area_display()})


@requires(ACCOMPANY)
def accompany(request: ScopedRequest, number: str) -> HttpResponse:
    """Begin to accompany a family, or change who does."""
    found = _found(request, number)
    form = AccompanyForm(_sent(request), scope=request.scope, family=found)

    def record() -> object:
        return services.begin_accompaniment(scope=request.scope, family=found, **form.values())

    return _answer(request, found, form, record, title=_("Accompaniment"))


@requires(ACCOMPANY)
def end(request: ScopedRequest, number: str) -> HttpResponse:
    """End the accompaniment."""
    found = _found(request, number)
    form = EndForm(_sent(request))

    def record() -> object:
        return services.end_accompaniment(scope=request.scope, family=found, **form.cleaned_data)

    return _answer(request, found, form, record, title=_("End the accompaniment"))


@requires(ACCOMPANY)
def session(request: ScopedRequest, number: str) -> HttpResponse:
    """Record a day of accompaniment."""
    found = _found(request, number)
    form = SessionForm(_sent(request))

    def record() -> object:
        return services.record_session(scope=request.scope, family=found, **form.values())

    return _answer(request, found, form, record, title=_("A visit or session"))


@requires(ACCOMPANY)
def add_step(request: ScopedRequest, number: str) -> HttpResponse:
    """Begin to follow something that the family asks of the law."""
    found = _found(request, number)
    form = LegalStepForm(_sent(request))

    def record() -> object:
        return services.add_legal_step(scope=request.scope, family=found, facts=form.facts())

    return _answer(request, found, form, record, title=_("A legal step"))


@requires(ACCOMPANY)
def change_step(request: ScopedRequest, number: str, step_id: UUID) -> HttpResponse:
    """Record what became of a legal step, and what comes next."""
    found = _found(request, number)
    kept = get_object_or_404(queries.legal_steps(request.scope), pk=step_id, family=found)
    form = LegalStepForm.of(kept, _sent(request))

    def record() -> object:
        version = form.cleaned_data["version"] or kept.version
        return services.change_legal_step(scope=request.scope, step=kept, facts=form.facts(), expected_version=version)

    return _answer(request, found, form, record, title=kept.get_kind_display())


def _found(request: ScopedRequest, number: str) -> MissingFamily:
    return get_object_or_404(queries.visible_families(request.scope), number=number)


def _sent(request: ScopedRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _answer(
    request: ScopedRequest,
    family: MissingFamily,
    form: forms.Form,
    record: Callable[[], object],
    *,
    template: str = "families/missing/form.html",
    title: str = "",
) -> HttpResponse:
    """Do what a valid form asks and go back to the family; show the form again with what was typed otherwise."""
    if form.is_bound and form.is_valid() and attempt(form, record) is not None:
        return redirect("families:missing_family", family.number)
    context = {"form": form, "family": family, "title": title}
    return render(request, template, context, status=422 if form.is_bound else 200)
