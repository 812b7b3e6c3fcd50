"""Registers as tables of numbers: each distinct text of a field once, and each record as numbers of its texts.

CSV, TSV and Parquet are read by DuckDB, out of core; a spreadsheet, which fits into memory, comes as a table of texts.
"""

import pathlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import duckdb

from payvand.matching.linking.columns import FIELDS, ColumnError, Columns, recognise
from payvand.matching.linking.database import literal, quoted, single, write

TEXTS: Final = tuple(field for field in FIELDS if field not in {"id", "birth_date", "birth_year", "age", "age_on"})
"""Fields each of which has its own list of texts."""

BIRTH: Final = ("birth_date", "birth_year", "age", "age_on")
"""Fields that together say when somebody was born: they have one list."""

_SEPARATORS: Final = {".tsv": "'\\t'"}
_SHOWN: Final = 3
_DATE: Final = r"regexp_replace({0}, '^((?:18|19|20)\d\d)(\d\d)(\d\d)$', '\1-\2-\3')"
"""Dates written without signs between, such as 19560409."""

_SEX: Final = "CASE lower({0}) WHEN 'f' THEN 'female' WHEN 'm' THEN 'male' ELSE lower({0}) END"


class RegisterError(ValueError):
    """A register that cannot be used; says where and what to do."""

    def __init__(self, path: pathlib.Path, what: str) -> None:
        super().__init__(f"{path}: {what}")


@dataclass(frozen=True, slots=True)
class Source:
    """A register to be read.

    Attributes:
        path: The file.
        columns: Fields and the columns that hold them, where their names do not say it.
        further: Columns to be compared as they are; None takes the known ones.
    """

    path: pathlib.Path
    columns: dict[str, str]
    further: tuple[str, ...] | None = None


def read(
    database: duckdb.DuckDBPyConnection, sources: list[Source], file: Callable[[str], pathlib.Path]
) -> dict[str, object]:
    """Reads registers into Parquet files: `people` and, for each field, its texts.

    `people` holds `rec` (from 0; the left register first), `id`, `birth`, a number for each text field (−1: nothing
    there) and, for further columns, a hash and the text. Texts hold `id`, `text`, `n` (records that have it).

    Returns:
        What was found: `left` and `records` (counts) and `further` (columns).

    Raises:
        RegisterError: a file cannot be used.
    """
    opened = [_opened(database, source, side) for side, source in enumerate(sources)]
    shared = [name for name in opened[0].further if all(name in columns.further for columns in opened)]
    parts = [_selected(columns, side, shared) for side, columns in enumerate(opened)]
    database.execute(
        f"CREATE TABLE given AS SELECT row_number() OVER () - 1 AS rec, * FROM ({' UNION ALL '.join(parts)})"
    )
    for side, source in enumerate(sources):
        database.execute(f"DROP VIEW source{side}")
        _check_ids(database, source.path, side)
    for field in TEXTS:
        _texts(database, field, file(f"texts-{field}.parquet"))
    database.execute(
        f"CREATE TABLE texts_birth AS SELECT row_number() OVER (ORDER BY {', '.join(BIRTH)}) - 1 AS id, "
        f"{', '.join(BIRTH)}, n "
        f"FROM (SELECT {', '.join(BIRTH)}, count(*) AS n FROM given "
        f"WHERE coalesce({', '.join(BIRTH)}) IS NOT NULL GROUP BY {', '.join(BIRTH)})"
    )
    write(database, "FROM texts_birth ORDER BY id", file("texts-birth.parquet"))
    write(database, _coded(shared), file("people.parquet"))
    write(database, "SELECT rec, id FROM given ORDER BY rec", file("ids.parquet"))
    write(database, _marks(len(shared)), file("marked.parquet"))
    counts = {
        "records": single(database, "SELECT count(*) FROM given"),
        "left": single(database, "SELECT count(*) FROM given WHERE side = 0"),
    }
    for field in (*TEXTS, "birth"):
        database.execute(f"DROP TABLE texts_{field}")
    database.execute("DROP TABLE given")
    return {**counts, "further": shared}


def _opened(database: duckdb.DuckDBPyConnection, source: Source, side: int) -> Columns:
    """Makes a view of a file and says what its columns hold."""
    if not source.path.stat().st_size:
        raise RegisterError(source.path, "is empty; the first line must name the columns")
    try:
        database.execute(f"CREATE VIEW source{side} AS SELECT * FROM {scan(source.path)}")
        header = [str(row[0]) for row in database.execute(f"DESCRIBE source{side}").fetchall()]
        return recognise(header, source.columns, source.further)
    except ColumnError as error:
        raise RegisterError(source.path, str(error)) from error
    except duckdb.Error as error:
        raise RegisterError(source.path, f"cannot be read ({str(error).splitlines()[0]})") from error


def scan(path: pathlib.Path) -> str:
    """A file as SQL reads it, by its ending."""
    ending = path.suffix.casefold()
    if ending == ".parquet":
        return f"read_parquet({literal(path)})"
    separator = _SEPARATORS.get(ending) or literal(_separator(path))
    return (
        f"read_csv({literal(path)}, header = true, all_varchar = true, delim = {separator}, quote = '\"', "
        "escape = '\"', null_padding = false, strict_mode = true, max_line_size = 10000000)"
    )


def _separator(path: pathlib.Path) -> str:
    with path.open("rb") as source:
        first = source.readline()
    return ";" if first.count(b";") > first.count(b",") else ","


def _selected(columns: Columns, side: int, further: list[str]) -> str:
    def cell(name: str) -> str:
        return f"nullif(trim(CAST({quoted(name)} AS VARCHAR)), '')"

    found = [f"CAST({quoted(columns.fields['id'])} AS VARCHAR) AS id"]
    for field in FIELDS[1:]:
        text = cell(columns.fields[field]) if field in columns.fields else "CAST(NULL AS VARCHAR)"
        shaped = {"sex": _SEX, "birth_date": _DATE}.get(field)
        found.append(f"{shaped.replace('{0}', text) if shaped else text} AS {field}")
    found += [f"lower({cell(name)}) AS further{number}" for number, name in enumerate(further)]
    return f"SELECT {side} AS side, {', '.join(found)} FROM source{side}"


def _check_ids(database: duckdb.DuckDBPyConnection, path: pathlib.Path, side: int) -> None:
    empty = single(database, f"SELECT count(*) FROM given WHERE side = {side} AND coalesce(trim(id), '') = ''")
    if empty:
        raise RegisterError(path, f"{empty} rows have no id; give each row one")
    twice = database.execute(
        f"SELECT id FROM given WHERE side = {side} GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT {_SHOWN}"
    ).fetchall()
    if twice:
        raise RegisterError(
            path, f"the id {', '.join(repr(row[0]) for row in twice)} stands in more than one row; give each its own"
        )


def _texts(database: duckdb.DuckDBPyConnection, field: str, path: pathlib.Path) -> None:
    database.execute(
        f"CREATE TABLE texts_{field} AS SELECT row_number() OVER (ORDER BY text) - 1 AS id, text, n FROM "
        f"(SELECT {field} AS text, count(*) AS n FROM given WHERE {field} IS NOT NULL GROUP BY {field})"
    )
    write(database, f"FROM texts_{field} ORDER BY id", path)


def _coded(further: list[str]) -> str:
    numbers = [f"CAST(coalesce(t_{field}.id, -1) AS INTEGER) AS {field}" for field in (*TEXTS, "birth")]
    joins = [f"LEFT JOIN texts_{field} AS t_{field} ON g.{field} = t_{field}.text" for field in TEXTS]
    told = " AND ".join(f"coalesce(t_birth.{field}, '') = coalesce(g.{field}, '')" for field in BIRTH)
    joins.append(f"LEFT JOIN texts_birth AS t_birth ON {told}")
    more = [f"further{number}" for number in range(len(further))]
    columns = ["CAST(g.rec AS INTEGER) AS rec", "g.side", *numbers, *(f"g.{name}" for name in more)]
    return f"SELECT {', '.join(columns)} FROM given AS g {' '.join(joins)} ORDER BY g.rec"


def _marks(columns: int) -> str:
    """A number for each value of a further column, and the records that have it."""
    said = [f"SELECT rec, {number} AS place, further{number} AS value FROM given" for number in range(columns)]
    every = " UNION ALL ".join(said) or "SELECT 0 AS rec, 0 AS place, CAST(NULL AS VARCHAR) AS value"
    return (
        "SELECT CAST(rec AS INTEGER) AS rec, dense_rank() OVER (ORDER BY place, value) AS mark "
        f"FROM ({every}) WHERE value IS NOT NULL"
    )
