import json
import threading
import uuid

import pytest
from django.db import connection, transaction

from payvand.audit.guards import install_guards, remove_guards
from payvand.audit.heads import HEAD_FILE, Head
from payvand.audit.models import Act
from payvand.audit.reads import reads_folder, record_read
from payvand.audit.sealing import Sealer, read_files, run_sealer
from payvand.audit.services import record_act
from payvand.audit.verify import verify_chain
from payvand.core.scope import Scope

SCOPE = Scope(user_id=uuid.uuid4(), request_id="9f" * 16)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.AUDIT_FOLDER = tmp_path
    return tmp_path


@pytest.fixture
def chain():
    """Five acts, and the guards down: whoever tampers has the file of the database in hand."""
    with transaction.atomic():
        for number in range(5):
            record_act(scope=SCOPE, action="tracing.taken", subject_type="t", subject_id=number, facts={"n": number})
    remove_guards()
    yield
    install_guards()


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def places():
    return {problem.where.split(",")[0] for problem in verify_chain().problems}


def read(*ids, reason="search"):
    record_read(scope=SCOPE, subject_type="people.Person", subject_ids=ids, reason=reason)


def test_an_untouched_chain_verifies(chain):
    report = verify_chain()
    assert (report.ok, report.acts, report.head) == (True, 5, Head.current())


def test_an_empty_chain_verifies():
    assert verify_chain().ok


@pytest.mark.parametrize(
    "column", ["actor", "request_id", "action", "subject_type", "subject_id", "previous_hash", "hash"]
)
def test_a_changed_column_is_found(chain, column):
    run(f"UPDATE audit_act SET {column} = 'x' WHERE number = 3")
    assert "act 3" in places()


def test_changed_facts_and_times_and_users_are_found(chain):
    run("UPDATE audit_act SET facts = %s WHERE number = 2", json.dumps({"n": 77}))
    Act.objects.filter(number=3).update(user_id=uuid.uuid4())
    Act.objects.filter(number=4).update(at=Act.objects.get(number=1).at)
    assert places() == {"act 2", "act 3", "act 4"}


def test_a_removed_act_is_found(chain):
    run("DELETE FROM audit_act WHERE number = 3")
    assert places() == {"act 4"}


def test_an_inserted_act_is_found(chain):
    Act.objects.filter(number=5).update(number=6)
    forged = Act.objects.get(number=4)
    forged.number, forged.previous_hash, forged.hash = 5, forged.hash, "ab" * 32
    forged.save(force_insert=True)
    assert places() == {"act 5", "act 6"}


def test_exchanged_acts_are_found(chain):
    for old, new in ((2, 100), (3, 2), (100, 3)):
        Act.objects.filter(number=old).update(number=new)
    assert {"act 2", "act 3"} <= places()


def test_an_end_that_was_cut_off_is_found_by_the_kept_head(chain):
    Sealer().seal()
    run("DELETE FROM audit_act WHERE number >= 4")
    assert places() == {"act 5"}


def test_a_head_from_a_backup_is_compared(chain):
    head = Head.current()
    assert verify_chain([head]).ok
    assert [problem.where for problem in verify_chain([Head(5, "ab" * 32)]).problems] == ["act 5"]
    assert [problem.where for problem in verify_chain([Head(9, "ab" * 32)]).problems] == ["act 9"]


def test_a_damaged_head_file_is_found(chain, own_folder):
    (own_folder / HEAD_FILE).write_text("{}")
    assert places() == {"head.json"}


def test_reads_are_sealed_with_their_ids_and_no_words(own_folder):
    people = [uuid.uuid4(), uuid.uuid4()]
    read(*people)
    read(people[0], reason="card")
    sealer = Sealer()
    assert sealer.seal() == 2
    assert sealer.seal() == 0
    (path,) = read_files(own_folder)
    first = json.loads(path.read_text().splitlines()[0])
    assert (first["ids"], first["user"], first["reason"]) == (
        [str(one) for one in people],
        str(SCOPE.user_id),
        "search",
    )
    act = Act.objects.get()
    assert (act.subject_id, act.facts["start"], act.facts["lines"]) == (path.name, 0, 2)
    report = verify_chain()
    assert (report.ok, report.sealed_bytes, report.unsealed_bytes) == (True, path.stat().st_size, 0)


def test_reading_nobody_writes_nothing(own_folder):
    read()
    assert read_files(own_folder) == []


def test_words_are_no_reason(own_folder):
    with pytest.raises(ValueError, match="code"):
        read(uuid.uuid4(), reason="Раҳимов Фаррух")
    assert read_files(own_folder) == []


@pytest.fixture
def sealed_file(own_folder):
    sealer = Sealer()
    for _ in range(3):
        read(uuid.uuid4())
        sealer.seal()
    (path,) = read_files(own_folder)
    return path


def test_a_changed_byte_of_a_read_file_is_found(sealed_file):
    content = bytearray(sealed_file.read_bytes())
    content[len(content) // 2] ^= 1
    sealed_file.write_bytes(bytes(content))
    (problem,) = verify_chain().problems
    assert "sealed by act 2" in problem.where


def test_a_cut_read_file_is_found(sealed_file):
    sealed_file.write_bytes(sealed_file.read_bytes()[:-5])
    (problem,) = verify_chain().problems
    assert "was cut" in problem.what


def test_a_removed_read_file_is_found(sealed_file):
    sealed_file.unlink()
    assert {problem.what for problem in verify_chain().problems} == {"the file is missing"}


def test_a_line_inserted_into_sealed_reads_is_found(sealed_file):
    lines = sealed_file.read_bytes().splitlines(keepends=True)
    sealed_file.write_bytes(b"".join([lines[0], lines[0], *lines[1:]]))
    assert len(verify_chain().problems) == 2


def test_reads_that_wait_for_their_seal_are_counted(sealed_file):
    read(uuid.uuid4())
    report = verify_chain()
    assert report.ok
    assert report.unsealed_bytes > 0


def test_a_torn_line_waits_for_its_end(sealed_file):
    with sealed_file.open("ab") as file:
        file.write(b'{"torn')
    assert Sealer().seal() == 0
    assert verify_chain().ok


def test_the_sealer_seals_what_is_left_when_it_is_stopped(own_folder):
    read(uuid.uuid4())
    stop = threading.Event()
    stop.set()
    run_sealer(stop)
    assert verify_chain().unsealed_bytes == 0
    assert reads_folder() == own_folder
