"""The register that was kept before, taken over as files."""

import pytest
from django.urls import reverse

from payvand.core.errors import NotAllowed
from payvand.intake import queries as tables
from payvand.intake import services as intake
from payvand.intake.targets import target_of
from payvand.network.models import Organisation
from payvand.people.consent import allows
from payvand.people.models import Person
from payvand.tracing import queries
from payvand.tracing.models import Enquiry, HistoryEntry, OldRecord, TracingRequest

pytestmark = pytest.mark.django_db

BOOK = """№ дела;Дата запроса;Статус;Результат;Дата закрытия;ФИО;Год рождения;ФИО заявителя;Родство;Телефон заявителя;Направлено в;Вх номер партнера;Принятые меры
34/97;12.05.1997;закрыто;не найден;03.02.2001;Раҳимов Фаррух Саидович;1971;Раҳимова Зайнаб;мать;;;;Письмо в ЦТА 1998, ответ отрицательный
118/19;2019;в розыске;;;Каримов Анвар;1985;Каримова Гулнора;жена;+992 900 00 00 01;Russian Red Cross;RU-77/19;
119/19;2019;на паузе у нас;;;Саидов Рустам;1990;Саидов Карим;брат;;;;
120/19;2019;в розыске;;;Назаров Баҳром;1979;;;;;;
121/19;2020;закрыто;;;Алиев Далер;1988;Алиева Мадина;сестра;;;;
"""  # noqa: E501 — a row of a register is as long as it is


@pytest.fixture
def take_over(cast):
    def done(text=BOOK, *, by=None, close_reason="", words=None, basis="public"):
        scope = cast.scope_for(by or cast.head_of_tracing)
        batch = intake.receive_table(
            scope=scope,
            target=target_of("old_register"),
            unit=cast.headquarters,
            source="Register of the tracing service 1993-2020",
            content=[text.encode("cp1251", "replace")],
            options={"state": "in_progress", "close_reason": close_reason, "basis": basis},
        )

        def work():
            while intake.work_once(worker="test"):
                pass
            batch.refresh_from_db()

        work()
        named = [guess.code for guess in tables.guessed_columns(batch)]
        intake.name_columns(scope=scope, batch=batch, columns=named, header_line=batch.header_line)
        work()
        if words:
            intake.explain_words(scope=scope, batch=batch, words=words)
            work()
        intake.take_rows(scope=scope, batch=batch)
        work()
        return batch

    return done


def told(batch):
    return {
        problem.line: " ".join(words for _place, words in problem.complaints)
        for _row, problem in tables.told_rows(batch)
    }


def test_open_and_closed_files_come_over_with_state_result_enquirer_and_partner(take_over, cast):
    partner = Organisation.objects.create(name="Russian Red Cross", country_id="RU", kind="national_society")
    batch = take_over()
    assert batch.counts == {"new": 2, "wrong": 3}
    assert "на паузе у нас" in told(batch)[4]
    closed, searched = TracingRequest.objects.order_by("received_on")
    assert (closed.state, closed.close_reason, str(closed.closed_at.date())) == ("closed", "N1", "2001-02-03")
    assert (closed.sought.person.shown_name, closed.relation) == ("Раҳимов Фаррух Саидович".replace("ҳ", "?"), "mother")
    assert (searched.state, searched.contact) == ("in_progress", "+992 900 00 00 01")
    enquiry = Enquiry.objects.get()
    assert (enquiry.request, enquiry.partner, enquiry.their_number, enquiry.state) == (
        searched,
        partner,
        "RU-77/19",
        "sent",
    )
    assert allows(searched.enquirer, "search_internal")
    assert HistoryEntry.objects.filter(request=closed, kind="taken_over").exists()


def test_words_and_results_can_be_said_for_the_whole_table(take_over):
    batch = take_over(close_reason="N1", words={"state": {"на паузе у нас": "suspended"}})
    assert batch.counts == {"new": 4, "wrong": 1}
    states = sorted(TracingRequest.objects.values_list("state", "close_reason"))
    assert states == [("closed", "N1"), ("closed", "N1"), ("in_progress", ""), ("suspended", "")]


def test_the_old_number_is_kept_found_and_shown(take_over, cast):
    take_over()
    scope = cast.scope_for(cast.head_of_tracing)
    (found,) = queries.find_by_number(scope, "34/97")
    assert found.old_record.number == "34/97"
    assert [file.old_record.number for file in queries.find_by_number(scope, " 118-19 ")] == ["118/19"]
    page = cast.client_of(cast.head_of_tracing).get(reverse("tracing:file", args=[found.number])).content.decode()
    assert "34/97" in page
    assert "Письмо в ЦТА 1998" in page
    assert queries.find_by_number(cast.scope_for(cast.other_caseworker), "34/97") == []


def test_a_register_sent_twice_makes_no_file_twice(take_over):
    take_over()
    batch = take_over(
        BOOK.replace("Алиева Мадина;сестра", "Алиева Мадина;сестра").replace("Далер;1988", "Далер;1989"),
        close_reason="N1",
    )
    assert batch.counts["same"] == 2
    assert OldRecord.objects.filter(number="34/97").count() == 1


def test_what_was_taken_over_by_mistake_is_undone_while_nobody_worked_on_it(take_over, cast):
    before = Person.objects.count()
    batch = take_over()
    scope = cast.scope_for(cast.head_of_tracing)
    intake.begin_undo(scope=scope, batch=batch)
    while intake.work_once(worker="test"):
        pass
    batch.refresh_from_db()
    assert (batch.state, TracingRequest.objects.count(), Person.objects.count()) == ("undone", 0, before)


def test_a_caseworker_takes_no_register_over(take_over, cast):
    with pytest.raises(NotAllowed):
        take_over(by=cast.caseworker)
