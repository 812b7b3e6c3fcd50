"""What people do with a table: name its columns, explain its words, take, discard, undo, fetch what is wrong."""

import json
from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from payvand.audit.reads import record_read
from payvand.core.errors import InvalidInput, Refused
from payvand.core.forms import attempt
from payvand.core.http import ScopedRequest, requires
from payvand.intake import corrections, policies, queries, services
from payvand.intake.cards import batch_card
from payvand.intake.forms import ColumnsForm, ReadAgainForm, WordsForm
from payvand.intake.models import Batch
from payvand.intake.targets import target_of
from payvand.intake.views.tables import batch_or_404

_ROWS_SHOWN = 5


@require_http_methods(["GET", "POST"])
@requires(policies.USE)
def columns(request: ScopedRequest, batch_id: UUID) -> HttpResponse:
    """Name the columns of a table, beside its first rows."""
    batch = batch_or_404(request, batch_id)
    if not policies.may_name_columns(batch):
        return redirect("intake:batch", batch.pk)
    header = queries.header_of(batch)
    guesses = queries.guessed_columns(batch)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        target=target_of(batch.target),
        header=header,
        guesses=guesses,
        initial={"header_line": batch.header_line},
    )
    if form.is_valid():
        told = form.cleaned_data
        done = attempt(
            form,
            lambda: services.name_columns(
                scope=request.scope, batch=batch, columns=form.columns(), header_line=told["header_line"]
            ),
        )
        if done is not None:
            return redirect("intake:batch", batch.pk)
    record_read(scope=request.scope, subject_type="intake.batch", subject_ids=[batch.pk], reason="columns")
    samples = queries.samples(batch)[:_ROWS_SHOWN]
    shown = [
        (field, guess, [row.cell(place) for row in samples])
        for place, (field, guess) in enumerate(zip(form.column_fields, guesses, strict=True))
    ]
    context = {"form": form, "batch": batch, "card": batch_card(batch), "shown": shown, "again": ReadAgainForm()}
    return render(request, "intake/columns.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires(policies.USE)
def words(request: ScopedRequest, batch_id: UUID) -> HttpResponse:
    """Say what the table's own words stand for."""
    batch = batch_or_404(request, batch_id)
    if not policies.may_name_columns(batch):
        return redirect("intake:batch", batch.pk)
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        target=target_of(batch.target),
        words=json.loads(batch.words),
    )
    if form.is_valid():
        done = attempt(form, lambda: services.explain_words(scope=request.scope, batch=batch, words=form.words()))
        if done is not None:
            return redirect("intake:batch", batch.pk)
    context = {"form": form, "batch": batch, "card": batch_card(batch)}
    return render(request, "intake/words.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(policies.USE)
def take(request: ScopedRequest, batch_id: UUID) -> HttpResponse:
    """Have the right rows taken."""
    return _step(request, batch_id, lambda batch: services.take_rows(scope=request.scope, batch=batch))


@require_POST
@requires(policies.USE)
def discard(request: ScopedRequest, batch_id: UUID) -> HttpResponse:
    """Give a table up."""
    return _step(request, batch_id, lambda batch: services.discard_table(scope=request.scope, batch=batch))


@require_http_methods(["GET", "POST"])
@requires(policies.USE)
def undo(request: ScopedRequest, batch_id: UUID) -> HttpResponse:
    """Ask once more, then have everything taken back that was made of a table."""
    if request.method == "POST":
        return _step(request, batch_id, lambda batch: services.begin_undo(scope=request.scope, batch=batch))
    batch = batch_or_404(request, batch_id)
    return render(request, "intake/undo.html", {"batch": batch, "card": batch_card(batch)})


@require_POST
@requires(policies.USE)
def read_again(request: ScopedRequest, batch_id: UUID) -> HttpResponse:
    """Read a text table anew, in another encoding or with another separator."""
    form = ReadAgainForm(request.POST)
    told = form.cleaned_data if form.is_valid() else {"encoding": "?", "delimiter": ""}
    return _step(
        request,
        batch_id,
        lambda batch: services.read_again(
            scope=request.scope, batch=batch, encoding=told["encoding"], delimiter=told["delimiter"]
        ),
    )


@require_GET
@requires(policies.USE)
def wrong_rows(request: ScopedRequest, batch_id: UUID) -> HttpResponse:
    """Give the rows that are to be corrected as a spreadsheet with what is wrong beside them."""
    batch = batch_or_404(request, batch_id)
    record_read(scope=request.scope, subject_type="intake.batch", subject_ids=[batch.pk], reason="wrong_rows")
    response = HttpResponse(corrections.spreadsheet(batch), content_type=corrections.CONTENT_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{corrections.file_name(batch)}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _step(request: ScopedRequest, batch_id: UUID, act: Callable[[Batch], Batch]) -> HttpResponse:
    batch: Batch = batch_or_404(request, batch_id)
    try:
        act(batch)
    except Refused as error:
        messages.error(request, str(error))
    except InvalidInput:
        messages.error(request, _("Choose from the list."))
    return redirect("intake:batch", batch.pk)
