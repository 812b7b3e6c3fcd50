import pytest

from payvand.config.operations import recovery_key

PUT = """
from django.db import transaction
from payvand.access.models import User
from payvand.audit.reads import record_read
from payvand.audit.sealing import Sealer
from payvand.core.scope import Scope
user = User.objects.get(username="admin")
record_read(scope=Scope.system("test"), subject_type="people.Person", subject_ids=[user.pk], reason="card")
Sealer().seal()
from django.conf import settings
(settings.MEDIA_ROOT / "a").mkdir()
(settings.MEDIA_ROOT / "a" / "letter.bin").write_bytes(bytes(range(256)) * 9000)
"""


pytestmark = pytest.mark.slow


@pytest.fixture
def backup(real_node, tmp_path):
    real_node.python(PUT)
    out = tmp_path / "node.payvand-backup"
    real_node.run("backup", "--out", out)
    return out


@pytest.fixture
def new_database(real_node, databases):
    """The words and the environment that name an empty database, where the node is on PostgreSQL."""
    if databases is None:
        return (), {}
    return ("--database", databases.url(databases.make())), {}


def restore(payvand, backup, folder, key, database, *, code=0):
    words, environment = database
    return payvand("restore", backup, folder, "--recovery-key", key, *words, code=code, env=environment)


def test_a_backup_hides_everything_and_leaves_nothing_behind(real_node, backup):
    content = backup.read_bytes()
    for word in (b"SQLite", b"audit_act", b"Tajikistan", b"data-keys", b"reads-", b"admin"):
        assert word not in content
    assert list((real_node.folder / "run").glob("backup-*")) == []
    done = real_node.run("backup", "--out", backup, code=1)
    assert "there is a file of this name already" in done.stderr


def test_a_node_lives_again_in_a_new_epoch(real_node, backup, payvand, tmp_path, new_database):
    folder = tmp_path / "restored"
    head = real_node.run("audit", "head").stdout
    kept = tmp_path / "head.json"
    kept.write_text(head)
    restore(payvand, backup, folder, real_node.recovery, new_database)
    assert "verified" in payvand("audit", folder, "verify", "--head", kept).stdout
    assert (folder / "media" / "a" / "letter.bin").read_bytes() == bytes(range(256)) * 9000
    assert (folder / "epoch").read_text() != (real_node.folder / "epoch").read_text()
    assert (folder / "keys" / "data-keys.json").read_text() == (
        real_node.folder / "keys" / "data-keys.json"
    ).read_text()
    assert "fail" not in payvand("doctor", folder).stdout
    restored = payvand("manage", folder, "shell", "-v", "0", "-c",
        "from payvand.access.models import User; from payvand.audit.models import Act;"
        "from payvand.network.models import Place;"
        "print(User.objects.get().username, Act.objects.last().action, Place.objects.count() > 1000)"
    ).stdout  # fmt: skip
    assert restored.split() == ["admin", "node.restored", "True"]


def test_a_restored_node_can_be_written_to(real_node, backup, payvand, tmp_path, new_database):
    folder = tmp_path / "restored"
    restore(payvand, backup, folder, real_node.recovery, new_database)
    payvand("keys", folder, "rotate")
    assert "verified" in payvand("audit", folder, "verify").stdout


def test_a_damaged_backup_is_refused_and_leaves_nothing(real_node, backup, payvand, tmp_path):
    backup.write_bytes(backup.read_bytes()[:-1])
    folder = tmp_path / "place" / "restored"
    done = restore(payvand, backup, folder, real_node.recovery, ((), {}), code=3)
    assert "cut or altered" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(folder.parent.iterdir()) == []


def test_another_recovery_key_is_refused_by_name(real_node, backup, payvand, tmp_path):
    key = tmp_path / "other.txt"
    (tmp_path / "keys").mkdir()
    key.write_text(recovery_key.make(tmp_path / "keys"))
    done = restore(payvand, backup, tmp_path / "restored", key, ((), {}), code=3)
    assert "is for recovery key" in done.stderr
    key.write_text("PAYVAND-AAAAA")
    done = restore(payvand, backup, tmp_path / "restored", key, ((), {}), code=3)
    assert "mistyped" in done.stderr


def test_nothing_is_restored_over_something(real_node, backup, payvand):
    done = restore(payvand, backup, real_node.folder, real_node.recovery, ((), {}), code=3)
    assert "is not empty" in done.stderr
