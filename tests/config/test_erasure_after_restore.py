"""What was erased stays erased: a backup from before, restored, knows the person no more, and its chain verifies."""

import pytest

PUT = """
from payvand.access.models import User
from payvand.core.scope import Scope
from payvand.people.services import NameInput, register_person
anyone = Scope.system("test", rights=frozenset({"people.register_person"}), purposes=frozenset({"tracing"}))
person = register_person(
    scope=anyone, purpose="tracing", unit=None, names=[NameInput(full_as_given="Сироҷиддинов Фаррухшоҳ")]
)
print(person.pk)
"""

ERASE = """
from uuid import UUID
from payvand.access.models import User
from payvand.core.scope import Scope
from payvand.protection.services import carry_out_erasure, propose_erasure
one = Scope.system("test", rights=frozenset({"protection.propose_erasure", "protection.oversee"}))
admin = User.objects.get(username="admin")
other = Scope(user_id=admin.pk, rights=frozenset({"protection.decide_erasure"}))
carry_out_erasure(
    scope=other, erasure=propose_erasure(scope=one, person_id=UUID("PERSON"), ground="request")
)
"""

LOOK = """
from payvand.people.models import Person, PersonName
from payvand.protection.models import Erasure
print(PersonName.objects.count(), Person.objects.get().removal_reason, Erasure.objects.get().state)
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def backup(real_node):
    """Make a backup that knows the person, erase the person, and return the backup."""
    person = real_node.python(PUT).split()[-1]
    out = real_node.folder / "backups" / "before.payvand-backup"
    real_node.run("backup", "--out", out)
    real_node.python(ERASE.replace("PERSON", person))
    return out


@pytest.fixture
def new_database(databases):
    return () if databases is None else ("--database", databases.url(databases.make()))


def look(payvand, folder):
    return payvand("manage", folder, "shell", "-v", "0", "-c", LOOK).stdout.split()[-3:]


def test_a_restore_from_before_an_erasure_erases_again(real_node, backup, payvand, tmp_path, new_database):
    folder = tmp_path / "restored"
    done = payvand("restore", backup, folder, "--recovery-key", real_node.recovery, *new_database)
    assert "Erased again by the erasure ledger: 1." in done.stdout
    assert look(payvand, folder) == ["0", "erased", "done"]
    assert "verified" in payvand("audit", folder, "verify").stdout
    assert "1 in the ledger, all done here" in payvand("doctor", folder).stdout


def test_a_restore_without_the_ledger_says_what_may_be_back(real_node, backup, payvand, tmp_path, new_database):
    alone = tmp_path / "elsewhere.payvand-backup"
    backup.rename(alone)
    folder = tmp_path / "restored"
    done = payvand("restore", alone, folder, "--recovery-key", real_node.recovery, *new_database)
    assert "no erasure ledger was found beside the backup" in done.stderr
    newest = real_node.folder / "erasures" / "ledger.jsonl"
    words = ("--recovery-key", real_node.recovery, "--erasures", newest)
    if not new_database:
        payvand("restore", alone, tmp_path / "again", *words)
        assert look(payvand, tmp_path / "again") == ["0", "erased", "done"]


def test_a_ledger_that_was_changed_stops_the_restore(real_node, backup, payvand, tmp_path, new_database):
    copy = backup.with_name("erasures.jsonl")
    copy.write_text(copy.read_text().replace("request", "mistake"))
    folder = tmp_path / "restored"
    done = payvand("restore", backup, folder, "--recovery-key", real_node.recovery, *new_database, code=1)
    assert "line 1 was changed" in done.stderr
    assert not folder.exists()
