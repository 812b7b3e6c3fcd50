"""From a file to records: named, checked, taken, told what is wrong, never taken twice, undone."""

import datetime as dt

import pytest

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.partial_date import PartialDate
from payvand.intake import queries, services
from payvand.intake.enums import BatchState
from payvand.intake.models import Chunk, Taken
from payvand.people.enums import ConsentScope, ConsentState
from payvand.people.models import Identifier, IndexChange, Person
from payvand.tracing.models import FoundRecord, Hint, ListEntry

pytestmark = pytest.mark.django_db

LIST = """Список пациентов;;;;
Фамилия;Имя;Отчество;Дата рождения;Пол
Раҳимов;Фаррух;Саидович;14.02.1985;м
Каримова;Зарина;;1990;ж
Юсуфов;Али;;31.02.1971;м
;;;1960;м
Назаров;Баҳром;;44;мужч
"""


def found_people():
    return sorted(Person.objects.filter(found_record__isnull=False).values_list("shown_name", flat=True))


def told(batch):
    return {problem.line: dict(problem.complaints) for _row, problem in queries.told_rows(batch)}


def test_a_list_is_read_named_and_checked_and_nothing_is_taken_yet(send, work, check):
    batch = work(send(LIST))
    assert (batch.state, batch.header_line, batch.lines, batch.delimiter) == ("to_map", 2, 7, ";")
    guesses = [guess.code for guess in queries.guessed_columns(batch)]
    assert guesses == ["surname", "given_name", "patronymic", "birth", "sex"]
    batch = check(batch)
    assert batch.state == BatchState.CHECKED
    assert batch.counts == {"new": 2, "wrong": 3}
    assert found_people() == []
    problems = told(batch)
    assert set(problems) == {5, 6, 7}
    assert list(problems[5]) == [3]
    assert list(problems[6]) == [-1]
    assert "мужч" in problems[7][4]


def test_only_the_right_rows_are_taken(send, take):
    batch = take(send(LIST))
    assert (batch.state, batch.taken) == (BatchState.TAKEN, 2)
    assert found_people() == ["Каримова Зарина", "Раҳимов Фаррух Саидович"]
    record = FoundRecord.objects.get(person__shown_name__startswith="Раҳимов")
    assert (record.source, record.source_text) == ("patients_list", "Orenburg hospital")
    assert str(record.person.birth) == "14.02.1985"
    assert IndexChange.objects.filter(person_id=record.person_id).exists()


def test_what_is_corrected_and_sent_again_takes_the_rest_and_nothing_twice(send, take):
    take(send(LIST))
    corrected = LIST.replace("31.02.1971", "21.02.1971").replace("мужч", "муж").replace(";44;", ";1982;")
    batch = take(send(corrected, source=" orenburg  HOSPITAL "))
    assert batch.counts == {"same": 2, "new": 2, "wrong": 1}
    assert len(found_people()) == 4


NUMBERED = (
    "id,name,born\n17,Раҳимов Фаррух,1985\n18,Каримова Зарина,1990\n17,Саидов Рустам,1970\n18,Каримова Зарина,1990\n"
)


def test_a_number_of_the_source_tells_a_changed_row_and_nothing_is_altered(send, take):
    batch = take(send(NUMBERED))
    assert batch.counts == {"new": 2, "wrong": 1, "twice": 1}
    assert "2" in told(batch)[4][0]
    again = take(send("id,name,born\n17,Раҳимов Фаррух,1986\n18,Каримова  Зарина,1990\n"))
    assert again.counts == {"changed": 1, "same": 1}
    assert list(told(again)) == [2]
    assert found_people() == ["Каримова Зарина", "Раҳимов Фаррух"]
    elsewhere = take(send("id,name,born\n17,Раҳимов Фаррух,1986\n", source="Kazan"))
    assert elsewhere.counts == {"new": 1}


def test_a_spreadsheet_says_the_same(send, take, xlsx):
    batch = take(send(xlsx(["Name", "Date of birth", "Phone"], ["Rakhimov Farrukh", 1985, "+992 900 00 00 01"])))
    assert (batch.kind, batch.taken) == ("spreadsheet", 1)
    person = Person.objects.get(found_record__isnull=False)
    assert (str(person.birth), Identifier.objects.get(person=person).value) == ("1985", "+992 900 00 00 01")


def test_words_of_the_table_are_explained_once(send, check, cast, work):
    batch = check(send("name,пол\nРаҳимов Фаррух,джентльмен\nСаидов Рустам,М\nАлиев Карим,джентльмен\n"))
    assert batch.counts == {"wrong": 2, "new": 1}
    scope = cast.scope_for(cast.tracing_officer)
    with pytest.raises(InvalidInput):
        services.explain_words(scope=scope, batch=batch, words={"sex": {"джентльмен": "nobleman"}})
    services.explain_words(scope=scope, batch=batch, words={"sex": {"джентльмен": "male"}})
    batch = work(batch)
    assert batch.counts == {"new": 3}


def test_a_list_is_compared_with_open_files_in_the_background(send, take, cast):
    from payvand.tracing import services as tracing

    scope = cast.scope_for(cast.tracing_officer)
    request = tracing.take_request(
        scope=scope,
        unit=cast.headquarters,
        sought=tracing.ToldPerson(full_name="Раҳимов Фаррух Саидович", sex="male", birth=PartialDate.parse("1985")),
        enquirer=tracing.ToldEnquirer(
            full_name="Раҳимова Зайнаб",
            relation="mother",
            consents={ConsentScope.SEARCH_INTERNAL.value: ConsentState.GIVEN},
        ),
        account=tracing.Account(received_on=dt.date(2026, 1, 2)),
    )
    take(send(LIST))
    while tracing.compare_due():
        pass
    hint = Hint.objects.get()
    assert (hint.sought_id, hint.candidate.shown_name) == (request.sought_id, "Раҳимов Фаррух Саидович")


def test_a_mistake_is_undone_whole_and_can_be_sent_anew(send, take, cast, work):
    batch = take(send(LIST))
    services.begin_undo(scope=cast.scope_for(cast.tracing_officer), batch=batch)
    batch = work(batch)
    assert (batch.state, batch.taken, found_people()) == (BatchState.UNDONE, 0, [])
    assert (Taken.objects.count(), ListEntry.objects.count()) == (0, 0)
    assert take(send(LIST)).taken == 2


def test_what_somebody_has_decided_on_is_not_undone(send, take, cast):
    batch = take(send(LIST))
    person = Person.objects.filter(found_record__isnull=False).first()
    scope = cast.scope_for(cast.tracing_officer)
    person.save_changes("sex")
    with pytest.raises(Refused):
        services.begin_undo(scope=scope, batch=batch)


def test_who_may_not_sends_nothing(send, cast):
    for user in (cast.stranger, cast.node_admin, cast.programme_colleague, cast.partner_viewer, cast.field_volunteer):
        with pytest.raises(NotAllowed):
            send(LIST, by=user)
    with pytest.raises(NotAllowed):
        send(LIST, by=cast.caseworker, unit=cast.sughd)
    assert send(LIST, by=cast.caseworker, unit=cast.khatlon).pk


def test_a_table_is_done_with_what_its_sender_may_do_then(send, check, cast, work):
    from payvand.access.models import Membership

    batch = check(send(LIST))
    services.take_rows(scope=cast.scope_for(cast.tracing_officer), batch=batch)
    Membership.objects.filter(user=cast.tracing_officer).delete()
    batch = work(batch)
    assert (batch.state, found_people()) == (BatchState.STOPPED, [])
    assert batch.failure


def test_an_expired_record_is_not_taken_and_one_that_expires_is_deleted(send, take, time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC))
    rows = "name,expiry_date\nРаҳимов Фаррух,2026-02-01T00:00:00Z\nСаидов Рустам,2026-04-01T00:00:00Z\n"
    batch = take(send(rows))
    assert batch.counts == {"wrong": 1, "new": 1}
    from payvand.tracing.services.importing import end_expired

    assert end_expired() == 0
    time_machine.move_to(dt.datetime(2026, 4, 2, tzinfo=dt.UTC))
    assert (end_expired(), found_people()) == (1, [])


def test_nothing_of_a_table_lies_open_in_the_database(send, take):
    from django.db import connection

    take(send(LIST, source="Orenburg"))
    with connection.cursor() as cursor:
        for table in ("intake_batch", "intake_chunk", "intake_uploadpart", "intake_taken"):
            cursor.execute(f"SELECT * FROM {table}")
            stored = repr(cursor.fetchall())
            assert "Раҳимов" not in stored
            assert "list.csv" not in stored


def test_old_tables_are_emptied_and_their_marks_stay(send, take, time_machine):
    batch = take(send(LIST))
    assert services.empty_old_tables() == 0
    time_machine.move_to(dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=31))
    assert services.empty_old_tables() == 1
    assert (Chunk.objects.count(), Taken.objects.filter(batch=batch).count()) == (0, 2)


def test_an_erased_person_is_gone_from_the_table_too_and_is_not_taken_again(send, take):
    from payvand.tracing.intake import holding

    batch = take(send(LIST))
    person = Person.objects.get(found_record__isnull=False, shown_name__startswith="Раҳимов")
    assert holding.held_about([person.pk])
    assert holding.erase(person.pk) == {"tracing.ListEntry": 1, "tracing.OldRecord": 0, "intake.Row": 1}
    assert "Раҳимов" not in "".join(chunk.rows for chunk in Chunk.objects.filter(batch=batch))
    assert batch.parts.count() == 0
    assert holding.held_about([person.pk]) == []
    assert take(send(LIST)).counts["same"] == 2
