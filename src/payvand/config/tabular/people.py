"""Rows as records of people, with every row that cannot be used named by its line."""

import pathlib
import re
from collections.abc import Callable, Iterator
from typing import Final

from payvand.config.tabular.errors import BadInputError, UsageError
from payvand.config.tabular.reading import Row, read_table, shortened
from payvand.matching.records import NAME_FIELDS, Record, Relation, Relative

_RELATIVES: Final[dict[str, Relation]] = {"children": "child", "siblings": "sibling", "relatives": "other"}
FIELDS: Final = (
    "id", *NAME_FIELDS, "birth_date", "birth_year", "birth_from", "birth_to", "age", "age_on", "sex", "place", "spouse",
    "phone", "document", *_RELATIVES,
)  # fmt: skip
_SEVERAL: Final = ";"
_NAMES: Final = ("name", "given", "father", "surname")
_SEXES: Final = {"female": "female", "f": "female", "male": "male", "m": "male", "other": "other"}
_NEXT_COLUMN: Final = re.compile(rf",(?=(?:{'|'.join(FIELDS)})=)")


def column_names(given: list[str]) -> dict[str, str]:
    """Reads `--columns`: each `field=column`, several with commas between.

    Raises:
        UsageError: a part is not of that form, or names a field twice.
    """
    found: dict[str, str] = {}
    for part in (part for text in given for part in _NEXT_COLUMN.split(text)):
        field, equals, column = part.partition("=")
        if not equals or field.strip() not in FIELDS or not column.strip():
            raise UsageError(f"--columns {part}: write FIELD=COLUMN, where FIELD is one of {', '.join(FIELDS)}")
        if field.strip() in found:
            raise UsageError(f"--columns {part}: the field {field.strip()} is given twice")
        found[field.strip()] = column.strip()
    return found


def read_people(
    path: pathlib.Path, columns: dict[str, str], skipped: Callable[[BadInputError], None] | None = None
) -> Iterator[Record]:
    """The records of a file.

    Args:
        path: The file.
        columns: Fields and the columns that hold them where they are named otherwise; where there is no such column,
            one with the field's own name is taken.
        skipped: Told of every bad row, which is then left out; without it a bad row is an error.

    Raises:
        UsageError: the ending of the file is none of ours.
        BadInputError: the file or a row cannot be used.
    """
    header, rows = read_table(path)
    places = _places(path, header, columns)
    seen: dict[str, int] = {}
    for row in rows:
        try:
            record = _record(path, header, places, row)
            _check_new(path, record.id, seen, row.line)
        except BadInputError as error:
            if skipped is None:
                raise
            skipped(error)
            continue
        seen[record.id] = row.line
        yield record


def _check_new(path: pathlib.Path, record_id: str, seen: dict[str, int], line: int) -> None:
    if record_id in seen:
        what = f"the id {shortened(record_id)} is that of line {seen[record_id]} already; give each row one of its own"
        raise BadInputError(path, what, line)


def _places(path: pathlib.Path, header: list[str], columns: dict[str, str]) -> dict[str, int]:
    """Where each field stands in a row."""
    folded = [name.casefold() for name in header]
    places: dict[str, int] = {}
    for field in FIELDS:
        wanted = columns.get(field, field).casefold()
        name = wanted if wanted in folded else field
        if folded.count(name) > 1:
            raise BadInputError(path, "two columns have this name; rename one", 1, name)
        if name in folded:
            places[field] = folded.index(name)
    if "id" not in places:
        raise BadInputError(path, f"has no column 'id' (it has {_listed(header)}); name it with --columns id=…")
    if not any(name in places for name in _NAMES):
        raise BadInputError(path, f"has no column of names (it has {_listed(header)}); name it with --columns name=…")
    return places


def _listed(header: list[str]) -> str:
    return shortened(", ".join(header))


def _record(path: pathlib.Path, header: list[str], places: dict[str, int], row: Row) -> Record:
    if len(row.cells) != len(header):
        what = (
            f"has {len(row.cells)} fields where the header has {len(header)}; is a quotation mark or a separator amiss?"
        )
        raise BadInputError(path, what, row.line)
    cells = {field: row.cells[place] for field, place in places.items()}
    if not cells["id"].strip():
        raise BadInputError(path, "the id is empty; give the row one", row.line, header[places["id"]])
    sex, year = cells.get("sex", "").strip(), cells.get("birth_year", "").strip()
    if sex and sex.casefold() not in _SEXES:
        what = f"{shortened(sex)} is none of female, male, other; leave it empty where it is not known"
        raise BadInputError(path, what, row.line, header[places["sex"]])
    age = cells.get("age", "").strip()
    counted = re.fullmatch(r"[0-9]{1,3}", age) is not None
    if year and not re.fullmatch(r"[0-9]{4}", year):
        what = f"{shortened(year)} is not a year of four digits; leave it empty where it is not known"
        raise BadInputError(path, what, row.line, header[places["birth_year"]])

    def text(field: str) -> str | None:
        return cells.get(field, "").strip() or None

    def several(field: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in cells.get(field, "").split(_SEVERAL) if part.strip())

    return Record(
        id=cells["id"],
        name=text("name"),
        given=text("given"),
        father=text("father"),
        surname=text("surname"),
        mother=text("mother"),
        birth_date=text("birth_date") or (None if counted else age or None),
        birth_year=int(year) if year else None,
        sex=_SEXES.get(sex.casefold()),
        place=text("place"),
        birth_from=text("birth_from"),
        birth_to=text("birth_to"),
        age=int(age) if counted else None,
        age_on=text("age_on"),
        spouse=text("spouse"),
        relatives=tuple(Relative(kind, name) for field, kind in _RELATIVES.items() for name in several(field)),
        phones=several("phone"),
        documents=several("document"),
    )
