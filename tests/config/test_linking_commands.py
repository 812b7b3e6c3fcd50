"""`payvand dedupe` and `payvand link` as one types them."""

import csv
import os
import pathlib
import subprocess
import sys

import pytest
import xlsxwriter

from payvand.config.cli import main

PEOPLE = [
    ["Nr", "FIRST", "surname", "dob"],
    ["1", "Фаррух", "Раҳимов", "1985-03-21"],
    ["2", "Farrukh", "Rakhimov", "1985-03-21"],
]


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["id", "given", *PEOPLE[0][2:]], *PEOPLE[1:]])
    return path


def pairs(path):
    with path.open(encoding="utf-8", newline="") as source:
        return [(row["left_id"], row["right_id"]) for row in csv.DictReader(source)]


def test_dedupe_writes_pairs_clusters_and_a_report(register, tmp_path, capsys):
    out, clusters, report = (tmp_path / name for name in ("pairs.csv", "clusters.csv", "report.html"))
    words = ["dedupe", str(register), "--out", str(out), "--clusters", str(clusters), "--report", str(report)]
    assert main(words) == 0
    assert pairs(out) == [("1", "2")]
    assert "2 records, 1 pairs weighed, 1 written" in capsys.readouterr().err
    assert report.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "clusters.csv",
        "pairs.csv",
        "people.csv",
        "report.html",
    ]


def test_link_reads_a_spreadsheet_with_columns_of_other_names(register, tmp_path):
    right = tmp_path / "right.xlsx"
    with xlsxwriter.Workbook(right) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(PEOPLE):
            sheet.write_row(place, 0, row)
    out = tmp_path / "pairs.csv"
    words = ["--columns-right", "id=Nr", "--columns-right", "given=FIRST", "--one-to-one"]
    assert main(["link", str(register), str(right), "--out", str(out), *words]) == 0
    assert sorted(pairs(out)) == [("1", "1"), ("2", "2")]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["{register}", "--out", "pairs.doc"], 2, "the ending of an output must be one of .csv, .tsv, .parquet"),
        (
            ["{register}", "--out", "{folder}/pairs.csv", "--report", "page.pdf"],
            2,
            "the ending of a report must be .html",
        ),
        (["{folder}/none.csv", "--out", "{folder}/pairs.csv"], 3, "there is no such file"),
        (["{register}", "--out", "{folder}/none/pairs.csv"], 3, "there is no such folder"),
        (["{register}", "--out", "{folder}/pairs.csv", "--columns", "shoe=size"], 2, "write FIELD=COLUMN"),
        (["{register}", "--out", "{folder}/pairs.csv", "--columns", "given=NAME"], 3, "there is no column 'NAME'"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(register, tmp_path, capsys, words, code, said):  # noqa: PLR0917 — cases and fixtures
    given = [word.format(register=register, folder=tmp_path) for word in words]
    assert main(["dedupe", *given]) == code
    assert said in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]


def test_no_command_of_linking_needs_django(register, tmp_path):
    said = (
        "import sys; from payvand.config.cli import main\n"
        f"code = main(['dedupe', {str(register)!r}, '--out', {str(tmp_path / 'pairs.csv')!r}])\n"
        "sys.exit(code or any(name == 'django' or name.startswith('django.') for name in sys.modules))\n"
    )
    source = pathlib.Path(__file__).resolve().parents[2] / "src"
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-c", said],
        env=env | {"PYTHONPATH": str(source)},
        check=False,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
