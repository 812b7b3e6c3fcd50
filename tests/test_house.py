"""Rules of the house that no tool checks: who touches the database, who includes whose templates, what has no admin."""

import ast
import re
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "payvand"
MANAGERS = {"objects", "_default_manager", "_base_manager"}
INCLUDES = re.compile(r"{%-?\s*(?:extends|include)\s+[\"']([^\"'#]+)")


def view_files() -> list[Path]:
    patterns = ("*/views.py", "*/views/**/*.py", "*/api.py", "*/api/**/*.py")
    return sorted(path for pattern in patterns for path in PACKAGE.glob(pattern))


def managers_touched(source: str) -> Iterator[int]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            yield node.lineno


def test_views_never_touch_the_database():
    files = view_files()
    touched = [f"{path.relative_to(ROOT)}:{line}" for path in files for line in managers_touched(path.read_text())]
    assert files
    assert touched == []


def test_the_ban_sees_what_it_bans():
    assert list(managers_touched("def view(request):\n    return User.objects.all()\n")) == [2]


def test_there_is_no_admin_that_would_go_round_scope_and_audit():
    assert not apps.is_installed("django.contrib.admin")
    assert [app for app in settings.INSTALLED_APPS if "admin" in app] == []
    registering = [path for path in PACKAGE.rglob("*.py") if "admin.site.register" in path.read_text()]
    assert registering == []


def layers() -> list[set[str]]:
    """Return the rooms from the highest layer to the lowest, as import-linter has them."""
    contract = ConfigParser()
    contract.read(ROOT / ".importlinter")
    lines = contract["importlinter:contract:layers"]["layers"].split("\n")
    return [{room.strip(" ()") for room in re.split(r"[|:]", line)} for line in lines if line.strip()]


def rooms_below(room: str) -> set[str]:
    found = layers()
    level = next(number for number, rooms in enumerate(found) if room in rooms)
    return set().union({room}, *found[level + 1 :])


def owners() -> dict[str, str]:
    """Return the room that each template belongs to, by the template's name; sign-in pages of allauth are ours."""
    return {
        str(path.relative_to(folder)): folder.parent.name
        for folder in PACKAGE.glob("*/templates")
        for path in folder.rglob("*.html")
    }


@pytest.mark.parametrize("room", sorted({path.parent.name for path in PACKAGE.glob("*/templates")}))
def test_templates_use_only_templates_of_rooms_below(room):
    owner = owners()
    below = rooms_below(room)
    upward = [
        f"{path.relative_to(PACKAGE)} uses {used} of {owner[used]}"
        for path in (PACKAGE / room / "templates").rglob("*.html")
        for used in INCLUDES.findall(path.read_text())
        if used in owner and owner[used] not in below
    ]
    assert upward == []


def test_no_role_is_for_police_or_migration_services():
    from payvand.access.enums import Role

    assert {role.value for role in Role} == {
        "node_admin",
        "field_volunteer",
        "caseworker",
        "tracing_officer",
        "head_of_tracing",
        "data_protection_officer",
        "programme_colleague",
        "partner_viewer",
    }
    words = re.compile("polic|militia|migra|border|security|prosecut|ministry|authority", re.IGNORECASE)
    assert [role for role in Role if words.search(f"{role.value} {role.label}")] == []
