import csv

import pytest

from payvand.names import build_tables, tables
from payvand.names.folding import fold
from payvand.names.stems import Role, Sex

GRADES = {"V", "V-part", "GK"}


def test_the_package_holds_what_the_sources_say():
    assert tables.TABLES_FILE.read_text(encoding="utf-8") == build_tables.text()


def test_building_writes_the_package_copy(tmp_path, monkeypatch):
    copy = tmp_path / "tables.json"
    monkeypatch.setattr(build_tables, "TABLES_FILE", copy)
    assert build_tables.main([]) == 0
    assert copy.read_text(encoding="utf-8") == build_tables.text()


@pytest.mark.parametrize(
    "path",
    sorted(build_tables.DATA.glob("names/*.csv")) + sorted(build_tables.DATA.glob("romanisation/*.csv")),
    ids=lambda path: path.name,
)
def test_every_row_of_a_source_is_complete_and_graded(path):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    header, *rows = csv.reader(lines)
    assert rows
    assert {len(row) for row in rows} == {len(header)}
    if "evidence" in header:
        assert {row[header.index("evidence")].split(" ")[0].rstrip(";") for row in rows} <= GRADES


def test_every_affix_names_a_role_a_sex_and_a_grade():
    rows = [
        row
        for position in ("ending", "follows", "precedes", "word", "first", "second", "keep")
        for forms in tables.affixes(position).values()
        for row in forms
    ]
    assert {row.role for row in rows} <= {role.value for role in Role}
    assert {row.sex for row in rows} <= {"*", *(sex.value for sex in Sex)}
    assert {row.sure for row in rows} <= {1, 2, 3}
    assert all(row.form == fold(row.form) != "" for row in rows)


def test_every_scheme_has_its_letters():
    empty = [
        (scheme.language, scheme.name)
        for scheme in tables.all_schemes()
        if not tables.letters(scheme.table, scheme.name)
    ]
    assert empty == []


def test_no_romanisation_row_is_said_twice():
    for path in sorted(build_tables.DATA.glob("romanisation/*.csv")):
        rows = [tuple(row.values())[:4] for row in build_tables.rows_of(path)]
        assert len(rows) == len(set(rows)), path.name
