"""Attestations over HTTP: the register, preparing one, deciding about it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from payvand.audit.reads import record_read
from payvand.core.http import ScopedRequest, requires
from payvand.families.forms.attestations import AttestationFilterForm, AttestationForm, ReasonForm
from payvand.families.models import Attestation
from payvand.families.policies import attestations as policies
from payvand.families.queries.attestations import visible_attestations
from payvand.families.services import attestations as services
from payvand.families.views.shared import answer, attempt, sent
from payvand.tracing.views.shared import file_or_404

_ROWS_ON_A_PAGE = 25
_ENDS = {"decline": policies.may_decide, "revoke": policies.may_revoke}


@require_GET
@requires(policies.READ)
def register(request: ScopedRequest) -> HttpResponse:
    """List every attestation that was prepared, issued, declined or revoked."""
    form = AttestationFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {"state": "", "kind": ""}
    rows = visible_attestations(request.scope, **chosen)
    page = Paginator(rows, _ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    ids = [row.pk for row in page]
    record_read(scope=request.scope, subject_type=services.SUBJECT, subject_ids=ids, reason="list")
    context = {"form": form, "page": page, "is_narrowed": any(chosen.values())}
    return render(request, "families/attestations/list.html", context)


@require_http_methods(["GET", "POST"])
@requires(policies.PREPARE)
def prepare(request: ScopedRequest, file_number: str) -> HttpResponse:
    """Prepare an attestation about the person of a file."""
    file = file_or_404(request, file_number)
    form = AttestationForm(sent(request), scope=request.scope)
    if form.is_valid():
        token = form.cleaned_data["form_token"]
        made = attempt(
            form,
            lambda: services.prepare_attestation(
                scope=request.scope, request=file, facts=form.facts(), form_token=token
            ),
        )
        if made is not None:
            messages.success(request, _("The attestation is prepared; a colleague approves it."))
            return redirect("families:attestation", made.number)
    return answer(request, "families/attestations/prepare.html", form, file=file)


@require_GET
@requires(policies.READ)
def attestation(request: ScopedRequest, number: str) -> HttpResponse:
    """Show one attestation, and what can be done about it."""
    return _page(request, _found(request, number))


@require_POST
@requires(policies.APPROVE)
def issue(request: ScopedRequest, number: str) -> HttpResponse:
    """Approve an attestation that a colleague prepared."""
    found = _found(request, number)
    services.issue_attestation(scope=request.scope, attestation=found)
    messages.success(request, _("The attestation is issued. Print it, sign it, hand it over in person."))
    return redirect("families:attestation", number)


@require_http_methods(["GET", "POST"])
@requires(policies.APPROVE)
def end(request: ScopedRequest, number: str, end: str) -> HttpResponse:
    """Decline what a colleague prepared, or revoke what was issued, with the reason."""
    found = _found(request, number)
    may = _ENDS.get(end)
    if may is None or not may(request.scope, found):
        raise Http404
    service = {"decline": services.decline_attestation, "revoke": services.revoke_attestation}[end]
    form = ReasonForm(sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: service(scope=request.scope, attestation=found, reason=reason)):
            return redirect("families:attestation", number)
    return answer(request, "families/attestations/end.html", form, attestation=found, end=end)


def _found(request: ScopedRequest, number: str) -> Attestation:
    return get_object_or_404(visible_attestations(request.scope), number=number)


def _page(request: ScopedRequest, found: Attestation) -> HttpResponse:
    record_read(scope=request.scope, subject_type=services.SUBJECT, subject_ids=[found.pk], reason="page")
    context = {
        "attestation": found,
        "may_decide": policies.may_decide(request.scope, found),
        "may_revoke": policies.may_revoke(request.scope, found),
        "is_own": found.prepared_by_id == request.scope.user_id,
    }
    return render(request, "families/attestations/attestation.html", context)
