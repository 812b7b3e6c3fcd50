"""Photos for the public pages: proposed by one, approved by another, gone at once when anybody takes them away."""

import io
import secrets
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput, NotAllowed, PayvandError, Refused, WrongKey
from payvand.core.scope import Scope
from payvand.families.enums.attestations import PhotoState
from payvand.families.models import PhotoPublication
from payvand.families.policies import attestations as policies
from payvand.families.published_photos import LANGUAGES, PublishedPhoto, write_photos
from payvand.families.queries.attestations import photo_of_form, photos_to_show, relation_sought
from payvand.files import store
from payvand.files.services import keep_file, remove_files_of
from payvand.people.consent import allows
from payvand.people.enums import Confidentiality, ConsentScope
from payvand.protection.enums import Channel
from payvand.protection.services import record_disclosure
from payvand.tracing.models import TracingRequest
from payvand.tracing.queries import visible_requests

SUBJECT = "families.photo"
YOUNGEST = 15
"""Years; nobody younger is shown."""

LONGEST_DAYS = 366
_SIDE = 640


def propose_photo(
    *,
    scope: Scope,
    request: TracingRequest,
    upload: "bytes | File[bytes]",
    expires_on: date,
    age_checked: bool,
    form_token: UUID | None = None,
) -> PhotoPublication:
    """Propose a photo of the enquirer of a file; sent twice with the same token it is made once.

    Raises:
        NotAllowed: the file is out of reach, or photos may not be proposed.
        InvalidInput: no picture, an age under 15 or not checked, a day that is past or too far.
        Refused: the enquirer has not agreed to a publication, or one of the two is protected.
    """
    scope.require(policies.PROPOSE_PHOTO)
    if not visible_requests(scope).filter(pk=request.pk).exists():
        raise NotAllowed(policies.PROPOSE_PHOTO)
    _check(request, expires_on, age_checked=age_checked)
    with transaction.atomic():
        if form_token and (made := photo_of_form(form_token)):
            return made
        row = PhotoPublication.objects.create(
            form_token=form_token,
            request=request,
            public_id=secrets.token_hex(8),
            age_checked=age_checked,
            proposed_by_id=scope.user_id,
            expires_on=expires_on,
        )
        row.photo = keep_file(scope=scope, upload=upload, name="photo", owner=(SUBJECT, row.pk), kind="photo")
        if not row.photo.is_picture:
            raise InvalidInput({"upload": _("A PDF cannot be shown: choose a picture.")})
        row.save_changes("photo")
        _record(scope, "propose_photo", row)
    return row


def publish_photo(*, scope: Scope, photo: PhotoPublication) -> None:
    """Approve a photo that somebody else proposed: it is on the public pages when this returns.

    Raises:
        NotAllowed: it is decided, or this person proposed it.
        Refused: the consent does not stand any more, or one of the two is protected now.
    """
    if not policies.may_decide_photo(scope, photo):
        raise NotAllowed(policies.APPROVE_PHOTO)
    _refuse_what_harms(photo.request)
    if photo.expires_on < timezone.localdate():
        raise Refused(_("The last day of this publication is over. Propose it anew."))
    with transaction.atomic():
        record_disclosure(
            scope=scope,
            person=photo.request.enquirer,
            recipient="public",
            fields=("photo", "relation"),
            channel=Channel.PHOTO,
        )
        photo.state, photo.decided_by_id, photo.published_at = PhotoState.PUBLISHED, scope.user_id, timezone.now()
        photo.save_changes("state", "decided_by", "published_at")
        _record(scope, "publish_photo", photo)
        transaction.on_commit(write_published_photos)


def decline_photo(*, scope: Scope, photo: PhotoPublication, reason: str) -> PhotoPublication:
    """Decline a photo that somebody else proposed; its picture is removed.

    Raises:
        NotAllowed: it is decided, or this person proposed it.
        InvalidInput: no reason is given.
    """
    if not policies.may_decide_photo(scope, photo):
        raise NotAllowed(policies.APPROVE_PHOTO)
    return _end(scope, photo, PhotoState.DECLINED, reason, "decline_photo")


def remove_photo(*, scope: Scope, photo: PhotoPublication, reason: str) -> PhotoPublication:
    """Take a photo away, at once and by one person: from the public pages and from the disk.

    Raises:
        NotAllowed: it is out of reach, or gone already.
        InvalidInput: no reason is given.
    """
    if not policies.may_remove_photo(scope, photo):
        raise NotAllowed(policies.PROPOSE_PHOTO)
    return _end(scope, photo, PhotoState.REMOVED, reason, "remove_photo")


def write_published_photos(folder: Path | None = None) -> int:
    """Write what the public pages show: approved, not over, the enquirer's yes still standing; return how many."""
    if settings.NODE is None:
        raise PayvandError("no node is served, so nothing can be published")
    target = folder or settings.NODE.folder / "portal"
    shown = []
    for row in photos_to_show():
        if row.photo is None or not _may_be_shown(row.request):
            continue
        try:
            content = _small(store.read(row.photo.pk))
        except (FileNotFoundError, WrongKey, OSError):
            continue
        shown.append((PublishedPhoto(row.public_id, f"{row.public_id}.jpg", _in_languages(row.request)), content))
    write_photos(target, shown)
    return len(shown)


def withdraw_for(person_ids: list[UUID]) -> None:
    """Write the public pages anew when somebody who is shown there changed: a consent, a protection, a removal."""
    if photos_to_show().filter(request__enquirer_id__in=person_ids).exists():
        transaction.on_commit(write_published_photos)


def _check(request: TracingRequest, expires_on: date, *, age_checked: bool) -> None:
    _refuse_what_harms(request)
    today = timezone.localdate()
    problems = {}
    if not today < expires_on <= today + timedelta(days=LONGEST_DAYS):
        problems["expires_on"] = _("Choose a day within a year from now: then it is asked again.")
    birth = request.enquirer.birth
    year = birth.known_year if birth else None
    if not age_checked or (year is not None and today.year - year < YOUNGEST):
        problems["age_checked"] = _("Nobody younger than 15 is shown. Check the age, and tick only when you know.")
    if problems:
        raise InvalidInput(problems)


def _refuse_what_harms(request: TracingRequest) -> None:
    if not allows(request.enquirer, ConsentScope.PUBLISH_PHOTO):
        raise Refused(_("The enquirer has not agreed that a photo is published. Ask, and record the answer first."))
    if not _may_be_shown(request):
        raise Refused(_("The enquirer or the person sought is protected: no photo is published."))


def _may_be_shown(request: TracingRequest) -> bool:
    people = (request.enquirer, request.sought.person)
    safe = all(person.confidentiality < Confidentiality.PROTECTED and person.removed_at is None for person in people)
    return safe and allows(request.enquirer, ConsentScope.PUBLISH_PHOTO)


def _in_languages(request: TracingRequest) -> dict[str, str]:
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = relation_sought(request)
    return said


def _small(content: bytes) -> bytes:
    """Return a JPEG whose longer side is at most 640 dots."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    image.thumbnail((_SIDE, _SIDE))
    target = io.BytesIO()
    image.save(target, "JPEG", quality=82)
    return target.getvalue()


def _end(scope: Scope, photo: PhotoPublication, state: PhotoState, reason: str, action: str) -> PhotoPublication:
    if not reason.strip():
        raise InvalidInput({"reason": _("Write why, in a few words.")})
    with transaction.atomic():
        photo.state, photo.reason = state, reason.strip()[:300]
        photo.ended_by_id, photo.ended_at = scope.user_id, timezone.now()
        photo.save_changes("state", "reason", "ended_by", "ended_at")
        remove_files_of(scope=scope, owner=(SUBJECT, photo.pk))
        _record(scope, action, photo)
        transaction.on_commit(write_published_photos)
    return photo


def _record(scope: Scope, action: str, row: PhotoPublication, **facts: Any) -> None:
    said = {"file": row.request.number, **facts}
    record_act(scope=scope, action=f"families.{action}", subject_type=SUBJECT, subject_id=row.pk, facts=said)
