"""Reads of the families' pages and letters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from payvand.core.encryption.keyring import decode, keyring
from payvand.core.encryption.spoken_key import SpokenKey
from payvand.core.scope import Scope
from payvand.core.work import DueItem
from payvand.tracing.enums.family_page import FamilyWord, LetterState
from payvand.tracing.models import TracingRequest
from payvand.tracing.models.family_page import FamilyLetter, FamilyPage
from payvand.tracing.policies.rights import KEEP_FAMILY_PAGE
from payvand.tracing.queries.requests import visible_requests

MOST_DUE = 10
_BATCH = 500


@dataclass(frozen=True, slots=True)
class FamilyPageCard:
    """What the page of a file shows of the family's page: the page, or None, and its letters, new ones first."""

    page: FamilyPage | None
    letters: list[FamilyLetter]

    @property
    def new_letters(self) -> int:
        """How many letters nobody has read."""
        return sum(letter.state == LetterState.NEW for letter in self.letters)


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """One answer as it is to be sealed for the public listener."""

    key: SpokenKey
    word: FamilyWord
    since: date


def salt() -> bytes:
    """Return the salt of this node's codes: 16 bytes, the same for ever, derived from the blind-index key."""
    return bytes.fromhex(keyring().blind_index("salt", domain="tracing.family_page"))[:16]


def family_page_card(scope: Scope, request: TracingRequest) -> FamilyPageCard | None:
    """Return what a visible file shows of it; None for who does not keep it. Two queries."""
    if not scope.may(KEEP_FAMILY_PAGE):
        return None
    page = FamilyPage.objects.filter(request=request).select_related("issued_by").first()
    return FamilyPageCard(page, list(request.family_letters.select_related("handled_by")))


def visible_letters(scope: Scope) -> QuerySet[FamilyLetter]:
    """Return the letters about the files that this Scope sees and keeps."""
    if not scope.may(KEEP_FAMILY_PAGE):
        return FamilyLetter.objects.none()
    return FamilyLetter.objects.filter(request__in=visible_requests(scope).order_by().values("pk"))


def due_letters(scope: Scope) -> list[DueItem]:
    """Return the letters that nobody has read, the oldest first; one query."""
    mine = Q(request__officer=None) | Q(request__officer_id=scope.user_id)
    found = visible_letters(scope).filter(mine, state=LetterState.NEW).select_related("request__sought__person")
    return [
        DueItem(
            title=letter.request.number,
            subject=letter.request.sought.person.shown_name,
            what=_("Read what the family wrote on its page"),
            url=reverse("tracing:family_page", args=[letter.request.number]),
            since=letter.written_at,
        )
        for letter in found.order_by("written_at")[:MOST_DUE]
    ]


def pages_in_use() -> QuerySet[FamilyPage]:
    """Return every page that has a code, with its file and the one that carries it on."""
    return FamilyPage.objects.exclude(lookup=None).select_related("request__merged_into")


def published_answers() -> Iterator[PublishedAnswer]:
    """Yield what every family reads."""
    for page in FamilyPage.objects.exclude(lookup=None).iterator(_BATCH):
        yield PublishedAnswer(SpokenKey(page.lookup or "", decode(page.secret)), FamilyWord(page.word), page.since)


def state_of_pages() -> tuple[int, str]:
    """Return what differs whenever something that is published differs: how many pages, and the latest change."""
    found = FamilyPage.objects.aggregate(count=Count("pk"), last=Max("updated_at"))
    return found["count"], str(found["last"])
