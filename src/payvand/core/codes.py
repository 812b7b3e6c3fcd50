"""Which strings are codes of ours, and may stand in logs and in the audit because they say nothing of a person."""

import re

_CODE = re.compile(r"[a-z0-9_.:/-]{1,80}|[A-Z0-9_./-]{1,40}|[0-9a-f]{64}")
_MANY_DIGITS = re.compile(r"\d{6,}")
_HEXADECIMAL = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_code(text: str) -> bool:
    """Say whether text is a code (``open``, ``TJ-2026-0118``), an identifier or a hash, and not words or a number.

    Refused are words with capital and small letters, spaces, letters beyond ASCII, and six digits or more in a row.
    """
    if _HEXADECIMAL.fullmatch(text):
        return True
    return bool(_CODE.fullmatch(text)) and not _MANY_DIGITS.search(text)
