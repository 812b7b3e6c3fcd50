"""The node's own times and days off."""

from datetime import date

import pytest

from payvand.audit.models import Act
from payvand.core.errors import InvalidInput, NotAllowed
from payvand.deadlines import queries, services


@pytest.fixture
def head(cast):
    return cast.scope_for(cast.head_of_tracing)


def test_own_times_hold_for_what_is_set_from_then_on(put, head):
    before = put(start=date(2026, 5, 1))
    services.set_times(scope=head, kind="letters.answer", days=10, working_days=False, escalate_after=3)
    after = put(start=date(2026, 5, 1))
    before.refresh_from_db()
    assert (before.due, after.due, after.escalates_on) == (date(2026, 5, 31), date(2026, 5, 11), date(2026, 5, 14))
    services.reset_times(scope=head, kind="letters.answer")
    services.reset_times(scope=head, kind="letters.answer")
    assert put(start=date(2026, 5, 1)).due == date(2026, 5, 31)
    acts = Act.objects.filter(action__endswith="_times").order_by("number").values_list("action", flat=True)
    assert list(acts) == ["deadlines.set_times", "deadlines.reset_times"]


def test_own_months(put, head):
    services.set_times(scope=head, kind="letters.remind", days=0, working_days=False, months=[2, 4], escalate_after=7)
    assert put("letters.remind", start=date(2026, 1, 1)).due == date(2026, 3, 1)


@pytest.mark.parametrize("months", [[], [3, 3], [6, 3], [0, 3], [3, 500]])
def test_months_grow(kinds, head, months):
    with pytest.raises(InvalidInput):
        services.set_times(
            scope=head, kind="letters.remind", days=0, working_days=False, months=months, escalate_after=7
        )


def test_days_off_are_passed_over(put, head):
    services.set_weekend(scope=head, days=[7])
    holiday = services.add_holiday(scope=head, day=date(2026, 3, 23), name="Наврӯз")
    assert put("letters.thank", start=date(2026, 3, 20)).due == date(2026, 4, 2)
    with pytest.raises(InvalidInput):
        services.add_holiday(scope=head, day=date(2026, 3, 23))
    services.remove_holiday(scope=head, holiday=holiday)
    assert put("letters.thank", start=date(2026, 3, 20)).due == date(2026, 4, 1)
    with pytest.raises(InvalidInput):
        services.set_weekend(scope=head, days=range(1, 8))


def test_only_the_head_sets_them(kinds, cast):
    officer = cast.scope_for(cast.tracing_officer)
    for act in (
        lambda: services.set_times(scope=officer, kind="letters.answer", days=1, working_days=False, escalate_after=1),
        lambda: services.reset_times(scope=officer, kind="letters.answer"),
        lambda: services.set_weekend(scope=officer, days=[7]),
        lambda: services.add_holiday(scope=officer, day=date(2026, 1, 1)),
        lambda: queries.all_times(officer),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_page_changes_a_kind_and_keeps_what_was_typed(kinds, cast):
    head = cast.client_of(cast.head_of_tracing)
    assert "Answer the letter" in head.get("/times/").content.decode()
    wrong = head.post("/times/letters.answer/", {"days": "-1", "escalate_after": "5"})
    assert wrong.status_code == 422
    assert 'value="-1"' in wrong.content.decode()
    assert head.post("/times/letters.answer/", {"days": "21", "escalate_after": "5"}).status_code == 302
    assert (queries.times_of("letters.answer").days, queries.times_of("letters.answer").is_own) == (21, True)
    months = head.post("/times/letters.remind/", {"months": "2, 4, 8", "escalate_after": "5"})
    assert (months.status_code, queries.times_of("letters.remind").months) == (302, (2, 4, 8))
    assert head.post("/times/letters.remind/", {"months": "soon", "escalate_after": "5"}).status_code == 422
    assert head.get("/times/letters.burn/").status_code == 404
    assert head.post("/times/weekend/", {"weekend": ["5", "7"]}).status_code == 302
    assert sorted(queries.working_calendar().weekend) == [5, 7]
    assert head.post("/times/holidays/", {"day": "21.03.2027", "name": "Наврӯз"}).status_code == 302
    assert "Наврӯз" in head.get("/times/").content.decode()
