"""Drafts of the person who asks."""

import json
from dataclasses import dataclass
from datetime import datetime

from payvand.core.scope import Scope
from payvand.pages.models import Draft

Fields = dict[str, list[str]]
"""The values of each field by its name, as a form sends them."""


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """What was written in a form and when; times are aware."""

    fields: Fields
    saved_at: datetime


def draft_of(scope: Scope, key: str) -> SavedDraft | None:
    """Return what this person wrote in a form and has not sent, or None."""
    row = Draft.objects.filter(user_id=scope.user_id, form_key=key).first() if scope.user_id else None
    if row is None or row.content is None:
        return None
    return SavedDraft(json.loads(row.content), row.saved_at)
