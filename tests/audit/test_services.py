import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from payvand.audit.chain import GENESIS, hash_of
from payvand.audit.guards import guards_stand
from payvand.audit.models import Act
from payvand.audit.queries import acts_on
from payvand.audit.services import record_act, salted_hash
from payvand.core.scope import Scope

SCOPE = Scope(user_id=uuid.uuid4(), actor="", request_id="9f" * 16)


def record(subject="1", **facts):
    with transaction.atomic():
        return record_act(
            scope=SCOPE, action="tracing.taken", subject_type="tracing.TracingRequest", subject_id=subject, facts=facts
        )


@pytest.mark.django_db
def test_acts_are_numbered_and_chained():
    first, second = record(), record("2", was="open")
    assert (first.number, second.number) == (1, 2)
    assert (first.previous_hash, second.previous_hash) == (GENESIS, first.hash)
    stored = Act.objects.get(number=2)
    assert stored.hash == hash_of(stored) == second.hash
    assert (stored.user_id, stored.request_id, stored.facts) == (SCOPE.user_id, SCOPE.request_id, {"was": "open"})


@pytest.mark.django_db(transaction=True)
def test_an_act_needs_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        record_act(scope=SCOPE, action="tracing.taken", subject_type="tracing.TracingRequest", subject_id="1")
    assert not Act.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_is_undone_with_its_transaction():
    def fail():
        with transaction.atomic():
            record()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert record().number == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_act SET action = 'nothing'",
        "UPDATE audit_act SET number = number + 1",
        "DELETE FROM audit_act",
        "DELETE FROM audit_act WHERE number = 1",
    ],
)
def test_the_database_refuses_changes_to_acts(statement):
    record()
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Act.objects.get().action == "tracing.taken"


@pytest.mark.django_db
def test_postgresql_refuses_to_truncate_acts():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    record()
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_act")


@pytest.mark.django_db
def test_the_guards_stand_after_migrating():
    assert guards_stand()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fact",
    [
        "Раҳимов Фаррух",
        "Rahimov",
        "Farrukh Rahimov",
        "+992 93 123 45 67",
        "992931234567",
        992_931_234_567,
        "born in Kulob",
        3.5,
        {"name": "x"},
        ["open", "Rahimov"],
    ],
)
def test_facts_that_could_be_personal_data_are_refused(fact):
    with pytest.raises(ValueError, match="'fact' could be personal data"):
        record(fact=fact)


@pytest.mark.django_db
def test_facts_are_ids_codes_counts_dates_and_hashes():
    thing = uuid.uuid4()
    act = record(
        id=thing,
        code="closed_found",
        file="TJ-2026-0118",
        count=3,
        yes=True,
        nothing=None,
        empty="",
        day=dt.date(2026, 11, 3),
        many=["b", "a"],
        some={"b", "a"},
        hashed=salted_hash("Раҳимов"),
    )
    assert Act.objects.get(number=act.number).facts == {
        "id": str(thing),
        "code": "closed_found",
        "file": "TJ-2026-0118",
        "count": 3,
        "yes": True,
        "nothing": None,
        "empty": "",
        "day": "2026-11-03",
        "many": ["b", "a"],
        "some": ["a", "b"],
        "hashed": salted_hash("Раҳимов"),
    }


def test_salted_hashes_are_equal_for_equal_text_alone():
    assert salted_hash("a") == salted_hash("a") != salted_hash("b")
    assert len(salted_hash("a")) == 64


@pytest.mark.django_db
def test_acts_on_one_thing_oldest_first():
    first, _other, third = record("1"), record("2"), record("1")
    assert [act.number for act in acts_on(SCOPE, "tracing.TracingRequest", "1")] == [first.number, third.number]
