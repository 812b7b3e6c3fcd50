"""Deadlines of a kind that a room above would register; it is taken back afterwards."""

import uuid

import pytest


@pytest.fixture
def put(cast):
    """Set a deadline in Khatlon; `unit`, `officer`, `number` change it."""
    from payvand.deadlines import kinds
    from payvand.deadlines.services import set_deadline

    before = dict(kinds._kinds)
    kinds.register(
        kinds.DeadlineKind(
            "letters.answer",
            "Answer the letter",
            30,
            right="deadlines.see_deadlines",
            url=lambda _id, number: f"/{number}/",
        )
    )

    def put(due, *, number="TJ-2026-0118", unit=None, officer=None):
        return set_deadline(
            scope=cast.scope_for(cast.caseworker),
            subject=("letters.Letter", uuid.uuid4()),
            kind="letters.answer",
            number=number,
            unit_id=(unit or cast.khatlon).pk,
            officer_id=officer.pk if officer else None,
            due=due,
        )

    yield put
    kinds._kinds.clear()
    kinds._kinds.update(before)
