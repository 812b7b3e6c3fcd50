"""Finding people: in any script, right in the next request, and only those one may know of."""

import json
import shutil

import pytest
from django.conf import settings
from django.utils import timezone

from payvand.core.partial_date import PartialDate
from payvand.core.scope import Scope
from payvand.matching import DamagedIndexError
from payvand.people import indexing, search
from payvand.people.enums import Confidentiality
from payvand.people.models import IndexChange
from payvand.people.policies import READ
from payvand.people.services import (
    NameInput,
    add_identifier,
    add_name,
    add_relation,
    change_person,
    offer_for_tracing,
    record_consent,
    remove_name,
    remove_person,
    set_confidentiality,
    withdraw_consent,
)

pytestmark = pytest.mark.django_db
SPELLINGS = ["Раҳимов Фаррух", "Рахимов Фарух", "RAKHIMOV FARRUKH", "Rahimov Farrux", "رحیموف فرخ"]


def found(scope, text, **more):
    return [hit.person for hit in search.find(scope, text, **more)]


@pytest.fixture(params=["not indexed yet", "indexed"])
def settle(request):
    """Bring the index up to date before the change that is tested, or leave everything to the rows."""
    if request.param == "indexed":
        indexing.catch_up()
    return indexing.catch_up if request.param == "indexed" else lambda: None


@pytest.mark.parametrize("written", SPELLINGS)
def test_a_person_is_found_by_every_spelling_in_every_script(register, officer, settle, written):
    person = register(written)
    register("Холматова Гулчеҳра")
    settle()
    for asked in SPELLINGS:
        assert found(officer, asked)[:1] == [person], asked


def test_a_birth_year_beside_the_name_decides_between_namesakes(register, officer, settle):
    young = register("Раҳимов Фаррух", birth=PartialDate.parse("14.02.1985"))
    old = register("Раҳимов Фаррух", birth=PartialDate.parse("около 1951"))
    settle()
    assert found(officer, "Rahimov Farrukh 1985")[0] == young
    assert found(officer, "Rahimov Farrukh 1951")[0] == old


def test_a_registration_is_found_in_the_next_request(register, officer, settle):
    settle()
    person = register("Раҳимов Фаррух")
    assert found(officer, "Rahimov Farrukh") == [person]


def test_a_new_name_is_found_and_a_removed_one_no_more_in_the_next_request(register, officer, settle):
    person = register("Раҳимов Фаррух")
    settle()
    name = add_name(scope=officer, person=person, name=NameInput(full_as_given="Зубайдуллозода"))
    assert found(officer, "Зубайдуллозода") == [person]
    settle()
    remove_name(scope=officer, name=name)
    assert found(officer, "Зубайдуллозода") == []


def test_a_changed_birth_counts_in_the_next_request(register, officer, settle):
    person = register("Раҳимов Фаррух", birth=PartialDate.parse("1951"))
    settle()
    before = search.find(officer, "Раҳимов Фаррух 1985")[0].weight
    change_person(scope=officer, person=person, birth=PartialDate.parse("1985"))
    assert search.find(officer, "Раҳимов Фаррух 1985")[0].weight > before


def test_a_removed_person_is_gone_in_the_next_request(register, officer, settle):
    person = register("Раҳимов Фаррух")
    settle()
    remove_person(scope=officer, person=person, reason="mistake")
    assert found(officer, "Раҳимов Фаррух") == []
    settle()
    assert found(officer, "Раҳимов Фаррух") == []


def test_a_protected_person_is_gone_in_the_next_request_for_all_but_the_named(register, officer, khatlon, settle):
    person = register("Раҳимов Фаррух")
    settle()
    set_confidentiality(scope=officer, person=person, level=Confidentiality.PROTECTED)
    assert (found(khatlon, "Раҳимов Фаррух"), found(officer, "Раҳимов Фаррух")) == ([], [person])
    settle()
    assert (found(khatlon, "Раҳимов Фаррух"), found(officer, "Раҳимов Фаррух")) == ([], [person])


def test_a_centres_client_is_found_by_tracing_only_between_offer_and_withdrawal(register, officer, counsellor, settle):
    person = register("Раҳимов Фаррух", purpose="centre")
    settle()
    assert found(officer, "Раҳимов Фаррух") == []
    offer = offer_for_tracing(scope=counsellor, person=person)
    assert found(officer, "Раҳимов Фаррух") == [person]
    settle()
    assert found(officer, "Раҳимов Фаррух") == [person]
    withdraw_consent(scope=counsellor, consent=offer)
    assert found(officer, "Раҳимов Фаррух") == []
    settle()
    assert found(officer, "Раҳимов Фаррух") == []


def test_hidden_strong_hits_do_not_push_out_the_visible_weaker_one(register, cast, khatlon):
    for _number in range(150):
        register("Раҳимов Фаррух Саидович", unit=cast.sughd, birth=PartialDate.parse("14.02.1985"))
    for _number in range(60):
        register("Раҳимов Фаррух Саидович", confidentiality=Confidentiality.PROTECTED, named=[cast.tracing_officer.pk])
    weaker = register("Рахимов Фарух", birth=PartialDate.parse("1985"))
    indexing.catch_up()
    assert found(khatlon, "Раҳимов Фаррух Саидович 1985", limit=5) == [weaker]


def test_a_common_surname_shows_all_who_bear_it_in_any_script(register, officer, settle):
    bearers = {register(f"Раҳимов {given}") for given in ("Али", "Вали", "Ҳасан", "Умар", "Нур", "Саид", "Иброҳим")}
    settle()
    for asked in ("Раҳимов", "Rahimov", "رحیموف"):
        assert set(found(officer, asked)) == bearers, asked


def test_who_may_see_nothing_finds_nothing_though_it_is_there(register, cast):
    register("Раҳимов Фаррух")
    indexing.catch_up()
    register("Раҳимов Фаррух")
    for user in ("node_admin", "data_protection_officer", "programme_colleague", "partner_viewer", "stranger"):
        assert found(cast.scope_for(getattr(cast, user)), "Раҳимов Фаррух") == [], user
    assert found(Scope.nobody(), "Раҳимов Фаррух") == []


def test_relatives_known_by_mention_are_not_found_but_lead_to_their_child(register, officer, settle):
    child = register("Раҳимов Фаррух", father_name="Саидаҳмадшоҳ")
    settle()
    assert set(found(officer, "Раҳимов Фаррух Саидахмадшах")) == {child}


def test_candidates_stay_within_tracing_and_leave_out_who_does_not_want_to_be_searched(
    register, officer, khatlon, counsellor, settle
):
    sought = register("Раҳимов Фаррух", birth=PartialDate.parse("1985"), father_name="Саид", mother_name="Зайнаб")
    twin = register("Rahimov Farrukh", birth=PartialDate.parse("14.02.1985"), mother_name="Zaynab")
    client = register("Рахимов Фаррух", purpose="centre")
    unwilling = register("Рахимов Фаррух")
    settle()
    record_consent(scope=khatlon, person=unwilling, scope_code="search_internal", state="refused")
    hits = search.candidates(officer, sought, limit=10)
    assert [hit.person for hit in hits] == [twin]
    assert {"name", "birth", "mother"} <= {piece.feature for piece in hits[0].evidence}
    assert hits[0].weight == pytest.approx(sum(piece.bits for piece in hits[0].evidence))
    offer_for_tracing(scope=counsellor, person=client)
    assert {hit.person for hit in search.candidates(officer, sought)} == {twin, client}
    assert search.candidates(officer, sought, exclude=[twin.pk, client.pk]) == []
    assert unwilling in found(officer, "Рахимов Фаррух")


def test_compare_reads_left_to_right_and_weighs_the_same_both_ways(register):
    one = register("Раҳимов Фаррух", sex="male", mother_name="Зайнаб")
    other = register("Rahimov Farrukh", sex="male", mother_name="Zaynab")
    there, back = search.compare(one, other), search.compare(other, one)
    assert there.weight == pytest.approx(back.weight)
    mothers = [(piece.left, piece.right) for piece in there.evidence if piece.feature == "mother"]
    assert mothers == [("Зайнаб", "Zaynab")]
    assert there.probability > 0.99


def test_a_parent_is_known_from_both_ways_of_writing_the_relation(register, officer):
    one, other = register("Раҳимов Фаррух"), register("Rahimov Farrukh", mother_name="Zaynab")
    mother = register("Зайнаб Қурбонова", sex="female")
    add_relation(scope=officer, person=mother, relative=one, kind="son")
    assert any(piece.feature == "mother" for piece in search.compare(one, other).evidence)


def test_a_number_finds_its_bearer_for_those_who_may_read_numbers(register, officer, khatlon, cast):
    person, hidden = register("Али"), register("Вали", unit=cast.sughd)
    for bearer in (person, hidden):
        add_identifier(scope=officer, person=bearer, kind="passport", value="A 0123456")
    for asked in ("A0123456", "а 0123456".replace("а", "a"), "A ۰۱۲۳۴۵۶"):
        assert found(khatlon, asked) == [person], asked
    assert set(found(officer, "A0123456")) == {person, hidden}
    assert found(officer, "A0123457") == []
    reader = Scope(user_id=officer.user_id, rights=frozenset({READ}), purposes=officer.purposes, all_units=True)
    assert found(reader, "A0123456") == []


@pytest.mark.parametrize("text", ["", "   ", "\x00", "1985", "…", "я" * 5000, "' OR 1=1 --", "%", "_", "\ud800"])
def test_any_text_can_be_asked(register, officer, settle, text):
    register("Раҳимов Фаррух")
    settle()
    assert isinstance(search.find(officer, text), list)


def test_what_was_shown_is_recorded_as_read(register, officer):
    person = register("Раҳимов Фаррух")
    path = settings.AUDIT_FOLDER / f"reads-{timezone.now():%Y-%m-%d}.jsonl"
    before = len(path.read_text().splitlines()) if path.exists() else 0
    search.find(officer, "Rahimov Farrukh")
    search.find(officer, "Зубайдулло")
    lines = [json.loads(line) for line in path.read_text().splitlines()[before:]]
    assert [(line["user"], line["ids"], line["reason"]) for line in lines] == [
        (str(officer.user_id), [str(person.pk)], "search")
    ]
    assert "Rahimov" not in path.read_text()


def test_a_search_costs_the_same_queries_for_one_hit_and_for_three(register, officer, queries_of, settle):
    facts = {"father_name": "Саид", "birth": PartialDate.parse("1985")}
    register("Раҳимов Фаррух", **facts)
    settle()
    one = queries_of(lambda: search.find(officer, "Раҳимов Фаррух"))
    register("Раҳимов Фаррух", **facts)
    register("Раҳимов Фаррух", confidentiality=3, named=[officer.user_id], **facts)
    settle()
    three = queries_of(lambda: search.find(officer, "Раҳимов Фаррух"))
    assert one <= 9
    assert three - one == 1  # the named users of protected records, for any number of them


@pytest.mark.parametrize(
    ("loss", "said"),
    [("folder", "there is no"), ("content", "damaged"), ("generation", "there is no"), ("entry", "0 of 1")],
)
def test_a_lost_or_damaged_index_still_answers_exactly_on_a_small_node_and_says_so(
    register, officer, khatlon, loss, said
):
    person = register("Раҳимов Фаррух")
    indexing.catch_up()
    folder = indexing.folder_of(indexing.current_generation())
    if loss == "folder":
        shutil.rmtree(folder)
    elif loss == "content":
        for part in (folder / "postings").iterdir():
            part.write_bytes(b"{")
    elif loss == "entry":
        with indexing.Index.open(folder, writable=True) as index:
            index.remove([str(person.pk)])
            index.commit()
    else:
        indexing.discard()
    assert said in " ".join(indexing.problems())
    if loss == "entry":  # nothing tells a search of it: the examination does
        indexing.rebuild()
    assert found(khatlon, "Rahimov Farrukh") == [person]
    indexing.catch_up()
    assert indexing.problems() == []
    assert found(khatlon, "Rahimov Farrukh") == [person]


def test_a_large_node_without_an_index_says_so_instead_of_hiding_people(register, officer, monkeypatch):
    monkeypatch.setattr(search, "UNINDEXED_LIMIT", 2)
    for _number in range(3):
        register("Раҳимов Фаррух")
    with pytest.raises(search.SearchBehind, match="payvand doctor"):
        search.find(officer, "Раҳимов Фаррух")
    indexing.catch_up()
    assert len(found(officer, "Раҳимов Фаррух")) == 3
    for _number in range(3):
        register("Раҳимов Фаррух")
    with pytest.raises(search.SearchBehind):
        search.find(officer, "Раҳимов Фаррух")


def test_indexing_twice_doubles_nothing(register, officer):
    person = register("Раҳимов Фаррух")
    indexing.catch_up()
    IndexChange.objects.create(person_id=person.pk)
    IndexChange.objects.create(person_id=person.pk)
    assert indexing.catch_up() == 2
    assert indexing.problems() == []
    assert found(officer, "Раҳимов Фаррух") == [person]


def test_rebuilding_gives_the_same_and_only_one_generation_on_disk(register, officer):
    person = register("Раҳимов Фаррух")
    indexing.catch_up()
    assert indexing.rebuild() == 1
    assert found(officer, "Rahimov Farrukh") == [person]
    assert len(list(indexing.index_folder().glob("people-*"))) == 1


def test_only_one_process_writes(register):
    register("Раҳимов Фаррух")
    with indexing.Writer(), pytest.raises(indexing.IndexBusy):
        indexing.catch_up()


def test_a_damaged_lexicon_is_said_and_not_silently_empty(register, officer, caplog):
    person = register("Раҳимов Фаррух")
    indexing.catch_up()
    folder = indexing.folder_of(indexing.current_generation())
    (folder / "lexicon" / "manifest.json").write_text("not json")
    with pytest.raises(DamagedIndexError):
        indexing.Index.open(folder)
    assert found(officer, "Раҳимов Фаррух") == [person]
    assert "payvand index rebuild" in caplog.text
