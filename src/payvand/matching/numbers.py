"""Numbers of telephones and papers, made blind: two can be told equal, none can be read.

A number that a key made blind cannot be found out by trying all numbers; without a key it can, so whatever is kept on a
disk should be given blind, with a key that lies elsewhere.
"""

import hashlib
import re
import unicodedata
from dataclasses import replace
from enum import IntEnum
from typing import Final, NamedTuple

from payvand.matching.records import Record

MARK: Final = "#"
"""What a blind number begins with; 16 hex digits of the whole and 16 of the tail follow."""

PHONE_TAIL: Final = 8
"""Digits from the end that say which telephone it is, whatever the prefix for abroad or the trunk."""

SHORTEST: Final = 5
"""A number with fewer digits says nothing."""

DOCUMENT_TAIL: Final = 6
"""A paper's digits must be so many to speak without the letters of its series."""

_PERSON: Final = b"payvand-number"
_BLIND = re.compile(rf"{MARK}([0-9a-f]{{16}})([0-9a-f]{{16}})")
_LATIN_TWINS: Final = str.maketrans("АВЕКМНОРСТУХІЈЅ", "ABEKMHOPCTYXIJS")
_LONGEST: Final = 200
_SHOWN: Final = 3


class NumberKind(IntEnum):
    """What a number belongs to; the values stand in packed rows."""

    PHONE = 1
    DOCUMENT = 2


class Blind(NamedTuple):
    """A blind number: 64 bits of the whole, 64 of what is left without prefix or series; 0 where there is no such."""

    whole: int
    tail: int

    def __str__(self) -> str:
        return f"{MARK}{self.whole:016x}{self.tail:016x}"


def blind(kind: NumberKind, number: str, key: bytes = b"") -> Blind | None:
    """A number made blind; one that is blind already is read as it is, one that says nothing is None.

    Args:
        kind: What it belongs to.
        number: As written.
        key: Up to 64 bytes; only numbers made blind with one key can be compared.
    """
    if made := _BLIND.fullmatch(number):
        return Blind(int(made[1], 16), int(made[2], 16))
    whole, tail = _phone(number[:_LONGEST]) if kind is NumberKind.PHONE else _document(number[:_LONGEST])
    if sum(letter.isdigit() for letter in whole) < SHORTEST:
        return None
    return Blind(_hash(kind, "=" + whole, key), _hash(kind, "~" + tail, key) if tail else 0)


def blinded(record: Record, key: bytes = b"") -> Record:
    """The record with its numbers made blind, so that nothing of them can be read where it is kept."""
    if not record.phones and not record.documents:
        return record
    phones = (blind(NumberKind.PHONE, number, key) for number in record.phones)
    documents = (blind(NumberKind.DOCUMENT, number, key) for number in record.documents)
    return replace(
        record, phones=tuple(map(str, filter(None, phones))), documents=tuple(map(str, filter(None, documents)))
    )


def shown(number: str) -> str:
    """The end of a number, for a reader: the last three signs of one that can be read, nothing of a blind one."""
    whole = _simplified(number[:_LONGEST])
    return "…" if _BLIND.fullmatch(number) or len(whole) <= SHORTEST else f"…{whole[-_SHOWN:]}"


def _hash(kind: NumberKind, text: str, key: bytes) -> int:
    digest = hashlib.blake2b(
        kind.name.encode() + text.encode("utf-8", "replace"), digest_size=8, key=key, person=_PERSON
    ).digest()
    return int.from_bytes(digest, "little") or 1


def _simplified(text: str) -> str:
    """Upper case, ASCII digits, Latin letters for the Cyrillic ones that look the same; no signs or spaces."""
    wide = unicodedata.normalize("NFKC", text).upper().translate(_LATIN_TWINS)
    return "".join(
        str(unicodedata.digit(sign)) if sign.isdecimal() else sign
        for sign in wide
        if sign.isalpha() or sign.isdecimal()
    )


def _phone(text: str) -> tuple[str, str]:
    digits = "".join(sign for sign in _simplified(text) if sign.isdigit()).removeprefix("00")
    return digits, digits[-PHONE_TAIL:] if len(digits) >= PHONE_TAIL else ""


def _document(text: str) -> tuple[str, str]:
    whole = _simplified(text)
    digits = "".join(sign for sign in whole if sign.isdigit())
    return whole, digits if len(digits) >= DOCUMENT_TAIL else ""
