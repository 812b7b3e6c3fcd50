"""Fills the node of the journeys: staff with known passwords and codes, records in several scripts."""

import json
import sys
from datetime import date

import django

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402 — Django comes first
from allauth.mfa.utils import encrypt  # noqa: E402 — the same

from payvand.access.enums import Role  # noqa: E402 — the same
from payvand.access.models import Membership, User  # noqa: E402 — the same
from payvand.access.scopes import scope_of  # noqa: E402 — the same
from payvand.core.partial_date import PartialDate  # noqa: E402 — the same
from payvand.network.enums import UnitKind  # noqa: E402 — the same
from payvand.network.models import Unit  # noqa: E402 — the same
from payvand.network.queries import own_organisation  # noqa: E402 — the same
from payvand.tracing import services  # noqa: E402 — the same


def employ(username: str, full_name: str, unit: Unit, role: Role, *, password: str, secret: str) -> User:
    user = User(username=username, full_name=full_name)
    user.set_password(password)
    user.save()
    Membership.objects.create(user=user, unit=unit, role=role, valid_from=date(2024, 1, 1))
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)})
    return user


def register_found(officer: User, unit: Unit) -> None:
    """The record in Latin letters of a hospital, one in Dari, and some who are nobody's."""
    scope = scope_of(officer, language="en")
    records = (
        ("Rakhimov Farrukh Saidovich", "", "14.02.1985", "patients_list", "Regional hospital, Orenburg", "Orenburg"),
        ("فرخ رحیموف", "fa-AF", "1364", "safe_and_well", "Kunduz, by telephone", "Kunduz"),
        ("Sharipova Madina", "", "1990", "evacuees_list", "Shelter 4", "Kazan"),
        ("Гулахмад Нури", "ru", "1969", "field_visit", "", "Qumsangir"),
        ("Alimov Jamshed", "", "1978", "detainees_list", "", ""),
    )
    for name, language, birth, source, text, place in records:
        services.register_found_person(
            scope=scope,
            unit=unit,
            person=services.ToldPerson(
                full_name=name,
                language=language,
                birth=PartialDate.parse(birth),
                sex="" if "Madina" in name else "male",
            ),
            source=source,
            source_text=text,
            place_text=place,
        )


def main(password: str, secret: str) -> None:
    own = own_organisation()
    headquarters = Unit.objects.get(organisation=own, parent=None)
    khatlon = Unit.objects.create(
        organisation=own, parent=headquarters, kind=UnitKind.BRANCH, name="Khatlon branch", code="TJ-KT"
    )
    officer = employ("bahrom", "Баҳром Назаров", headquarters, Role.TRACING_OFFICER, password=password, secret=secret)
    employ("zebuniso", "Зебуниссо Каримзода", khatlon, Role.CASEWORKER, password=password, secret=secret)
    employ("safina", "Сафина Одинаева", headquarters, Role.HEAD_OF_TRACING, password=password, secret=secret)
    employ("nazira", "Назира Ҳакимова", headquarters, Role.DATA_PROTECTION_OFFICER, password=password, secret=secret)
    employ("umed", "Умед Раҷабов", khatlon, Role.FIELD_VOLUNTEER, password=password, secret=secret)
    employ("alan", "Алан Юсупов", headquarters, Role.PROGRAMME_COLLEAGUE, password=password, secret=secret)
    register_found(officer, headquarters)


if __name__ == "__main__":
    main(**json.load(sys.stdin))
