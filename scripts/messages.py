# ruff: noqa: INP001, T201 — a script beside the package, which prints
"""Collect, merge, compile and check the translations; needs no gettext on the machine.

    python scripts/messages.py extract   write build/django.pot: every text of the package, for an outside translator
    python scripts/messages.py update    merge new texts into each catalogue, drop those that are gone
    python scripts/messages.py compile   write each django.mo
    python scripts/messages.py check     fail on a missing, fuzzy or stale translation, a lost placeholder, an old .mo

English is the language of the source. A .po names files without line numbers, so that it changes only with its texts.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "payvand"
LOCALE = PACKAGE / "locale"
LANGUAGES = ("ru",)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TRANSLATES = re.compile(r"gettext|\{% (blocktrans|trans)|\b_\(\"")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
COMMENT = "Translators:"


def sources(package: Path) -> Iterator[Path]:
    """The files that may hold texts, in a stable order."""
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.html"), *package.rglob("*.txt")]):
        if "migrations" not in path.parts and "static" not in path.parts:
            yield path


def _empty(language: str | None = None) -> Catalog:
    return Catalog(
        locale=language,
        header_comment="# The texts of Payvand's pages; see scripts/messages.py.",
        project="payvand",
        version="1",
        msgid_bugs_address="the project's issues",
        last_translator="the translators of Payvand",
        language_team="the translators of Payvand",
        charset="utf-8",
        fuzzy=False,
    )


def collect(package: Path = PACKAGE) -> Catalog:
    """Return every text that the package shows to a person."""
    catalog = _empty()
    for path in sources(package):
        source = path.read_text(encoding="utf-8")
        if not TRANSLATES.search(source):
            continue
        if path.suffix != ".py":
            # Without its indentation, or Python's own tokenizer would not read it.
            source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
        found = extract(extract_python, io.BytesIO(source.encode()), KEYWORDS, [COMMENT], {"encoding": "utf-8"})
        for _line, text, comments, context in found:
            catalog.add(
                text,
                locations=[(str(path.relative_to(package)), 0)],
                auto_comments=comments,
                context=context,
            )
    return catalog


def catalogue_path(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return the catalogue of a language; an empty one where there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def compiled(catalog: Catalog) -> bytes:
    """The catalogue as Django reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def _write(catalog: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_by_file=True, include_lineno=False, ignore_obsolete=True)


def extract_all() -> list[str]:
    """Write the template that an outside translator fills in."""
    _write(collect(), ROOT / "build" / "django.pot")
    return []


def update_all() -> list[str]:
    """Merge the texts of the package into each catalogue; nothing is guessed from a text that looks alike."""
    template = collect()
    for language in LANGUAGES:
        catalog = read(language)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        _write(catalog, catalogue_path(language))
    return []


def compile_all() -> list[str]:
    """Compile each catalogue; the .mo is committed, since an installed wheel has no Babel."""
    for language in LANGUAGES:
        catalogue_path(language).with_suffix(".mo").write_bytes(compiled(read(language)))
    return []


def _texts(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The source texts and the translations of one message, one or more of each."""
    source = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    target = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return tuple(source), tuple(target)


def faults(message: Message) -> Iterator[str]:
    """What is wrong with one translation."""
    source, target = _texts(message)
    if not all(target):
        yield "is not translated"
        return
    if message.fuzzy:
        yield "is marked fuzzy"
    wanted = set(PLACEHOLDER.findall(source[-1]))
    for text in target:
        held = set(PLACEHOLDER.findall(text))
        # A plural form for one thing may say "one" instead of its number.
        if held - wanted or (wanted - held and len(target) == 1):
            yield f"has other placeholders: {', '.join(sorted(wanted ^ held))}"
        if '"' in text and '"' not in source[-1]:
            yield 'holds a ", which would end an attribute of the page: use «»'
        if (text[0] == "\n", text[-1] == "\n") != (source[0][0] == "\n", source[0][-1] == "\n"):
            yield "begins or ends with a line break where the source does not, or the other way round"


def problems(template: Catalog, catalog: Catalog) -> list[str]:
    """What keeps a catalogue from being complete and true; empty when all is well."""
    wanted = {
        (message.id if isinstance(message.id, str) else message.id[0], message.context)
        for message in template
        if message.id
    }
    held = {
        (message.id if isinstance(message.id, str) else message.id[0], message.context)
        for message in catalog
        if message.id
    }
    found = [f"{text!r} is missing: run `make messages`" for text, _context in sorted(wanted - held, key=str)]
    found += [
        f"{text!r} is in no source any more: run `make messages`" for text, _context in sorted(held - wanted, key=str)
    ]
    for message in catalog:
        if message.id:
            found += [f"{message.id!r} {fault}" for fault in faults(message)]
    return found


def check_all() -> list[str]:
    """Return what is wrong, each with its language."""
    template = collect()
    found = []
    for language in LANGUAGES:
        catalog = read(language)
        found += [f"{language}: {problem}" for problem in problems(template, catalog)]
        binary = catalogue_path(language).with_suffix(".mo")
        if not binary.exists() or binary.read_bytes() != compiled(catalog):
            found.append(f"{language}: {binary.name} is older than its catalogue: run `make messages`")
    return found


COMMANDS = {"extract": extract_all, "update": update_all, "compile": compile_all, "check": check_all}


def main() -> int:
    """Run one command; 0 when all is well, 1 when a check fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=COMMANDS)
    found = COMMANDS[parser.parse_args().command]()
    print("\n".join(found) if found else "translations: all is well")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
