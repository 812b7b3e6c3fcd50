"""The family's page as the people of the file keep it: its code, what it says, the letters that came through it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from payvand.audit.reads import record_read
from payvand.core.forms import attempt
from payvand.core.http import ScopedRequest, requires
from payvand.tracing.forms.family_page import AskFamilyForm
from payvand.tracing.policies.rights import KEEP_FAMILY_PAGE
from payvand.tracing.queries import family_page as pages
from payvand.tracing.services import family_page as services
from payvand.tracing.views.shared import file_or_404, sent


@require_http_methods(["GET", "POST"])
@requires(KEEP_FAMILY_PAGE)
def family_page(request: ScopedRequest, number: str) -> HttpResponse:
    """Show what the family reads and what it wrote; a POST asks the family to be in touch."""
    found = file_or_404(request, number)
    form = AskFamilyForm(sent(request))
    if form.is_valid():
        note = form.cleaned_data["note"]
        if attempt(form, lambda: services.ask_family(scope=request.scope, request=found, note=note)):
            messages.success(request, _("The page asks the family to be in touch."))
            return redirect("tracing:family_page", number)
    record_read(scope=request.scope, subject_type="tracing.request", subject_ids=[found.pk], reason="family_page")
    card = pages.family_page_card(request.scope, found)
    status = 422 if form.is_bound else 200
    return render(request, "tracing/family_page/page.html", {"file": found, "card": card, "form": form}, status=status)


@never_cache
@require_POST
@requires(KEEP_FAMILY_PAGE)
def give_code(request: ScopedRequest, number: str) -> HttpResponse:
    """Give a code; the slip is shown this once, to be printed or copied by hand."""
    found = file_or_404(request, number)
    slip = services.give_code(scope=request.scope, request=found)
    # The slip speaks both languages of the pages: whoever reads it for the family may know only one of them.
    context = {"file": found, "slip": slip, "languages": settings.LANGUAGES}
    return render(request, "tracing/family_page/slip.html", context)


@require_POST
@requires(KEEP_FAMILY_PAGE)
def end_code(request: ScopedRequest, number: str) -> HttpResponse:
    """Take the code out of use."""
    services.end_code(scope=request.scope, request=file_or_404(request, number))
    messages.success(request, _("The code no longer opens the page."))
    return redirect("tracing:family_page", number)


@require_POST
@requires(KEEP_FAMILY_PAGE)
def in_touch(request: ScopedRequest, number: str) -> HttpResponse:
    """Say that the family has been in touch."""
    services.family_was_in_touch(scope=request.scope, request=file_or_404(request, number))
    messages.success(request, _("The page no longer asks the family to be in touch."))
    return redirect("tracing:family_page", number)


@require_POST
@requires(KEEP_FAMILY_PAGE)
def use_contact(request: ScopedRequest, number: str, letter_id: UUID) -> HttpResponse:
    """Take over the contact details of a letter."""
    file_or_404(request, number)
    letter = get_object_or_404(pages.visible_letters(request.scope), pk=letter_id, request__number=number)
    services.use_contact(scope=request.scope, letter=letter)
    messages.success(request, _("The new contact details stand in the file; the old ones are kept with the letter."))
    return redirect("tracing:family_page", number)


@require_POST
@requires(KEEP_FAMILY_PAGE)
def put_letter_away(request: ScopedRequest, number: str, letter_id: UUID) -> HttpResponse:
    """Say that a letter was read."""
    file_or_404(request, number)
    letter = get_object_or_404(pages.visible_letters(request.scope), pk=letter_id, request__number=number)
    services.put_letter_away(scope=request.scope, letter=letter)
    messages.success(request, _("The letter was put away; it stays in the file."))
    return redirect("tracing:family_page", number)
