import json
import shutil
import stat
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow
SOCIETY = ("--organisation", "Society", "--country", "TJ")


def modes(*paths):
    return {oct(stat.S_IMODE(path.stat().st_mode)) for path in paths}


def acts(node):
    return node.python(
        "from payvand.audit.models import Act; print(*Act.objects.values_list('action', flat=True))"
    ).split()


def test_a_new_node_is_for_its_owner_alone_and_well(real_node):
    keys = sorted((real_node.folder / "keys").iterdir())
    assert [path.name for path in keys] == [
        "audit-salt.key", "blind-index.key", "data-keys.json", "letter-box.key", "recovery.pub", "session.key",
    ]  # fmt: skip
    assert modes(*keys, real_node.folder / "payvand.toml", real_node.recovery) == {"0o600"}
    assert modes(real_node.folder, real_node.folder / "keys") == {"0o700"}
    lines = real_node.run("doctor").stdout.splitlines()
    assert {line.split()[0] for line in lines} == {"ok", "warn"}
    assert {line.split()[1] for line in lines} == {
        "settings", "keys", "recovery", "disk", "database", "clock", "chain", "index", "backups", "erasures",
    }  # fmt: skip
    assert acts(real_node) == ["network.establish_organisation", "access.create_user", "access.add_membership"]


def test_init_says_the_password_and_the_recovery_key_once(payvand, tmp_path):
    folder = tmp_path / "node"
    told = payvand("init", folder, *SOCIETY, "--admin", "zarina").stdout
    assert "First administrator: zarina\nPassword, shown once:  " in told
    assert "\nPAYVAND-" in told
    assert f"payvand serve {folder}" in told
    password = told.split("shown once:  ")[1].splitlines()[0]
    assert password not in "".join(path.read_text(errors="ignore") for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--country", "ZZ"), 1, "ISO 3166-1"),
        (("--database", "postgresql://nobody@127.0.0.1:1/none"), 3, "database.url: the database cannot be reached"),
        (("--admin", "Зарина"), 1, "username"),
    ],
)
def test_what_init_refuses_it_says_in_a_line_and_leaves_nothing(payvand, tmp_path, words, code, said):
    done = payvand("init", tmp_path / "node", *SOCIETY, *words, code=code)
    assert said in done.stderr.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


def test_the_folder_comes_first_and_the_other_order_is_understood(real_node, payvand):
    payvand("audit", real_node.folder, "verify", env=real_node.environment)
    payvand("audit", "verify", real_node.folder, env=real_node.environment)
    done = payvand("audit", real_node.folder, "burn", code=2)
    assert "verify, head" in done.stderr


def test_the_environment_wins_over_the_file_and_errors_name_the_key(real_node, payvand):
    done = payvand("doctor", real_node.folder, code=3, env={"PAYVAND_WEB__PORT": "many"})
    assert "web.port" in done.stderr
    (real_node.folder / "payvand.toml").write_text(
        "[node]\norganisation = ''\ncountry = 'TJ'\nlanguage = 'xx'\nnew = 1\n"
    )
    done = payvand("doctor", real_node.folder, code=3)
    assert all(key in done.stderr for key in ("node.organisation", "node.language", "node.new"))
    assert len(done.stderr.splitlines()) == 1


def test_manage_runs_a_command_of_django(real_node):
    assert "0001_initial" in real_node.run("manage", "showmigrations", "audit").stdout


def test_doctor_finds_open_keys_a_missing_key_and_a_changed_act(real_node):
    (real_node.folder / "keys" / "data-keys.json").chmod(0o644)
    real_node.python(
        "from payvand.audit.guards import remove_guards, install_guards\n"
        "from payvand.audit.models import Act\n"
        "remove_guards(); Act.objects.filter(number=2).update(action='x'); install_guards()"
    )
    (real_node.folder / "keys" / "recovery.pub").unlink()
    told = real_node.run("doctor", code=1).stdout
    assert "fail keys      others may read" in told
    assert "chmod go=" in told
    assert "fail chain     act 2: it was changed" in told
    assert "fail recovery" in told


def test_audit_verify_fails_where_the_chain_does(real_node):
    head = real_node.run("audit", "head").stdout
    kept = real_node.folder.with_name("head.json")
    kept.write_text(head)
    assert "verified" in real_node.run("audit", "verify", "--head", kept).stdout
    kept.write_text(json.dumps({"number": 99, "hash": "0" * 64}))
    done = real_node.run("audit", "verify", "--head", kept, code=1)
    assert "act 99: it was once the newest act and is missing" in done.stderr
    kept.write_text("nothing")
    real_node.run("audit", "verify", "--head", kept, code=3)


def test_a_new_recovery_key(real_node):
    out = real_node.folder.with_name("new-key.txt")
    before = (real_node.folder / "keys" / "recovery.pub").read_text()
    real_node.run("keys", "recovery", "--out", out)
    assert (real_node.folder / "keys" / "recovery.pub").read_text() != before
    assert "PAYVAND-" in out.read_text()
    assert acts(real_node)[-1] == "node.recovery_key_made"


LATER = """
import os, sys
os.environ["PAYVAND_DIR"], sys.argv = sys.argv[1], ["payvand", "upgrade", sys.argv[1]]
import payvand.config.settings as settings
settings.INSTALLED_APPS.append("later_room")
from payvand.config.cli import main
sys.exit(main())
"""
FIRST = """
from django.db import migrations, models
class Migration(migrations.Migration):
    initial = True
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.CreateModel("Later", [("id", models.BigAutoField(primary_key=True))])]
"""
SECOND = """
from django.db import migrations
def change(apps, schema_editor):
    apps.get_model("later_room", "Later").objects.create()
    {ending}
class Migration(migrations.Migration):
    dependencies = [("later_room", "0001_initial")]
    operations = [migrations.RunPython(change)]
"""


def upgrade(node, tmp_path, ending):
    """Upgrade to a version of the program that has one room more."""
    room = tmp_path / "later" / "later_room"
    (room / "migrations").mkdir(parents=True, exist_ok=True)
    (room / "__init__.py").touch()
    (room / "migrations" / "__init__.py").touch()
    (room / "migrations" / "0001_initial.py").write_text(FIRST)
    (room / "migrations" / "0002_second.py").write_text(SECOND.format(ending=ending))
    return subprocess.run(
        [sys.executable, "-c", LATER, str(node.folder)],
        env={**node.script_environment, "PYTHONPATH": str(room.parent)},
        capture_output=True,
        text=True,
        check=False,
    )


def tables(node):
    return node.python("from django.db import connection; print(*connection.introspection.table_names())").split()


def test_an_upgrade_that_fails_leaves_the_node_as_it_was(real_node, tmp_path):
    before, acts_before = tables(real_node), acts(real_node)
    done = upgrade(real_node, tmp_path, "raise RuntimeError('no such luck')")
    assert done.returncode == 1
    assert done.stderr.startswith(
        "payvand: the upgrade failed (RuntimeError: no such luck); the node is as it was before"
    )
    assert (tables(real_node), acts(real_node)) == (before, acts_before)
    real_node.run("audit", "verify")
    assert len(list((real_node.folder / "backups").iterdir())) == 1


def test_an_upgrade_backs_up_and_migrates(real_node, tmp_path):
    done = upgrade(real_node, tmp_path, "pass")
    assert (done.returncode, done.stderr) == (0, "")
    assert "later_room_later" in tables(real_node)
    assert acts(real_node)[-1] == "node.upgraded"
    assert not (real_node.folder / "run" / "before-upgrade.sqlite3").exists()
    real_node.run("audit", "verify")


def test_nothing_to_upgrade(real_node):
    assert "already" in real_node.run("upgrade").stdout
    assert list((real_node.folder / "backups").iterdir()) == []


def test_an_upgrade_that_was_killed_is_undone_by_the_next(real_node, databases):
    if databases:
        pytest.skip("PostgreSQL undoes it by itself")
    shutil.copy(real_node.folder / "payvand.sqlite3", real_node.folder / "run" / "before-upgrade.sqlite3")
    real_node.python("from payvand.network.models import Unit; Unit.objects.update(name='half-way')")
    real_node.run("upgrade")
    assert "half-way" not in real_node.python("from payvand.network.models import Unit; print(*Unit.objects.all())")
    assert list((real_node.folder / "run").glob("before-upgrade*")) == []
