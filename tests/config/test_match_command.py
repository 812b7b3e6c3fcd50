import csv
import datetime as dt
import json
import subprocess
import sys

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from payvand.config.cli import main
from payvand.config.tabular.people import read_people

REGISTER = """id,name,birth_date,note
1,"Rahimov, Farrukh",1985-03-21,x
0002,Gulnora Karimova,1990,y
three,محمد رحیمی,,z
"""
QUERIES = """id,name,birth_date
a,Раҳимов Фаррух,21.03.1985
b,Каримова Гульнора,
c,Мухаммад Рахими,
d,Xyzzyx,
"""
COLUMNS = ["query_id", "record_id", "rank", "weight", "probability", "evidence"]


@pytest.fixture
def lists(tmp_path):
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    (tmp_path / "queries.csv").write_text(QUERIES, encoding="utf-8")
    return tmp_path


def match(folder, *more, queries="queries.csv", register="register.csv", out="hits.csv"):
    return main(["match", str(folder / queries), str(folder / register), "--out", str(folder / out), *more])


def rows(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def sheet(path):
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def test_hits_are_written_best_first_with_their_evidence(lists):
    assert match(lists) == 0
    hits = rows(lists / "hits.csv")
    assert list(hits[0]) == COLUMNS
    assert [(hit["query_id"], hit["record_id"]) for hit in hits if hit["rank"] == "1"] == [
        ("a", "1"),
        ("b", "0002"),
        ("c", "three"),
    ]
    for hit in hits:
        evidence = json.loads(hit["evidence"])
        assert float(hit["weight"]) == pytest.approx(sum(piece["bits"] for piece in evidence))
    assert {"feature", "left", "right", "bits", "note"} == set(json.loads(hits[0]["evidence"])[0])


def test_every_ending_holds_the_same_hits(lists):
    for ending in ("csv", "jsonl", "xlsx", "parquet"):
        assert match(lists, out=f"hits.{ending}") == 0
    expected = [
        (hit["query_id"], hit["record_id"], int(hit["rank"]), float(hit["weight"])) for hit in rows(lists / "hits.csv")
    ]
    lines = [json.loads(line) for line in (lists / "hits.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(hit["query_id"], hit["record_id"], hit["rank"], hit["weight"]) for hit in lines] == expected
    frame = pl.read_parquet(lists / "hits.parquet")
    assert frame.columns == COLUMNS
    assert frame.select(COLUMNS[:4]).rows() == expected
    assert [row[1] for row in sheet(lists / "hits.xlsx")] == ["record_id", *(hit[1] for hit in expected)]


@pytest.mark.parametrize("ending", ["tsv", "xlsx", "parquet"])
def test_every_kind_of_list_is_read_alike(lists, ending):
    frame = pl.read_csv(lists / "register.csv", infer_schema=False)
    if ending == "tsv":
        frame.write_csv(lists / "register.tsv", separator="\t")
    elif ending == "xlsx":
        frame.write_excel(lists / "register.xlsx")
    else:
        frame.write_parquet(lists / "register.parquet")
    assert match(lists, out="expected.csv") == 0
    assert match(lists, register=f"register.{ending}") == 0
    assert (lists / "hits.csv").read_text(encoding="utf-8") == (lists / "expected.csv").read_text(encoding="utf-8")


def test_top_bounds_the_hits_of_a_query(lists):
    (lists / "register.csv").write_text(
        "id,name\n" + "".join(f"{n},Farrukh Rahimov\n" for n in range(9)), encoding="utf-8"
    )
    assert match(lists, "--top", "3") == 0
    assert [hit["rank"] for hit in rows(lists / "hits.csv") if hit["query_id"] == "a"] == ["1", "2", "3"]


def test_columns_are_mapped(lists):
    (lists / "queries.csv").write_bytes("\ufeff№;ФИО\n7;Раҳимов Фаррух\n".encode())
    assert match(lists, "--columns", "name=ФИО", "--columns", "id=№") == 0
    assert rows(lists / "hits.csv")[0]["query_id"] == "7"
    assert match(lists, "--columns", "id=№,name=ФИО") == 0


BAD = {
    "a duplicate id": ("id,name\n1,A\n2,B\n1,C\n", 4, "line 2"),
    "an empty id": ("id,name\n1,A\n,B\n", 3, "id is empty"),
    "a sex that is none": ("id,name,sex\n1,A,woman\n", 2, "'woman'"),
    "a year that is none": ("id,name,birth_year\n1,A,85\n", 2, "'85'"),
    "too few fields": ("id,name,sex\n1,A\n", 2, "has 2 fields"),
    "after a field of two lines": ('id,name\n1,"A\nB"\n,C\n', 4, "id is empty"),
}


@pytest.mark.parametrize(("text", "line", "what"), BAD.values(), ids=BAD)
def test_a_bad_row_is_an_error_with_its_line_and_nothing_is_written(lists, capsys, text, line, what):
    (lists / "register.csv").write_text(text, encoding="utf-8")
    (lists / "hits.csv").write_text("from before", encoding="utf-8")
    assert match(lists) == 3
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert f"register.csv, line {line}" in said
    assert what in said
    assert (lists / "hits.csv").read_text(encoding="utf-8") == "from before"
    assert sorted(path.name for path in lists.iterdir()) == ["hits.csv", "queries.csv", "register.csv"]


@pytest.mark.parametrize("text", [bad[0] for bad in BAD.values()], ids=BAD)
def test_bad_rows_are_skipped_and_counted_when_asked(lists, capsys, text):
    (lists / "register.csv").write_text(text, encoding="utf-8")
    assert match(lists, "--skip-bad") == 0
    assert "1 bad rows were skipped" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("register.csv", "id,name\n1,Рахимов\n".encode("cp1251"), "line 2: byte 0xd0 is not UTF-8"),
        ("register.csv", "id,name\n1,A\n".encode("utf-16"), "UTF-16"),
        ("register.csv", b"", "is empty"),
        ("register.csv", b"id,title\n1,A\n", "no column of names"),
        ("register.csv", b"name\nA\n", "no column 'id'"),
        ("register.csv", b"id,name,Name\n1,A,B\n", "two columns"),
        ("register.xlsx", b"not a spreadsheet", "not a spreadsheet"),
        ("register.parquet", b"not a table", "not a Parquet file"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(lists, capsys, name, content, what):
    (lists / name).write_bytes(content)
    assert match(lists, register=name) == 3
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert name in said
    assert what in said


def test_a_file_that_is_not_there_is_bad_input(lists, capsys):
    assert match(lists, queries="nowhere.csv") == 3
    assert "nowhere.csv: there is no such file" in capsys.readouterr().err


@pytest.mark.parametrize("more", [["--out", "hits.doc"], ["--columns", "nonsense"], ["--columns", "shoe=size"]])
def test_wrong_usage_is_code_2(lists, capsys, more):
    assert match(lists, *more) == 2
    assert capsys.readouterr().err.startswith("payvand: ")


def test_a_wrong_number_is_code_2(lists):
    with pytest.raises(SystemExit) as stopped:
        match(lists, "--top", "0")
    assert stopped.value.code == 2


def test_numbers_and_dates_of_a_spreadsheet_are_taken_as_a_person_sees_them(lists):
    import xlsxwriter

    with xlsxwriter.Workbook(lists / "register.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "name", "birth_date", "birth_year"])
        sheet.write_row(1, 0, [17, "Farrukh Rahimov"])
        sheet.write_datetime(1, 2, dt.date(1985, 3, 21), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(1, 3, 1985)
        sheet.write_row(2, 0, ["=1+1", "Gulnora Karimova"])
    assert match(lists, register="register.xlsx") == 0
    hits = rows(lists / "hits.csv")
    assert hits[0]["record_id"] == "17"
    assert "same-date" in hits[0]["evidence"]


def test_an_id_that_looks_like_a_formula_stays_a_text(lists):
    (lists / "queries.csv").write_text('id,name\n"=HYPERLINK(""http://a"")",Раҳимов Фаррух\n', encoding="utf-8")
    assert match(lists, out="hits.xlsx") == 0
    assert sheet(lists / "hits.xlsx")[1][0] == '=HYPERLINK("http://a")'


@pytest.mark.parametrize("command", ["match", "search"])
def test_it_starts_without_django_and_quickly_says_how_it_is_used(command):
    code = (
        "import sys\nfrom payvand.config.cli import main\n"
        f"try:\n    main(['{command}', '--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'django', 'numpy', 'polars'} & set(sys.modules)\nassert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_a_whole_run_never_imports_django(lists):
    arguments = ["match", str(lists / "queries.csv"), str(lists / "register.csv"), "--out", str(lists / "hits.csv")]
    run = f"import sys\nfrom payvand.config.cli import main\nassert main({arguments!r}) == 0\n"
    code = run + "assert 'django' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


@pytest.fixture
def long_lists(lists):
    lines = [f"n{number},Invented Person{number},19{number % 90 + 10},\n" for number in range(8000)]
    (lists / "register.csv").write_text(REGISTER + "".join(lines), encoding="utf-8")
    return lists


def test_the_index_of_a_long_list_is_kept_beside_it_and_used_while_the_list_is_the_same(long_lists, capsys):
    kept = long_lists / "register.csv.index"
    assert match(long_lists) == 0
    assert "is kept in" in capsys.readouterr().err
    assert kept.stat().st_mode & 0o077 == 0
    first, made = rows(long_lists / "hits.csv"), (kept / "register" / "records.sqlite").stat().st_ino
    assert match(long_lists) == 0
    assert "is kept in" not in capsys.readouterr().err
    assert rows(long_lists / "hits.csv") == first
    assert (kept / "register" / "records.sqlite").stat().st_ino == made


def test_a_list_that_changed_is_indexed_anew(long_lists):
    assert match(long_lists) == 0
    changed = (long_lists / "register.csv").read_text(encoding="utf-8").replace('1,"Rahimov', 'one,"Rahimov', 1)
    (long_lists / "register.csv").write_text(changed, encoding="utf-8")
    assert match(long_lists) == 0
    assert next(hit["record_id"] for hit in rows(long_lists / "hits.csv") if hit["query_id"] == "a") == "one"


def test_rows_that_were_left_out_are_told_again_when_the_kept_index_is_used(long_lists, capsys):
    with (long_lists / "register.csv").open("a", encoding="utf-8") as out:
        out.write("1,Twice,1990,\n")
    for _ in range(2):
        assert match(long_lists, "--skip-bad") == 0
        assert "1 bad rows were skipped" in capsys.readouterr().err


@pytest.mark.parametrize("spoil", ["register/records.sqlite", "register/index/format", "made-from.json"])
def test_a_kept_index_that_is_damaged_is_made_anew(long_lists, spoil):
    assert match(long_lists) == 0
    first = rows(long_lists / "hits.csv")
    (long_lists / "register.csv.index" / spoil).write_bytes(b"\x00damaged\xff")
    assert match(long_lists) == 0
    assert rows(long_lists / "hits.csv") == first


def test_nothing_is_kept_where_that_is_not_wanted_or_the_name_is_taken(long_lists):
    assert match(long_lists, "--no-save") == 0
    assert not (long_lists / "register.csv.index").exists()
    (long_lists / "register.csv.index").mkdir()
    (long_lists / "register.csv.index" / "mine.txt").write_text("mine", encoding="utf-8")
    assert match(long_lists) == 0
    assert [path.name for path in (long_lists / "register.csv.index").iterdir()] == ["mine.txt"]


def test_all_that_a_list_says_of_a_person_is_read(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(
        "id,name,birth_from,birth_to,age,age_on,spouse,children,siblings,relatives,phone,document\n"
        "1,Zarina,1980,1985,35,2020,Daler,Ali; Vali,Firuz,Umed,+992 93 1234567;90 7654321,A123456\n",
        encoding="utf-8",
    )
    (record,) = read_people(path, {})
    assert (record.birth_from, record.birth_to, record.age, record.age_on) == ("1980", "1985", 35, "2020")
    assert (record.spouse, record.kin("child"), record.kin("sibling")) == ("Daler", ("Ali", "Vali"), ("Firuz",))
    assert (record.kin("other"), record.phones, record.documents) == (
        ("Umed",),
        ("+992 93 1234567", "90 7654321"),
        ("A123456",),
    )


def test_an_age_that_is_none_is_kept_as_it_was_written(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("id,name,age\n1,Zarina,about forty\n", encoding="utf-8")
    (record,) = read_people(path, {})
    assert record.birth.unreadable == "about forty"
