"""The rows of a table that are to be corrected, as a spreadsheet that can be corrected and sent again."""

import io
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from payvand.intake import queries
from payvand.intake.enums import Verdict
from payvand.intake.models import Batch

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LITERAL = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
_LONGEST_CELL = 32_767


def file_name(batch: Batch) -> str:
    """Return what the file is called: never the name of the list, which may tell of somebody."""
    return f"to-correct-{str(batch.pk)[:8]}.xlsx"


def sentences(header: Sequence[str], problem: queries.Problem) -> list[tuple[str, str]]:
    """Return what is wrong with a row: the column as the table names it, empty for the whole row, and a sentence."""
    return [
        (header[place] or _("column %(number)s") % {"number": place + 1} if 0 <= place < len(header) else "", sentence)
        for place, sentence in problem.complaints
    ]


def spreadsheet(batch: Batch) -> bytes:
    """Return the wrong rows with the header of the table, the cells in error marked, and what is wrong at the end.

    Cells are written as texts, so that none of them is ever taken for a formula. The added columns have headers that
    mean nothing to any target: sent again, they are left out.
    """
    import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

    header = queries.header_of(batch)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **_LITERAL}) as book:
        sheet = book.add_worksheet()
        bold, amber = book.add_format({"bold": True}), book.add_format({"bg_color": "#FDE9C8"})
        width = len(header)
        titles = [*header, _("Payvand: line"), _("Payvand: what to correct")]
        for place, title in enumerate(titles):
            sheet.write_string(0, place, title, bold)
        sheet.freeze_panes(1, 0)
        for number, (row, problem) in enumerate(_wrong(batch), start=1):
            marked = {place for place, _sentence in problem.complaints}
            for place in range(width):
                sheet.write_string(number, place, row.cell(place)[:_LONGEST_CELL], amber if place in marked else None)
            sheet.write_number(number, width, row.line)
            told = [f"{name}: {sentence}" if name else sentence for name, sentence in sentences(header, problem)]
            sheet.write_string(number, width + 1, "\n".join(told)[:_LONGEST_CELL])
    return out.getvalue()


def _wrong(batch: Batch) -> Iterator[tuple[queries.Row, queries.Problem]]:
    return (
        (row, problem)
        for row, problem in queries.told_rows(batch)
        if problem.verdict in (Verdict.WRONG, Verdict.CHANGED)
    )
