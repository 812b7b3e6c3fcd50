"""Who sees which deadline: its officer, the people of its unit, the head once it is escalated."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from payvand.deadlines import queries


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


@pytest.mark.parametrize(
    ("user", "seen"),
    [
        ("caseworker", True),
        ("tracing_officer", True),
        ("head_of_tracing", True),
        ("other_caseworker", False),
        ("kulob_caseworker", False),
        ("field_volunteer", False),
        ("programme_colleague", False),
        ("partner_viewer", False),
        ("node_admin", False),
        ("stranger", False),
    ],
)
def test_the_unit_decides(put, cast, user, seen):
    put()
    assert queries.visible_deadlines(cast.scope_for(getattr(cast, user))).exists() == seen


def test_its_officer_sees_it_wherever_it_lies(put, cast):
    put(unit=cast.sughd, officer=cast.caseworker)
    assert queries.visible_deadlines(cast.scope_for(cast.caseworker)).count() == 1


def test_the_room_may_hide_its_subjects_until_they_are_escalated(put, cast, kinds):
    known = uuid.uuid4()
    kinds.register(
        kinds.DeadlineKind(
            "letters.secret", "Open it", 5, right="deadlines.see_deadlines", visible=lambda _scope: [known]
        )
    )
    put("letters.secret", subject=("letters.Letter", known), due=days_ago(30))
    put("letters.secret", due=days_ago(30), number="HIDDEN-LATE")
    put("letters.secret", due=days_ago(1), number="HIDDEN-NEW")

    def seen(user):
        rows = queries.visible_deadlines(cast.scope_for(user)).order_by("number")
        return [(row.number, row.opens) for row in rows]

    assert seen(cast.tracing_officer) == [("TJ-2026-0118", True)]
    assert seen(cast.head_of_tracing) == [("HIDDEN-LATE", False), ("TJ-2026-0118", True)]


def test_due_overdue_escalated_by_the_day(put, cast):
    today = timezone.localdate()
    for number, day in (("LATE-15", days_ago(14)), ("LATE-1", days_ago(1)), ("NOW", today)):
        put(number=number, due=day)
    put(number="NEXT", due=today + timedelta(days=1))
    head = cast.scope_for(cast.head_of_tracing)

    def numbers(rows):
        return [row.number for row in rows]

    assert numbers(queries.due(head, today)) == ["LATE-15", "LATE-1", "NOW"]
    assert numbers(queries.overdue(head)) == ["LATE-15", "LATE-1"]
    assert numbers(queries.escalated(head)) == ["LATE-15"]
    assert numbers(queries.escalated(cast.scope_for(cast.caseworker))) == []
    assert queries.overdue_subjects("letters.Letter").count() == 2
    assert queries.overdue_subjects("letters.Parcel").count() == 0


def test_a_list_asks_as_often_with_three_rows_as_with_one(put, cast):
    scope = cast.scope_for(cast.head_of_tracing)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            rows = list(queries.due(scope, date(2100, 1, 1)))
            assert all(str(row) and row.unit.name for row in rows)
        return len(captured)

    put(officer=cast.caseworker)
    assert asked() == 1
    put(officer=cast.tracing_officer)
    put(officer=cast.head_of_tracing)
    assert asked() == 1
