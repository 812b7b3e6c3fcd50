"""Carrying a file: what is planned, recorded and restored; each a page with one form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from payvand.core.errors import InvalidInput
from payvand.core.http import ScopedRequest, requires
from payvand.core.scope import Scope
from payvand.tracing import policies, queries, services
from payvand.tracing.enums import ActionKind, LinkKind
from payvand.tracing.forms import (
    ActionForm,
    ChoiceForm,
    LinkForm,
    NoteForm,
    OneSearchForm,
    RecordForm,
    UnitForm,
)
from payvand.tracing.models import TracingRequest
from payvand.tracing.views.shared import file_or_404, sent, show_problems


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that can be recorded on a file.

    Attributes:
        title: of the page and of the button.
        form: makes the form from what was sent, the Scope and the file.
        right: who may do it.
        do: records it, from the Scope, the file and what was told.
        done: what the page says then.
        explains: what people should know before they write.
    """

    title: str | Promise
    form: Callable[[Any, Scope, TracingRequest], forms.Form]
    right: str
    do: Callable[[Scope, TracingRequest, dict[str, Any]], object]
    done: str | Promise
    explains: str | Promise = ""


def _plan(scope: Scope, file: TracingRequest, told: dict[str, Any]) -> object:
    country = told["country"].pk if told["country"] else ""
    kind = ActionKind(told["kind"])
    return services.plan_action(scope=scope, request=file, **{**told, "kind": kind, "country": country})


def _link(scope: Scope, file: TracingRequest, told: dict[str, Any]) -> object:
    return services.record_link(scope=scope, request=file, **{**told, "kind": LinkKind(told["kind"])})


def _one_search(scope: Scope, file: TracingRequest, told: dict[str, Any]) -> object:
    into = services.check_visible(scope, told["into"])
    return services.join_sought(scope=scope, request=file, into=into, note=told["note"])


def _by(service: Callable[..., object]) -> Callable[[Scope, TracingRequest, dict[str, Any]], object]:
    return lambda scope, file, told: service(scope=scope, request=file, **told)


_CHOICE_BINDS = gettext_lazy("Their answer is binding, a refusal too. Ask without pressure, in their language, alone.")

WORK: Mapping[str, Work] = {
    "action": Work(
        gettext_lazy("Plan an action"), lambda data, scope, _file: ActionForm(data, scope=scope), policies.PLAN, _plan,
        gettext_lazy("The action was planned."),
    ),
    "link": Work(
        gettext_lazy("Record a link restored"), lambda data, _scope, _file: LinkForm(data), policies.PROPOSE, _link,
        gettext_lazy("The link was recorded."),
    ),
    "contact": Work(
        gettext_lazy("Record a talk with the enquirer"), lambda data, _scope, _file: RecordForm(data), policies.TAKE,
        _by(services.record_contact), gettext_lazy("The talk was recorded."),
        gettext_lazy("What you told them and what they said. Nothing of a found person without that person's yes."),
    ),
    "told": Work(
        gettext_lazy("Record that the family was told in person"), lambda data, _scope, _file: RecordForm(data),
        policies.PROPOSE, _by(services.record_family_told), gettext_lazy("Recorded: the family was told in person."),
        gettext_lazy("A death is told in person, by somebody who can stay with the family."),
    ),
    "partner": Work(
        gettext_lazy("Record that the partner was told"), lambda data, _scope, _file: NoteForm(data), policies.ENQUIRE,
        _by(services.record_partner_told), gettext_lazy("Recorded: the partner was told."),
    ),
    "review": Work(
        gettext_lazy("Record a review of the file"), lambda data, _scope, _file: NoteForm(data), policies.SEARCH,
        _by(services.record_review), gettext_lazy("The review was recorded."),
    ),
    "choice": Work(
        gettext_lazy("Record what the found person allows"), lambda data, _scope, _file: ChoiceForm(data),
        policies.SEARCH, _by(services.record_choice), gettext_lazy("The found person's choice was recorded."),
        _CHOICE_BINDS,
    ),
    "unit": Work(
        gettext_lazy("Give the file to another unit"),
        lambda data, scope, file: UnitForm(data, scope=scope, initial={"unit": file.unit_id}), policies.REVIEW,
        _by(services.assign_unit), gettext_lazy("The file was given to the unit."),
    ),
    "one-search": Work(
        gettext_lazy("Two files seek one person"), lambda data, _scope, _file: OneSearchForm(data), policies.MERGE,
        _one_search, gettext_lazy("Recorded: both files seek one person."),
    ),
    "part": Work(
        gettext_lazy("Part the search again"), lambda data, _scope, _file: NoteForm(data), policies.MERGE,
        _by(services.part_sought), gettext_lazy("The files seek their own records again."),
    ),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires(policies.READ)
def record(request: ScopedRequest, number: str, what: str) -> HttpResponse:
    """Record one thing on a file; which, says the table."""
    file = file_or_404(request, number)
    work = WORK.get(what)
    if work is None:
        raise Http404(what)
    request.scope.require(work.right)
    form = work.form(sent(request), request.scope, file)
    if form.is_valid():
        try:
            work.do(request.scope, file, form.cleaned_data)
        except InvalidInput as error:
            show_problems(form, error)
        else:
            messages.success(request, str(work.done))
            return redirect("tracing:file", number)
    context = {"form": form, "file": file, "title": work.title, "explains": work.explains}
    return render(request, "tracing/working/record.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(policies.PLAN)
def drop_action(request: ScopedRequest, number: str, action_id: UUID) -> HttpResponse:
    """Give an action up that was not done."""
    file = file_or_404(request, number)
    action = get_object_or_404(queries.actions_of(file), pk=action_id)
    services.drop_action(scope=request.scope, action=action)
    messages.success(request, _("The action was given up."))
    return redirect("tracing:file", number)


@require_POST
@requires(policies.PROPOSE)
def remove_link(request: ScopedRequest, number: str, link_id: UUID) -> HttpResponse:
    """Take a link back that was recorded by mistake."""
    file = file_or_404(request, number)
    link = get_object_or_404(queries.links_of(file), pk=link_id)
    services.remove_link(scope=request.scope, link=link)
    messages.success(request, _("The link was taken back."))
    return redirect("tracing:file", number)
