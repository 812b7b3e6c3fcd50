"""Whatever stands in a field or a file, nothing breaks: every public door takes it, and the work is bounded."""

import csv
import itertools
import math
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from payvand.config.cli import main
from payvand.matching import Index, Record, Register, Where, align, compare, read_birth
from payvand.matching.records import RELATIONS, Relative

HOSTILE = {
    "nothing": "",
    "blanks": " \t\u00a0\u3000 ",
    "one letter": "ф",
    "ten thousand letters": "а" * 10_000,
    "ten thousand letters of three scripts": "аaا" * 3_334,
    "ten thousand letters without a vowel": "бвгд" * 2_500,
    "thirty tokens": " ".join(["Раҳимов", "Farrukh", "عبدالرحمن"] * 10),
    "three hundred tokens": " ".join(f"Имя{'абвгде'[number % 6]}{number}" for number in range(300)),
    "three hundred times one token": " ".join(["Muhammad"] * 300),
    "three hundred single letters": " ".join(itertools.islice(itertools.cycle("абвгдежзикл"), 300)),
    "only digits": "1234567890" * 3,
    "digits of five scripts": "٠١٢٣ ۴۵۶ ७८९ 12 ໑໒",
    "only points and hyphens": "-.-'’ʼ·,;:--_/\\",
    "mixed scripts": "Rаhimоv Fапрух فarrukh 汉字 かな 한글",
    "scripts without a model": "გიორგი Αλέξανδρος 毛泽东 नरेन्द्र ប៉ុល",
    "bidi controls": "\u202eRahimov\u202c \u2066Фаррух\u2069 \u200f\u061c",
    "right to left": "محمد رحیمی بن عبدالرحمن الكاتب",
    "zero width": "Ра\u200bҳи\u200cмов\ufeff \u2060Фар\u00adрух",
    "combining marks by the thousand": "а" + "\u0301" * 3_000,
    "marks alone": "\u0301\u064b\u0303" * 50,
    "joiners alone": "\u200c\u200d" * 100,
    "NUL": "Rah\0imov \0 Far\0rukh",
    "control characters": "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    "lone surrogates": "Rah\ud800imov \udfff \udc80",
    "bytes that are no UTF-8": b"\xd0\xa0\xff\xfe\xc0Rahimov\x80".decode("utf-8", "surrogateescape"),
    "beyond the first plane": "😀 𝔉𝔞𝔯𝔯𝔲𝔨𝔥 𞤀𞤣𞤢𞤥 \U0010ffff",
    "no characters": "\uffff\ufffe\ufdd0",
    "ligatures that grow": "\ufdfa" * 200,
    "letters that grow when folded": "ßŉǰΐ" * 300,
    "markup": "<script>alert(1)</script> [bold] %s {0} $(rm) '; DROP TABLE record; --",
    "Turkish i": "İıIi" * 20,
}
DATES = (
    "0000-00-00", "9999-99-99", "31.02.1985", "1985-13-45", "-1", "1e9", "۱۳۶۴/۰۱/۰۱", "01.01", "٣١.١٢.١٩٨٥",
    "1" * 5_000, "2100-12-31", "1800-01-01", "29.02.1900", "1399-12-30", "\0", "\ud800",
    "1985-03-21T25:61:61", "yesterday",
)  # fmt: skip
NORMAL = Record("normal", name="Farrukh Rahimov", birth_date="1985-03-21", sex="male", place="Hisor, Tajikistan")
CALM = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])

TEXTS = st.one_of(
    st.text(max_size=30),
    st.binary(max_size=30).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.text(st.characters(categories=["Cs", "Cc", "Cf", "Mn", "Co"]), max_size=20),
    st.sampled_from(list(HOSTILE.values())),
    st.sampled_from(["Раҳимов Фаррух", "محمد رحیمی", "Rahimov"]),
)
GIVEN = st.one_of(st.none(), TEXTS)
RECORDS = st.builds(
    Record,
    id=TEXTS,
    name=GIVEN,
    given=GIVEN,
    father=GIVEN,
    surname=GIVEN,
    mother=GIVEN,
    birth_date=st.one_of(GIVEN, st.sampled_from(DATES), st.dates().map(str)),
    birth_year=st.one_of(st.none(), st.integers()),
    sex=st.one_of(st.sampled_from([None, "female", "male", "other"]), TEXTS),
    place=GIVEN,
    names=st.lists(TEXTS, max_size=3).map(tuple),
    labels=st.frozensets(TEXTS, max_size=2),
    birth_from=st.one_of(GIVEN, st.sampled_from(DATES)),
    birth_to=st.one_of(GIVEN, st.sampled_from(DATES)),
    age=st.one_of(st.none(), st.integers()),
    age_on=st.one_of(GIVEN, st.sampled_from(DATES)),
    spouse=GIVEN,
    relatives=st.lists(st.builds(Relative, st.sampled_from(RELATIONS), TEXTS), max_size=3).map(tuple),
    phones=st.lists(TEXTS, max_size=2).map(tuple),
    documents=st.lists(TEXTS, max_size=2).map(tuple),
)


def everywhere(text, record_id="hostile"):
    """A record that holds the text in every field that can hold one."""
    parts = dict.fromkeys(("name", "given", "father", "surname", "mother", "birth_date", "place", "spouse"), text)
    return Record(
        record_id,
        **parts,
        birth_from=text,
        birth_to=text,
        age=-(10**30),
        age_on=text,
        birth_year=10**30,
        names=(text, text),
        labels=frozenset({text}),
        relatives=tuple(Relative(relation, text) for relation in RELATIONS),
        phones=(text,),
        documents=(text,),
    )


def sound(comparison):
    assert math.isfinite(comparison.weight)
    assert 0 <= comparison.probability <= 1
    assert all(math.isfinite(piece.bits) for piece in comparison.evidence)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_field_takes_it(text):
    record = everywhere(text)
    sound(compare(record, record))
    sound(compare(record, NORMAL))
    assert compare(record, NORMAL).weight == pytest.approx(compare(NORMAL, record).weight, abs=1e-3)
    register = Register.build([record, NORMAL])
    register.search(record)
    assert register.search(NORMAL)[0].id == "normal"
    register.add([everywhere(text, text), Record("2", name=text)])
    register.search(record, where=Where(any_of=frozenset({text}), none_of=frozenset({"other"})))
    register.remove([text, "2", "hostile"])
    assert [hit.id for hit in register.search(NORMAL)] == ["normal"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_register_on_disk_takes_it(text, tmp_path):
    Register.build([everywhere(text), everywhere(text, "\udc80" + text[:50]), NORMAL]).save(tmp_path / "saved")
    register = Register.open(tmp_path / "saved")
    assert len(register) == 3
    register.search(everywhere(text))
    assert register.search(NORMAL)[0].id == "normal"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_an_index_takes_it(text):
    index = Index()
    index.add([everywhere(text), NORMAL])
    index.commit()
    index.candidates(everywhere(text), 10)
    assert index.candidates(NORMAL, 10)[0][0] == "normal"
    index.remove([text])
    index.commit()
    assert index.size == 2


@pytest.mark.parametrize("left", HOSTILE.values(), ids=HOSTILE)
def test_letters_are_put_side_by_side(left):
    for right in (left, "Farrukh", "فرخ", "Фаррух", ""):
        assert all(math.isfinite(unit.bits) for unit in align(left, right))


@pytest.mark.parametrize("text", DATES)
def test_a_date_that_cannot_be_is_kept_as_given(text):
    birth = read_birth(text)
    assert birth.known or str(birth) == text.strip()
    sound(compare(Record("1", name="Ali", birth_date=text), NORMAL))


@CALM
@given(RECORDS, RECORDS)
def test_comparing_any_two_records(left, right):
    straight, turned = compare(left, right), compare(right, left)
    sound(straight)
    assert straight.weight == pytest.approx(turned.weight, abs=1e-3)


@CALM
@given(st.lists(RECORDS, max_size=5, unique_by=lambda record: record.id), RECORDS)
def test_searching_any_register_for_anyone(people, sought):
    register = Register.build(people)
    register.add([sought])
    hits = register.search(sought, 3)
    assert [hit.weight for hit in hits] == sorted((hit.weight for hit in hits), reverse=True)
    assert len(register) == len({person.id for person in people} | {sought.id})


@CALM
@given(TEXTS, TEXTS)
def test_aligning_any_two_texts(left, right):
    assert all(math.isfinite(unit.bits) for unit in align(left, right))


CELLS = st.one_of(TEXTS, st.sampled_from(["1", "Али", '"', ",", "\n", "1985-03-21"]))
ROWS = st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=6)
FILES = st.one_of(
    st.binary(max_size=200),
    ROWS.map(
        lambda rows: "\n".join(["id,name,birth_date,place", *map(",".join, rows)]).encode("utf-8", "surrogatepass")
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("lists")


@CALM
@given(raw=FILES)
def test_any_file_is_matched_or_refused_in_one_line(folder, raw):
    people, hits = folder / "people.csv", folder / "hits.csv"
    people.write_bytes(raw)
    hits.unlink(missing_ok=True)
    code = main(["match", str(people), str(people), "--out", str(hits)])
    assert code in (0, 3)
    assert hits.exists() == (code == 0)
    main(["match", str(people), str(people), "--out", str(hits), "--skip-bad"])


@pytest.fixture
def hostile_people(tmp_path):
    quoted = ('"' + text.replace('"', '""') + '"' for text in HOSTILE.values())
    people = tmp_path / "people.csv"
    lines = [f"{number},{text},{text},{text},{text}" for number, text in enumerate(quoted)]
    people.write_bytes("\n".join(["id,name,birth_date,place,mother", *lines]).encode("utf-8", "replace"))
    return str(people)


def test_a_file_of_all_that_is_hostile_is_matched(hostile_people, tmp_path):
    assert main(["match", hostile_people, hostile_people, "--out", str(tmp_path / "hits.csv"), "--skip-bad"]) == 0


@pytest.mark.slow
def test_a_file_of_all_that_is_hostile_is_linked(hostile_people, tmp_path):
    pairs, clusters = tmp_path / "pairs.csv", tmp_path / "clusters.csv"
    assert main(["dedupe", hostile_people, "--out", str(pairs), "--clusters", str(clusters)]) == 0
    with pairs.open(encoding="utf-8", newline="") as lines:
        assert all(math.isfinite(float(row["weight"])) for row in csv.DictReader(lines))
    assert main(["link", hostile_people, hostile_people, "--out", str(tmp_path / "links.csv")]) == 0


@pytest.mark.slow
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(raw=FILES)
def test_any_file_is_linked_or_refused_in_one_line(folder, raw):
    people, pairs = folder / "register.csv", folder / "pairs.csv"
    people.write_bytes(raw)
    pairs.unlink(missing_ok=True)
    code = main(["dedupe", str(people), "--out", str(pairs)])
    assert code in (0, 3)
    assert pairs.exists() == (code == 0)


_PROBE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (30, 31))
sys.path[:0] = sys.argv[1:]
from test_hostile_input import HOSTILE, everywhere
from payvand.matching import Register, compare
people = [everywhere(text, str(number)) for number, text in enumerate(HOSTILE.values())]
register = Register.build(people)
for person in people:
    register.search(person)
    for other in people[:5]:
        compare(person, other)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.slow
def test_the_worst_records_together_take_a_bounded_time_and_space():
    ran = subprocess.run(
        [sys.executable, "-c", _PROBE, str(Path(__file__).parent)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-800:]
    assert int(ran.stdout) < 1_500_000  # kilobytes
