"""A writer is killed, not asked to stop: what it said is done stays done, and no half of a change is left."""

import pathlib
import subprocess
import sys
import time

import pytest

from payvand.matching import Record, Register
from payvand.matching.index import indexed_forms

CHILD = pathlib.Path(__file__).with_name("writing_child.py")


def killed_after(path, changes, pause):
    """What a writer said before it was killed, some seconds after so many changes."""
    with subprocess.Popen([sys.executable, str(CHILD), str(path)], stdout=subprocess.PIPE, text=True) as writer:
        said = []
        while sum(line.startswith(("added", "removed")) for line in said) < changes:
            said.append(writer.stdout.readline())
        time.sleep(pause)
        writer.kill()
        return said + writer.stdout.readlines()


def done(said):
    """The numbers that must be there, and those of the change that may or may not have come through."""
    there, doubtful = set(), set()
    for line in said:
        what, *number = line.split()
        if what == "added":
            there.add(number[0])
        elif what == "removed":
            there.discard(number[0])
        doubtful = {number[0]} if what in ("adding", "removing") else set()
    return there - doubtful, doubtful


def ids_of(numbers):
    return {f"{number}-{one}" for number in numbers for one in range(3)}


@pytest.mark.parametrize(
    "pause",
    [
        0.0,
        pytest.param(0.013, marks=pytest.mark.slow),
        pytest.param(0.03, marks=pytest.mark.slow),
        pytest.param(0.047, marks=pytest.mark.slow),
    ],
)
def test_a_killed_writer_loses_nothing_it_said_was_done(tmp_path, pause):
    path = tmp_path / "register"
    Register.create(path, [Record("first", name="Gulnora Karimova")]).close()
    there, doubtful = done(killed_after(path, 5, pause))
    reader = Register.open(path)
    assert [hit.id for hit in reader.search(Record("q", name="Гульнора Каримова"))] == ["first"]
    reader.close()

    writer = Register.open(path, writable=True)
    kept = {record.id for record in writer.store.all()} - {"first"}
    assert ids_of(there) <= kept <= ids_of(there | doubtful)
    assert len(writer.index) == len(writer) == len(kept) + 1
    assert not writer.store.pending()
    for number in there:
        found = {hit.id for hit in writer.search(Record("q", given=f"Anvar{number}", surname="Nazarov1"), limit=100)}
        assert f"{number}-1" in found
    forms = set().union(*map(indexed_forms, writer.store.all()))
    assert len(writer.index.lexicon) == len(forms)
    assert all(map(writer.index.lexicon.holds, forms))
    writer.close()


def test_what_a_killed_writer_left_pending_is_found_by_readers_and_made_good_by_the_next_writer(tmp_path):
    path = tmp_path / "register"
    Register.create(path, [Record("1", name="Farrukh Rahimov"), Record("2", name="Gulnora Karimova")]).close()
    halfway = Register.open(path, writable=True)
    halfway.store.put([Record("1", name="Anvar Nazarov")])
    halfway.store.remove(["2"])
    halfway.store.commit()  # here it was killed: the index knows nothing of it
    halfway.close()

    reader = Register.open(path)
    assert [hit.id for hit in reader.search(Record("q", name="Анвар Назаров"))] == ["1"]
    assert reader.search(Record("q", name="Гульнора Каримова")) == []
    reader.close()
    writer = Register.open(path, writable=True)
    assert [found for found, _ in writer.index.candidates(Record("q", name="Анвар Назаров"))] == ["1"]
    assert not writer.index.lexicon.holds("karimova")
    writer.close()


def test_what_a_killed_writer_left_half_written_is_cleared_away(tmp_path):
    path = tmp_path / "register"
    Register.create(path, [Record("1", name="Farrukh Rahimov")]).close()
    left = path / "index" / "lexicon" / "Latn-0123.segment"
    left.write_bytes(b"half")
    Register.open(path).close()
    assert left.exists()
    Register.open(path, writable=True).close()
    assert not left.exists()


def test_a_register_that_could_not_be_finished_is_not_there(tmp_path):
    def people():
        yield Record("1", name="Farrukh Rahimov")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk is full"):
        Register.create(tmp_path / "register", people())
    assert list(tmp_path.iterdir()) == []
