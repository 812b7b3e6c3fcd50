"""What is damaged on disk says so and how to have it back; no process is brought down by it."""

import itertools
import json
import shutil
import subprocess
import sys

import pytest

from payvand.matching import DamagedIndexError, DamagedModelError, Record, Register, likeness, space

GIVEN = ("Farrukh", "Фаррух", "فرخ", "Gulnora", "Гулнора", "Abdulloh", "محمد", "Zarina", "Шариф", "Dilshod")
SURNAMES = ("Rahimov", "Раҳимов", "رحیموف", "Nazarova", "Каримов", "Sharipov", "عزیزی", "Saidov", "Юсупова", "Ali")
PEOPLE = [
    Record(str(number), name=" ".join(names), birth_date=f"19{60 + number % 40}-0{1 + number % 9}-11", place="Hisor")
    for number, names in enumerate(itertools.product(GIVEN, SURNAMES))
]

NOTHING_LOST = (".lock",)
"""Files without which the postings are whole."""

PROBE = """
import json, pathlib, shutil, sys
from payvand.matching import DamagedIndexError, Record, Register

def damage(path, how):
    raw = path.read_bytes()
    if how == "missing":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "halved":
        path.write_bytes(raw[: len(raw) // 2])
    elif how == "cut short":
        path.write_bytes(raw[:-1])
    elif how == "zeroes":
        path.write_bytes(bytes(len(raw)))
    else:
        place = int(len(raw) * float(how))
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 0x55]) + raw[place + 1 :])

saved, work = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
for path in sorted(file for file in saved.rglob("*") if file.is_file()):
    for how in ("missing", "empty", "halved", "cut short", "zeroes", "0.0", "0.2", "0.4", "0.6", "0.8", "0.99"):
        name = str(path.relative_to(saved))
        if how not in ("missing", "empty") and not path.stat().st_size:
            continue
        print(json.dumps([name, how]), end=" ", flush=True)
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(saved, work)
        damage(work / name, how)
        try:
            register = Register.open(work)
            for sought in ("Фаррух Раҳимов", "Gulnora Nazarova", "محمد عزیزی"):
                register.search(Record("q", name=sought, birth_date="1985-03-11", place="Ҳисор"))
            list(register.store.all())
            print(json.dumps(["works", ""]), flush=True)
        except DamagedIndexError as error:
            print(json.dumps(["damaged", str(error)]), flush=True)
        except Exception as error:
            print(json.dumps([type(error).__name__, str(error)[:300]]), flush=True)
"""


@pytest.fixture(scope="module")
def damages(tmp_path_factory):
    """For every file of a saved register and every way to damage it: what came of it."""
    folder = tmp_path_factory.mktemp("damage")
    Register.build(PEOPLE).save(folder / "saved")
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, str(folder / "saved"), str(folder / "work")],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = ran.stdout.splitlines()
    assert ran.returncode == 0, f"the process ended at {lines[-1:]}: {ran.stderr[-500:]}"
    decoder = json.JSONDecoder()
    found = {}
    for line in lines:
        key, end = decoder.raw_decode(line)
        found[tuple(key)] = json.loads(line[end:])
    return found


def test_damage_is_said_or_does_no_harm(damages):
    assert {key: came for key, came in damages.items() if came[0] not in ("works", "damaged")} == {}


def test_it_is_said_how_to_have_it_back(damages):
    told = [text for came, text in damages.values() if came == "damaged"]
    assert told
    assert all("build it again" in text for text in told)


@pytest.mark.parametrize("how", ["missing", "empty", "halved", "zeroes"])
def test_nothing_large_is_missed(damages, how):
    missed = [name for (name, done), (came, _) in damages.items() if done == how and came == "works"]
    assert [name for name in missed if not name.endswith(NOTHING_LOST)] == []


def test_a_damaged_register_is_built_again_from_its_records(tmp_path):
    register = Register.build(PEOPLE)
    register.save(tmp_path / "saved")
    shutil.rmtree(tmp_path / "saved" / "index")
    with pytest.raises(DamagedIndexError):
        Register.open(tmp_path / "saved")
    shutil.rmtree(tmp_path / "saved")
    register.save(tmp_path / "saved")
    assert Register.open(tmp_path / "saved").search(Record("q", name="Фаррух Раҳимов"))


@pytest.mark.parametrize("how", ["missing", "empty", "halved", "flipped"])
@pytest.mark.parametrize(("file", "read"), [(likeness.MODEL, likeness.Likeness), (space.MODEL, space.Space)])
def test_a_damaged_model_says_so(tmp_path, file, read, how):
    raw, damaged = file.read_bytes(), tmp_path / file.name
    middle = len(raw) // 2
    kept = {
        "empty": b"",
        "halved": raw[:middle],
        "flipped": raw[:middle] + bytes([raw[middle] ^ 0x55]) + raw[middle + 1 :],
    }
    if how in kept:
        damaged.write_bytes(kept[how])
    with pytest.raises(DamagedModelError, match="install the package again") as told:
        read(damaged)
    assert str(damaged) in str(told.value)
