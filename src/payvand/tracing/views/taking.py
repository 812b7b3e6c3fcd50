"""Taking a request, adding an enquirer, changing what was told."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from payvand.core.errors import Conflict, InvalidInput, Refused
from payvand.core.http import ScopedRequest, requires
from payvand.tracing import policies, queries, services
from payvand.tracing.enums import RequestState
from payvand.tracing.forms import ChangeRequestForm, JoinRequestForm, TakeRequestForm
from payvand.tracing.models import SoughtPerson, TracingRequest
from payvand.tracing.views.shared import file_or_404, sent, show_problems

_PLACES = {"names": "full_name"}


@require_http_methods(["GET", "POST"])
@requires(policies.TAKE)
def take(request: ScopedRequest) -> HttpResponse:
    """Take a request on one page; what cannot be kept is said at its field, and nothing typed is lost."""
    form = TakeRequestForm(sent(request), scope=request.scope)
    if form.is_valid() and (made := _taken(request, form, form.told_person())):
        return redirect("tracing:file", made.number)
    return _answer(request, form, "tracing/take.html", {"form": form})


@require_http_methods(["GET", "POST"])
@requires(policies.TAKE)
def join(request: ScopedRequest, number: str) -> HttpResponse:
    """Take the request of another enquirer for a person who is sought already."""
    file = file_or_404(request, number)
    form = JoinRequestForm(sent(request), scope=request.scope)
    if form.is_valid() and (made := _taken(request, form, file.sought)):
        return redirect("tracing:file", made.number)
    return _answer(request, form, "tracing/join.html", {"form": form, "file": file})


@require_http_methods(["GET", "POST"])
@requires(policies.TAKE)
def change(request: ScopedRequest, number: str) -> HttpResponse:
    """Change what was told; whoever is second sees both versions and loses nothing."""
    file = file_or_404(request, number)
    now = queries.form_values(file)
    form = ChangeRequestForm(sent(request), initial=now)
    conflict = False
    if form.is_valid():
        try:
            services.change_request(
                scope=request.scope,
                request=file,
                sought=form.told_person(),
                enquirer=form.told_enquirer({}),
                account=form.account(),
                seen_version=form.cleaned_data["request_version"],
                seen_facts=form.cleaned_data["seen_facts"],
            )
        except InvalidInput as error:
            show_problems(form, error, _PLACES)
        except Conflict:
            conflict = True
        else:
            messages.success(request, _("The file was changed."))
            return redirect("tracing:file", number)
    theirs = form.differing_from(now) if conflict else []
    if conflict:
        form.see(now)
    context = {"form": form, "file": file, "conflict": conflict, "theirs": theirs}
    return _answer(request, form, "tracing/change.html", context)


def _taken(
    request: ScopedRequest, form: JoinRequestForm, sought: services.ToldPerson | SoughtPerson
) -> TracingRequest | None:
    """Register what the form holds, and submit it if that was asked; None where a value could not be kept."""
    try:
        made = services.take_request(
            scope=request.scope,
            unit=form.cleaned_data["unit"],
            sought=sought,
            enquirer=form.told_enquirer(form.consents()),
            account=form.account(),
            form_token=form.cleaned_data["form_token"],
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
