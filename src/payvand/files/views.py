"""Files over HTTP: added, handed out as attachments, removed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from payvand.core.errors import NotAllowed
from payvand.core.forms import attempt
from payvand.core.http import ScopedRequest
from payvand.files import policies, queries, services
from payvand.files.forms import AddFileForm

_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@require_safe
def download(request: ScopedRequest, file_id: UUID) -> HttpResponse:
    """Hand a file out as an attachment: no page of ours ever runs what is in it."""
    file = queries.visible_file(request.scope, file_id)
    content = services.read_file(scope=request.scope, file=file, reason="download")
    response = HttpResponse(content, content_type=file.media_type, headers=_HEADERS)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name) or ""
    return response


@require_http_methods(["GET", "POST"])
def add(request: ScopedRequest, subject_type: str, subject_id: UUID) -> HttpResponse:
    """Add a file to a thing; what is wrong with it is said at the field."""
    if not policies.may_change(request.scope, subject_type, subject_id):
        raise NotAllowed("files.keep")
    back = policies.page_of(request.scope, subject_type, subject_id)
    sent = request.method == "POST"
    form = AddFileForm(request.POST, request.FILES) if sent else AddFileForm(initial={"kind": request.GET.get("kind")})
    if sent and form.is_valid():
        upload = form.cleaned_data["upload"]
        kept = attempt(
            form,
            lambda: services.keep_file(
                scope=request.scope,
                upload=upload,
                name=upload.name,
                owner=(subject_type, subject_id),
                kind=form.cleaned_data["kind"],
            ),
        )
        if kept is not None:
            messages.success(request, _("The file was kept."))
            return redirect(back)
    return render(request, "files/add.html", {"form": form, "back": back}, status=422 if sent else 200)


@require_http_methods(["GET", "POST"])
def remove(request: ScopedRequest, file_id: UUID) -> HttpResponse:
    """Ask, and remove a file for good."""
    file = queries.visible_file(request.scope, file_id)
    if not policies.may_change(request.scope, file.subject_type, file.subject_id):
        raise NotAllowed("files.remove")
    back = policies.page_of(request.scope, file.subject_type, file.subject_id)
    if request.method == "POST":
        services.remove_file(scope=request.scope, file=file)
        messages.success(request, _("The file was removed."))
        return redirect(back)
    return render(request, "files/remove.html", {"file": file, "back": back})
