"""Records as the kernel reads them: rows of 32-bit words, as `kernel/kernel.h` lays them out.

A packed row holds no text, only letters as codes of the likeness model and hashes; it serves as long as the model is
the same. The row of one record holds its tokens itself; in bulk many rows share one buffer of tokens.
"""

import array
import functools
import struct
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching import facts
from payvand.matching.hashing import hash_of
from payvand.matching.letters import LONGEST, SCRIPTS
from payvand.matching.likeness import likeness
from payvand.matching.rarity import skeleton_hash
from payvand.matching.records import NAME_FIELDS, Record
from payvand.matching.tokens import Token, Variant, spellings_of
from payvand.names import Role

MARK: Final = 0x50560003
"""The first word of every row."""

ROW_HEAD: Final = 16
MOST_FORMS: Final = 12
"""Forms of a token that are packed; the cheapest, which come first."""

_FORM_WORDS: Final = 9
_TOKEN_HEAD: Final = 4
_NUMBER_WORDS: Final = 5
_COST_UNIT: Final = 256
_ENDINGS: Final = {Role.PATRONYMIC: 1, Role.SURNAME: 2, Role.NISBA: 3}
_HALF: Final = 0xFFFFFFFF
_UNUSED_COST: Final = 100.0  # bits of a form that must not stand for the token: a stem that speaks to stems only
_FORM: Final = struct.Struct(f"<QI{LONGEST}s")


@functools.lru_cache(maxsize=1 << 17)
def packed_token(token: Token) -> bytes:
    """The words of one token."""
    forms = list(token.variants[:MOST_FORMS])
    stem = glued = 0
    if token.stem:
        stem = _place(forms, token.stem)
    if token.glued:
        forms.append(Variant(token.glued, 0.0))
        glued = len(forms)
    script = SCRIPTS.index(token.script) + 1 if token.script else 0
    head = (
        len(forms)
        | script << 4
        | token.weak << 8
        | token.initial << 9
        | token.given << 10
        | token.of_father << 11
        | token.surname << 12
        | (_ENDINGS[token.ending] if token.ending else 0) << 13
        | (token.sex or 0) << 16
        | stem << 18
        | glued << 22
        | token.prefix << 26
        | NAME_FIELDS.index(token.part) << 27
    )
    key = skeleton_hash(token.spelled)
    words = struct.pack("<IIQ", head, _TOKEN_HEAD + _FORM_WORDS * len(forms), key)
    return words + b"".join(_packed_form(form, token.script) for form in forms)


def _place(forms: list[Variant], stem: str) -> int:
    """The place, counted from one, of the stem among the forms, where it is put if it is not there."""
    for place, form in enumerate(forms, start=1):
        if form.spelled == stem:
            return place
    forms.append(Variant(stem, _UNUSED_COST))
    return len(forms)


@functools.lru_cache(maxsize=1 << 12)
def _packed_form(form: Variant, script: str | None) -> bytes:
    codes = likeness().alphabets[script].encode(form.spelled) if script else b""
    letters = min(len(form.spelled), LONGEST)
    return _FORM.pack(hash_of(form.spelled), letters | round(form.cost * _COST_UNIT) << 8, codes)


def pack(record: Record) -> bytes:
    """The self-contained row of a record."""
    tokens = bytearray()
    placed: dict[Token, int] = {}

    def ref(token: Token) -> int:
        if token not in placed:
            placed[token] = len(tokens) // 4
            tokens.extend(packed_token(token))
        return placed[token]

    row = row_words(record, spellings_of(record), ref)
    shift = len(row)
    _shift_refs(row, shift)
    row[1] = shift + len(tokens) // 4
    return row.tobytes() + bytes(tokens)


def row_of(packed: bytes) -> NDArray[np.uint32]:
    """Packed bytes as the words that the kernel takes."""
    return np.frombuffer(packed, dtype="<u4")


def row_words(record: Record, spellings: list[tuple[Token, ...]], ref: Callable[[Token], int]) -> "array.array[int]":
    """The words of a record's row; `ref` says where each token stands, and puts it there if it is new."""
    kin, places, numbers = facts.kin(record), facts.places(record), facts.numbers(record)
    body = array.array("I")
    offsets = []
    offsets.append((len(spellings), ROW_HEAD))
    for tokens in spellings:
        body.append(len(tokens))
        body.extend(ref(token) for token in tokens)
    for listed in (kin, places):
        offsets.append((len(listed), ROW_HEAD + len(body)))
        for code, tokens in listed:
            body.extend((code, len(tokens)))
            body.extend(ref(token) for token in tokens)
    offsets.append((len(numbers) // _NUMBER_WORDS, ROW_HEAD + len(body)))
    body.extend(numbers)
    head = array.array("I", (MARK, ROW_HEAD + len(body), *facts.header(record)))
    for count, offset in offsets:
        head.extend((count, offset))
    head.append(0)
    return head + body


def _shift_refs(row: "array.array[int]", shift: int) -> None:
    """Lets the refs count from the row's own start, its tokens standing behind it."""
    for section, head in ((7, 0), (9, 1), (11, 1)):
        place = row[section + 1]
        for _ in range(row[section]):
            count = row[place + head]
            place += head + 1
            for ref in range(place, place + count):
                row[ref] += shift
            place += count


class TokenBuffer:
    """The packed tokens that many rows share, each distinct token once."""

    def __init__(self) -> None:
        self._words = bytearray()
        self._refs: dict[Token, int] = {}

    def ref(self, token: Token) -> int:
        """Where a token stands, in words from the start of the buffer; it is put there if it is new."""
        found = self._refs.get(token)
        if found is None:
            found = self._refs[token] = len(self._words) // 4
            self._words += packed_token(token)
        return found

    def refs(self, tokens: Iterable[Token]) -> list[int]:
        """The same for several."""
        return [self.ref(token) for token in tokens]

    def words(self) -> NDArray[np.uint32]:
        """A copy of the buffer as words."""
        return np.frombuffer(bytes(self._words), dtype="<u4").copy()
