import json

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction

from payvand.access.adapters import MFAAdapter
from payvand.audit.models import Act
from payvand.config.operations import rotation
from payvand.config.operations.context import CommandFailed, maintenance, not_served
from payvand.config.operations.new_node import create_folder
from payvand.config.operations.rotation import rotate
from payvand.core.encryption import keyring
from payvand.core.encryption.rotation import BATCH, rows_waiting
from payvand.people.enums import IdentifierKind, Purpose
from payvand.people.models import Identifier, Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def node(settings, tmp_path):
    made = create_folder(tmp_path / "node", {"node": {"organisation": "Society", "country": "TJ"}})
    settings.KEYS_FOLDER = made.keys
    return made


def put(number, unit):
    person = Person.objects.create(purpose=Purpose.TRACING, unit=unit)
    kind = IdentifierKind.values[0]
    return Identifier.objects.bulk_create(
        Identifier(person=person, kind=kind, value=f"AB {n}", blind=f"{n:064}") for n in range(number)
    )


def keys_in_use():
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM people_identifier")
        return {value.split(".")[1] for (value,) in cursor.fetchall()}


def test_everything_is_sealed_anew_and_the_old_key_goes(node, cast):
    put(BATCH + 7, cast.headquarters)
    secret = MFAAdapter().encrypt("JBSWY3DP")
    factor = Authenticator.objects.create(user=cast.caseworker, type="recovery_codes", data={"seed": secret, "mask": 0})
    old = keyring().current
    done = rotate(node)
    assert (done.resumed, done.removed, done.kept, done.closed) == (False, (old,), (), ())
    assert keys_in_use() == {done.key} == set(keyring().keys)
    assert {row.value for row in Identifier.objects.all()} == {f"AB {n}" for n in range(BATCH + 7)}
    factor.refresh_from_db()
    assert MFAAdapter().decrypt(factor.data["seed"]) == "JBSWY3DP"
    assert factor.data["mask"] == 0
    acts = list(Act.objects.filter(subject_id="keys").order_by("number"))
    assert [act.action for act in acts] == ["node.key_made", "node.keys_rotated"]
    assert acts[1].facts["rows"] >= BATCH + 8


def test_a_rotation_that_was_cut_off_is_finished_with_the_same_key(node, cast):
    put(2 * BATCH, cast.headquarters)
    old = keyring().current

    def pull_the_plug(_rows):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(node, pull_the_plug)
    assert rows_waiting() == BATCH
    new = keyring().current
    assert {row.value for row in Identifier.objects.all()} == {f"AB {n}" for n in range(2 * BATCH)}
    done = rotate(node)
    assert (done.resumed, done.key, done.removed) == (True, new, (old,))
    assert done.rows == BATCH + Authenticator.objects.count()
    assert keys_in_use() == {new}


def test_an_old_key_stays_while_a_served_node_may_still_use_it(node, cast, monkeypatch):
    put(3, cast.headquarters)
    old = keyring().current
    with not_served(node):  # holds the place of the server, as `payvand serve` does
        done = rotate(node)
        assert (done.removed, done.kept) == ((), (old,))
        monkeypatch.setattr(rotation, "GRACE", -rotation.GRACE)
        second = rotate(node)
    assert set(second.removed) == {old, done.key}
    assert set(keyring().keys) == {second.key}


def test_text_that_no_key_opens_is_named_and_its_key_kept(node, cast):
    row = put(1, cast.headquarters)[0]
    before = keyring().current
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_identifier SET value = %s", [f"v1.{before}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
    done = rotate(node)
    assert done.closed == (f"people.Identifier.value:{row.pk}",)
    assert (done.removed, done.kept) == ((), (before,))


def test_a_colleagues_change_wins(node, cast):
    """What was saved between reading and writing a batch is not overwritten with its older content."""
    put(1, cast.headquarters)
    from payvand.core.encryption import rotation as moving

    row = Identifier.objects.get()
    (column,) = [one for one in moving.sealed_columns() if one.model is Identifier]
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM people_identifier")
        (sealed,) = cursor.fetchone()
    row.value = "changed meanwhile"
    row.save()
    assert moving._move(column, [(row.pk, sealed)], moving.Moved()) == 0
    assert Identifier.objects.get().value == "changed meanwhile"


def test_only_one_at_a_time(node):
    with maintenance(node), pytest.raises(CommandFailed, match="under way"):
        rotate(node)


def test_the_key_file_keeps_its_keys_through_a_failing_transaction(node, monkeypatch):
    before = json.loads((node.keys / "data-keys.json").read_text())

    def fail(**_words):
        raise RuntimeError

    monkeypatch.setattr(rotation, "record_act", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        rotate(node)
    assert json.loads((node.keys / "data-keys.json").read_text()) == before
