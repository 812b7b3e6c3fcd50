"""Erasure: by two people, everywhere, with a proof, a ledger that cannot be changed, and an intact audit chain."""

import json
import shutil

import pytest
from django.conf import settings
from django.db import connection

from payvand.audit.verify import verify_chain
from payvand.core.errors import NotAllowed, Refused
from payvand.core.ids import new_id
from payvand.core.partial_date import PartialDate
from payvand.files.services import keep_file
from payvand.pages.services import save_draft
from payvand.people import indexing, search
from payvand.people.models import Identifier, Person, PersonName
from payvand.people.services import (
    NameInput,
    add_identifier,
    record_consent,
    register_person,
    set_flag,
)
from payvand.protection import ledger
from payvand.protection.models import Erasure
from payvand.protection.queries import backups_holding
from payvand.protection.services import (
    carry_out_erasure,
    note_index_cleared,
    propose_erasure,
    record_disclosure,
    refuse_erasure,
    replay_ledger,
)

pytestmark = pytest.mark.django_db
NAME, MOTHER = "Сироҷиддинов Фаррухшоҳ", "Зайнабхотун"


@pytest.fixture(autouse=True)
def _own_ledger():
    shutil.rmtree(ledger.ledger_file().parent, ignore_errors=True)
    yield
    shutil.rmtree(ledger.ledger_file().parent, ignore_errors=True)
    (settings.NODE.backups / ledger.COPY).unlink(missing_ok=True)


@pytest.fixture
def scope(cast):
    return cast.scope_for(cast.tracing_officer)


@pytest.fixture
def head(cast):
    return cast.scope_for(cast.head_of_tracing)


@pytest.fixture
def officer(cast):
    return cast.scope_for(cast.data_protection_officer)


@pytest.fixture
def person(cast, scope):
    made = register_person(
        scope=scope,
        purpose="tracing",
        unit=cast.khatlon,
        names=[NameInput(full_as_given=NAME)],
        sex="male",
        birth=PartialDate.parse("14.02.1985"),
        birth_place_text="Себистон",
        mother_name=MOTHER,
    )
    add_identifier(scope=scope, person=made, kind="phone", value="+992 900 11 22 33")
    add_identifier(scope=scope, person=made, kind="passport", value="A01234567")
    record_consent(scope=scope, person=made, scope_code="share_movement", state="given")
    set_flag(scope=scope, person=made, code="asylum", reason="she said so")
    record_disclosure(scope=scope, person=made, recipient="RU", fields=["names"], channel="movement")
    return made


def erased(scope, head, person, **more):
    proposed = propose_erasure(scope=scope, person_id=person.pk, ground="request", **more)
    return carry_out_erasure(scope=head, erasure=proposed)


def everything_in_the_database():
    """Return every text of every table, as the database holds it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_nothing_of_the_person_is_left_in_any_table(scope, head, person):
    assert NAME in everything_in_the_database()
    save_draft(scope=scope, key=f"people.change:{person.pk}", fields={"names": [NAME]}, visit=new_id())
    done = erased(scope, head, person, note=f"{NAME} asked for it")
    left = everything_in_the_database()
    for secret in (NAME, MOTHER, "Себистон", "сироҷиддинов", "1122", "A01234567", "14.02", "1985-02-14"):
        assert secret not in left, secret
    assert done.proof["people"]["people.PersonName"] == 2
    assert done.proof["people"]["pages.Draft"] == 1


def test_what_figures_count_by_stays(cast, scope, head, person):
    erased(scope, head, person)
    stub = Person.objects.get(pk=person.pk)
    assert (stub.sex, stub.unit, stub.purpose, stub.birth.known_year) == ("male", cast.khatlon, "tracing", 1985)
    assert (stub.created_at.year, stub.created_at.month) == (person.created_at.year, person.created_at.month)
    assert str(stub.birth) == "1985"


def test_the_search_finds_nobody_and_the_proof_says_when(scope, head, person):
    indexing.catch_up()
    assert [hit.person for hit in search.find(scope, NAME, limit=5)] == [person]
    done = erased(scope, head, person)
    assert search.find(scope, NAME, limit=5) == []
    assert not note_index_cleared(done)
    indexing.catch_up()
    assert note_index_cleared(done)
    folder = indexing.folder_of(indexing.current_generation())
    forms = [form.encode() for form in ("сироҷиддинов", "sirojiddinov", "farrukhshoh", "фаррухшоҳ")]
    held = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert [form for form in forms if form in held] == []


def test_nobody_erases_alone_and_casework_does_not_decide(cast, scope, head, person):
    proposed = propose_erasure(scope=head, person_id=person.pk, ground="request")
    with pytest.raises(Refused):
        carry_out_erasure(scope=head, erasure=proposed)
    with pytest.raises(NotAllowed):
        carry_out_erasure(scope=scope, erasure=proposed)
    with pytest.raises(NotAllowed):
        propose_erasure(scope=cast.scope_for(cast.other_caseworker), person_id=person.pk, ground="request")
    assert PersonName.objects.filter(person=person).exists()


def test_a_refused_erasure_changes_nothing_and_says_why(officer, head, person):
    proposed = propose_erasure(scope=head, person_id=person.pk, ground="request")
    refuse_erasure(scope=officer, erasure=proposed, reason="two families still search")
    assert PersonName.objects.filter(person=person).exists()
    with pytest.raises(Refused):
        carry_out_erasure(scope=officer, erasure=proposed)
    assert ledger.entries(ledger.ledger_file()) == []


def test_the_contact_alone_can_go(scope, head, person):
    done = erased(scope, head, person, extent="contact")
    assert done.proof == {"people": {"people.Identifier": 1}}
    assert [paper.kind for paper in Identifier.objects.filter(person=person)] == ["passport"]
    assert [hit.person for hit in search.find(scope, NAME, limit=5)] == [person]


def test_files_go_with_the_person(scope, head, person):
    from payvand.files.policies import register_owner

    register_owner("people.Person", may_read=lambda _scope, _subject: True)
    owner = ("people.Person", person.pk)
    kept = keep_file(scope=scope, upload=b"%PDF-1.4\n%%EOF\n", name="letter.pdf", owner=owner, kind="signed_form")
    done = erased(scope, head, person)
    assert done.proof["people"]["files.StoredFile"] == 1
    assert not type(kept).objects.filter(pk=kept.pk).exists()


def test_the_chain_of_acts_stays_whole_and_knows_ids_alone(scope, head, person):
    erased(scope, head, person)
    assert verify_chain().ok


def test_the_ledger_holds_ids_and_is_copied_to_the_backups(scope, head, person):
    done = erased(scope, head, person)
    (line,) = ledger.ledger_file().read_text().splitlines()
    assert sorted(json.loads(line)) == ["at", "erasure", "extent", "ground", "hash", "n", "person"]
    assert done.ledger_number == 1
    assert (settings.NODE.backups / ledger.COPY).read_text() == ledger.ledger_file().read_text()


@pytest.mark.parametrize("damage", ["change", "remove", "swap"])
def test_a_ledger_that_was_changed_is_refused(cast, scope, head, person, damage):
    erased(scope, head, person)
    for name in ("Али", "Вали"):
        other = register_person(
            scope=scope, purpose="tracing", unit=cast.khatlon, names=[NameInput(full_as_given=name)]
        )
        erased(scope, head, other)
    path = ledger.ledger_file()
    first, second, third = path.read_text().splitlines(keepends=True)
    lines = {"change": [first.replace("request", "mistake"), second, third], "remove": [second, third]}
    path.write_text("".join(lines.get(damage, [second, first, third])))
    with pytest.raises(ledger.LedgerDamaged):
        replay_ledger()


def test_an_older_database_is_brought_to_what_the_ledger_says(scope, head, person):
    """A restored database knows the person again, and knows nothing of the erasure."""
    ledger.append(erasure=new_id(), person=person.pk, extent="whole", ground="request")
    assert replay_ledger() == 1
    assert NAME not in everything_in_the_database()
    assert Erasure.objects.get().state == "done"
    assert replay_ledger() == 0
    assert verify_chain().ok


def test_the_proof_names_the_backups_that_still_hold_it(scope, head, person):
    before = settings.NODE.backups / "old.payvand-backup"
    before.write_bytes(b"sealed")
    done = erased(scope, head, person)
    after = settings.NODE.backups / "new.payvand-backup"
    after.write_bytes(b"sealed")
    assert [copy.name for copy in backups_holding(done)] == ["old.payvand-backup"]
    before.unlink()
    after.unlink()
    assert backups_holding(done) == []


def test_erasing_twice_is_harmless(scope, head, person):
    erased(scope, head, person)
    with pytest.raises(Refused):
        propose_erasure(scope=head, person_id=person.pk, ground="request")
