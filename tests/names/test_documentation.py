import csv
import doctest
from pathlib import Path

import payvand.names
from payvand.names import tables

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "names.md"
TEXT = REFERENCE.read_text(encoding="utf-8")


def test_every_public_name_is_in_the_reference():
    assert [name for name in payvand.names.__all__ if f"`{name}" not in TEXT] == []


def test_every_role_is_in_the_reference():
    assert [role for role in payvand.names.Role if f"`{role}`" not in TEXT] == []


def test_the_reference_lists_every_scheme_with_its_evidence():
    rows = [f"| {row.language} | {row.name} | {row.where_used} | {row.evidence} |" for row in tables.all_schemes()]
    assert [row for row in rows if row not in TEXT] == []


def test_the_example_of_the_reference_runs():
    assert doctest.testfile(str(REFERENCE), module_relative=False).failed == 0


def test_the_numbers_of_known_misses_are_those_of_the_list(known_misses, clusters):
    kinds = [miss.kind for miss in known_misses]
    spellings = sum(len(cluster.forms) for cluster in clusters)
    assert f"Romanisation: {kinds.count('romanisation')} of " in TEXT
    assert f"Spellings of one name: {kinds.count('variant')} of {spellings} " in TEXT


def test_the_number_of_expectations_is_that_of_the_file(expectations, systems):
    assert f" of {len(expectations)} expected spellings in the {len(systems)} systems" in TEXT


def test_every_source_id_in_the_tables_is_explained():
    ids = set()
    for path in (REFERENCE.parents[2] / "data").glob("*/*.csv"):
        if path.parent.name in {"names", "romanisation"}:
            lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
            for row in csv.DictReader(lines):
                ids |= {
                    word.rstrip(";")
                    for word in row.get("evidence", "").replace("/", " ").split()
                    if word.startswith("S")
                }
    assert sorted(name for name in ids if f"| {name} |" not in TEXT) == []
