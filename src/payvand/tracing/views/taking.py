"""Taking a request, adding an enquirer, changing what was told."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from payvand.core.errors import Conflict, InvalidInput, Refused
from payvand.core.http import ScopedRequest, requires
from payvand.pages.conflicts import differences, taken
from payvand.pages.services import clear_draft
from payvand.tracing import policies, queries, services
from payvand.tracing.enums import RequestState
from payvand.tracing.enums.paper import PaperState
from payvand.tracing.forms import ChangeRequestForm, JoinRequestForm, MemoryForms, TakeRequestForm
from payvand.tracing.models import PaperForm, SoughtPerson, TracingRequest
from payvand.tracing.queries.paper import visible_papers
from payvand.tracing.views.shared import file_or_404, sent, show_problems

_PLACES = {"names": "full_name"}
_TAKE_DRAFT = "tracing.take"


@require_http_methods(["GET", "POST"])
@requires(policies.TAKE)
def take(request: ScopedRequest, paper: str = "") -> HttpResponse:
    """Take a request, while listening or from a paper form; what cannot be kept is said at its field."""
    reserved = get_object_or_404(visible_papers(request.scope, state=PaperState.OUT), number=paper) if paper else None
    draft = f"{_TAKE_DRAFT}.{paper}" if paper else _TAKE_DRAFT
    form = TakeRequestForm(sent(request), scope=request.scope)
    rows = MemoryForms(sent(request), scope=request.scope)
    if _are_valid(form, rows):
        told = replace(form.told_person(), more_names=rows.more_names())
        if made := _taken(request, form, told, rows.memory(), paper=reserved):
            clear_draft(scope=request.scope, key=draft)
            return redirect("tracing:file", made.number)
    context = {"form": form, "rows": rows, "draft": draft, "paper": reserved}
    return _answer(request, form, "tracing/take.html", context)


@require_http_methods(["GET", "POST"])
@requires(policies.TAKE)
def join(request: ScopedRequest, number: str) -> HttpResponse:
    """Take the request of another enquirer for a person who is sought already."""
    file = file_or_404(request, number)
    form = JoinRequestForm(sent(request), scope=request.scope)
    draft = f"tracing.join.{number}"
    if form.is_valid() and (made := _taken(request, form, file.sought)):
        clear_draft(scope=request.scope, key=draft)
        return redirect("tracing:file", made.number)
    return _answer(request, form, "tracing/join.html", {"form": form, "file": file, "draft": draft})


@require_http_methods(["GET", "POST"])
@requires(policies.TAKE)
def change(request: ScopedRequest, number: str) -> HttpResponse:
    """Change what was told; whoever is second sees both versions and loses nothing."""
    file = file_or_404(request, number)
    now = queries.form_values(file)
    known = queries.remembered(request.scope, file.sought)
    names = list(file.sought.person.names.all())[1:]
    data = taken(sent(request), ChangeRequestForm(scope=request.scope), now)
    form = ChangeRequestForm(data, initial=now, scope=request.scope)
    rows = MemoryForms(data, scope=request.scope, known=known, names=names)
    draft = f"tracing.change.{number}"
    conflict = False
    if _are_valid(form, rows):
        try:
            _change(request, file, form, rows)
        except InvalidInput as error:
            show_problems(form, error, _PLACES)
        except Conflict:
            conflict = True
        else:
            clear_draft(scope=request.scope, key=draft)
            messages.success(request, _("The file was changed."))
            return redirect("tracing:file", number)
    context = {
        "form": form,
        "rows": rows,
        "file": file,
        "draft": draft,
        "conflict": conflict,
        "differences": differences(form, now) if conflict else [],
        "known": known,
    }
    if conflict:
        form.see(now)
    return _answer(request, form, "tracing/change.html", context)


def _change(request: ScopedRequest, file: TracingRequest, form: ChangeRequestForm, rows: MemoryForms) -> None:
    services.change_request(
        scope=request.scope,
        request=file,
        sought=replace(form.told_person(), more_names=rows.more_names()),
        enquirer=form.told_enquirer({}),
        account=form.account(),
        memory=rows.memory(),
        seen_version=form.cleaned_data["request_version"],
        seen_facts=form.cleaned_data["seen_facts"],
    )


def _are_valid(form: Any, rows: MemoryForms) -> bool:
    """Check both, so that a person sees every mistake at once."""
    valid = bool(form.is_valid())
    return rows.is_valid() and valid


def _taken(
    request: ScopedRequest,
    form: JoinRequestForm,
    sought: services.ToldPerson | SoughtPerson,
    memory: services.Memory | None = None,
    paper: PaperForm | None = None,
) -> TracingRequest | None:
    """Register what the form holds, and submit it if that was asked; None where a value could not be kept."""
    try:
        made = services.take_request(
            scope=request.scope,
            unit=form.cleaned_data["unit"],
            sought=sought,
            enquirer=form.told_enquirer(form.consents()),
            account=form.account(),
            memory=memory,
            form_token=form.cleaned_data["form_token"],
            paper=paper,
        )
    except InvalidInput as error:
        show_problems(form, error, _PLACES)
        return None
    if "submit" in request.POST and made.state == RequestState.DRAFT:
        try:
            services.submit_request(scope=request.scope, request=made)
        except Refused as error:
            messages.warning(request, str(error))
    messages.success(request, _("The request has the number %(number)s.") % {"number": made.number})
    return made


def _answer(request: ScopedRequest, form: Any, template: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, context, status=status)
