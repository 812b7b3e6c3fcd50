"""What Django is told of the database: SQLite with a write lock, or PostgreSQL."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from payvand.config.node import Node, SettingsError

_KEEP_OPEN_SECONDS = 600


def database_settings(node: Node | None) -> dict[str, Any]:
    """Return `DATABASES["default"]` of a node, or of a database in memory where there is no node.

    Raises:
        SettingsError: the address of the database cannot be used.
    """
    if node is None:
        return {"ENGINE": "payvand.core.sqlite", "NAME": ":memory:"}
    if node.settings.database.url == "sqlite":
        return {
            "ENGINE": "payvand.core.sqlite",
            "NAME": str(node.database_file),
            "CONN_MAX_AGE": _KEEP_OPEN_SECONDS,
            "TEST": {"NAME": str(node.folder / "test.sqlite3")},
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": _KEEP_OPEN_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        **_postgresql(node.settings.database.url),
    }


def _postgresql(url: str) -> dict[str, Any]:
    """Split an address such as ``postgresql://user:password@host:port/name?host=/run/postgresql``."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingsError("database.url: this is no address of a PostgreSQL database") from error
    options = dict(parse_qsl(parts.query))
    found = {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(port or "")),
        "OPTIONS": options,
    }
    if not found["NAME"]:
        raise SettingsError("database.url: the address names no database: postgresql://user:password@host:port/name")
    return found
