"""Triggers with which the database itself refuses to change or remove an act, on SQLite and PostgreSQL."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "audit_act"
_SENTENCE = "acts of the audit are only added, never changed or removed"
_FORBIDDEN = ("UPDATE", "DELETE")

_SQLITE_CREATE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"
    for verb in _FORBIDDEN
)
_SQLITE_DROP = tuple(f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb.lower()}" for verb in _FORBIDDEN)
_POSTGRESQL_CREATE = (
    f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_SENTENCE}'; END $$""",
    f"""CREATE OR REPLACE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()""",
    f"""CREATE OR REPLACE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()""",
)
_POSTGRESQL_DROP = (
    f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}",
    f"DROP TRIGGER IF EXISTS {TABLE}_no_truncate ON {TABLE}",
)
_CREATE = {"sqlite": _SQLITE_CREATE, "postgresql": _POSTGRESQL_CREATE}
_DROP = {"sqlite": _SQLITE_DROP, "postgresql": _POSTGRESQL_DROP}
_COUNT = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled = 'O'",
}
_EXPECTED = 2


def install_guards(using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Put the triggers in place where they are missing: a rebuilt table loses them."""
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        _run(connection, _CREATE[connection.vendor])


def remove_guards(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers away, for a restore into this database and for tests that empty it."""
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        _run(connection, _DROP[connection.vendor])


def guards_stand(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Say whether the database refuses changes to acts."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_COUNT[connection.vendor], [TABLE])
        return bool(cursor.fetchone()[0] == _EXPECTED)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
