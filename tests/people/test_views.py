import html
import re

import pytest
from django.urls import reverse

from payvand.core.partial_date import PartialDate
from payvand.people import indexing
from payvand.people.services import (
    NameInput,
    add_identifier,
    add_name,
    link_same_person,
    offer_for_tracing,
    record_consent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast):
    return cast.client_of(cast.caseworker)


@pytest.fixture
def chief(cast):
    return cast.client_of(cast.head_of_tracing)


def page(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return html.unescape(response.content.decode())


def address(name, person, **more):
    return reverse(f"people:{name}", kwargs={"person_id": person.pk, **more})


def test_the_list_shows_who_is_in_reach_in_order_and_nobody_else(desk, register, cast):
    for name in ("Ҳакимов Али", "Абдуллоев Вали"):
        register(name)
    register("Пасбонов", confidentiality=3, named=[cast.tracing_officer.pk])
    register("Суғдиев", unit=cast.sughd)
    register("Мизоҷова", purpose="centre")
    shown = page(desk.get(reverse("people:list")))
    assert shown.index("Абдуллоев Вали") < shown.index("Ҳакимов Али")
    for hidden in ("Пасбонов", "Суғдиев", "Мизоҷова"):
        assert hidden not in shown


def test_an_empty_list_says_what_to_do(desk):
    assert "No people yet" in page(desk.get(reverse("people:list")))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries_whatever_its_length(desk, register, count, django_assert_num_queries, cast):
    for number in range(count):
        register(f"Али {number}", birth=PartialDate.parse("1985"), father_name="Саид")
    desk.get(reverse("people:list"))
    with django_assert_num_queries(11):
        desk.get(reverse("people:list"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_card_costs_the_same_queries_whatever_is_known(desk, register, khatlon, count, django_assert_num_queries):
    person = register("Раҳимов Фаррух", father_name="Саид")
    for number in range(count):
        add_name(scope=khatlon, person=person, name=NameInput(full_as_given=f"Фаррух {number}"))
        add_identifier(scope=khatlon, person=person, kind="passport", value=f"A0123456{number}")
        record_consent(scope=khatlon, person=person, scope_code="use_stats", state="given")
    desk.get(address("person", person))
    with django_assert_num_queries(19):
        desk.get(address("person", person))


def test_a_search_goes_by_post_and_finds_across_scripts(desk, register):
    register("Раҳимов Фаррух")
    register("Холматова Гулчеҳра")
    shown = page(desk.post(reverse("people:search"), {"q": "Rahimov Farrukh"}))
    assert "Раҳимов Фаррух" in shown
    assert "Холматова" not in shown
    assert desk.get(reverse("people:search"), {"q": "Rahimov"}).status_code == 405
    assert "Nobody found" in page(desk.post(reverse("people:search"), {"q": "Зубайдулло"}))
    page(desk.post(reverse("people:search"), {"q": "я" * 201}), 422)


def test_no_name_stands_in_any_address_of_the_pages(desk, register):
    person = register("Rahimov Farrukh", mother_name="Zaynab")
    for shown in (
        desk.get(reverse("people:list")),
        desk.get(address("person", person)),
        desk.post(reverse("people:search"), {"q": "Rahimov"}),
    ):
        links = re.findall(r'(?:href|action|src)="([^"]*)"', page(shown))
        assert links
        assert not [link for link in links if re.search("rahimov|farrukh|zaynab", link, re.IGNORECASE)]


def test_the_card_shows_every_spelling_the_relatives_the_papers_masked_and_the_history(desk, register, khatlon):
    person = register("Раҳимов Фаррух", father_name="Саид", birth=PartialDate.parse("01.01.1985"))
    told = NameInput(full_as_given="RAKHIMOV FARRUKH", source="passport 2014", name_type="on_document")
    add_name(scope=khatlon, person=person, name=told)
    add_identifier(scope=khatlon, person=person, kind="passport", value="A01234567", country="TJ")
    shown = page(desk.get(address("person", person)))
    for fact in (
        "Раҳимов Фаррух",
        "RAKHIMOV FARRUKH",
        "passport 2014",
        "Саид",
        "01.01.1985",
        "••••••567",
        "Name added",
    ):
        assert fact in shown, fact
    assert "01234567" not in shown
    assert "Зебуниссо Каримзода" in shown
    assert "a day that often stands for an unknown one" in shown


def test_markup_in_a_name_stays_text(desk, register):
    person = register("<script>alert(1)</script> & Ко")
    raw = desk.get(address("person", person)).content.decode()
    assert "<script>alert" not in raw
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Ко" in raw


def test_a_name_is_added_as_typed_and_an_error_stands_at_its_field_with_nothing_lost(desk, register):
    person = register("Раҳимов Фаррух")
    where = address("add_name", person)
    page(desk.get(where))
    wrong = {"full_as_given": " ", "name_type": "alias", "certainty": "certain", "source": "his mother"}
    shown = page(desk.post(where, wrong), 422)
    assert "his mother" in shown
    answer = desk.post(where, {**wrong, "full_as_given": " Фаррухҷон"})
    assert (answer.status_code, answer.headers["Location"]) == (302, address("person", person))
    assert person.names.get(name_type="alias").full_as_given == " Фаррухҷон"


def test_facts_changed_by_someone_else_meanwhile_are_not_overwritten(desk, register):
    person = register("Али")
    where = address("change", person)
    page(desk.get(where))
    sent = {"sex": "male", "birth": "около 1985", "birth_place_text": "Восеъ", "version": person.version}
    assert desk.post(where, sent).status_code == 302
    page(desk.post(where, {**sent, "sex": "female"}), 409)
    person.refresh_from_db()
    assert (person.sex, person.birth.certainty) == ("male", "approximate")
    assert "birth" in page(desk.post(where, {**sent, "birth": "когда-то?", "version": person.version}), 422)


def test_a_doubtful_number_is_kept_and_said(desk, register):
    person = register("Али", sex="male", birth=PartialDate.parse("1985"))
    where = address("add_identifier", person)
    sent = {"kind": "national_id", "country": "KZ", "value": "123"}
    shown = page(desk.post(where, sent, follow=True))
    assert "Numbers of this country have 12 digits." in shown
    assert person.identifiers.count() == 1
    assert "recorded for this person already" in page(desk.post(where, sent), 422)


def test_a_relative_is_added(desk, register):
    person = register("Али")
    sent = {"kind": "mother", "name": "Зайнаб", "certainty": "hearsay", "source": "a neighbour"}
    shown = page(desk.post(address("add_relative", person), sent, follow=True))
    assert "Зайнаб" in shown
    assert "a neighbour" in shown


def test_consent_is_recorded_and_withdrawn_with_its_history(desk, register):
    person = register("Али")
    where = address("record_consent", person)
    page(desk.get(where))
    sent = {
        "scope_code": "share_movement",
        "state": "given",
        "basis": "consent",
        "given_on": "01.11.2026",
        "how_recorded": "signed_form",
    }
    assert "Withdraw" in page(desk.post(where, sent, follow=True))
    shown = page(desk.post(where, {**sent, "basis": "vital"}), 422)
    assert "has the basis “consent”" in shown
    consent = person.consents.get()
    undo = address("withdraw_consent", person, consent_id=consent.pk)
    shown = page(desk.post(undo, follow=True))
    assert "Withdrawn" in shown
    assert "01.11.2026" in shown
    page(desk.post(undo), 302)
    assert [row.state for row in person.consents.all()] == ["given", "withdrawn", "withdrawn"]


def test_after_tracing_hears_the_withdrawal_the_client_is_gone(desk, register, counsellor):
    person = register("Ҳакимова Мастона", purpose="centre")
    offer = offer_for_tracing(scope=counsellor, person=person)
    shown = page(desk.get(address("person", person)))
    assert "agreed to be searched" in shown
    assert address("add_name", person) not in shown
    sent = {"full_as_given": "Али", "name_type": "alias", "certainty": "certain"}
    page(desk.post(address("add_name", person), sent), 404)
    answer = desk.post(address("withdraw_consent", person, consent_id=offer.pk))
    assert answer.headers["Location"] == reverse("people:list")
    page(desk.get(address("person", person)), 404)


def test_two_records_are_linked_from_what_is_alike_and_the_link_undone(chief, register, cast):
    indexing.catch_up()
    one, other = register("Раҳимов Фаррух"), register("Rahimov Farrukh")
    hidden = register("Рахимов Фаррух", confidentiality=3, named=[cast.tracing_officer.pk])
    where = address("link", one)
    shown = page(chief.get(where))
    assert str(other.pk) in shown
    assert str(hidden.pk) not in shown
    page(chief.post(where, {"other": str(other.pk), "reason": ""}), 422)
    page(chief.post(where, {"other": str(hidden.pk), "reason": "one passport"}), 422)
    shown = page(chief.post(where, {"other": str(other.pk), "reason": "one passport"}, follow=True))
    assert "Rahimov Farrukh" in shown
    link = one.links_left.first() or one.links_right.first()
    shown = page(chief.post(address("unlink", one, link_id=link.pk), follow=True))
    assert "one passport" not in shown
    page(chief.post(address("unlink", one, link_id=link.pk)), 302)


def test_a_link_of_other_records_is_not_undone_from_here(chief, register, head):
    one, other, third = register("Али"), register("Ali"), register("Вали")
    link = link_same_person(scope=head, one=one, other=other, reason="one passport")
    page(chief.post(address("unlink", third, link_id=link.pk)), 302)
    link.refresh_from_db()
    assert link.undone_at is None


def test_who_may_see_a_protected_record_is_named_on_it(cast, register):
    person = register("Пасбонов", confidentiality=3, named=[cast.caseworker.pk])
    assert "Зебуниссо Каримзода" in page(cast.client_of(cast.caseworker).get(address("person", person)))
    for user in (cast.head_of_tracing, cast.tracing_officer, cast.other_caseworker):
        assert "Пасбонов" not in page(cast.client_of(user).get(address("person", person)), 404)


def test_a_caseworker_protects_a_record_and_only_an_officer_opens_it_again(desk, register, cast):
    person = register("Пасбонов")
    where = address("protect", person)
    sent = {"level": "3", "named": [str(cast.tracing_officer.pk)]}
    page(desk.get(where))
    shown = page(desk.post(where, sent, follow=True))
    assert "Баҳром Назаров" in shown
    assert "Зебуниссо Каримзода" in shown
    page(desk.post(where, {"level": "1"}), 422)
    page(desk.post(where, {"level": "3", "named": [str(person.pk)]}), 422)
    page(cast.client_of(cast.head_of_tracing).get(where), 404)
    officer = cast.client_of(cast.tracing_officer)
    page(officer.post(where, {"level": "3", "named": []}), 302)
    page(desk.get(address("person", person)), 404)
    page(officer.post(where, {"level": "1"}), 302)
    assert "Пасбонов" in page(desk.get(address("person", person)))


def test_who_seals_a_record_is_led_back_to_the_list_and_sees_it_no_more(cast, register):
    person = register("Пасбонов")
    officer = cast.client_of(cast.tracing_officer)
    assert officer.post(address("protect", person), {"level": "4", "named": []})["Location"] == reverse("people:list")
    page(officer.get(address("person", person)), 404)
