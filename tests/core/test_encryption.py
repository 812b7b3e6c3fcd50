import json
import stat
import uuid

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from payvand.core.encryption import EncryptedTextField, Keyring, Sealed, blind_index, keyring
from payvand.core.encryption.keyring import BLIND_INDEX_FILE, DATA_KEYS_FILE, DataKey, encode, new_key, write_secret
from payvand.core.errors import WrongKey
from payvand.core.models import BaseModel

CONTEXT = "people.Identifier.value:1"


def ring(current="a", **secrets):
    keys = {key_id: DataKey(secret, "2026-01-01") for key_id, secret in (secrets or {"a": new_key()}).items()}
    return Keyring(keys=keys, current=current, blind=new_key())


@given(st.text())
def test_what_is_sealed_opens_in_its_place(text):
    keys = ring()
    sealed = keys.encrypt(text, context=CONTEXT)
    assert keys.decrypt(sealed, context=CONTEXT) == text
    assert sealed != keys.encrypt(text, context=CONTEXT)


def test_moved_text_does_not_open():
    keys = ring()
    with pytest.raises(WrongKey, match="altered or moved"):
        keys.decrypt(keys.encrypt("AB 123456", context=CONTEXT), context="people.Identifier.value:2")


def test_another_key_of_the_same_name_does_not_open():
    with pytest.raises(WrongKey):
        ring().decrypt(ring().encrypt("AB 123456", context=CONTEXT), context=CONTEXT)


def test_a_missing_key_is_named():
    with pytest.raises(WrongKey, match="no key a for"):
        ring("b", b=new_key()).decrypt(ring().encrypt("AB 123456", context=CONTEXT), context=CONTEXT)


def test_any_altered_sign_fails():
    keys = ring()
    sealed = keys.encrypt("AB 123456", context=CONTEXT)
    for place in range(len(sealed) - 1):  # the last sign of base64 may hold unused bits
        for sign in set("Ab1-_.=") - {sealed[place]}:
            with pytest.raises(WrongKey):
                keys.decrypt(sealed[:place] + sign + sealed[place + 1 :], context=CONTEXT)


@given(st.text(max_size=60))
def test_what_was_never_sealed_fails(text):
    with pytest.raises(WrongKey):
        ring().decrypt(text, context=CONTEXT)


def test_rotation():
    old = new_key()
    before = ring("a", a=old)
    sealed = before.encrypt("AB 123456", context=CONTEXT)
    after = ring("b", a=old, b=new_key())
    assert (before.needs_rotation(sealed), after.needs_rotation(sealed)) == (False, True)
    again = after.reencrypt(sealed, context=CONTEXT)
    assert not after.needs_rotation(again)
    assert after.decrypt(again, context=CONTEXT) == "AB 123456"


def test_blind_indexes_are_equal_for_equal_values_of_one_domain():
    assert blind_index("AB123", domain="passport") == blind_index("AB123", domain="passport")
    assert blind_index("AB123", domain="passport") != blind_index("AB123", domain="phone")
    assert blind_index("b:c", domain="a") != blind_index("c", domain="a:b")
    assert len(blind_index("", domain="passport")) == 64


@pytest.fixture
def folder(tmp_path, settings):
    settings.KEYS_FOLDER = tmp_path
    ring().write(tmp_path)
    write_secret(tmp_path / BLIND_INDEX_FILE, encode(new_key()))
    return tmp_path


def test_keys_are_readable_by_their_owner_alone(folder):
    assert [stat.S_IMODE(path.stat().st_mode) for path in sorted(folder.iterdir())] == [0o600, 0o600]


def test_keys_are_read_anew_when_their_file_changes(folder):
    first = keyring()
    assert keyring() is first
    ring("new", new=new_key()).write(folder)
    assert keyring().current == "new"


@pytest.mark.parametrize("name", [DATA_KEYS_FILE, BLIND_INDEX_FILE])
def test_a_missing_key_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(WrongKey, match=name):
        keyring()


@pytest.mark.parametrize("content", ["", "{}", '{"current": "a", "keys": {"a": 1}}', '{"current": "a", "keys": {}}'])
def test_a_damaged_key_file_fails(folder, content):
    (folder / DATA_KEYS_FILE).write_text(content)
    with pytest.raises(WrongKey, match=r"data-keys|key file"):
        keyring()


@pytest.fixture
def secret_model(db):
    with isolate_apps("payvand.core"):

        class Secret(BaseModel):
            value = EncryptedTextField(null=True)

            class Meta:
                app_label = "core"
                db_table = "core_secret_of_test"

    kind = "char(32)" if connection.vendor == "sqlite" else "uuid"
    moment = "datetime" if connection.vendor == "sqlite" else "timestamptz"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE core_secret_of_test (id {kind} PRIMARY KEY, created_at {moment}, updated_at {moment}, "
            "version integer, value text)"
        )
    return Secret


def stored(row):
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM core_secret_of_test WHERE id = %s", [raw_id(row.pk)])
        return cursor.fetchone()[0]


def raw_id(key):
    return key.hex if connection.vendor == "sqlite" else key


def put(row, text):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_secret_of_test SET value = %s WHERE id = %s", [text, raw_id(row.pk)])


def test_a_row_hides_its_text_from_the_database(secret_model):
    row = secret_model.objects.create(value="Паспорт AB 123456")
    assert stored(row).startswith(f"v1.{keyring().current}.")
    assert "123456" not in stored(row)
    assert secret_model.objects.get().value == "Паспорт AB 123456"
    assert row.value == "Паспорт AB 123456"


def test_saving_what_was_only_loaded_leaves_it_as_it_was(secret_model):
    row = secret_model.objects.create(value="AB 123456")
    before = stored(row)
    secret_model.objects.get().save()
    assert stored(row) == before


def test_changes_go_through_the_row(secret_model):
    row = secret_model.objects.create(value="AB 123456")
    row.value = "CD 1"
    row.save_changes("value")
    assert secret_model.objects.get().value == "CD 1"


def test_rows_are_created_in_bulk(secret_model):
    secret_model.objects.bulk_create([secret_model(value="a"), secret_model(value="b"), secret_model(value=None)])
    assert {row.value for row in secret_model.objects.all()} == {"a", "b", None}


def test_a_deferred_column_is_loaded_and_opened(secret_model):
    secret_model.objects.create(value="AB 123456")
    assert secret_model.objects.defer("value").get().value == "AB 123456"


def test_nothing_and_emptiness_are_kept(secret_model):
    assert secret_model.objects.create(value=None).value is None
    assert secret_model.objects.create(value="").value == ""
    assert {row.value for row in secret_model.objects.all()} == {None, ""}
    assert secret_model.objects.filter(value__isnull=True).count() == 1


def test_text_of_another_row_does_not_open(secret_model):
    one, other = secret_model.objects.create(value="one"), secret_model.objects.create(value="other")
    put(one, stored(other))
    with pytest.raises(WrongKey):
        _ = secret_model.objects.get(pk=one.pk).value


def test_plain_text_in_the_column_fails(secret_model):
    row = secret_model.objects.create(value="one")
    put(row, "AB 123456")
    with pytest.raises(WrongKey, match="altered outside"):
        _ = secret_model.objects.get().value


def test_values_and_their_forms_show_nothing(secret_model):
    row = secret_model.objects.create(value="one")
    (value,) = secret_model.objects.values_list("value", flat=True)
    assert repr(value) == str(value) == "<sealed>"
    assert value == Sealed(stored(row))


@pytest.mark.parametrize("lookup", ["value", "value__contains", "value__in", "value__lower"])
def test_values_cannot_be_searched(secret_model, lookup):
    with pytest.raises(FieldError, match="encrypted"):
        secret_model.objects.filter(**{lookup: "one"}).exists()


def test_bulk_updates_of_plain_text_are_refused(secret_model):
    row = secret_model.objects.create(value="one")
    with pytest.raises(FieldError, match="encrypted"), transaction.atomic():
        secret_model.objects.update(value="two")
    row.value = "three"
    with pytest.raises(FieldError, match="encrypted"), transaction.atomic():
        secret_model.objects.bulk_update([row], ["value"])
    assert secret_model.objects.get().value == "one"


def test_a_row_without_its_id_cannot_seal():
    with isolate_apps("payvand.core"):

        class Numbered(models.Model):  # noqa: DJ008 — never shown
            value = EncryptedTextField()

            class Meta:
                app_label = "core"

    row = Numbered(value="one")
    with pytest.raises(FieldError, match="needs the row's id"):
        Numbered._meta.get_field("value").pre_save(row, add=True)


def test_the_key_file_says_when_keys_were_made(folder):
    stored_keys = json.loads((folder / DATA_KEYS_FILE).read_text())
    assert stored_keys["keys"]["a"]["created_at"] == "2026-01-01"
    assert uuid.uuid4().hex not in stored_keys["keys"]
