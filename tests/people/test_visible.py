"""Who sees which record: the same answer from the query, from the index, and from the rows not yet indexed."""

import datetime as dt
import itertools

import pytest
from django.utils import timezone

from payvand.access.enums import Role
from payvand.access.roles import rights_of
from payvand.core.scope import Scope
from payvand.people import indexing, search
from payvand.people.enums import Confidentiality, ConsentScope, ConsentState, Purpose
from payvand.people.policies import REACH_PROTECTED, READ
from payvand.people.queries import visible_people
from payvand.people.services import record_consent

pytestmark = pytest.mark.django_db
NAME = "Раҳимов Фаррух"


@pytest.fixture
def everyone(cast, register, counsellor):
    """One record of every purpose, unit and protection, and of every answer about being searched."""
    made = {}
    for purpose, (unit_name, unit), level, named in itertools.product(
        (Purpose.TRACING, Purpose.CENTRE),
        (("khatlon", cast.khatlon), ("kulob", cast.kulob), ("sughd", cast.sughd), ("none", None)),
        (Confidentiality.INTERNAL, Confidentiality.PROTECTED),
        ("caseworker", "tracing_officer"),
    ):
        if level == Confidentiality.INTERNAL and named == "tracing_officer":
            continue
        users = [getattr(cast, named).pk] if level == Confidentiality.PROTECTED else []
        made[purpose, unit_name, int(level), named] = register(
            NAME, purpose=purpose, unit=unit, confidentiality=level, named=users
        )
    for answer, until in (
        (ConsentState.GIVEN, None),
        (ConsentState.GIVEN, timezone.localdate()),
        (ConsentState.REFUSED, None),
    ):
        person = register(NAME, purpose=Purpose.CENTRE, unit=cast.khatlon)
        record_consent(
            scope=counsellor, person=person, scope_code=ConsentScope.SEARCH_INTERNAL, state=answer, until=until
        )
        made["offered", answer.value, str(until)] = person
    return made


EXPECTED = {
    "caseworker": lambda key: (
        (key[0] == "tracing" and (key[3] == "caseworker" if key[2] == 3 else key[1] in ("khatlon", "kulob")))
        or key[:2] == ("offered", "given")
    ),
    "kulob_caseworker": lambda key: key[:3] == ("tracing", "kulob", 1),
    "other_caseworker": lambda key: key[:3] == ("tracing", "sughd", 1),
    "tracing_officer": lambda key: (
        (key[0] == "tracing" and (key[2] == 1 or key[3] == "tracing_officer")) or key[:2] == ("offered", "given")
    ),
    "head_of_tracing": lambda key: (key[0] == "tracing" and key[2] == 1) or key[:2] == ("offered", "given"),
    "field_volunteer": lambda key: False,
    "node_admin": lambda key: False,
    "data_protection_officer": lambda key: False,
    "programme_colleague": lambda key: False,
    "partner_viewer": lambda key: False,
    "stranger": lambda key: False,
    "former": lambda key: False,
}


@pytest.mark.parametrize("user", EXPECTED)
def test_the_query_the_index_and_the_unindexed_rows_agree(cast, everyone, user):
    scope = cast.scope_for(getattr(cast, user))
    expected = {person.pk for key, person in everyone.items() if EXPECTED[user](key)}
    assert set(visible_people(scope).values_list("pk", flat=True)) == expected
    assert {hit.person.pk for hit in search.find(scope, NAME, limit=100)} == expected
    indexing.catch_up()
    assert {hit.person.pk for hit in search.find(scope, NAME, limit=100)} == expected


def test_every_user_of_the_cast_is_in_the_table(cast):
    assert set(EXPECTED) == set(cast.users)


def test_a_centre_sees_its_own_people_only(everyone, counsellor):
    expected = {
        person.pk for key, person in everyone.items() if key[:3] == ("centre", "khatlon", 1) or key[0] == "offered"
    }
    assert set(visible_people(counsellor).values_list("pk", flat=True)) == expected


def test_the_right_to_reach_protected_records_is_the_nodes_own(everyone):
    assert all(REACH_PROTECTED not in rights_of([role]) for role in Role)
    comparer = Scope.system(
        "comparer", rights=frozenset({READ, REACH_PROTECTED}), purposes=frozenset({str(Purpose.TRACING)})
    )
    assert visible_people(comparer).filter(purpose="tracing").count() == 12
    without = Scope.system("comparer", rights=frozenset({READ}), purposes=frozenset({str(Purpose.TRACING)}))
    assert visible_people(without).filter(purpose="tracing").count() == 4


def test_nobody_sees_nobody(everyone):
    assert not visible_people(Scope.nobody()).exists()
    assert not visible_people(Scope(purposes=frozenset({"tracing"}), all_units=True)).exists()


def test_a_protected_relative_is_not_told_by_name(cast, register, officer, khatlon):
    from payvand.people.queries import person_card
    from payvand.people.services import add_relation, set_confidentiality

    child, father = register(NAME), register("Саидаҳмад Раҳимов", sex="male")
    add_relation(scope=officer, person=child, relative=father, kind="father")
    assert [relative.person for relative in person_card(khatlon, child).relatives] == [father]
    set_confidentiality(scope=officer, person=father, level=Confidentiality.PROTECTED)
    assert person_card(khatlon, child).relatives == []
    hit = search.find(khatlon, f"{NAME} Саидаҳмад")[0]
    assert "Саидаҳмад" not in " ".join(piece.right for piece in hit.evidence)


def test_expiry_ends_an_offer_the_day_after(cast, everyone, officer, time_machine_travel):
    indexing.catch_up()
    time_machine_travel(dt.timedelta(days=1))
    ended = everyone["offered", "given", str(timezone.localdate() - dt.timedelta(days=1))]
    still = everyone["offered", "given", "None"]
    found = {hit.person.pk for hit in search.find(officer, NAME, limit=100)}
    assert ended.pk not in found
    assert still.pk in found
    assert indexing.end_offers() == 1
    ended.refresh_from_db()
    assert not ended.offered_to_tracing
