"""Who gets what at which address: a table, complete over the URL map.

Each room has its rows in `tests/rights/<room>.tsv`, with the columns

    methods     GET, POST, or both with a comma
    url_name    as `reverse` takes it, such as ``access:user``
    arguments   ``name={object}`` pairs with a space between, or ``-``; objects are users and units of the cast (their
                key is used) and whatever `objects` of `tests/rights/<room>.py` returns
    roles       words with a comma between: roles, ``stranger`` (signed in, no role), ``anonymous``, other names of the
                cast (``other_caseworker``); ``*`` is every role, stranger included, that has no row of its own;
                ``anonymous`` is always written out
    status      the number that is expected

`tests/rights/<room>.py` may define `objects(cast) -> dict[str, object]`, which makes what the addresses need, and
`SECRETS`, texts that no refused answer may hold. A URL, method or role without a row fails, and so does a row without
a URL.
"""

import importlib.util
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from payvand.access.enums import Role

HERE = Path(__file__).parent
METHODS = ("GET", "POST")
EVERYONE = [*(role.value for role in Role), "stranger", "anonymous"]
REFUSALS = (302, 404, 405)


@dataclass(frozen=True)
class Row:
    place: str
    room: str
    methods: tuple[str, ...]
    url_name: str
    arguments: dict[str, str]
    roles: tuple[str, ...]
    status: int


def read_rows(path: Path) -> Iterator[Row]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            fields = line.split("\t")
            assert len(fields) == 5, f"{path.name}:{number} has {len(fields)} columns, not 5"
            methods, url_name, arguments, roles, status = fields
            pairs = [] if arguments == "-" else [pair.split("=", 1) for pair in arguments.split()]
            yield Row(
                place=f"{path.name}:{number}",
                room=path.stem,
                methods=tuple(methods.split(",")),
                url_name=url_name,
                arguments={name: value.strip("{}") for name, value in pairs},
                roles=tuple(roles.split(",")),
                status=int(status),
            )


ROWS = [row for path in sorted(HERE.glob("*.tsv")) for row in read_rows(path)]


def url_names(resolver: URLResolver | None = None, namespaces: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from url_names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"the URL {pattern.pattern} has no name"
            yield ":".join((*namespaces, pattern.name))


def expected() -> dict[tuple[str, str], dict[str, Row]]:
    """Return, by URL name and method, the row that holds for each role."""
    table: dict[tuple[str, str], dict[str, Row]] = defaultdict(dict)
    for starred in (False, True):
        for row in ROWS:
            for method in row.methods:
                cell = table[row.url_name, method]
                for role in row.roles:
                    if (role == "*") != starred:
                        continue
                    named = [role] if role != "*" else [other for other in EVERYONE[:-1] if other not in cell]
                    for name in named:
                        assert name not in cell, f"{row.place}: {name} stands in {cell[name].place} too"
                        cell[name] = row
    return table


TABLE = expected()


def room_module(room: str) -> ModuleType | None:
    path = HERE / f"{room}.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location(f"rights_of_{room}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_url_and_role_has_a_row():
    missing = [
        f"{method} {name} {role}"
        for name in sorted(set(url_names()))
        for method in METHODS
        for role in EVERYONE
        if role not in TABLE.get((name, method), {})
    ]
    assert missing == []


def test_every_row_has_a_url():
    known = set(url_names())
    assert [f"{row.place} {row.url_name}" for row in ROWS if row.url_name not in known] == []


def open_views(resolver: URLResolver) -> Iterator[str]:
    """Yield our own views that need no sign-in and do not say why; allauth's are the sign-in itself."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from open_views(pattern)
        elif not getattr(pattern.callback, "login_required", True):
            told = getattr(pattern.callback, "public_reason", "")
            if not told and not pattern.callback.__module__.startswith("allauth."):
                yield str(pattern.name)


def test_every_view_that_needs_no_sign_in_says_why():
    assert list(open_views(get_resolver())) == []


def test_nobody_is_told_that_something_is_forbidden_to_them():
    assert [row.place for row in ROWS if row.status == 403] == []


@pytest.mark.parametrize(("url_name", "method"), sorted(TABLE), ids=str)
def test_everyone_gets_what_the_table_says(url_name, method, cast):
    rows = TABLE[url_name, method]
    module = room_module(next(iter(rows.values())).room)
    objects = _cast_objects(cast) | (module.objects(cast) if module and hasattr(module, "objects") else {})
    secrets = [str(secret) for secret in getattr(module, "SECRETS", ())] + _names_of(cast)
    wrong = []
    for role, row in rows.items():
        user = None if role == "anonymous" else getattr(cast, role)
        address = reverse(url_name, kwargs={name: objects[value] for name, value in row.arguments.items()})
        with transaction.atomic():
            response = cast.client_of(user).generic(method, address)
            transaction.set_rollback(True)
        if response.status_code != row.status:
            wrong.append(f"{row.place}: {role} got {response.status_code}, not {row.status}")
        elif response.status_code in REFUSALS:
            shown = response.content.decode() + response.headers.get("Location", "")
            leaked = [secret for secret in secrets if secret in shown]
            wrong += [f"{row.place}: {role} was shown {secret!r}" for secret in leaked]
    assert wrong == []


def _cast_objects(cast) -> dict[str, object]:
    units = {name: getattr(cast, name).pk for name in ("headquarters", "khatlon", "kulob", "sughd")}
    return {name: user.pk for name, user in cast.users.items()} | units


def _names_of(cast) -> list[str]:
    return [user.full_name for user in cast.users.values()] + [cast.khatlon.name, cast.kulob.name, cast.sughd.name]
