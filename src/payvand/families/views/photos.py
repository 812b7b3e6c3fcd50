"""Photos for the public pages over HTTP: proposed, approved by a colleague, taken away at once."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from payvand.audit.reads import record_read
from payvand.core.http import ScopedRequest, requires
from payvand.families.forms.attestations import PhotoFilterForm, ProposePhotoForm, ReasonForm
from payvand.families.models import PhotoPublication
from payvand.families.policies import attestations as policies
from payvand.families.queries.attestations import relation_sought, visible_photos
from payvand.families.services import photos as services
from payvand.families.views.shared import answer, attempt, sent
from payvand.tracing.views.shared import file_or_404

_ROWS_ON_A_PAGE = 25
_ENDS = {"decline": policies.may_decide_photo, "remove": policies.may_remove_photo}


@require_GET
@requires(policies.READ_PHOTOS)
def photos(request: ScopedRequest) -> HttpResponse:
    """List the photos that wait, are shown, or were taken away."""
    form = PhotoFilterForm(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    page = Paginator(visible_photos(request.scope, state=state), _ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    ids = [row.pk for row in page]
    record_read(scope=request.scope, subject_type=services.SUBJECT, subject_ids=ids, reason="list")
    return render(request, "families/photos/list.html", {"form": form, "page": page, "is_narrowed": bool(state)})


@require_http_methods(["GET", "POST"])
@requires(policies.PROPOSE_PHOTO)
def propose(request: ScopedRequest, file_number: str) -> HttpResponse:
    """Propose a photo of the enquirer of a file."""
    file = file_or_404(request, file_number)
    form = ProposePhotoForm(sent(request), request.FILES or None)
    if form.is_valid():
        told = form.cleaned_data
        made = attempt(
            form,
            lambda: services.propose_photo(
                scope=request.scope,
                request=file,
                upload=told["upload"],
                expires_on=told["expires_on"],
                age_checked=told["age_checked"],
                form_token=told["form_token"],
            ),
        )
        if made is not None:
            messages.success(request, _("The photo is proposed; a colleague approves it."))
            return redirect("families:photo", made.pk)
    return answer(request, "families/photos/propose.html", form, file=file, relation=relation_sought(file))


@require_GET
@requires(policies.READ_PHOTOS)
def photo(request: ScopedRequest, photo_id: UUID) -> HttpResponse:
    """Show one photo as the public pages do, and what can be done about it."""
    found = _found(request, photo_id)
    record_read(scope=request.scope, subject_type=services.SUBJECT, subject_ids=[found.pk], reason="page")
    context = {
        "photo": found,
        "relation": relation_sought(found.request),
        "may_decide": policies.may_decide_photo(request.scope, found),
        "may_remove": policies.may_remove_photo(request.scope, found),
        "is_own": found.proposed_by_id == request.scope.user_id,
    }
    return render(request, "families/photos/photo.html", context)


@require_POST
@requires(policies.APPROVE_PHOTO)
def publish(request: ScopedRequest, photo_id: UUID) -> HttpResponse:
    """Approve a photo that a colleague proposed."""
    found = _found(request, photo_id)
    services.publish_photo(scope=request.scope, photo=found)
    messages.success(request, _("The photo is on the public pages."))
    return redirect("families:photo", photo_id)


@require_http_methods(["GET", "POST"])
@requires(policies.READ_PHOTOS)
def end(request: ScopedRequest, photo_id: UUID, end: str) -> HttpResponse:
    """Decline what a colleague proposed, or take a photo away at once."""
    found = _found(request, photo_id)
    may = _ENDS.get(end)
    if may is None or not may(request.scope, found):
        raise Http404
    service = {"decline": services.decline_photo, "remove": services.remove_photo}[end]
    form = ReasonForm(sent(request))
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: service(scope=request.scope, photo=found, reason=reason)):
            messages.success(request, _("The photo is gone: from the public pages and from the disk."))
            return redirect("families:photo", photo_id)
    return answer(request, "families/photos/end.html", form, photo=found, end=end)


def _found(request: ScopedRequest, photo_id: UUID) -> PhotoPublication:
    return get_object_or_404(visible_photos(request.scope), pk=photo_id)
