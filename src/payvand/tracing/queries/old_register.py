"""Files by the numbers that the old register gave them, and what it says of them."""

import json
from dataclasses import dataclass

from payvand.core.scope import Scope
from payvand.tracing.models import OldRecord, TracingRequest


@dataclass(frozen=True, slots=True)
class OldCard:
    """What the page of a file shows of the old register: number, register, headings with the old words."""

    number: str
    register: str
    said: list[tuple[str, str]]


def number_key(text: str) -> str:
    """Return an old number without case, spaces and signs: ``123/94-т`` is ``12394т``."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())[:60]


def old_card(_scope: Scope, request: TracingRequest) -> OldCard | None:
    """Return what the old register says of a visible file, or None where it does not come from one."""
    record = OldRecord.objects.filter(request=request).first()
    if record is None:
        return None
    return OldCard(record.number, record.register, list(json.loads(record.said).items()))
