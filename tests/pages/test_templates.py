"""What holds for every template of every room."""

import configparser
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.backends.django import DjangoTemplates
from django.template.base import Lexer, TokenType

from payvand.pages.template_settings import TEMPLATES as TEMPLATE_SETTINGS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "payvand"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
NAMES = [str(path.relative_to(PACKAGE)) for path in TEMPLATES]
WIDGETS = TEMPLATE_SETTINGS[0]["DIRS"]
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "js: in an htmx attribute": re.compile(r"hx-[a-z-]+\s*=\s*[\"']\s*js:", re.IGNORECASE),
    "an inline script or style": re.compile(
        r"<script(?![^>]*(\ssrc=|type=\"application/json\"))|<style", re.IGNORECASE
    ),
    "an address of another host": re.compile(r"(src|href|action|hx-[a-z]+)\s*=\s*[\"']\s*(https?:)?//", re.IGNORECASE),
}


def tokens(path: Path) -> list[tuple[TokenType, str]]:
    return [(token.token_type, token.contents) for token in Lexer(path.read_text(encoding="utf-8")).tokenize()]


@pytest.fixture(scope="module")
def engine() -> DjangoTemplates:
    """The engine of the pages, over the templates of all rooms: not every process installs each of them."""
    rooms = sorted(PACKAGE.glob("*/templates"))
    options = TEMPLATE_SETTINGS[0]["OPTIONS"]
    return DjangoTemplates({"NAME": "all", "DIRS": [*WIDGETS, *rooms], "APP_DIRS": False, "OPTIONS": options})


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_template_compiles(path: Path, engine: DjangoTemplates) -> None:
    name = str(path.relative_to(path.parents[[parent.name for parent in path.parents].index("templates")]))
    template = engine.get_template(name)
    assert Path(template.origin.name) == path, "another room has a template of the same name"


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_template_keeps_to_the_content_security_policy(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(source)] == []


@cache
def floors() -> dict[str, int]:
    """The height of each room: 0 is the top of the house."""
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter")
    layers = contract["importlinter:contract:layers"]["layers"].strip().splitlines()
    return {room.strip("() "): floor for floor, line in enumerate(layers) for room in line.split("|")}


@cache
def room_of(template_name: str) -> str | None:
    """The room whose template this is; None for one of Django or of a library."""
    found = sorted(PACKAGE.glob(f"*/templates/{template_name}"))
    return found[0].relative_to(PACKAGE).parts[0] if found else None


def used_by(source: str) -> set[str]:
    """The names of the templates that a template extends, includes, or uses as components."""
    named = re.findall(r"{%-?\s*(?:extends|include)\s+[\"']([^\"'#]+)", source)
    components = re.findall(r"<c-([a-z][\w.-]*)", source)
    files = {
        f"cotton/{name.replace('.', '/').replace('-', '_')}.html" for name in components if name not in {"slot", "vars"}
    }
    return {*named, *files}


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_template_uses_its_own_and_lower_rooms_only(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0]
    for name in used_by(path.read_text(encoding="utf-8")):
        owner = room_of(name)
        if owner is None and any((folder / name).is_file() for folder in WIDGETS):
            continue
        assert owner is not None, f"{name}: no room has this template"
        assert owner == room or floors()[owner] > floors()[room], f"{name} belongs to {owner}, above {room}"


class _Texts(HTMLParser):
    """Collects what a person reads: text between tags, and the attributes that are shown or spoken."""

    SHOWN = frozenset(
        {"title", "placeholder", "alt", "aria-label", "label", "caption", "subtitle", "note", "help", "say"}
    )

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.in_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in self.SHOWN and value]
        self.in_data = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self.in_data = False

    def handle_data(self, data: str) -> None:
        if not self.in_data:
            self.found.append(data)


# What is the same in every language: names of things, formats, keys, and the invented people of the style page.
UNTRANSLATED = re.compile(
    r"Payvand|CSV|XLSX|JSON|Esc|TJ-2026-\d+|M\. Sharipova|RAKHIMOV FARRUKH|Rakhimov Farrukh|Farrukh Rahimov"
)
WORD = re.compile(r"[A-Za-z]{2,}")


def shown_without_gettext(path: Path) -> list[str]:
    """The English words of a template that pass by gettext."""
    kept, translating = [], False
    for kind, contents in tokens(path):
        # The block `main_class` holds the name of a class.
        opens = re.match(r"blocktranslate|comment|block main_class", contents)
        closes = re.match(r"endblocktranslate|endcomment|endblock", contents)
        if kind == TokenType.BLOCK and (opens or closes):
            translating = bool(opens)
        elif kind == TokenType.TEXT and not translating:
            kept.append(contents)
    parser = _Texts()
    parser.feed("".join(kept))
    return [text.strip() for text in parser.found if WORD.search(UNTRANSLATED.sub("", text))]


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_every_visible_text_can_be_translated(path: Path) -> None:
    assert shown_without_gettext(path) == []


def test_a_text_that_passes_by_gettext_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<p title="A tip">{% translate "Good" %} {{ name }} bad</p>', encoding="utf-8")
    assert shown_without_gettext(page) == ["A tip", "bad"]


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_every_icon_is_in_the_sprite(path: Path) -> None:
    sprite = (PACKAGE / "pages/static/pages/vendor/icons.svg").read_text(encoding="utf-8")
    held = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    source = path.read_text(encoding="utf-8")
    asked = set(re.findall(r'<c-icon\s+name="([a-z][^"{]*)"', source)) | set(
        re.findall(r'\sicon(?:_end)?="([a-z][^"{]*)"', source)
    )
    assert asked - held == set()


def test_there_are_templates() -> None:
    assert "pages/templates/pages/base.html" in NAMES
