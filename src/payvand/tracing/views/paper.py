"""Paper forms: printed with reserved numbers, listed, voided; the form of a file."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from payvand.audit.reads import record_read
from payvand.core.forms import attempt
from payvand.core.http import ScopedRequest, requires
from payvand.pages.pdf import render as render_paper
from payvand.tracing import policies
from payvand.tracing.enums.paper import PaperLanguage, PaperState
from payvand.tracing.forms.paper import PaperFilterForm, PrintPapersForm, VoidPaperForm
from payvand.tracing.queries.paper import papers_of_batch, visible_papers
from payvand.tracing.queries.paper_sheet import blank_sheets, filled_sheet
from payvand.tracing.services.paper import reserve_papers, void_paper
from payvand.tracing.views.shared import file_or_404, sent

_ROWS_ON_A_PAGE = 25
_TEMPLATE = "tracing/request_form"


@require_http_methods(["GET", "POST"])
@requires(policies.TAKE)
def papers(request: ScopedRequest) -> HttpResponse:
    """List printed forms, and reserve numbers for more."""
    form = PrintPapersForm(sent(request), scope=request.scope)
    if form.is_valid():
        told = form.cleaned_data
        batch = attempt(
            form,
            lambda: reserve_papers(
                scope=request.scope, unit=told["unit"], language=told["language"], count=told["count"]
            ),
        )
        if batch is not None:
            said = ngettext("%(count)d number is reserved.", "%(count)d numbers are reserved.", told["count"])
            messages.success(request, said % {"count": told["count"]})
            return redirect("tracing:paper_batch", batch)
    chosen = PaperFilterForm(request.GET)
    state = chosen.cleaned_data["state"] if chosen.is_valid() else ""
    page = Paginator(visible_papers(request.scope, state=state), _ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "filter": chosen, "page": page, "is_narrowed": bool(state)}
    return render(request, "tracing/paper/list.html", context, status=422 if form.is_bound else 200)


@require_GET
@requires(policies.TAKE)
def batch(request: ScopedRequest, batch: UUID) -> HttpResponse:
    """Show the forms that were reserved together, to be printed."""
    found = papers_of_batch(request.scope, batch)
    if not found:
        raise Http404
    return render(request, "tracing/paper/batch.html", {"papers": found, "batch": batch})


@require_GET
@requires(policies.TAKE)
def print_batch(request: ScopedRequest, batch: UUID) -> HttpResponse:
    """Give the forms of a batch that have not come back, as one PDF; printed again they bear the same numbers."""
    found = papers_of_batch(request.scope, batch)
    if not found:
        raise Http404
    return _pdf(render_paper(_TEMPLATE, blank_sheets(found)), f"{found[0].number}-{len(found)}")


@require_http_methods(["GET", "POST"])
@requires(policies.TAKE)
def void(request: ScopedRequest, number: str) -> HttpResponse:
    """Note that a form is spoiled or lost."""
    paper = get_object_or_404(visible_papers(request.scope, state=PaperState.OUT), number=number)
    form = VoidPaperForm(sent(request))
    if form.is_valid():
        note = form.cleaned_data["note"]
        if attempt(form, lambda: void_paper(scope=request.scope, paper=paper, note=note)):
            messages.success(request, _("The form is voided; its number stays unused."))
            return redirect("tracing:papers")
    context = {"form": form, "paper": paper}
    return render(request, "tracing/paper/void.html", context, status=422 if form.is_bound else 200)


@require_GET
@requires(policies.READ)
def print_file(request: ScopedRequest, number: str) -> HttpResponse:
    """Give the form of a file with what it says, in the language that is asked for with ``?in=``."""
    file = file_or_404(request, number)
    record_read(scope=request.scope, subject_type="tracing.request", subject_ids=[file.pk], reason="print")
    wanted = request.GET.get("in", request.scope.language[:2])
    language = wanted if wanted in PaperLanguage.values else PaperLanguage.ENGLISH.value
    return _pdf(render_paper(_TEMPLATE, filled_sheet(request.scope, file, language)), file.number)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
