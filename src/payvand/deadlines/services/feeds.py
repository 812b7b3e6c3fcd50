"""The address at which a person's own calendar program reads what is due; a secret of which only a hash is kept."""

import hashlib
import secrets

from django.conf import settings
from django.db import transaction

from payvand.access.models import User
from payvand.access.scopes import scope_of
from payvand.audit.services import record_act
from payvand.core.errors import NotAllowed
from payvand.core.scope import Scope
from payvand.deadlines.models import CalendarFeed
from payvand.deadlines.policies import SEE

_BYTES = 32


@transaction.atomic
def open_feed(*, scope: Scope) -> str:
    """Make a new address and return its secret, shown once; an earlier address stops working.

    Raises:
        NotAllowed: the Scope sees no deadlines, or is not a person's.
    """
    scope.require(SEE)
    if scope.user_id is None:
        raise NotAllowed(SEE)
    secret = secrets.token_urlsafe(_BYTES)
    feed = CalendarFeed.objects.update_or_create(user_id=scope.user_id, defaults={"secret_hash": _hash(secret)})[0]
    record_act(scope=scope, action="deadlines.open_feed", subject_type="calendar_feed", subject_id=feed.pk)
    return secret


@transaction.atomic
def end_feed(*, scope: Scope) -> None:
    """Make the address stop working."""
    feed = CalendarFeed.objects.filter(user_id=scope.user_id).first() if scope.user_id else None
    if feed is not None:
        record_act(scope=scope, action="deadlines.end_feed", subject_type="calendar_feed", subject_id=feed.pk)
        feed.delete()


def reader_of(secret: str) -> Scope | None:
    """Return what the holder of this secret may see today, or None: no such address, or its user may see nothing.

    The rights are those of the user at this moment: who leaves the service leaves the feed with it.
    """
    feed = CalendarFeed.objects.select_related("user").filter(secret_hash=_hash(secret)).first()
    if feed is None:
        return None
    user: User = feed.user
    scope = scope_of(user, language=user.language or settings.LANGUAGE_CODE)
    return scope if scope.may(SEE) else None


def _hash(secret: str) -> str:
    """Return the hash by which an address is known; the secret has 256 bits, so it needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
