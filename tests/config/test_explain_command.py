import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from payvand.config.cli import main
from payvand.config.terminal import cell, isolated, plain
from payvand.matching import Record, Register


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(
        "id,name,birth_date,sex\n7,Farrukh [Rahimov],1985-03-21,m\n8,Раҳимов Фаррух,1985,m\na#b,فرخ رحیموف,,\n",
        encoding="utf-8",
    )
    return path


def explained(capsys, *words):
    assert main(["explain", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_two_names_are_put_side_by_side_letter_by_letter(capsys):
    assert main(["explain", "Шариф", "Sharif"]) == 0
    said = capsys.readouterr().out
    lines = [line.split() for line in said.splitlines()]
    assert [line[:2] for line in lines if line[:2] in (["ш", "sh"], ["р", "r"])] == [["ш", "sh"], ["р", "r"]]
    assert "weight" in said
    assert "probability" in said


def test_the_pieces_add_up_to_the_weight(people, capsys):
    told = explained(capsys, f"{people}#7", f"{people}#8")
    assert told["left"] == {"id": "7", "text": "Farrukh [Rahimov]"}
    assert told["weight"] == pytest.approx(sum(piece["bits"] for piece in told["evidence"]), abs=1e-3)
    assert {piece["feature"] for piece in told["evidence"]} >= {"name", "birth"}


def test_the_letters_of_a_name_are_all_there(capsys):
    told = explained(capsys, "Шариф", "Sharif")
    letters = told["evidence"][0]["letters"]
    assert "".join(unit["left"] for unit in letters) == "шариф"
    assert "".join(unit["right"] for unit in letters) == "sharif"


def test_names_that_differ_have_no_letters_to_show(capsys):
    told = explained(capsys, "Шариф", "Gulnora")
    assert [piece["letters"] for piece in told["evidence"]] == [[] for _ in told["evidence"]]
    assert told["weight"] < 0


def test_an_id_may_hold_the_mark_that_parts_it_from_the_file(people, capsys):
    told = explained(capsys, f"{people}#a#b", "Farrukh Rahimov")
    assert told["left"] == {"id": "a#b", "text": "فرخ رحیموف"}


def test_a_name_that_holds_the_mark_is_a_name(capsys):
    assert explained(capsys, "no-such-file.csv#7", "Шариф")["left"]["text"] == "no-such-file.csv#7"


def test_a_record_of_a_saved_register(tmp_path, capsys):
    Register.build([Record("7", name="Farrukh Rahimov")]).save(tmp_path / "saved")
    assert explained(capsys, f"{tmp_path / 'saved'}#7", "Фаррух")["left"]["id"] == "7"


def test_an_id_that_is_not_there_is_bad_input(people, capsys):
    assert main(["explain", f"{people}#9", "Шариф"]) == 3
    assert "has no record with the id '9'" in capsys.readouterr().err


def test_common_names_say_less(tmp_path, capsys):
    among = tmp_path / "among.csv"
    among.write_text("id,name\n" + "".join(f"{n},Farrukh Nazarov\n" for n in range(400)), encoding="utf-8")
    rare = explained(capsys, "Farrukh", "Фаррух")["weight"]
    assert explained(capsys, "Farrukh", "Фаррух", "--among", str(among))["weight"] < rare


def test_right_to_left_letters_stand_apart(capsys):
    assert main(["explain", "فرخ", "Farrukh"]) == 0
    assert "\N{FIRST STRONG ISOLATE}فرخ\N{POP DIRECTIONAL ISOLATE}" in capsys.readouterr().out


def test_no_name_can_drive_the_terminal(capsys):
    assert main(["explain", "Far\x1b[31mrukh \u202eRahimov", "Far\udcffrukh"]) == 0
    said = capsys.readouterr().out
    assert "\x1b[31m" not in said
    assert "\u202e" not in said
    assert "\\x1b" in said


def test_what_joins_letters_of_persian_is_left_alone():
    assert plain("علی\u200cرضا") == "علی\u200cرضا"
    assert isolated("Rahimov") == "Rahimov"


@given(st.text())
def test_any_text_can_be_a_cell(text):
    console = Console(width=80, force_terminal=False)
    with console.capture() as seen:
        console.print(cell(text))
    shown = seen.get()
    assert shown.encode("utf-8")
    assert not any(letter in shown for letter in "\x1b\x07\u202e\u2066")
