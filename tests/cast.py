"""The stable cast: one invented Society with its units and a user of every role, for the tests of every room.

Fixtures (import nothing: `tests/conftest.py` loads this module as a plugin):

    cast            Cast: all of it at once; `cast.caseworker`, `cast.headquarters`, `cast.scope_for(user)`, …
    client_of       client_of(user) -> django.test.Client, signed in fully (second factor enrolled) without a password
    scope_for       scope_for(user) -> Scope, as a request of that user would carry it, in English

The Society is that of Tajikistan; its people are invented.

    headquarters                       node_admin, tracing_officer, head_of_tracing, data_protection_officer,
    |                                  programme_colleague, partner_viewer
    +-- khatlon (branch)               caseworker, field_volunteer
    |   +-- kulob (branch of Khatlon)  kulob_caseworker
    +-- sughd (branch)                 other_caseworker: the colleague in the other branch

    stranger        signed in, no membership
    former          was a tracing officer until yesterday

`cast.of(role)` gives the user of a role; `cast.for_table` maps the words of `tests/rights/*.tsv` to users. Every
password is `PASSWORD`; every TOTP secret is `TOTP_SECRET`.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cache

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from payvand.access.enums import Role
from payvand.access.models import Membership, User
from payvand.access.scopes import scope_of
from payvand.core.scope import Scope
from payvand.network.enums import OrganisationKind, UnitKind
from payvand.network.models import Country, Organisation, Unit

PASSWORD = "korvon-sarchashma-1404"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

_COUNTRIES = {
    "AF": ("Afghanistan", "Афганистан"),
    "KG": ("Kyrgyzstan", "Киргизия"),
    "KZ": ("Kazakhstan", "Казахстан"),
    "RU": ("Russia", "Россия"),
    "TJ": ("Tajikistan", "Таджикистан"),
    "TM": ("Turkmenistan", "Туркменистан"),
    "UZ": ("Uzbekistan", "Узбекистан"),
}


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Everyone and where they work; see the top of this module."""

    organisation: Organisation
    headquarters: Unit
    khatlon: Unit
    kulob: Unit
    sughd: Unit
    node_admin: User
    field_volunteer: User
    caseworker: User
    kulob_caseworker: User
    other_caseworker: User
    tracing_officer: User
    head_of_tracing: User
    data_protection_officer: User
    programme_colleague: User
    partner_viewer: User
    stranger: User
    former: User

    def of(self, role: Role) -> User:
        """Return the user who holds this role (the caseworker is the one of Khatlon)."""
        user: User = getattr(self, role.value)
        return user

    @property
    def users(self) -> dict[str, User]:
        """Return every user by the name of the field."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, User)}

    @property
    def for_table(self) -> dict[str, User | None]:
        """Return who stands for each word in the column `role` of a rights table; None is nobody at all."""
        return {role.value: self.of(role) for role in Role} | {"stranger": self.stranger, "anonymous": None}

    @staticmethod
    def scope_for(user: User) -> Scope:
        """Return the Scope that a request of this user would carry."""
        return scope_of(user, language="en", request_id="test")

    @staticmethod
    def client_of(user: User | None) -> Client:
        """Return a browser in which this user has signed in, second factor and all; None has not signed in.

        The session is written as sign-in writes it, without the sign-in itself: no act, no time of last sign-in.
        """
        client = Client()
        if user is not None:
            session = SessionStore()
            session[SESSION_KEY] = str(user.pk)
            session[BACKEND_SESSION_KEY] = _BACKEND
            session[HASH_SESSION_KEY] = user.get_session_auth_hash()
            session.create()
            client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client


_STAFF: dict[str, tuple[str, str, Role | None]] = {
    "node_admin": ("Савзаев Ҷамшед", "headquarters", Role.NODE_ADMIN),
    "field_volunteer": ("Гулбонуи Сафаралӣ", "khatlon", Role.FIELD_VOLUNTEER),
    "caseworker": ("Зебуниссо Каримзода", "khatlon", Role.CASEWORKER),
    "kulob_caseworker": ("Ёрмаҳмад Одинаев", "kulob", Role.CASEWORKER),
    "other_caseworker": ("Фарангис Саидова", "sughd", Role.CASEWORKER),
    "tracing_officer": ("Баҳром Назаров", "headquarters", Role.TRACING_OFFICER),
    "head_of_tracing": ("Мавзуна Раҳимӣ", "headquarters", Role.HEAD_OF_TRACING),
    "data_protection_officer": ("Тимур Юлдошев", "headquarters", Role.DATA_PROTECTION_OFFICER),
    "programme_colleague": ("Нигина Шарипова", "headquarters", Role.PROGRAMME_COLLEAGUE),
    "partner_viewer": ("Ada Fjellheim", "headquarters", Role.PARTNER_VIEWER),
    "stranger": ("Сироҷ Бегонаев", "", None),
    "former": ("Пирӯз Собиқов", "headquarters", Role.TRACING_OFFICER),
}


@cache
def _password_hash() -> str:
    return make_password(PASSWORD)


def make_cast() -> Cast:
    """Write the cast into the database; a dozen queries, no password hashed twice."""
    Country.objects.bulk_create(
        [Country(iso2=iso2, name_en=english, name_ru=russian) for iso2, (english, russian) in _COUNTRIES.items()],
        ignore_conflicts=True,
    )
    organisation = Organisation.objects.create(
        name="Red Crescent Society of Tajikistan",
        local_name="Ҷамъияти Ҳилоли Аҳмари Тоҷикистон",
        kind=OrganisationKind.NATIONAL_SOCIETY,
        country_id="TJ",
        code="DTJ001",
        is_self=True,
    )
    units = _make_units(organisation)
    people = _make_users(units)
    return Cast(organisation=organisation, **units, **people)


def _make_units(organisation: Organisation) -> dict[str, Unit]:
    branch, made = UnitKind.BRANCH, {}
    for name, title, kind, code, above in (
        ("headquarters", "Headquarters", UnitKind.HEADQUARTERS, "TJ-HQ", None),
        ("khatlon", "Khatlon branch", branch, "TJ-KT", "headquarters"),
        ("kulob", "Kulob branch", branch, "TJ-KT-KB", "khatlon"),
        ("sughd", "Sughd branch", branch, "TJ-SU", "headquarters"),
    ):
        parent = made[above] if above else None
        made[name] = Unit.objects.create(organisation=organisation, name=title, kind=kind, code=code, parent=parent)
    return made


def _make_users(units: dict[str, Unit]) -> dict[str, User]:
    people = {
        name: User(username=name.replace("_", "-"), full_name=full_name, password=_password_hash())
        for name, (full_name, _unit, _role) in _STAFF.items()
    }
    User.objects.bulk_create(people.values())
    today = timezone.localdate()
    Membership.objects.bulk_create(
        Membership(
            user=people[name],
            unit=units[unit],
            role=role,
            valid_from=date(2020, 1, 1),
            valid_to=today - timedelta(days=1) if name == "former" else None,
        )
        for name, (_full_name, unit, role) in _STAFF.items()
        if role is not None
    )
    Authenticator.objects.bulk_create(
        Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(TOTP_SECRET)})
        for user in people.values()
    )
    return people


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, in the database of this test."""
    return make_cast()


@pytest.fixture
def client_of(cast: Cast) -> Callable[[User | None], Client]:
    """Sign a user of the cast in."""
    return cast.client_of


@pytest.fixture
def scope_for(cast: Cast) -> Callable[[User], Scope]:
    """The Scope of a user of the cast."""
    return cast.scope_for
