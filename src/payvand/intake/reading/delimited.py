"""Text tables: the encoding and the delimiter are found out, rows are read as they come."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from django.utils.translation import gettext as _

from payvand.intake.reading.unreadable import Unreadable

ENCODINGS: Final = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "cp1251": "Windows-1251",
    "koi8-r": "KOI8-R",
    "cp866": "DOS 866",
    "cp1256": "Windows-1256",
    "cp1254": "Windows-1254",
    "cp1252": "Windows-1252",
}
"""The encodings that are told apart, with their names."""

_DELIMITERS: Final = ",;\t|"
_LONGEST_CELL: Final = 100_000
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# The most frequent letters of running text in each encoding's languages; capitals are rare in it.
_FREQUENT: Final = {
    "cp1251": frozenset("оеаинтсрвлкмдпуя"),
    "koi8-r": frozenset("оеаинтсрвлкмдпуя"),
    "cp866": frozenset("оеаинтсрвлкмдпуя"),
    "cp1256": frozenset("اليومرنتبهدسع"),
    "cp1254": frozenset("şıöüçğâ"),
    "cp1252": frozenset("éèêàäöüñçóáíøå"),
}
_SAMPLE: Final = 256 * 1024

Opener = Callable[[], io.BufferedReader]


def encoding_of(opens: Opener, chosen: str = "") -> str:
    """Return the encoding of a text: the chosen one, that of its mark, UTF-8 where it is that throughout, else a guess.

    Raises:
        Unreadable: it is no text.
    """
    with opens() as content:
        head = content.read(_SAMPLE)
    if chosen:
        return chosen if chosen in ENCODINGS else "utf-8-sig"
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    if b"\x00" in head:
        raise Unreadable(_("This is no table that can be read. Send a CSV or an XLSX file, or PFIF."))
    if _is_utf8(opens):
        return "utf-8-sig"
    return max(_FREQUENT, key=lambda encoding: _likeness(head, encoding))


def _is_utf8(opens: Opener) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opens() as content:
        try:
            while piece := content.read(_SAMPLE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _likeness(sample: bytes, encoding: str) -> float:
    """The share of letters beyond ASCII that running text in this encoding would mostly use; small ones count whole.

    A list in capitals is common too, so that a capital counts half.
    """
    letters = Counter(letter for letter in sample.decode(encoding, "replace") if ord(letter) > 127)  # noqa: PLR2004 — ASCII's end
    total = sum(letters.values())
    if not total:
        return 0.0
    frequent = _FREQUENT[encoding]
    small = sum(count for letter, count in letters.items() if letter in frequent)
    capital = sum(count for letter, count in letters.items() if letter not in frequent and letter.lower() in frequent)
    return (small + capital / 2) / total


def delimiter_of(text: str) -> str:
    """Return what separates the cells: the sign that most lines have the same number of, outside quotation marks."""
    lines = [line for line in text.splitlines()[:-1] or text.splitlines() if line.strip()][:50]
    return max(_DELIMITERS, key=lambda sign: _evenness(lines, sign))


def _evenness(lines: list[str], sign: str) -> tuple[int, int]:
    counts = Counter(_outside_quotes(line, sign) for line in lines)
    counts.pop(0, None)
    if not counts:
        return 0, 0
    most, times = counts.most_common(1)[0]
    return times, most


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def lines(opens: Opener, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that holds anything, with the line it begins on.

    Raises:
        Unreadable: a byte does not belong to the encoding, or a quotation mark is never closed.
    """
    csv.field_size_limit(_LONGEST_CELL)
    with opens() as content, io.TextIOWrapper(content, encoding=encoding, errors=_errors(encoding), newline="") as text:
        reader = csv.reader(_without_nul(text), delimiter=delimiter)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                what = _("Line %(line)s cannot be read: is a quotation mark amiss?") % {"line": line}
                raise Unreadable(what) from error
            except UnicodeError as error:
                what = _("After line %(line)s the file is not written in %(encoding)s. Choose another encoding.")
                raise Unreadable(what % {"line": line, "encoding": ENCODINGS[encoding]}) from error
            if any(cell.strip() for cell in cells):
                yield line, [cell.strip() for cell in cells]


def _errors(encoding: str) -> str:
    """A code page of one byte has a few places without a letter: what stands there is shown as �."""
    return "strict" if encoding.startswith("utf") else "replace"


def _without_nul(text: Iterable[str]) -> Iterator[str]:
    for line in text:
        yield line.replace("\x00", "")
