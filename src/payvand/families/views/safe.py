"""Safe and well: the list, one registration, a new one."""

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from payvand.audit.reads import record_read
from payvand.core.http import ScopedRequest, requires
from payvand.families.forms.contact import RelativeToldForm, SafeFilterForm, SafeForm
from payvand.families.models import SafeAndWell
from payvand.families.policies.contact import READ_SAFE, REGISTER_SAFE
from payvand.families.queries import contact as queries
from payvand.families.services import safe as services
from payvand.families.views.shared import answer, sent, taken
from payvand.tracing.queries import hints_about

ROWS_ON_A_PAGE = 50


@require_GET
@requires(READ_SAFE)
def safe_list(request: ScopedRequest) -> HttpResponse:
    """List who stands as safe, filtered, in pages."""
    form = SafeFilterForm(request.GET, scope=request.scope)
    rows = queries.listed_safe(request.scope, form.chosen())
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    record_read(scope=request.scope, subject_type=services.SUBJECT, subject_ids=[row.pk for row in page], reason="list")
    narrowed = any(form.cleaned_data.values())
    return render(request, "families/safe/list.html", {"form": form, "page": page, "is_narrowed": narrowed})


@require_http_methods(["GET", "POST"])
@requires(REGISTER_SAFE)
def register_safe(request: ScopedRequest) -> HttpResponse:
    """Register somebody, and say which open files may seek them."""
    form = SafeForm(sent(request), scope=request.scope)
    if form.is_valid():
        told = form.cleaned_data
        made = taken(
            request,
            form,
            lambda: services.register_safe(
                scope=request.scope,
                event=told["event"],
                unit=told["unit"],
                person=form.told(),
                news=form.news(),
                form_token=told["form_token"],
            ),
        )
        if made:
            number = len(hints_about(request.scope, made.person))
            said = ngettext(
                "Registered; %(number)s open file may seek this person.",
                "Registered; %(number)s open files may seek this person.",
                number,
            )
            notes.success(request, said % {"number": number})
            return redirect("families:safe", made.number)
    return answer(request, "families/safe/register.html", form)


@require_GET
@requires(READ_SAFE)
def safe(request: ScopedRequest, number: str) -> HttpResponse:
    """Show one registration, and who was told."""
    found = _safe_or_404(request, number)
    record_read(scope=request.scope, subject_type=services.SUBJECT, subject_ids=[found.pk], reason="card")
    context = {"safe": found, "told": found.told.select_related("by"), "form": RelativeToldForm()}
    return render(request, "families/safe/safe.html", context)


@require_POST
@requires(REGISTER_SAFE)
def tell(request: ScopedRequest, number: str) -> HttpResponse:
    """Record who was told."""
    found = _safe_or_404(request, number)
    form = RelativeToldForm(request.POST)
    if form.is_valid():
        services.tell_relative(scope=request.scope, registration=found, **form.cleaned_data)
        notes.success(request, _("Recorded."))
    else:
        notes.error(request, _("Write who was told: her brother, the neighbour."))
    return redirect("families:safe", number)


@require_POST
@requires(REGISTER_SAFE)
def end(request: ScopedRequest, number: str) -> HttpResponse:
    """End a registration at the person's wish."""
    services.end_registration(scope=request.scope, registration=_safe_or_404(request, number))
    notes.success(request, _("The registration was ended; it is shown and compared no more."))
    return redirect("families:safe_list")


def _safe_or_404(request: ScopedRequest, number: str) -> SafeAndWell:
    return get_object_or_404(queries.visible_safe(request.scope), number=number)
