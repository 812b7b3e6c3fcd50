import itertools
import multiprocessing

import pytest

from payvand.matching import DamagedIndexError, DuplicateIdError, Index, Record, Register, Where
from payvand.matching.index import indexed_forms

PEOPLE = [
    Record("1", name="Rahimov Farrukh", birth_date="1985-03-21", labels=frozenset({"tracing"})),
    Record("2", name="Рахимова Зарина Фаруховна", birth_year=1987, labels=frozenset({"relief"})),
    Record("3", name="محمد رحیمی", labels=frozenset({"tracing", "restricted"})),
    Record("4", given="Gulnora", father="Islom", surname="Karimova"),
    Record("5", name="Sergey Ivanov", names=("Иванов Серёжа",)),
]


def ids(hits):
    return [hit.id for hit in hits]


@pytest.fixture
def register():
    return Register.build(PEOPLE)


@pytest.mark.parametrize(
    ("name", "found"),
    [("Раҳимов Фаррух", "1"), ("Мухаммад Рахими", "3"), ("Каримова Гульнара Исламовна", "4"), ("Серёжа Иванов", "5")],
)
def test_a_person_is_found_across_scripts(register, name, found):
    assert ids(register.search(Record("q", name=name)))[:1] == [found]


def test_hits_come_best_first_and_no_more_than_asked(register):
    hits = register.search(Record("q", name="Рахимов Фаррух"), limit=2)
    assert [hit.weight for hit in hits] == sorted((hit.weight for hit in hits), reverse=True)
    assert len(hits) <= 2
    assert all(hit.weight > 0 and 0 < hit.probability < 1 for hit in hits)


def test_labels_are_filtered_before_the_best_are_chosen():
    crowd = [Record(f"hidden-{number}", name="Farrukh Rahimov", labels=frozenset({"other"})) for number in range(400)]
    register = Register.build([*crowd, Record("mine", name="Farruh Rakhimov", labels=frozenset({"mine"}))])
    sought = Record("q", name="Фаррух Раҳимов")
    assert ids(register.search(sought, 1, Where(any_of=frozenset({"mine"})))) == ["mine"]
    assert ids(register.search(sought, 1, Where(none_of=frozenset({"other"})))) == ["mine"]
    assert register.search(sought, 10, Where(any_of=frozenset())) == []


def test_two_records_with_one_id_are_refused():
    with pytest.raises(DuplicateIdError, match="'1'"):
        Register.build([Record("1", name="A"), Record("1", name="B")])


def test_adding_replaces_and_removing_forgets(register):
    register.add([Record("1", name="Aziz Nazarov")])
    assert len(register) == 5
    assert ids(register.search(Record("q", name="Азиз Назаров")))[:1] == ["1"]
    assert "1" not in ids(register.search(Record("q", name="Фаррух Раҳимов")))
    register.remove(["1", "never there"])
    assert len(register) == len(register.index) == 4
    assert register.search(Record("q", name="Азиз Назаров")) == []


def test_what_is_removed_leaves_the_lexicon(register):
    assert register.index.lexicon.holds("farrukh")
    register.remove(["1"])
    assert not register.index.lexicon.holds("farrukh")
    assert register.index.lexicon.holds("gulnora")


def test_a_saved_register_answers_the_same(register, tmp_path):
    register.save(tmp_path / "register")
    opened = Register.open(tmp_path / "register")
    for name in ("Раҳимов Фаррух", "Мухаммад Рахими", "Gulnora Karimova"):
        assert opened.search(Record("q", name=name)) == register.search(Record("q", name=name))


def test_a_reader_sees_what_a_writer_committed_when_it_reloads(tmp_path):
    with Index.open(tmp_path / "index", writable=True) as writer:
        writer.add(PEOPLE)
        writer.commit()
        reader = Index.open(tmp_path / "index")
        writer.add([Record("6", name="Шодмон Юсуф")])
        writer.remove(["1"])
        writer.commit()
        assert len(reader) == 5
        reader.reload()
        assert len(reader) == 5
        assert [found for found, _ in reader.candidates(Record("q", name="Shodmon Yusuf"))][:1] == ["6"]
        assert "1" not in [found for found, _ in reader.candidates(Record("q", name="Farrukh Rahimov"))]


def test_many_small_commits_are_merged(tmp_path):
    names = ["Anvar", "Bahrom", "Davron", "Olim", "Firdavs", "Gafur", "Hamid", "Ilhom", "Jasur", "Komil"]
    people = [Record(str(number), name=name) for number, name in enumerate(names)]
    with Index.open(tmp_path / "index", writable=True) as index:
        for person in people:
            index.add([person])
            index.commit()
        assert len(index.lexicon.segments) <= 9
        assert len(index.lexicon) == len(set().union(*map(indexed_forms, people)))
        assert [found for found, _ in index.candidates(Record("q", name="Анвар"))][:1] == ["0"]


def test_an_index_opened_for_reading_does_not_write(tmp_path):
    with Index.open(tmp_path / "index", writable=True) as writer:
        writer.add(PEOPLE)
        writer.commit()
    reader = Index.open(tmp_path / "index")
    with pytest.raises(PermissionError):
        reader.add([Record("9", name="X Y")])


@pytest.mark.parametrize(
    "victim", ["index/postings/manifest.json", "index/lexicon/manifest.json", "index/format", "records.sqlite"]
)
def test_a_damaged_register_says_how_to_rebuild(register, tmp_path, victim):
    register.save(tmp_path / "register")
    (tmp_path / "register" / victim).write_bytes(b"\x00damaged\xff")
    with pytest.raises(DamagedIndexError, match="build it again"):
        Register.open(tmp_path / "register")


def test_a_cut_segment_of_the_lexicon_says_how_to_rebuild(register, tmp_path):
    register.save(tmp_path / "register")
    for segment in (tmp_path / "register" / "index" / "lexicon").glob("*.segment"):
        segment.write_bytes(segment.read_bytes()[:40])
    with pytest.raises(DamagedIndexError, match="build it again"):
        Register.open(tmp_path / "register")


def test_a_folder_that_is_not_there_is_said_to_be_so(tmp_path):
    with pytest.raises(DamagedIndexError, match="no index"):
        Register.open(tmp_path / "nowhere")


def search_in(path, name, out):
    out.put(ids(Register.open(path).search(Record("q", name=name))))


def test_other_processes_read_while_one_writes(register, tmp_path):
    register.save(tmp_path / "register")
    writing = Register.open(tmp_path / "register", writable=True)
    writing.add([Record("6", name="Шодмон Юсуф")])
    spawn = multiprocessing.get_context("spawn")
    out = spawn.Queue()
    readers = [spawn.Process(target=search_in, args=(tmp_path / "register", "Shodmon Yusuf", out)) for _ in range(2)]
    for reader in readers:
        reader.start()
    found = [out.get(timeout=300) for _ in readers]
    for reader in readers:
        reader.join()
    assert found == [["6"], ["6"]]


CROWD = [
    Record(
        f"crowd-{number}",
        name=f"{given} {surname}",
        birth_date=f"19{60 + number % 30}-{number % 12 + 1:02}-{number % 28 + 1:02}",
        place="Dushanbe",
    )
    for number, (given, surname) in enumerate(
        itertools.product(
            ["Anvar", "Bahrom", "Davron", "Firdavs", "Gafur", "Hamid", "Ilhom", "Jasur", "Komil", "Olim"],
            ["Aliev", "Boboev", "Davlatov", "Ergashev", "Ganiev", "Hakimov", "Ismoilov", "Juraev", "Karimov", "Olimov"],
        )
    )
]


@pytest.mark.parametrize(
    ("known", "sought"),
    [
        (
            {"birth_date": "1984-05-17", "place": "Хорог, Таджикистан"},
            {"birth_date": "1984-05-17", "place": "Khorugh, Tajikistan"},
        ),
        (
            {"birth_year": 1984, "mother": "Zulfiya Nazarova"},
            {"birth_year": 1984, "mother": "Зулфия Назарова"},
        ),
        ({"phones": ("+992 93 500 11 22",)}, {"phones": ("935001122",)}),
        ({"documents": ("A 1234567",)}, {"documents": ("А1234567",)}),
    ],
    ids=["date and place", "year and mother", "phone", "document"],
)
def test_a_person_whose_name_is_misread_is_found_by_what_else_agrees(known, sought):
    register = Register.build([*CROWD, Record("misread", name="Xuqwe Zpyfl", **known)])
    candidates = register.index.candidates(Record("q", name="Anvar Aliev", **sought), limit=20)
    assert "misread" in [found for found, _ in candidates]
    assert len(candidates) <= 20


def test_no_name_can_be_read_in_the_files_of_an_index(tmp_path):
    with Index.open(tmp_path / "index", writable=True) as index:
        index.build([Record("1", given="Farrukh", surname="Rahimov", father="Nazarali", labels=frozenset({"tracing"}))])
        index.commit()
    written = b"".join(path.read_bytes() for path in (tmp_path / "index").rglob("*") if path.is_file()).lower()
    assert [name for name in (b"farrukh", b"rahimov", b"nazarali", b"tracing") if name in written] == []


def test_an_index_of_another_model_is_refused_and_says_how_to_rebuild(register, tmp_path):
    register.save(tmp_path / "register")
    mark = tmp_path / "register" / "index" / "format"
    mark.write_text(mark.read_text(encoding="utf-8")[:-1] + "!", encoding="utf-8")
    with pytest.raises(DamagedIndexError, match=r"another version .* build it again"):
        Register.open(tmp_path / "register")


def test_two_records_with_one_id_make_no_register_on_disk(tmp_path):
    people = [Record("1", name="A"), *(Record(f"{number}-", name="B") for number in range(600)), Record("1", name="C")]
    with pytest.raises(DuplicateIdError, match="'1'"):
        Register.create(tmp_path / "register", people)
    assert list(tmp_path.iterdir()) == []
