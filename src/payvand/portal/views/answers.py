"""The page of a family that has a code and a PIN: one of four words, and a letter to the tracing service.

No cookie, no session: what a page needs it carries in its form, signed and good for a quarter of an hour. Nothing here
stays in the browser or in an address.
"""

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from payvand.core.http import public
from payvand.portal.answers import FILE, Answer, Answers, NoAnswers, Word
from payvand.portal.forms import KeyForm, LetterForm
from payvand.portal.letters import FOLDER, BoxFull, Letter
from payvand.portal.limits import SECONDS, too_many_tries
from payvand.portal.publication import LANGUAGES

_FOR_FAMILIES = "a family has no account: it shows a code and a PIN, and reads one of four words"
_SALT = "payvand.portal.family"


@public(_FOR_FAMILIES)
@csrf_exempt  # no cookie says who somebody is, so no other site can act for them
@never_cache
@require_http_methods(["GET", "POST"])
def my_request(request: HttpRequest, language: str) -> HttpResponse:
    """Ask for the code and the PIN, and show the word."""
    if language not in LANGUAGES:
        raise Http404
    with translation.override(language):
        if request.method == "GET":
            return _page(request, language, form=KeyForm())
        form = KeyForm(request.POST)
        if not form.is_valid():
            return _page(request, language, form=form, status=422)
        code = form.cleaned_data["code"]
        if too_many_tries(request, code):
            return _page(request, language, form=form, trouble="too_many", status=429)
        try:
            found = _answers().find(code, form.cleaned_data["pin"])
        except NoAnswers:
            return _page(request, language, form=form, trouble="not_ready", status=503)
        if found is None:
            return _page(request, language, form=form, trouble="not_known", status=422)
        lookup, answer = found
        # What was written before the page grew too old comes back with the code.
        written = LetterForm(initial={name: request.POST.get(name, "") for name in LetterForm.base_fields})
        return _answer_page(request, language, lookup, answer, written)


@public(_FOR_FAMILIES)
@csrf_exempt  # the signed ticket of the page is what lets a letter in
@never_cache
@require_POST
def letter(request: HttpRequest, language: str) -> HttpResponse:
    """Take a letter in."""
    if language not in LANGUAGES:
        raise Http404
    with translation.override(language):
        try:
            ticket = signing.loads(request.POST.get("ticket", ""), salt=_SALT, max_age=SECONDS)
        except signing.BadSignature:
            # Whoever wrote for longer than the ticket holds shows the code once more and finds the words still there.
            return _page(request, language, form=KeyForm(), trouble="too_late", written=request.POST, status=422)
        lookup = str(ticket["lookup"])
        answer = Answer(Word(ticket["word"]), forms.DateField().clean(ticket["since"]))
        form = LetterForm(request.POST)
        if not form.is_valid():
            return _answer_page(request, language, lookup, answer, form, status=422)
        if too_many_tries(request, lookup):
            return _answer_page(request, language, lookup, answer, form, trouble="too_many", status=429)
        try:
            written = Letter.now(lookup=lookup, language=language, **form.cleaned_data)
            written.leave(_folder() / FOLDER, _answers().letter_box)
        except (NoAnswers, BoxFull, OSError):
            return _answer_page(request, language, lookup, answer, form, trouble="not_kept", status=503)
        return redirect("portal_letter_sent", language=language)


@public(_FOR_FAMILIES)
def letter_sent(request: HttpRequest, language: str) -> HttpResponse:
    """Thank for a letter."""
    if language not in LANGUAGES:
        raise Http404
    with translation.override(language):
        return render(request, "portal/letter_sent.html", _shared(language))


def _answer_page(
    request: HttpRequest,
    language: str,
    lookup: str,
    answer: Answer,
    form: LetterForm,
    *,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    carried = {"lookup": lookup, "word": answer.word, "since": answer.since.isoformat()}
    context = {
        "answer": answer,
        "form": form,
        "trouble": trouble,
        "ticket": signing.dumps(carried, salt=_SALT),
        **_shared(language),
    }
    return render(request, "portal/answer.html", context, status=status)


def _page(
    request: HttpRequest,
    language: str,
    *,
    form: KeyForm,
    trouble: str = "",
    written: Any = None,
    status: int = 200,
) -> HttpResponse:
    kept = {name: written.get(name, "") for name in LetterForm.base_fields} if written else {}
    context = {"form": form, "trouble": trouble, "kept": kept, **_shared(language)}
    return render(request, "portal/my_request.html", context, status=status)


def _shared(language: str) -> dict[str, Any]:
    return {"languages": settings.LANGUAGES, "language": language}


def _folder() -> Path:
    return Path(getattr(settings, "PORTAL_FOLDER"))  # noqa: B009 — casework's settings, which types are from, lack it


def _answers() -> Answers:
    return Answers.read(_folder() / FILE)
