"""XLSX: the first sheet that holds anything, cells as a person sees them."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Final

from django.utils.translation import gettext as _

from payvand.intake.reading.unreadable import Unreadable

LARGEST_UNPACKED: Final = 600 * 1024 * 1024
"""A packed file that unpacks to more is a trap, or a table for several uploads."""

Opener = Callable[[], io.BufferedReader]


def lines(opens: Opener) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that holds anything, with its number in the sheet.

    Raises:
        Unreadable: it is no spreadsheet, is locked with a password, or unpacks to too much.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    with opens() as content:
        packed = io.BytesIO(content.read())
    _check(packed)
    try:
        with CalamineWorkbook.from_object(packed) as book:
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                if sheet.start is None:
                    continue
                for number, row in enumerate(sheet.iter_rows(), start=sheet.start[0] + 1):
                    cells = [shown(cell) for cell in row]
                    if any(cells):
                        yield number, cells
                return
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(_("The spreadsheet cannot be read. Save it anew as XLSX or CSV and send it again.")) from error


def _check(packed: io.BytesIO) -> None:
    try:
        with zipfile.ZipFile(packed) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            is_workbook = any(name.startswith("xl/") for name in archive.namelist())
    except zipfile.BadZipFile as error:
        raise Unreadable(_("The file was cut off on its way. Send it again.")) from error
    if not is_workbook:
        raise Unreadable(_("This is a packed file, but no spreadsheet. Send a CSV or an XLSX file, or PFIF."))
    if unpacked > LARGEST_UNPACKED:
        raise Unreadable(_("The spreadsheet is too large. Split it and send the parts one after another."))
    packed.seek(0)


def shown(cell: object) -> str:
    """Return a cell as a person sees it: 7.0 in a spreadsheet is 7, a date is ISO."""
    match cell:
        case None:
            return ""
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.datetime():
            return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
        case dt.date() | dt.time():
            return cell.isoformat()
    return str(cell).replace("\x00", "").strip()
