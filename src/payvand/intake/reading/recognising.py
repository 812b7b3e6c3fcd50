"""What an upload is, told by its first bytes and never by its name."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from payvand.intake.enums import TableKind
from payvand.intake.reading import delimited, pfif, spreadsheet
from payvand.intake.reading.unreadable import Unreadable

Opener = Callable[[], io.BufferedReader]
"""Opens the content from its beginning; it may be called again."""

Line = tuple[int, list[str]]
"""The line that a row begins on, and its cells."""

_LOOKED_AT: Final = 64 * 1024
_ZIP, _OLD_OFFICE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


@dataclass(frozen=True, slots=True)
class Found:
    """What an upload is.

    Attributes:
        kind: its format.
        encoding, delimiter: of a text table.
    """

    kind: TableKind
    encoding: str = ""
    delimiter: str = ""


def recognise(opens: Opener, *, encoding: str = "") -> Found:
    """Say what an upload is.

    Args:
        opens: opens it.
        encoding: of a text table, where a person chose it; empty to find it out.

    Raises:
        Unreadable: it is nothing that this reads.
    """
    with opens() as content:
        head = content.read(_LOOKED_AT)
    if not head.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise Unreadable(_("The file is empty."))
    if head.startswith(_ZIP):
        return Found(TableKind.SPREADSHEET)
    if head.startswith(_OLD_OFFICE):
        raise Unreadable(_("This is a spreadsheet of the old kind (XLS). Save it as XLSX or CSV and send it again."))
    if head.startswith(_PDF):
        raise Unreadable(_("This is a PDF, not a table. Ask for the list as a spreadsheet, or type it into one."))
    if pfif.is_xml(head):
        return Found(TableKind.PFIF)
    found = delimited.encoding_of(opens, encoding)
    return Found(TableKind.DELIMITED, found, delimited.delimiter_of(head.decode(found, "ignore")))


def open_table(opens: Opener, found: Found) -> Iterator[Line]:
    """Yield every line of a table that is not empty, its header among them.

    Raises:
        Unreadable: it breaks off or is damaged; what was yielded before stands.
    """
    match found.kind:
        case TableKind.DELIMITED:
            return delimited.lines(opens, found.encoding, found.delimiter)
        case TableKind.SPREADSHEET:
            return spreadsheet.lines(opens)
        case TableKind.PFIF:
            return pfif.lines(opens)
