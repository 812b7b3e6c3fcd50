"""Ids as files can hold them: any string may be an id, but halves of characters cannot be written as text."""

import re
from typing import Final

_MARK: Final = "\x1a"
_UNWRITABLE: Final = re.compile(f"[{_MARK}\ud800-\udfff]")
_WRITTEN: Final = re.compile(f"{_MARK}([0-9a-f]{{4}})")


def id_as_text(record_id: str) -> str:
    """The id with what cannot be written as a mark and its number; `text_as_id` is the way back."""
    return _UNWRITABLE.sub(lambda found: f"{_MARK}{ord(found[0]):04x}", record_id)


def text_as_id(text: str) -> str:
    """The id that was written so."""
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), text) if _MARK in text else text
