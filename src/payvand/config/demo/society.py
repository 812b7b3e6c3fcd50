"""The demonstration's Society: units in real towns, invented staff of every role."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from payvand.access.enums import Role
from payvand.access.models import User
from payvand.access.services import add_membership, create_user
from payvand.core.scope import Scope
from payvand.network.enums import UnitKind
from payvand.network.models import Organisation, Unit
from payvand.network.services import add_contact, open_unit

OPENED = date(1998, 1, 1)


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A branch or centre: its code, kind, name, and the code of the unit above."""

    code: str
    kind: UnitKind
    name: str
    above: str = "TJ-HQ"


@dataclass(frozen=True, slots=True)
class DemoUser:
    """An invented member of staff; the user name is the given name in small letters."""

    full_name: str
    role: Role
    unit: str
    language: str

    @property
    def username(self) -> str:
        """The name to sign in with."""
        return self.full_name.split()[0].lower()


UNITS = (
    DemoUnit("TJ-KT", UnitKind.BRANCH, "Khatlon branch, Bokhtar"),
    DemoUnit("TJ-KL", UnitKind.BRANCH, "Kulob branch", "TJ-KT"),
    DemoUnit("TJ-SU", UnitKind.BRANCH, "Sughd branch, Khujand"),
    DemoUnit("TJ-GB", UnitKind.BRANCH, "Badakhshon branch, Khorugh"),
    DemoUnit("TJ-DU", UnitKind.CENTRE, "Information and education centre, Dushanbe"),
)

USERS = (
    DemoUser("Madina Sharipova", Role.HEAD_OF_TRACING, "TJ-HQ", "en"),
    DemoUser("Parviz Kholov", Role.TRACING_OFFICER, "TJ-HQ", "ru"),
    DemoUser("Zarina Nazarova", Role.CASEWORKER, "TJ-KT", "en"),
    DemoUser("Daler Safarov", Role.CASEWORKER, "TJ-SU", "ru"),
    DemoUser("Umed Rajabov", Role.FIELD_VOLUNTEER, "TJ-KL", "ru"),
    DemoUser("Nigora Karimova", Role.DATA_PROTECTION_OFFICER, "TJ-HQ", "en"),
    DemoUser("Farzona Odinaeva", Role.PROGRAMME_COLLEAGUE, "TJ-DU", "en"),
    DemoUser("Jovid Saidov", Role.PARTNER_VIEWER, "TJ-HQ", "en"),
    DemoUser("Lola Mirzoeva", Role.NODE_ADMIN, "TJ-HQ", "en"),
)


def open_units(scope: Scope, organisation: Organisation) -> dict[str, Unit]:
    """Open the branches under the headquarters that the node already has; return all units by code."""
    units = {unit.code: unit for unit in organisation.units.all()}
    for told in UNITS:
        units[told.code] = open_unit(
            scope=scope,
            organisation=organisation,
            kind=told.kind,
            name=told.name,
            code=told.code,
            parent=units[told.above],
            opened_on=OPENED,
        )
    for code, phone in (("TJ-HQ", "+992 00 000 0000"), ("TJ-KT", "+992 00 000 0001"), ("TJ-SU", "+992 00 000 0002")):
        add_contact(
            scope=scope,
            organisation=organisation,
            unit=units[code],
            function="tracing",
            phone=phone,
            valid_from=OPENED,
        )
    return units


def employ_staff(scope: Scope, units: Mapping[str, Unit], password: str) -> dict[str, User]:
    """Create the staff with one password, each with a role in a unit; return them by user name."""
    staff = {}
    for told in USERS:
        user = create_user(
            scope=scope,
            username=told.username,
            full_name=told.full_name,
            password=password,
            language=told.language,
            must_change_password=False,
        )
        add_membership(scope=scope, user=user, unit=units[told.unit], role=told.role, valid_from=OPENED)
        staff[told.username] = user
    return staff
