"""Registers linked through the public door."""

import csv
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from payvand.matching import Record
from payvand.matching.linking import Options, RegisterError, dedupe, link
from payvand.matching.linking.report import page
from payvand.matching.linking.spark import SparkMissingError
from payvand.matching.score import Comparer

PEOPLE = """id,given,father,surname,dob,place,sex
1,Фаррух,Саид,Раҳимов,1985-03-21,Восеъ,m
2,Farrukh,,Rakhimov,1985-03-21,Vose,m
3,Rahimov,Said,Farukh,1985-21-03,Vose,m
4,فرخ,سعید,رحیموف,1985-03-21,,m
5,Мадина,Карим,Саидова,1990-07-02,Кӯлоб,f
6,Madina,,Saidova,,Kulob,f
7,Gulnora,Aziz,Toshmatova,1971-11-30,Khujand,f
8,Ahmad,,Nazari,1960-01-01,Herat,m
9,Иван,Пётр,Кузнецов,1955-05-05,Омск,m
10,Olim,Rustam,Boboev,2001-02-14,Isfara,m
"""


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "register.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def rows(path):
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def found_pairs(path):
    return {(row["left_id"], row["right_id"]) for row in rows(path) if float(row["probability"]) >= 0.5}


def test_one_person_is_found_in_three_scripts(register, tmp_path):
    dedupe(register, out=tmp_path / "pairs.csv")
    found = found_pairs(tmp_path / "pairs.csv")
    assert {("1", "2"), ("1", "4"), ("2", "4")} <= found
    assert not any({"7", "8", "9", "10"} & set(pair) for pair in found)


def test_each_pair_stands_once_with_its_evidence(register, tmp_path):
    dedupe(register, out=tmp_path / "pairs.csv")
    told = rows(tmp_path / "pairs.csv")
    assert list(told[0]) == ["left_id", "right_id", "weight", "probability", "evidence"]
    assert len({frozenset((row["left_id"], row["right_id"])) for row in told}) == len(told)
    same = next(row for row in told if (row["left_id"], row["right_id"]) == ("1", "2"))
    evidence = json.loads(same["evidence"])
    assert {piece["feature"] for piece in evidence} >= {"name", "birth", "place", "sex"}
    assert sum(piece["bits"] for piece in evidence) == pytest.approx(float(same["weight"]), abs=0.05)
    assert float(same["weight"]) != round(float(same["weight"]), 2)


def test_all_records_have_a_cluster(register, tmp_path):
    dedupe(register, out=tmp_path / "pairs.csv", clusters=tmp_path / "clusters.csv")
    told = {row["id"]: row["cluster_id"] for row in rows(tmp_path / "clusters.csv")}
    assert set(told) == {str(number) for number in range(1, 11)}
    assert told["1"] == told["2"] == told["4"] == "1"
    assert told["9"] == "9"


def test_two_registers_are_linked_left_to_right(register, tmp_path):
    other = tmp_path / "other.tsv"
    other.write_text(
        "rec_id\tfull_name\tdate_of_birth\n1\tRahimov Farruh\t21.03.1985\nx\tWu Li\t1999-09-09\n", encoding="utf-8"
    )
    link(register, other, out=tmp_path / "pairs.csv")
    found = found_pairs(tmp_path / "pairs.csv")
    assert ("1", "1") in found
    assert {right for _, right in found} == {"1"}


def test_one_to_one_leaves_one_pair_a_record(register, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("id,name,dob\nx,Rahimov Farruh,1985-03-21\n", encoding="utf-8")
    link(register, other, out=tmp_path / "pairs.csv", options=Options(one_to_one=True))
    assert len(rows(tmp_path / "pairs.csv")) == 1


def test_the_order_of_rows_changes_no_pair(register, tmp_path):
    header, *lines = PEOPLE.splitlines()
    turned = tmp_path / "turned.csv"
    turned.write_text("\n".join([header, *reversed(lines)]) + "\n", encoding="utf-8")
    dedupe(register, out=tmp_path / "one.csv")
    dedupe(turned, out=tmp_path / "two.csv")
    unordered = [{frozenset(pair) for pair in found_pairs(tmp_path / name)} for name in ("one.csv", "two.csv")]
    assert unordered[0] == unordered[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,name\n1,Ali\n1,Vali\n", "'1' stands in more than one row"),
        ("id,name\n,Ali\n", "1 rows have no id"),
        ("id,town\n1,Omsk\n", "no column of names"),
        ("name\nAli\n", "no column of ids"),
        ("", "is empty"),
    ],
)
def test_a_register_that_cannot_be_used_says_why_and_leaves_nothing(tmp_path, text, said):
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError, match=said):
        dedupe(path, out=tmp_path / "pairs.csv")
    assert [entry.name for entry in tmp_path.iterdir()] == ["bad.csv"]


def test_an_empty_and_a_single_register_give_no_pair(tmp_path):
    for count in (0, 1):
        path = tmp_path / f"{count}.csv"
        path.write_text("id,name\n" + "a,Ali\n" * count, encoding="utf-8")
        assert dedupe(path, out=tmp_path / "pairs.csv").pairs == 0
        assert rows(tmp_path / "pairs.csv") == []


def test_hostile_texts_bring_nothing_down(tmp_path):
    path = tmp_path / "hostile.csv"
    texts = ["ا" * 10_000, "\u202eAli\u202c", "1234", "x", "Ali " * 300, "🙂", '"quoted"', "a'b;--"]
    with path.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(["id", "name", "dob", "place"])
        lines.writerows([number, text, "99.99.9999", text] for number, text in enumerate(texts + texts))
    dedupe(path, out=tmp_path / "pairs.csv", clusters=tmp_path / "clusters.csv")
    assert len(rows(tmp_path / "clusters.csv")) == 2 * len(texts)


def test_the_bulk_weighs_what_a_single_comparison_weighs(register, tmp_path):
    from payvand.matching.linking.weighing import Rows, weigh_in_threads
    from payvand.matching.weights import default_weights

    work = tmp_path / "work"
    dedupe(register, out=tmp_path / "pairs.csv", options=Options(work=work))
    rows_of_all = Rows.open(lambda name: work / name)
    alone = Rows(rows_of_all.tokens & _without_counts(rows_of_all), rows_of_all.words, rows_of_all.starts, *_nothing())
    import numpy as np

    from payvand.matching.linking.weighing import total

    records = [_record(row) for row in csv.DictReader(PEOPLE.splitlines())]
    pairs = [(one, other) for one in range(len(records)) for other in range(one)]
    left, right = (np.array(side, dtype=np.int32) for side in zip(*pairs, strict=True))
    bits, levels = weigh_in_threads(alone, default_weights(), left, right, lambda share: None)
    weights = total(default_weights(), bits, levels)
    expected = [Comparer().weigh(records[one], records[other]).weight for one, other in pairs]
    assert weights == pytest.approx(expected, abs=0.01)


def _without_counts(found):
    import numpy as np

    from payvand.matching.linking.weighing import Rows

    assert isinstance(found, Rows)
    mask = np.full(len(found.tokens), 0xFFFFFFFF, dtype=np.uint32)
    place = 0
    while place < len(mask):
        mask[place + 1] = 0xFF
        place += int(found.tokens[place + 1] & 0xFF)
    return mask


def _nothing():
    import numpy as np

    return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.uint32)


def _record(row):
    sex = {"m": "male", "f": "female"}[row["sex"]]
    return Record(
        row["id"], given=row["given"], father=row["father"] or None, surname=row["surname"],
        birth_date=row["dob"] or None, place=row["place"] or None, sex=sex,
    )  # fmt: skip


def test_a_run_that_was_killed_goes_on(register, tmp_path):
    work = tmp_path / "work"
    said = (
        "import os, pathlib, signal, sys\n"
        "from payvand.matching.linking import Options, dedupe\n"
        "def told(stage, share):\n"
        "    if stage == 'Weighing':\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "dedupe(pathlib.Path(sys.argv[1]), out=pathlib.Path(sys.argv[2]),\n"
        "       options=Options(work=pathlib.Path(sys.argv[3])), told=told)\n"
    )
    source = pathlib.Path(__file__).resolve().parents[3] / "src"
    out = tmp_path / "pairs.csv"
    killed = subprocess.run(
        [sys.executable, "-c", said, str(register), str(out), str(work)],
        env=os.environ | {"PYTHONPATH": str(source)}, check=False, capture_output=True, timeout=120,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert not out.exists()
    done = set(json.loads((work / "manifest.json").read_text())["done"])
    assert {"read", "prepare", "candidates"} <= done
    before = (work / "candidates.parquet").stat().st_mtime_ns
    time.sleep(0.01)
    dedupe(register, out=out, options=Options(work=work))
    assert (work / "candidates.parquet").stat().st_mtime_ns == before
    dedupe(register, out=tmp_path / "fresh.csv")
    assert out.read_bytes() == (tmp_path / "fresh.csv").read_bytes()


def test_another_register_starts_the_folder_anew(register, tmp_path):
    work = tmp_path / "work"
    dedupe(register, out=tmp_path / "pairs.csv", options=Options(work=work))
    register.write_text("id,name,dob\na,Ali Vali,1980-01-02\nb,Али Вали,1980-01-02\n", encoding="utf-8")
    dedupe(register, out=tmp_path / "pairs.csv", options=Options(work=work))
    assert found_pairs(tmp_path / "pairs.csv") == {("a", "b")}


def test_a_folder_of_something_else_is_left_alone(register, tmp_path):
    other = tmp_path / "precious"
    other.mkdir()
    (other / "letter.txt").write_text("dear")
    with pytest.raises(FileExistsError, match="something else"):
        dedupe(register, out=tmp_path / "pairs.csv", options=Options(work=other))
    assert (other / "letter.txt").read_text() == "dear"


def test_labels_give_precision_and_recall_and_the_report_shows_them(register, tmp_path):
    labels = tmp_path / "labels.csv"
    labels.write_text("left_id,right_id\n2,1\n4,1\n2,4\n1,3\n2,3\n3,4\n5,6\n", encoding="utf-8")
    found = dedupe(register, out=tmp_path / "pairs.csv", clusters=tmp_path / "clusters.csv", labels=labels)
    half = next(each for each in found.labelled if each["probability"] == 0.5)
    assert half["precision"] == 1.0
    assert half["recall"] >= 5 / 7
    shown = page(found, ["<register>.csv"])
    assert "Against the labels" in shown
    assert "&lt;register&gt;.csv" in shown
    assert "http" not in shown
    assert "Фаррух" not in shown


def crowd(path, count=1700):
    """A register too large for comparing all with all: people of few birth dates, every fiftieth of them twice."""
    syllables = ["ba", "di", "fo", "gul", "ka", "lo", "mi", "nur", "ra", "sa", "to", "zar"]
    chance = random.Random(20261122)
    with path.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(["id", "given", "surname", "dob", "place", "sex"])
        for number in range(count):
            given, surname = ("".join(chance.choices(syllables, k=3)).title() for _ in range(2))
            born = f"{chance.randrange(1960, 1964)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
            row = [given, surname + "ov", born, chance.choice(["Vose", "Kulob", "Omsk", ""]), chance.choice("mf")]
            lines.writerow([number, *row])
            if number % 50 == 0:
                lines.writerow([f"{number}again", given, surname + "off", *row[2:]])


def test_in_a_crowd_a_second_thing_must_agree(tmp_path):
    path = tmp_path / "crowd.csv"
    crowd(path)
    told = dedupe(path, out=tmp_path / "pairs.csv")
    assert {(str(number), f"{number}again") for number in range(0, 1700, 50)} <= found_pairs(tmp_path / "pairs.csv")
    met = sum(step["pairs"] for step in told.steps)
    assert told.candidates < met / 2


def test_spark_that_is_not_there_is_told_before_anything_is_read(register, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(SparkMissingError, match=r"payvand\[spark\]"):
        dedupe(register, out=tmp_path / "pairs.csv", options=Options(engine="spark"))
    assert not (tmp_path / "pairs.csv").exists()


@pytest.mark.slow
def test_spark_finds_the_same_pairs(tmp_path):
    pytest.importorskip("pyspark", reason="PySpark is an optional extra: pip install 'payvand[spark]'")
    if shutil.which("java") is None:
        pytest.skip("there is no Java for Spark")
    path = tmp_path / "crowd.csv"
    crowd(path)
    dedupe(path, out=tmp_path / "duckdb.csv")
    dedupe(path, out=tmp_path / "spark.csv", options=Options(engine="spark"))
    assert (tmp_path / "spark.csv").read_bytes() == (tmp_path / "duckdb.csv").read_bytes()
