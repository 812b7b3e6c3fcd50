"""The node's own organisation, its units and contacts."""

from datetime import date

import pytest

from payvand.audit.models import Act
from payvand.core.errors import Conflict, InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.network import services
from payvand.network.enums import OrganisationKind, UnitKind
from payvand.network.loading import load_countries, load_organisations
from payvand.network.models import Organisation, Unit
from payvand.network.policies import CHANGE_NETWORK
from payvand.network.queries import own_organisation, unit_parents, units

SYSTEM = Scope.system("init", rights=frozenset({CHANGE_NETWORK}))


@pytest.fixture
def admin(cast):
    return cast.scope_for(cast.node_admin)


@pytest.mark.django_db
def test_a_society_that_the_reference_data_know_becomes_the_own_one():
    load_countries()
    load_organisations()
    own = services.establish_own_organisation(
        scope=SYSTEM, name="Ҳилоли Аҳмар", country="TJ", kind="society", code="TJ"
    )
    assert own == own_organisation()
    assert (own.code, own.local_name, own.kind) == (
        "DTJ001",
        "Ҷамъияти Ҳилоли Аҳмари Тоҷикистон",
        OrganisationKind.NATIONAL_SOCIETY,
    )
    headquarters = Unit.objects.get(organisation=own)
    assert (headquarters.code, headquarters.kind) == ("TJ-HQ", UnitKind.HEADQUARTERS)
    with pytest.raises(Refused):
        services.establish_own_organisation(scope=SYSTEM, name="Another", country="KG", kind="society")
    load_organisations()
    assert Organisation.objects.get(code="DTJ001").name == "Ҳилоли Аҳмар"


@pytest.mark.django_db
def test_a_delegation_is_not_the_society_of_its_country():
    load_countries()
    load_organisations()
    own = services.establish_own_organisation(scope=SYSTEM, name="Delegation", country="TJ", kind="delegation")
    assert own.kind == OrganisationKind.ICRC
    assert Organisation.objects.get(code="DTJ001").is_self is False


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "values"), [("country", ("XX", "society")), ("kind", ("TJ", "police"))])
def test_what_is_no_country_or_kind_is_refused(field, values):
    load_countries()
    with pytest.raises(InvalidInput) as caught:
        services.establish_own_organisation(scope=SYSTEM, name="N", country=values[0], kind=values[1])
    assert list(caught.value.problems) == [field]


def test_a_unit_is_opened_below_another_and_its_act_recorded(cast, admin):
    unit = services.open_unit(
        scope=admin,
        organisation=cast.organisation,
        kind=UnitKind.CENTRE,
        name="Centre",
        code="TJ-KT-C1",
        parent=cast.khatlon,
    )
    assert unit_parents()[unit.pk] == cast.khatlon.pk
    act = Act.objects.order_by("-number").first()
    assert (act.action, act.subject_id) == ("network.open_unit", str(unit.pk))
    with pytest.raises(InvalidInput):
        services.open_unit(
            scope=admin, organisation=cast.organisation, kind=UnitKind.CENTRE, name="Again", code="TJ-KT-C1"
        )


def change(unit, admin, **changes):
    values = {"name": unit.name, "parent": unit.parent, "place": unit.place, "closed_on": unit.closed_on} | changes
    return services.change_unit(scope=admin, unit=unit, expected_version=unit.version, **values)


def test_a_unit_does_not_belong_to_itself_or_to_one_below(cast, admin):
    for above in (cast.khatlon, cast.kulob):
        with pytest.raises(InvalidInput):
            change(cast.khatlon, admin, parent=above)
    change(cast.kulob, admin, parent=cast.sughd)
    assert cast.scope_for(cast.other_caseworker).unit_ids == {cast.sughd.pk, cast.kulob.pk}


def test_two_who_edit_one_unit_do_not_overwrite_each_other(cast, admin):
    twin = Unit.objects.get(pk=cast.kulob.pk)
    change(cast.kulob, admin, name="Kulob and around")
    with pytest.raises(Conflict):
        change(twin, admin, name="Kulyab")


def test_a_contact_ends_and_another_takes_over(cast, admin):
    first = services.add_contact(
        scope=admin, organisation=cast.organisation, function="Head of tracing", valid_from=date(2020, 1, 1)
    )
    services.change_contact(scope=admin, contact=first, expected_version=first.version, valid_to=date(2024, 5, 31))
    services.add_contact(
        scope=admin, organisation=cast.organisation, function="Head of tracing", valid_from=date(2024, 6, 1)
    )
    spans = list(cast.organisation.contacts.order_by("valid_from").values_list("valid_from", "valid_to"))
    assert spans == [(date(2020, 1, 1), date(2024, 5, 31)), (date(2024, 6, 1), None)]


def test_a_contact_does_not_end_before_it_begins_nor_sit_in_a_foreign_unit(cast, admin):
    other = Organisation.objects.create(name="Other", kind="ngo", country_id="TJ")
    common = {"scope": admin, "function": "Director", "valid_from": date(2024, 1, 1)}
    with pytest.raises(InvalidInput):
        services.add_contact(organisation=cast.organisation, valid_to=date(2023, 1, 1), **common)
    with pytest.raises(InvalidInput):
        services.add_contact(organisation=other, unit=cast.kulob, **common)


def test_units_are_those_within_reach(cast):
    assert set(units(cast.scope_for(cast.caseworker))) == {cast.khatlon, cast.kulob}
    assert units(cast.scope_for(cast.tracing_officer)).count() == 4


def test_only_the_administrator_changes_the_network(cast):
    scope = cast.scope_for(cast.head_of_tracing)
    changes = (
        lambda: services.open_unit(
            scope=scope, organisation=cast.organisation, kind=UnitKind.BRANCH, name="N", code="N"
        ),
        lambda: change(cast.kulob, scope, name="N"),
        lambda: services.add_contact(
            scope=scope, organisation=cast.organisation, function="N", valid_from=date(2024, 1, 1)
        ),
    )
    for attempt in changes:
        with pytest.raises(NotAllowed):
            attempt()
