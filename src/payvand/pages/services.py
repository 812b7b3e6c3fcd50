"""Keeping and clearing what people write in forms before they send it."""

import json
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from payvand.core.errors import InvalidInput, NotAllowed
from payvand.core.scope import Scope
from payvand.pages.models import Draft
from payvand.pages.queries import Fields

KEPT_FOR = timedelta(days=60)
"""A draft that nobody has touched for so long is removed."""

LARGEST_DRAFT = 300_000
"""Letters of the JSON of a draft; a form that is fuller is not saved as one writes."""

_KEY = re.compile(r"[A-Za-z0-9_.:-]{1,120}")


def save_draft(*, scope: Scope, key: str, fields: Any, visit: UUID) -> bool:
    """Keep what this person wrote in a form; return False where the form has been sent meanwhile.

    Args:
        scope: who writes.
        key: which form: letters, digits, ``_ . : -``; never a name.
        fields: the values of each field by its name, as the browser sent them.
        visit: the opening of the page that saves.

    Raises:
        NotAllowed: nobody is signed in.
        InvalidInput: these are no fields of a form, or too much.
    """
    if scope.user_id is None:
        raise NotAllowed("pages.save_draft")
    content = json.dumps(_checked(key, fields), ensure_ascii=False)
    if len(content) > LARGEST_DRAFT:
        raise InvalidInput({"fields": "too much for a draft"})
    with transaction.atomic():
        row, _is_new = Draft.objects.get_or_create(user_id=scope.user_id, form_key=key, defaults={"visit": visit})
        row = Draft.objects.select_for_update().get(pk=row.pk)
        if not _is_new and row.content is None and row.visit == visit:
            return False
        row.content, row.visit, row.saved_at = content, visit, timezone.now()
        row.save(update_fields=["content", "visit", "saved_at"])
    return True


def clear_draft(*, scope: Scope, key: str) -> None:
    """Forget what this person wrote in a form, in the transaction of the service that took it."""
    if scope.user_id is not None:
        Draft.objects.filter(user_id=scope.user_id, form_key=key).update(content=None)


def clear_drafts_of(*, key: str) -> int:
    """Remove the drafts that anybody has of one form, when what it is about is erased; return how many."""
    return Draft.objects.filter(form_key=key).delete()[0]


def clear_drafts_about(subject_id: UUID) -> int:
    """Remove the drafts that anybody has of any form of one thing, by the id in their keys; return how many."""
    return Draft.objects.filter(form_key__contains=str(subject_id)).delete()[0]


def sweep_drafts() -> int:
    """Remove drafts that were sent, and those that nobody touched for `KEPT_FOR`; return how many."""
    now = timezone.now()
    sent = Draft.objects.filter(content__isnull=True, saved_at__lt=now - timedelta(days=1))
    left = Draft.objects.filter(saved_at__lt=now - KEPT_FOR)
    return sent.delete()[0] + left.delete()[0]


def _checked(key: str, fields: Any) -> Fields:
    """Return the fields as they are kept.

    Raises:
        InvalidInput: the key or the fields have another shape.
    """
    if not _KEY.fullmatch(key):
        raise InvalidInput({"key": "no key of a form"})
    if not isinstance(fields, dict):
        raise InvalidInput({"fields": "no fields of a form"})
    for name, values in fields.items():
        is_list = isinstance(values, list) and all(isinstance(value, str) for value in values)
        if not is_list or not isinstance(name, str):
            raise InvalidInput({"fields": "no fields of a form"})
    return fields
