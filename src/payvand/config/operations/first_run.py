"""Brings a new node to life: tables, reference data, its organisation, its first administrator."""

import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from payvand.config.node import Node
from payvand.config.operations import recovery_key
from payvand.config.operations.context import BAD_INPUT, CommandFailed, open_node
from payvand.config.operations.new_node import create_folder

TIME_ZONES = {
    "AF": "Asia/Kabul", "AM": "Asia/Yerevan", "AZ": "Asia/Baku", "BY": "Europe/Minsk", "CH": "Europe/Zurich",
    "GE": "Asia/Tbilisi", "IR": "Asia/Tehran", "KG": "Asia/Bishkek", "KZ": "Asia/Almaty", "RU": "Europe/Moscow",
    "TJ": "Asia/Dushanbe", "TM": "Asia/Ashgabat", "TR": "Europe/Istanbul", "UA": "Europe/Kyiv", "UZ": "Asia/Tashkent",
}  # fmt: skip
"""The time zone of a country's capital, where `--time-zone` is not given; UTC for any other."""


@dataclass(frozen=True)
class FirstAdministrator:
    """Who may sign in first; with an empty password one is made up."""

    username: str
    full_name: str
    password: str = ""


@dataclass(frozen=True)
class Made:
    """A new node and the two secrets that are shown once."""

    folder: Path
    recovery_key: str
    password: str


def make_node(
    folder: Path, sections: Mapping[str, Mapping[str, object]], administrator: FirstAdministrator | None
) -> Made:
    """Make a node, whole or not at all: it is built beside its place and moved there when it works.

    Raises:
        CommandFailed: the folder is not empty, or the database is not.
        SettingsError, InvalidInput: something that was given is wrong.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandFailed(f"{folder} is not empty: name a new folder", BAD_INPUT)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        node = create_folder(draft, sections)
        printed = recovery_key.make(node.keys)
        open_node(draft)
        _prepare_database()
        password = _establish(node, administrator)
        from django.db import connections

        connections.close_all()
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return Made(folder, printed, password)


def _prepare_database() -> None:
    from django.core.management import call_command
    from django.db import OperationalError, connection

    try:
        tables = connection.introspection.table_names()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise CommandFailed(f"database.url: the database cannot be reached ({reason})", BAD_INPUT) from error
    if tables:
        raise CommandFailed("database.url: the database is not empty: name a new one", BAD_INPUT)
    call_command("migrate", interactive=False, verbosity=0)


def _establish(node: Node, administrator: FirstAdministrator | None) -> str:
    from django.db import transaction

    from payvand.access.enums import Role
    from payvand.access.policies import CHANGE_USERS
    from payvand.access.services import add_membership, create_user, initial_password
    from payvand.core.scope import Scope
    from payvand.network.models import Unit
    from payvand.network.policies import CHANGE_NETWORK
    from payvand.network.services import establish_own_organisation, load_reference_data
    from payvand.protection.services import load_laws

    load_reference_data()
    load_laws()
    who = node.settings.node
    scope = Scope.system("init", rights=frozenset({CHANGE_NETWORK, CHANGE_USERS}))
    password = ""
    with transaction.atomic():
        own = establish_own_organisation(
            scope=scope, name=who.organisation, country=who.country, kind=who.kind, code=who.code
        )
        if administrator is not None:
            password = administrator.password or initial_password()
            user = create_user(
                scope=scope,
                username=administrator.username,
                full_name=administrator.full_name,
                password=password,
                language=who.language,
            )
            headquarters = Unit.objects.get(organisation=own, parent=None)
            add_membership(scope=scope, user=user, unit=headquarters, role=Role.NODE_ADMIN)
    return password
