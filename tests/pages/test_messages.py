import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts/messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def catalog_of(*entries: tuple) -> Catalog:
    catalog = Catalog(locale="ru", fuzzy=False)
    for source, target in entries:
        catalog.add(source, target)
    return catalog


def test_texts_are_found_in_code_and_in_templates(messages: ModuleType, tmp_path: Path) -> None:
    room = tmp_path / "room" / "templates"
    room.mkdir(parents=True)
    (tmp_path / "room" / "forms.py").write_text(
        'from django.utils.translation import gettext_lazy as _\nlabel = _("Father")\nother = _("Full " "name")\n'
    )
    (room / "page.html").write_text(
        "<div>\n  {% if x %}\n    <c-card title=\"{% translate 'Consent' %}\">\n  {% endif %}\n"
        "{% blocktranslate count n=hints %}{{ n }} hint{% plural %}{{ n }} hints{% endblocktranslate %}</div>"
    )
    found = {message.id for message in messages.collect(tmp_path) if message.id}
    assert found == {"Father", "Full name", "Consent", ("%(n)s hint", "%(n)s hints")}


def test_a_true_catalogue_has_no_problems(messages: ModuleType) -> None:
    hints = ("%(n)s hint", "%(n)s hints")
    whole = catalog_of(("Father", "Отец"), (hints, ("%(n)s совпадение", "%(n)s совпадения", "%(n)s совпадений")))
    assert messages.problems(catalog_of(("Father", ""), (hints, "")), whole) == []


@pytest.mark.parametrize(
    ("source", "target", "fault"),
    [
        ("Father", "", "is not translated"),
        ("Hello %(name)s", "Привет", "has other placeholders: %(name)s"),
        ("Hello {name}", "Привет, {imya}", "has other placeholders: {imya}, {name}"),
        ("The “file”", 'Это "дело"', 'holds a ", which would end an attribute of the page: use «»'),
        (("%(n)s hint", "%(n)s hints"), ("%(n)s", "%(n)s", ""), "is not translated"),
    ],
)
def test_a_bad_translation_is_named(messages: ModuleType, source: str, target: str, fault: str) -> None:
    assert messages.problems(catalog_of((source, "")), catalog_of((source, target))) == [f"{source!r} {fault}"]


def test_missing_stale_and_fuzzy_are_named(messages: ModuleType) -> None:
    held = catalog_of(("Old", "Старое"))
    held.add("Father", "Отец", flags=["fuzzy"])
    assert messages.problems(catalog_of(("Father", ""), ("New", "")), held) == [
        "'New' is missing: run `make messages`",
        "'Old' is in no source any more: run `make messages`",
        "'Father' is marked fuzzy",
    ]
