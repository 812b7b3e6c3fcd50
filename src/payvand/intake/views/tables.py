"""The list of tables, sending one, and the page of each."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from payvand.audit.reads import record_read
from payvand.core.forms import attempt
from payvand.core.http import ScopedRequest, requires
from payvand.intake import policies, queries, services
from payvand.intake.cards import batch_card
from payvand.intake.forms import BatchFilterForm, ReadAgainForm, TableForm
from payvand.intake.models import Batch
from payvand.intake.targets import Target, allowed_targets

ROWS_ON_A_PAGE = 25
_PROBLEMS_SHOWN = 50


def batch_or_404(request: ScopedRequest, batch_id: UUID) -> Batch:
    """Return a visible table; for all others there is none."""
    return get_object_or_404(queries.visible_batches(request.scope), pk=batch_id)


@require_GET
@requires(policies.USE)
def batches(request: ScopedRequest) -> HttpResponse:
    """List the tables that were sent, the latest first."""
    form = BatchFilterForm(request.GET or None, scope=request.scope)
    chosen = form.chosen() if request.GET else {}
    found = queries.visible_batches(request.scope).filter(**chosen)
    page = Paginator(found, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "cards": [batch_card(batch) for batch in page],
        "is_narrowed": bool(chosen),
        "targets": allowed_targets(request.scope),
    }
    return render(request, "intake/batches.html", context)


@require_http_methods(["GET", "POST"])
@requires(policies.USE)
def send(request: ScopedRequest, target: str) -> HttpResponse:
    """Send a table of one kind."""
    kind = _target_or_404(request, target)
    follows = _followed(request, kind)
    sent = request.method == "POST"
    form = TableForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        scope=request.scope,
        target=kind,
        follows=follows,
    )
    if form.is_valid():
        told = form.cleaned_data
        batch = attempt(
            form,
            lambda: services.receive_table(
                scope=request.scope,
                target=kind,
                unit=told["unit"],
                source=told["source"],
                content=told["file"].chunks(),
                file_name=told["file"].name,
                options=form.target_options(),
                follows=follows,
            ),
        )
        if batch is not None:
            return redirect("intake:batch", batch.pk)
    context = {"form": form, "target": kind, "follows": follows}
    return render(request, "intake/send.html", context, status=422 if form.is_bound else 200)


def _target_or_404(request: ScopedRequest, code: str) -> Target:
    for target in allowed_targets(request.scope):
        if target.code == code:
            return target
    raise Http404


def _followed(request: ScopedRequest, target: Target) -> Batch | None:
    """The table whose rows are sent corrected."""
    try:
        wanted = UUID(request.GET.get("follows", ""))
    except ValueError:
        return None
    return queries.visible_batches(request.scope).filter(pk=wanted, target=target.code).first()


@require_GET
@requires(policies.USE)
def batch(request: ScopedRequest, batch_id: UUID) -> HttpResponse:
    """Show where a table stands, what is to be corrected, and what can be done with it now."""
    found = batch_or_404(request, batch_id)
    card = batch_card(found)
    problems = card.problems(_PROBLEMS_SHOWN)
    if problems:
        record_read(scope=request.scope, subject_type="intake.batch", subject_ids=[found.pk], reason="rows")
    context = {"card": card, "batch": found, "problems": problems, "again": ReadAgainForm()}
    return render(request, "intake/batch.html", context)


@require_GET
@requires(policies.USE)
def progress(request: ScopedRequest, batch_id: UUID) -> HttpResponse:
    """Return how far the node's work on a table is; when it is done, the page is loaded anew."""
    found = batch_or_404(request, batch_id)
    card = batch_card(found)
    response = render(request, "intake/batch.html#progress", {"card": card, "batch": found})
    if not card.is_working:
        response.headers["HX-Redirect"] = reverse("intake:batch", args=[found.pk])
    return response
