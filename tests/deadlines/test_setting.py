"""A deadline is set once, met, dropped, handed over; a reminder comes again."""

import uuid
from datetime import UTC, date, datetime

import pytest
import time_machine

from payvand.audit.models import Act
from payvand.deadlines import services
from payvand.deadlines.models import Deadline
from payvand.deadlines.queries import visible_deadlines

SUBJECT = ("letters.Letter", uuid.UUID(int=7))


def acts():
    return list(Act.objects.filter(action__startswith="deadlines.").order_by("number").values_list("action", flat=True))


def open_ones(cast):
    return [(row.kind, row.ordinal, row.due) for row in visible_deadlines(cast.scope_for(cast.caseworker))]


def test_it_counts_by_the_kind_from_its_start(put):
    deadline = put(start=date(2026, 5, 1))
    assert (deadline.due, deadline.escalates_on) == (date(2026, 5, 31), date(2026, 6, 14))
    assert put("letters.thank", start=date(2026, 11, 20)).due == date(2026, 12, 4)
    assert put(due=date(2026, 7, 1)).due == date(2026, 7, 1)


def test_the_day_is_that_of_the_node(put):
    with time_machine.travel(datetime(2026, 5, 1, 20, 30, tzinfo=UTC), tick=False):  # the 2nd in Dushanbe
        assert put().start == date(2026, 5, 2)


def test_setting_it_twice_makes_one_and_says_nothing_new(put):
    first = put(subject=SUBJECT, start=date(2026, 5, 1))
    again = put(subject=SUBJECT, start=date(2026, 5, 1))
    assert (again.pk, again.version, Deadline.objects.count(), acts()) == (first.pk, 1, 1, ["deadlines.set"])
    moved = put(subject=SUBJECT, start=date(2026, 6, 1))
    assert (moved.pk, moved.due, acts()) == (first.pk, date(2026, 7, 1), ["deadlines.set"] * 2)


def test_what_is_met_or_dropped_is_over_and_can_be_set_anew(put, cast):
    scope = cast.scope_for(cast.caseworker)
    met = put(subject=SUBJECT)
    assert services.meet_deadline(scope=scope, subject=SUBJECT, kind="letters.answer") is None
    assert services.meet_deadline(scope=scope, subject=SUBJECT, kind="letters.answer") is None
    dropped = put(subject=SUBJECT)
    put("letters.thank", subject=SUBJECT)
    assert services.drop_deadlines(scope=scope, subject=SUBJECT, kinds=["letters.answer"]) == 1
    assert services.drop_deadlines(scope=scope, subject=SUBJECT) == 1
    assert services.drop_deadlines(scope=scope, subject=SUBJECT) == 0
    met.refresh_from_db()
    dropped.refresh_from_db()
    assert met.met_at is not None
    assert dropped.dropped_at is not None
    assert open_ones(cast) == []
    assert acts() == [
        "deadlines.set",
        "deadlines.meet",
        "deadlines.set",
        "deadlines.set",
        "deadlines.drop",
        "deadlines.drop",
    ]


def test_a_reminder_comes_again_by_months_from_one_start_and_then_ends(put, cast):
    scope = cast.scope_for(cast.caseworker)
    put("letters.remind", subject=SUBJECT, start=date(2026, 1, 31))
    seen = []
    while rows := open_ones(cast):
        seen += rows
        services.meet_deadline(scope=scope, subject=SUBJECT, kind="letters.remind")
    assert [(ordinal, due) for _kind, ordinal, due in seen] == [
        (1, date(2026, 4, 30)),
        (2, date(2026, 7, 31)),
        (3, date(2026, 10, 31)),
        (4, date(2027, 1, 31)),
    ]


def test_a_file_that_changes_hands_takes_its_deadlines_along(put, cast):
    put(subject=SUBJECT)
    scope = cast.scope_for(cast.head_of_tracing)
    hand = {"subject": SUBJECT, "unit_id": cast.sughd.pk, "officer_id": cast.other_caseworker.pk}
    assert services.assign_deadlines(scope=scope, **hand) == 1
    assert services.assign_deadlines(scope=scope, **hand) == 0
    assert open_ones(cast) == []
    assert visible_deadlines(cast.scope_for(cast.other_caseworker)).count() == 1


@pytest.mark.parametrize("number", ["", "Раҳимов Фаррух", "Rahimov", "TJ 2026", "tj-2026-1", "X" * 41])
def test_a_name_is_no_number(put, number):
    with pytest.raises(ValueError, match="never a name"):
        put(number=number)


def test_an_unknown_kind_is_refused(put):
    with pytest.raises(KeyError):
        put("letters.burn")
