"""Files are encrypted on the disk, whole or not there, read by those who may read their thing, gone when removed."""

import io
import os
import time
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from payvand.audit.models import Act
from payvand.audit.reads import reads_folder
from payvand.core.encryption import keyring
from payvand.core.encryption.keyring import DataKey, new_key
from payvand.core.encryption.rotation import move_to_current_key, rows_waiting
from payvand.core.errors import InvalidInput, NotAllowed, Refused, WrongKey
from payvand.core.scope import Scope
from payvand.files import queries, services, store
from payvand.files.models import StoredFile

PDF = b"%PDF-1.7\nRahimov Farrukh, Kulob\n%%EOF\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(cast):
    return cast.scope_for(cast.tracing_officer)


@pytest.fixture
def keep(officer, thing):
    def kept(content=PDF, name="Раҳимов.pdf", **more):
        return services.keep_file(
            **{"scope": officer, "upload": content, "name": name, "owner": thing, "kind": "signed_form"} | more
        )

    return kept


def test_a_file_is_sealed_on_the_disk_and_opens_for_its_readers(keep, officer):
    file = keep()
    lying = store.place_of(file.pk)
    assert b"Rahimov" not in lying.read_bytes()
    assert lying.stat().st_mode & 0o777 == 0o600
    assert services.read_file(scope=officer, file=file) == PDF
    assert [found.pk for found in queries.files_of(officer, file.subject_type, file.subject_id)] == [file.pk]


def test_the_name_is_sealed_too(keep):
    file = keep()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM files_storedfile")
        assert cursor.fetchone()[0].startswith("v1.")
    assert StoredFile.objects.get(pk=file.pk).name == "Раҳимов.pdf"


def test_a_file_of_a_browser_is_read_too(keep, officer):
    file = keep(SimpleUploadedFile("x.exe", PDF, content_type="application/x-msdownload"), name="C:\\letters\\x.exe")
    assert (file.name, file.media_type) == ("x.pdf", "application/pdf")
    assert services.read_file(scope=officer, file=file) == PDF


def test_who_may_not_change_the_thing_keeps_nothing(keep, cast, thing):
    for user in (cast.caseworker, cast.programme_colleague, cast.stranger):
        with pytest.raises(NotAllowed):
            keep(scope=cast.scope_for(user))
    with pytest.raises(NotAllowed):
        keep(owner=("nobody.Knows", uuid4()))
    assert not StoredFile.objects.exists()


def test_who_may_not_read_the_thing_sees_no_file_of_it(keep, cast):
    file = keep()
    outsider = cast.scope_for(cast.programme_colleague)
    assert queries.files_of(outsider, file.subject_type, file.subject_id) == []
    with pytest.raises(NotAllowed):
        queries.visible_file(outsider, file.pk)
    with pytest.raises(NotAllowed):
        services.read_file(scope=outsider, file=file)
    with pytest.raises(NotAllowed):
        services.remove_file(scope=cast.scope_for(cast.caseworker), file=file)
    assert store.place_of(file.pk).exists()


def test_a_file_above_the_limit_is_refused_without_being_read_whole(keep):
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size=-1):
            assert size > 0
            self.taken += size
            return bytes(size)

    source = Endless()
    with pytest.raises(InvalidInput) as error:
        keep(source)
    assert "20 megabytes" in error.value.problems["upload"]
    assert source.taken == services.largest_bytes() + 1


def test_keeping_and_removing_are_acts_and_reading_is_a_read(keep, officer):
    file = keep()
    services.read_file(scope=officer, file=file, reason="download")
    services.remove_file(scope=officer, file=file)
    acts = list(Act.objects.filter(action__startswith="files.").values_list("action", "subject_id", "facts"))
    facts = {"file": str(file.pk), "kind": "signed_form", "type": "application/pdf", "bytes": len(PDF)}
    assert acts == [("files.kept", str(file.subject_id), facts), ("files.removed", str(file.subject_id), facts)]
    reads = "".join(path.read_text() for path in reads_folder().glob("reads-*.jsonl"))
    assert str(file.pk) in reads


@pytest.mark.django_db(transaction=True)
def test_a_removed_file_is_gone_from_the_disk(keep, officer):
    file = keep()
    services.remove_file(scope=officer, file=file)
    services.remove_file(scope=officer, file=file)  # twice by two people
    assert not store.place_of(file.pk).exists()
    assert list(store.media_folder().rglob(f"*{file.pk}*")) == []


@pytest.mark.django_db(transaction=True)
def test_a_removal_that_fails_leaves_the_file_whole(keep, officer):
    file = keep()

    def removed_then_failed():
        with transaction.atomic():
            services.remove_file(scope=officer, file=file)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        removed_then_failed()
    assert services.read_file(scope=officer, file=file) == PDF
    services.remove_file(scope=officer, file=file)


@pytest.mark.django_db(transaction=True)
def test_what_the_whole_thing_had_goes_with_it(keep, officer, thing):
    files = [keep(), keep()]
    assert services.remove_files_of(scope=officer, owner=thing) == 2
    assert [store.place_of(file.pk).exists() for file in files] == [False, False]


def test_a_file_that_cannot_be_recorded_leaves_nothing_on_the_disk(keep, thing, monkeypatch):
    before = set(store.media_folder().rglob("*.sealed"))
    monkeypatch.setattr(services, "MOST_OF_ONE", 0)
    with pytest.raises(Refused):
        keep()
    assert set(store.media_folder().rglob("*.sealed")) == before


def test_a_content_that_was_altered_moved_or_lost_does_not_open(keep, officer):
    first, second = keep(), keep()
    place = store.place_of(second.pk)
    place.write_bytes(store.place_of(first.pk).read_bytes())
    with pytest.raises(WrongKey):
        services.read_file(scope=officer, file=second)
    whole = store.place_of(first.pk).read_bytes()
    for harm in (whole[:-1], whole[:20], b"", whole[:-1] + bytes([whole[-1] ^ 1]), b"v2" + whole[2:]):
        store.place_of(first.pk).write_bytes(harm)
        with pytest.raises(WrongKey):
            services.read_file(scope=officer, file=first)
    place.unlink()
    with pytest.raises(Refused, match="backup"):
        services.read_file(scope=officer, file=second)


def test_orphans_are_swept_when_they_are_old_and_files_are_not(keep, officer):
    file, stray = keep(), uuid4()
    store.write(stray, b"left by a crash")
    draft = store.place_of(stray).with_name(f".{stray}.sealed.1234.part")
    draft.write_bytes(b"half")
    assert services.sweep_orphans() == 0
    old = time.time() - 3 * 24 * 3600
    for path in (store.place_of(file.pk), store.place_of(stray), draft):
        os.utime(path, (old, old))
    assert services.sweep_orphans() == 2
    assert not store.place_of(stray).exists()
    assert not draft.exists()
    assert services.read_file(scope=officer, file=file) == PDF


@pytest.fixture
def new_current_key():
    """A second data key that becomes the current one; the first comes back afterwards."""
    from django.conf import settings

    old = keyring()
    keys = {**old.keys, "k-new": DataKey(new_key(), created_at="2026-01-01T00:00:00+00:00")}

    def use():
        old.with_keys(keys, current="k-new").write(settings.KEYS_FOLDER)

    yield use
    old.write(settings.KEYS_FOLDER)


def test_a_rotation_seals_contents_anew_and_tells_which_do_not_open(keep, officer, new_current_key):
    file, harmed = keep(), keep()
    store.place_of(harmed.pk).write_bytes(b"harmed")
    new_current_key()
    waiting = rows_waiting()
    assert waiting >= 2
    moved = move_to_current_key()
    assert moved.closed == (store.context_of(harmed.pk),)
    assert store.place_of(file.pk).read_bytes().startswith(b"v1.k-new.")
    assert StoredFile.objects.get(pk=file.pk).key_id == "k-new"
    assert services.read_file(scope=officer, file=file) == PDF
    assert rows_waiting() == 1


def test_a_rotation_does_not_bring_back_what_was_removed(keep, officer, new_current_key, monkeypatch):
    file = keep()
    new_current_key()
    from payvand.files.sealing import SealedContents, _reseal

    ids = list(SealedContents()._old())
    services.remove_file(scope=officer, file=file)
    store.discard(file.pk)
    assert [_reseal(file_id) for file_id in ids] == [0]
    assert not store.place_of(file.pk).exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("passport.PDF", "passport.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\скан 1.jpeg", "скан 1.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("گذرنامه", "گذرنامه.pdf"),
        ("x" * 400, "x" * 120 + ".pdf"),
    ],
)
def test_names_become_such_as_any_system_can_store(given, kept):
    assert services.clean_name(given, "application/pdf") == kept


def test_nobody_may_read_where_no_room_has_spoken():
    assert queries.files_of(Scope.system("test"), "nobody.Knows", uuid4()) == []
