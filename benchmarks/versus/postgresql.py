"""A PostgreSQL server for a while: the one that PAYVAND_PG_TRGM names, or one of our own from the system's binaries."""

import os
import pathlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

_DEBIAN = "/usr/lib/postgresql/*/bin/pg_ctl"


class NoServerError(Exception):
    """No server with pg_trgm is at hand."""


@contextmanager
def server() -> Iterator[psycopg.Connection]:
    """A connection to an empty database in which pg_trgm can be created; gone afterwards.

    Raises:
        NoServerError: there are no binaries with pg_trgm, and no address is given.
    """
    if address := os.environ.get("PAYVAND_PG_TRGM"):
        with psycopg.connect(address) as connection:
            yield connection
            connection.rollback()
        return
    with tempfile.TemporaryDirectory(prefix="payvand-bench-") as name:
        folder = pathlib.Path(name)
        as_user, binaries = _without_rights(folder), _binaries()
        data = folder / "data"
        made = [binaries / "initdb", "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        _run([*as_user, *made])
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        _run([*as_user, binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
        try:
            with psycopg.connect(host=str(folder), user="bench", dbname="postgres", autocommit=True) as connection:
                yield connection
        finally:
            _run([*as_user, binaries / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"])


def _binaries() -> pathlib.Path:
    """The folder of the newest server that has pg_trgm."""
    for control in sorted(pathlib.Path("/").glob(_DEBIAN[1:]), reverse=True):
        version = control.parts[-3]
        if pathlib.Path(f"/usr/share/postgresql/{version}/extension/pg_trgm.control").is_file():
            return control.parent
    raise NoServerError(f"no PostgreSQL with pg_trgm under {_DEBIAN}; name one in PAYVAND_PG_TRGM")


def _without_rights(folder: pathlib.Path) -> list[str]:
    """What stands before a command so that it does not run as root, which the server refuses."""
    if os.getuid():
        return []
    if shutil.which("runuser") is None:
        raise NoServerError("the server does not run as root, and there is no runuser; name one in PAYVAND_PG_TRGM")
    shutil.chown(folder, "postgres")
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[object]) -> None:
    ran = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, cwd="/")
    if ran.returncode:
        raise NoServerError(f"{command[-1]}: {ran.stderr.strip()[-300:]}")
