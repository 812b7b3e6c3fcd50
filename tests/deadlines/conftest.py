"""Kinds that a room above would register, and how it sets them; what the tests register is taken back."""

import uuid

import pytest

SUBJECT = "letters.Letter"


@pytest.fixture
def kinds():
    from payvand.deadlines import kinds as registry

    before = dict(registry._kinds)
    right = "deadlines.see_deadlines"

    def url(_subject, number):
        return f"/letters/{number}/"

    registry.register(registry.DeadlineKind("letters.answer", "Answer the letter", 30, right=right, url=url))
    registry.register(registry.DeadlineKind("letters.thank", "Thank for it", 10, working_days=True, right=right))
    registry.register(
        registry.DeadlineKind("letters.remind", "Remind the partner", 0, right=right, months=(3, 6, 9, 12))
    )
    yield registry
    registry._kinds.clear()
    registry._kinds.update(before)


@pytest.fixture
def put(cast, kinds):
    """Set a deadline of Khatlon as the caseworker there; `subject`, `by`, `unit`, `officer` change it."""
    from payvand.deadlines.services import set_deadline

    def put(kind="letters.answer", *, subject=None, by=None, unit=None, officer=None, number="TJ-2026-0118", **dates):
        return set_deadline(
            scope=cast.scope_for(by or cast.caseworker),
            subject=subject or (SUBJECT, uuid.uuid4()),
            kind=kind,
            number=number,
            unit_id=(unit or cast.khatlon).pk,
            officer_id=officer.pk if officer else None,
            **dates,
        )

    return put
