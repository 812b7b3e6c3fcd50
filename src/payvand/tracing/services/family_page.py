"""Keeping a family's page: its code, what it says, and the letters that come through it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.encryption.keyring import encode
from payvand.core.encryption.spoken_key import new_code, new_pin, spoken_key
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.tracing import queries
from payvand.tracing.enums import CloseReason, HistoryKind, RequestState
from payvand.tracing.enums.family_page import FamilyWord, LetterState
from payvand.tracing.models import TracingRequest
from payvand.tracing.models.family_page import FamilyLetter, FamilyPage
from payvand.tracing.policies.family_page import word_of
from payvand.tracing.policies.rights import KEEP_FAMILY_PAGE
from payvand.tracing.queries import family_page as pages
from payvand.tracing.services.history import record_request_act, tell
from payvand.tracing.services.stepping import locked

PUBLISHER = Scope.system("family_pages")
LONGEST_LETTER, LONGEST_CONTACT = 2000, 300


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed to the family, once; nobody can read it again."""

    code: str
    pin: str


@transaction.atomic
def give_code(*, scope: Scope, request: TracingRequest) -> Slip:
    """Give the family a code and a PIN for its page; a code that it had before no longer opens it.

    Raises:
        Refused: the file is carried on in another one.
    """
    current = locked(scope, request, KEEP_FAMILY_PAGE)
    if current.state == RequestState.MERGED:
        raise Refused(_("This file is carried on in another one: give the code there."))
    slip = Slip(new_code(), new_pin())
    key = spoken_key(slip.code, slip.pin, salt=pages.salt())
    page = FamilyPage.objects.select_for_update().filter(request=current).first()
    if page is None:
        page = FamilyPage(request=current, word=_word(current, None), since=timezone.localdate())
        page.save(force_insert=True)
    page.lookup, page.secret = key.lookup, encode(key.secret)
    page.issued_at, page.issued_by_id = timezone.now(), scope.user_id
    page.save_changes("lookup", "secret", "issued_at", "issued_by")
    _tell(scope, current, HistoryKind.FAMILY_CODE)
    return slip


@transaction.atomic
def end_code(*, scope: Scope, request: TracingRequest) -> FamilyPage:
    """Take the code out of use: lost, in the wrong hands, or no longer wanted."""
    current = locked(scope, request, KEEP_FAMILY_PAGE)
    page = _page(current)
    if page.lookup is None:
        return page
    page.lookup, page.secret = None, ""
    page.save_changes("lookup", "secret")
    _tell(scope, current, HistoryKind.FAMILY_CODE_ENDED)
    return page


@transaction.atomic
def ask_family(*, scope: Scope, request: TracingRequest, note: str) -> FamilyPage:
    """Let the page say "please contact us" until the family has been in touch; always by a person's decision.

    Raises:
        InvalidInput: no word on what is to be asked.
    """
    current = locked(scope, request, KEEP_FAMILY_PAGE)
    if not note.strip():
        raise InvalidInput({"note": _("Write what the family is to be asked, for whoever answers the telephone.")})
    page = _page(current)
    if page.asked_at is None:
        page.asked_at = timezone.now()
        _say(page, FamilyWord.CONTACT_US, "asked_at")
        _tell(scope, current, HistoryKind.FAMILY_ASKED, note)
    return page


@transaction.atomic
def family_was_in_touch(*, scope: Scope, request: TracingRequest, note: str = "") -> FamilyPage:
    """Let the page say again how far the request is."""
    current = locked(scope, request, KEEP_FAMILY_PAGE)
    page = _page(current)
    if page.asked_at is not None:
        page.asked_at = None
        _say(page, _word(current, None), "asked_at")
        _tell(scope, current, HistoryKind.FAMILY_IN_TOUCH, note)
    return page


def refresh_words() -> int:
    """Bring every page to what its file says now; return how many changed. Each in a transaction of its own."""
    changed = 0
    for page in pages.pages_in_use().iterator(500):
        request = page.request.merged_into or page.request
        told = queries.family_told(request) if request.close_reason == CloseReason.P4 else False
        word = word_of(request, asked_at=page.asked_at, told_in_person=told)
        if word != page.word:
            with transaction.atomic():
                _say(page, word)
                record_request_act(PUBLISHER, "family_page_says", page.request, {"word": str(word)})
            changed += 1
    return changed


@transaction.atomic
def take_in_letter(
    *, letter_id: str, lookup: str, contact: str, text: str, language: str, written_at: datetime
) -> FamilyLetter | None:
    """Keep a letter that came through the public listener; None where its page is no longer in use.

    Taking the same letter in again keeps it once.
    """
    page = FamilyPage.objects.filter(lookup=lookup).select_related("request__merged_into").first()
    if page is None:
        return None
    request = page.request.merged_into or page.request
    letter = FamilyLetter(
        request=request,
        letter_id=letter_id,
        contact=contact.strip()[:LONGEST_CONTACT],
        text=text.strip()[:LONGEST_LETTER],
        language=language,
        written_at=min(written_at, timezone.now()),
    )
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:
        return FamilyLetter.objects.get(letter_id=letter_id)
    tell(scope=PUBLISHER, sought=request.sought, request=request, kind=HistoryKind.FAMILY_LETTER)
    record_request_act(PUBLISHER, HistoryKind.FAMILY_LETTER, request, {"letter": letter.pk})
    return letter


@transaction.atomic
def use_contact(*, scope: Scope, letter: FamilyLetter) -> FamilyLetter:
    """Take over the contact details of a letter; what stood in the file before is kept with the letter.

    Raises:
        Refused: the letter names none, or somebody has handled it.
    """
    current, request = _new_letter(scope, letter)
    if not current.contact:
        raise Refused(_("The letter gives no new way to reach them."))
    current.replaced = request.contact
    request.contact = current.contact
    request.save_changes("contact")
    return _handled(scope, current, LetterState.USED, "replaced")


@transaction.atomic
def put_letter_away(*, scope: Scope, letter: FamilyLetter) -> FamilyLetter:
    """Say that a letter was read; it stays in the file."""
    current, _request = _new_letter(scope, letter)
    return _handled(scope, current, LetterState.READ)


def _new_letter(scope: Scope, letter: FamilyLetter) -> tuple[FamilyLetter, TracingRequest]:
    scope.require(KEEP_FAMILY_PAGE)
    found = pages.visible_letters(scope).select_for_update(of=("self",)).filter(pk=letter.pk).first()
    if found is None:
        raise NotAllowed(KEEP_FAMILY_PAGE)
    if found.state != LetterState.NEW:
        raise Refused(_("A colleague has dealt with this letter already."))
    return found, queries.visible_requests(scope).select_for_update(of=("self",)).get(pk=found.request_id)


def _handled(scope: Scope, letter: FamilyLetter, state: LetterState, *fields: str) -> FamilyLetter:
    letter.state, letter.handled_at, letter.handled_by_id = state, timezone.now(), scope.user_id
    letter.save_changes("state", "handled_at", "handled_by", *fields)
    _tell(scope, letter.request, _KINDS[state])
    return letter


_KINDS = {LetterState.USED: HistoryKind.LETTER_USED, LetterState.READ: HistoryKind.LETTER_READ}


def _page(request: TracingRequest) -> FamilyPage:
    page = FamilyPage.objects.select_for_update().filter(request=request).first()
    if page is None:
        raise Refused(_("This family has no page yet: give it a code first."))
    return page


def _say(page: FamilyPage, word: FamilyWord, *fields: str) -> None:
    if word != page.word:
        page.word, page.since = word, timezone.localdate()
    page.save_changes("word", "since", *fields)


def _word(request: TracingRequest, asked_at: datetime | None) -> FamilyWord:
    return word_of(request, asked_at=asked_at, told_in_person=queries.family_told(request))


def _tell(scope: Scope, request: TracingRequest, kind: HistoryKind, note: str = "") -> None:
    tell(scope=scope, sought=request.sought, request=request, kind=kind, note=note)
    record_request_act(scope, kind, request)
