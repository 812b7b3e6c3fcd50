"""PFIF of every version, the public test data where they are at hand, and what a hostile file must not do."""

import io
from pathlib import Path

import pytest

from payvand.intake.enums import TableKind
from payvand.intake.reading import Unreadable, open_table, recognise
from payvand.people.models import Person
from payvand.tracing.models import ListEntry

STANDARD = Path(__file__).parents[3] / "shared" / "standards" / "pfif"
GOOGLE = STANDARD / "google-testdata"
needs_standard = pytest.mark.skipif(not GOOGLE.is_dir(), reason="the PFIF test data are not beside the checkout")

DRAFT = """<?xml version="1.0" encoding="UTF-8"?>
<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/{version}">
  <pfif:note><pfif:note_record_id>x/n2</pfif:note_record_id><pfif:person_record_id>x/p1</pfif:person_record_id>
    <pfif:source_date>2026-02-01T00:00:00Z</pfif:source_date><pfif:status>believed_alive</pfif:status></pfif:note>
  <pfif:person><pfif:person_record_id>x/p1</pfif:person_record_id>{names}
    <pfif:date_of_birth>1990-05</pfif:date_of_birth><pfif:sex>male</pfif:sex>
    <pfif:note><pfif:source_date>2026-01-01T00:00:00Z</pfif:source_date><pfif:status>believed_missing</pfif:status>
      <pfif:last_known_location>Kazan</pfif:last_known_location></pfif:note></pfif:person>
</pfif:pfif>
"""
OLD_NAMES = "<pfif:first_name>Рустам</pfif:first_name><pfif:last_name>Саидов</pfif:last_name>"
NEW_NAMES = "<pfif:full_name>Рустам Саидов</pfif:full_name>"


def rows_of(content):
    def opens():
        return io.BufferedReader(io.BytesIO(content))

    found = recognise(opens)
    assert found.kind == TableKind.PFIF
    header, *rows = [cells for _line, cells in open_table(opens, found)]
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("version", "names"), [("1.1", OLD_NAMES), ("1.2", OLD_NAMES), ("1.3", NEW_NAMES), ("1.4", NEW_NAMES)]
)
def test_every_version_is_read_with_its_newest_note(version, names):
    (person,) = rows_of(DRAFT.format(version=version, names=names).encode())
    assert person["full_name"] == "Рустам Саидов"
    assert (person["note.status"], person["note.last_known_location"]) == ("believed_alive", "Kazan")


@needs_standard
@pytest.mark.parametrize("name", ["test.pfif-1.1.xml", "test.pfif-1.2.xml", "test.pfif-1.4.xml"])
def test_the_public_test_data_are_read(name):
    (person,) = rows_of((GOOGLE / name).read_bytes())
    assert person["person_record_id"] == "test.google.com/person.21009"
    assert person["full_name"]
    assert person["home_city"] == "_test_home_city"


@needs_standard
def test_every_public_file_is_read():
    read = {path.name: len(rows_of(path.read_bytes())) for path in sorted(GOOGLE.glob("*.xml"))}
    assert read["test.pfif-1.2.xml"] == 1
    assert read["test.pfif-1.2-note.xml"] == 0


@pytest.mark.parametrize(
    "hostile",
    [
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;">]><a>&y;</a>',
        "<html><body>no</body></html>",
        '<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/9.9"></pfif:pfif>',
        '<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4"><pfif:person>',
    ],
)
def test_what_is_no_pfif_or_would_harm_is_refused(hostile):
    with pytest.raises(Unreadable):
        rows_of(hostile.encode())


@pytest.mark.django_db
def test_people_of_a_pfif_file_become_found_people(send, take):
    batch = take(send(DRAFT.format(version="1.4", names=NEW_NAMES)))
    assert (batch.kind, batch.taken) == ("pfif", 1)
    person = Person.objects.get(found_record__isnull=False)
    entry = ListEntry.objects.get()
    assert (person.shown_name, str(person.birth), person.sex) == ("Рустам Саидов", "05.1990", "male")
    assert (entry.their_number, entry.status) == ("x/p1", "believed_alive")
    assert person.found_record.place_text == "Kazan"
