"""People Finder Interchange Format 1.1 to 1.4 as a table: a row for each person, the newest note beside them.

The specification: http://zesty.ca/pfif/. Elements of other versions are read by the names that 1.4 gives them. Entities
and document types are refused, so that a file cannot make this node read another one or grow without end.
"""

import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]  # it ships no types
from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]  # the same
from django.utils.translation import gettext as _

from payvand.intake.reading.unreadable import Unreadable

NAMESPACE: Final = "http://zesty.ca/pfif/"
VERSIONS: Final = frozenset({"1.1", "1.2", "1.3", "1.4"})

PERSON_FIELDS: Final = (
    "person_record_id", "entry_date", "expiry_date", "author_name", "source_name", "source_date", "source_url",
    "full_name", "given_name", "family_name", "alternate_names", "description", "sex", "date_of_birth", "age",
    "home_street", "home_neighborhood", "home_city", "home_state", "home_postal_code", "home_country", "photo_url",
    "profile_urls",
)  # fmt: skip
NOTE_FIELDS: Final = ("source_date", "author_made_contact", "status", "last_known_location", "text")
_OLDER_NAMES: Final = {
    "first_name": "given_name",
    "last_name": "family_name",
    "home_zip": "home_postal_code",
    "other": "description",
    "found": "author_made_contact",
}
_HEADER: Final = [*PERSON_FIELDS, *(f"note.{name}" for name in NOTE_FIELDS)]
_PERSON, _NOTE = "person", "note"

Opener = Callable[[], io.BufferedReader]
Facts = dict[str, str]


def is_xml(head: bytes) -> bool:
    """Say whether the first bytes are those of XML, in UTF-8 or UTF-16."""
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            text = head.decode(encoding, "ignore").lstrip()
        except UnicodeError:
            continue
        if text.startswith("<"):
            return True
    return False


def lines(opens: Opener) -> Iterator[tuple[int, list[str]]]:
    """Yield the header, then one row for each person; `line` counts the people after the header.

    Notes that stand beside the persons, as 1.2 and later allow, are read first and kept by person.

    Raises:
        Unreadable: it is no PFIF, is of a version that is not known, holds entities, or breaks off.
    """
    loose = _loose_notes(opens)
    yield 1, list(_HEADER)
    line = 1
    for element, _depth in _elements(opens, _PERSON):
        line += 1
        person = _facts(element, PERSON_FIELDS)
        notes = [_facts(note, NOTE_FIELDS) for note in element if _name(note) == _NOTE]
        newest = _newest([*notes, *loose.get(person.get("person_record_id", ""), ())])
        yield line, [person.get(name, "") for name in PERSON_FIELDS] + [newest.get(name, "") for name in NOTE_FIELDS]


def _loose_notes(opens: Opener) -> dict[str, list[Facts]]:
    found: dict[str, list[Facts]] = defaultdict(list)
    for element, depth in _elements(opens, _NOTE):
        person = _facts(element, ("person_record_id",)).get("person_record_id")
        if depth == 1 and person:
            found[person].append(_facts(element, NOTE_FIELDS))
    return found


def _newest(notes: list[Facts]) -> Facts:
    """The newest note, with the status of the newest that has one."""
    ordered = sorted(notes, key=lambda note: note.get("source_date", ""))
    newest: Facts = dict(ordered[-1]) if ordered else {}
    for name in ("status", "last_known_location"):
        if told := next((note[name] for note in reversed(ordered) if note.get(name)), ""):
            newest[name] = told
    return newest


def _elements(opens: Opener, wanted: str) -> Iterator[tuple[Element, int]]:
    """Yield each element of a name when it is whole, with its depth below the root; what was read is let go."""
    path: list[Element] = []
    with opens() as content:
        try:
            events: Any = iterparse(content, events=("start", "end"), forbid_dtd=True)
            for event, element in events:
                if event == "start":
                    if not path:
                        _check_root(element)
                    path.append(element)
                    continue
                path.pop()
                if _name(element) == wanted:
                    yield element, len(path)
                if len(path) == 1:
                    path[0].remove(element)
        except DefusedXmlException as error:
            raise Unreadable(_("The file holds entities or a document type, which are refused.")) from error
        except ParseError as error:
            line = error.position[0]
            what = _("The file breaks off or is damaged at line %(line)s. Send it again.") % {"line": line}
            raise Unreadable(what) from error


def _check_root(root: Element) -> None:
    space, _brace, name = str(root.tag).lstrip("{").rpartition("}")
    version = space.removeprefix(NAMESPACE)
    if name != "pfif" or version not in VERSIONS:
        raise Unreadable(_("This is XML, but not PFIF 1.1, 1.2, 1.3 or 1.4."))


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _facts(element: Element, wanted: tuple[str, ...]) -> Facts:
    """The texts of an element's parts by their names of version 1.4; the first of each name counts."""
    facts: Facts = {}
    for part in element:
        name = _OLDER_NAMES.get(_name(part), _name(part))
        text = "\n".join(line.strip() for line in (part.text or "").splitlines() if line.strip())
        if name in wanted and text:
            facts.setdefault(name, text)
    if not facts.get("full_name") and "full_name" in wanted:
        facts["full_name"] = " ".join(facts[name] for name in ("given_name", "family_name") if facts.get(name))
    return facts
