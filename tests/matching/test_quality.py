"""Floors under how many people are found: a change that finds fewer fails here."""

import csv
import pathlib

import pytest

from payvand.config.tabular.people import read_people
from payvand.matching import Record, Register

ROOT = pathlib.Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
NAMES = ROOT.parent / "shared" / "names"


@pytest.fixture(scope="module")
def examples():
    return Register.build(read_people(EXAMPLES / "register.csv", {}))


@pytest.mark.parametrize(
    ("name", "floor"), [("russian.csv", 0.96), ("persian.csv", 0.9), ("arabic.csv", 0.93), ("central_asian.csv", 0.94)]
)
def test_people_of_the_examples_are_found_first(examples, name, floor):
    queries = list(read_people(EXAMPLES / name, {}))
    found = sum([hit.id for hit in examples.search(query, 1)] == [query.id.split("-")[1]] for query in queries)
    assert found / len(queries) >= floor


@pytest.mark.skipif(not NAMES.is_dir(), reason="the public name lists are not beside the checkout")
def test_russian_names_are_found_among_english_ones():
    with (NAMES / "politicians_multiscript.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    english = {row["qid"]: row["name"] for row in rows if row["lang"] == "en"}
    russian = [(row["qid"], row["name"]) for row in rows if row["lang"] == "ru" and row["qid"] in english]
    with (NAMES / "arabic_latin_fullnames.tsv").open(encoding="utf-8", newline="") as lines:
        filling = [row["latin"] for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)][:8000]
    register = Register.build(
        [
            *(Record(qid, name=name) for qid, name in english.items()),
            *(Record(f"filling-{number}", name=name) for number, name in enumerate(filling)),
        ]
    )
    sample = russian[::8]
    found = sum([hit.id for hit in register.search(Record("q", name=name), 1)] == [qid] for qid, name in sample)
    assert found / len(sample) >= 0.9
