"""Decisions about a hint: the same, not the same, cannot tell yet, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from payvand.core.errors import InvalidInput, NotAllowed
from payvand.core.http import ScopedRequest, requires
from payvand.tracing import policies, queries, services
from payvand.tracing.forms import DecisionForm, RefusalForm
from payvand.tracing.models import Hint, TracingRequest
from payvand.tracing.views.shared import file_or_404, sent, show_problems


@require_POST
@requires(policies.DECIDE)
def confirm(request: ScopedRequest, number: str, hint_id: UUID) -> HttpResponse:
    """Record that both are the same person."""
    file, hint = _hint(request, number, hint_id)
    services.confirm_hint(scope=request.scope, request=file, hint=hint, **_told(request))
    messages.success(
        request, _("Recorded: the same person. Nothing was merged, and the enquirer has been told nothing.")
    )
    return redirect("tracing:compare", number, hint.pk)


@require_http_methods(["GET", "POST"])
@requires(policies.DECIDE)
def refuse(request: ScopedRequest, number: str, hint_id: UUID) -> HttpResponse:
    """Record that they are not the same person, and why."""
    file, hint = _hint(request, number, hint_id)
    form = RefusalForm(sent(request), initial={"hint_version": hint.version})
    if form.is_valid():
        told = form.cleaned_data
        try:
            services.refuse_hint(
                scope=request.scope,
                request=file,
                hint=hint,
                reason=told["reason"],
                note=told["note"],
                seen_version=told["hint_version"],
            )
        except InvalidInput as error:
            show_problems(form, error)
        else:
            messages.success(
                request, _("Recorded: not the same person. It will not be shown again unless a fact changes.")
            )
            return _next(file, hint)
    context = {"form": form, "file": file, "card": queries.hint_card(request.scope, file, hint)}
    return render(request, "tracing/refuse.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(policies.DECIDE)
def set_aside(request: ScopedRequest, number: str, hint_id: UUID) -> HttpResponse:
    """Record that it cannot be told yet."""
    file, hint = _hint(request, number, hint_id)
    services.set_hint_aside(scope=request.scope, request=file, hint=hint, **_told(request))
    messages.success(request, _("Set aside. The hint stays with the file."))
    return _next(file, hint)


@require_POST
@requires(policies.DECIDE)
def undo(request: ScopedRequest, number: str, hint_id: UUID) -> HttpResponse:
    """Take the last decision back."""
    file, hint = _hint(request, number, hint_id)
    services.undo_decision(scope=request.scope, request=file, hint=hint, seen_version=_told(request)["seen_version"])
    messages.success(request, _("The decision was undone; the hint is as it was before."))
    return redirect("tracing:compare", number, hint.pk)


@require_POST
@requires(policies.DECIDE)
def compare_again(request: ScopedRequest, number: str, hint_id: UUID) -> HttpResponse:
    """Let the hint state what a comparison gives today."""
    file, hint = _hint(request, number, hint_id)
    services.compare_hint_again(
        scope=request.scope, request=file, hint=hint, seen_version=_told(request)["seen_version"]
    )
    messages.success(request, _("Compared again. The hint now states the weight of today."))
    return redirect("tracing:compare", number, hint.pk)


@require_POST
@requires(policies.SEARCH)
def locate(request: ScopedRequest, number: str, hint_id: UUID) -> HttpResponse:
    """Record the file as located, on a confirmed hint: a step of its own."""
    file, hint = _hint(request, number, hint_id)
    services.record_located(scope=request.scope, request=file, hint=hint, note=_told(request)["note"])
    messages.success(request, _("The file stands as located. Ask the found person what the enquirer may be told."))
    return redirect("tracing:file", number)


def _hint(request: ScopedRequest, number: str, hint_id: UUID) -> tuple[TracingRequest, Hint]:
    file = file_or_404(request, number)
    hint = get_object_or_404(queries.hints_of(file), pk=hint_id)
    if hint.candidate_id not in queries.visible_candidates(request.scope, [hint.candidate_id]):
        raise NotAllowed(policies.DECIDE)
    return file, hint


def _told(request: ScopedRequest) -> dict[str, Any]:
    """Return the note and the version that the person saw; a form without a version is none of ours."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise InvalidInput({name: " ".join(map(str, problems)) for name, problems in form.errors.items()})
    return {"note": form.cleaned_data["note"], "seen_version": form.cleaned_data["hint_version"]}


def _next(file: TracingRequest, hint: Hint) -> HttpResponse:
    """Go on to the next hint that waits, or back to the file."""
    following = queries.next_hint(file, hint)
    if following is None:
        return redirect("tracing:file", file.number)
    return redirect("tracing:compare", file.number, following.pk)
