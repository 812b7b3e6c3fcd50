"""Romanisation by table: a name in Latin letters by a named scheme, with references back to the source letters."""

import functools
import re
from typing import Final, NamedTuple

from payvand.names import tables
from payvand.names.letter_units import units_of

MISSING_VOWEL: Final = "·"
"""Stands in a romanised text where Arabic script leaves a short vowel (or none) unwritten."""

DEFAULT_LANGUAGES: Final = {"fa": "fa-AF", "prs": "fa-AF", "dari": "fa-AF"}


class UnknownSchemeError(LookupError):
    """The language has no such scheme, or no scheme at all; the message names those that there are."""


class Span(NamedTuple):
    """`text[start:end]` was made from `source[source_start:source_end]`."""

    start: int
    end: int
    source_start: int
    source_end: int


class Romanised(NamedTuple):
    """A romanised text. The source is unchanged; `text` is derived by `scheme` of `language`.

    `spans` cover the whole source and the whole text in order. `missing_vowels` are the places in `text` at which
    MISSING_VOWEL stands, because Arabic script does not write the vowel. `unmapped` are the source letters for which
    the scheme has no row: they stand in `text` unchanged.
    """

    source: str
    text: str
    spans: tuple[Span, ...]
    scheme: str
    language: str
    missing_vowels: tuple[int, ...]
    unmapped: tuple[Span, ...]

    @property
    def plain(self) -> str:
        """The text without the marks of missing vowels."""
        missing = set(self.missing_vowels)
        return "".join(letter for place, letter in enumerate(self.text) if place not in missing)


def _base(language: str) -> str:
    """The language of a tag as the tables name it: `uz-Cyrl` gives `uz`, `fa` gives `fa-AF`."""
    short = language.split("-", 1)[0]
    return DEFAULT_LANGUAGES.get(short, short)


def schemes(language: str) -> tuple[str, ...]:
    """The schemes of a language, its default first; empty where there is none."""
    return tuple(scheme.name for scheme in tables.all_schemes() if scheme.language == _base(language))


_Rules = dict[str, tuple[tables.Letters, ...]]


@functools.lru_cache(maxsize=64)
def _rules(language: str, scheme: str | None) -> tuple[str, _Rules]:
    """The rows of a scheme by their first letter, those that ask most of their surroundings first."""
    found = [row for row in tables.all_schemes() if row.language == language and scheme in (None, row.name)]
    if not found:
        known = ", ".join(schemes(language)) or "none"
        raise UnknownSchemeError(f"no romanisation scheme {scheme!r} for {language!r}; there are: {known}")
    chosen = found[0]
    rows = list(tables.letters(chosen.table, chosen.name))
    if chosen.base:
        rows += tables.letters(chosen.base, chosen.name)
    rows.sort(key=lambda row: (len(row.source), bool(row.before) + bool(row.after)), reverse=True)
    by_letter: dict[str, list[tables.Letters]] = {}
    for row in rows:
        by_letter.setdefault(row.source[0], []).append(row)
    return chosen.name, {letter: tuple(group) for letter, group in by_letter.items()}


def romanise(text: str, language: str, scheme: str | None = None) -> Romanised:
    """Romanises a text of a language by a scheme (by default the first of `schemes(language)`).

    Letters that the scheme does not know stay as they are. Total over any string.

    Raises:
        UnknownSchemeError: the language has no such scheme.
    """
    base = _base(language)
    name, rules = _rules(base, scheme)
    return _Writer(text, base, name, rules).romanised()


_VOWELS: Final = frozenset("aāáeêēiīoōuū")
_ARABIC_LETTER: Final = re.compile("[ء-غف-يٮ-ۓۺ-ۿ]")


class _Writer:
    """Writes one romanised text, piece by piece."""

    def __init__(self, source: str, language: str, scheme: str, rules: _Rules) -> None:
        self.source, self.language, self.scheme, self.rules = source, language, scheme, rules
        self.units = units_of(source)
        self.out: list[str] = []
        self.length = 0
        self.spans: list[Span] = []
        self.missing: list[int] = []
        self.unmapped: list[Span] = []

    def romanised(self) -> Romanised:
        """The whole text."""
        place = 0
        while place < len(self.units):
            place = self._piece(place)
        return Romanised(
            self.source,
            "".join(self.out),
            tuple(self.spans),
            self.scheme,
            self.language,
            tuple(self.missing),
            tuple(self.unmapped),
        )

    def _piece(self, place: int) -> int:
        """Writes the piece that begins at a unit; gives the place after it."""
        unit = self.units[place]
        row = self._row(place)
        if row is None:
            span = self._write(unit.source, place, place + 1)
            if unit.letter:
                self.unmapped.append(span)
            return place + 1
        end = place + len(row.source)
        self._write(self._cased(row.latin, place, end), place, end)
        if unit.arabic:
            self._mark_missing(row, place, end)
        return end

    def _row(self, place: int) -> tables.Letters | None:
        """The first row of the scheme that holds at a unit."""
        for row in self.rules.get(self.units[place].text, ()):
            end = place + len(row.source)
            if (end == place + 1 or self._spells(row.source, place)) and self._fits(row, place, end):
                return row
        return None

    def _spells(self, letters: str, place: int) -> bool:
        """Whether the units from a place on are these letters."""
        units = self.units[place : place + len(letters)]
        return len(units) == len(letters) and all(map(str.__eq__, (unit.text for unit in units), letters))

    def _fits(self, row: tables.Letters, place: int, end: int) -> bool:
        if not (row.after or row.before):
            return True
        before = self.units[place - 1] if place else None
        after = self.units[end] if end < len(self.units) else None
        left = before.text if before and before.inside else "^"
        right = after.text if after and after.inside else "$"
        return (not row.after or left in row.after) and (not row.before or right in row.before)

    def _write(self, latin: str, first: int, after_last: int) -> Span:
        span = Span(self.length, self.length + len(latin), self.units[first].start, self.units[after_last - 1].end)
        self.out.append(latin)
        self.length += len(latin)
        self.spans.append(span)
        return span

    def _cased(self, latin: str, place: int, end: int) -> str:
        """The Latin letters in the case of their source: JA in a word of capitals, Ja at the head of a word."""
        if not self.units[place].upper:
            return latin
        before = self.units[place - 1].case if place else ""
        after = self.units[end].case if end < len(self.units) else ""
        if after == "upper" or (before == "upper" and after != "lower"):
            return latin.upper()
        return latin[:1].upper() + latin[1:]

    def _mark_missing(self, row: tables.Letters, place: int, end: int) -> None:
        """Marks that no vowel is written after a consonant that stands before another one without any sign between."""
        if not _leaves_vowel(row, vocalised=self.units[place].vocalised) or end >= len(self.units):
            return
        following = self.units[end]
        next_row = self._row(end) if following.arabic and following.inside else None
        if next_row is not None and next_row.latin[:1] not in _VOWELS and self.out[-1:] != [MISSING_VOWEL]:
            at = following.start
            self.missing.append(self.length)
            self.out.append(MISSING_VOWEL)
            self.spans.append(Span(self.length, self.length + 1, at, at))
            self.length += 1


def _leaves_vowel(row: tables.Letters, *, vocalised: bool) -> bool:
    """Whether a vowel may follow that the script does not write: after a first alef by itself, and after a consonant.

    In a word that carries vowel signs a consonant without a sign has no vowel after it.
    """
    if row.source == "ا" and not row.latin:
        return True
    written = row.latin[-1:] in _VOWELS or row.latin[-1:] == " "
    return not vocalised and not written and _ARABIC_LETTER.match(row.source[-1]) is not None
