import io

import pytest
from rich.console import Console

from payvand.config.cli import main
from payvand.config.showcase import EXAMPLES, print_showcase
from payvand.matching import Record, Register


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("id,name,birth_date\n7,Farrukh [Rahimov],1985-03-21\n8,Gulnora Karimova,\n", encoding="utf-8")
    return path


def test_a_person_reads_who_was_found_and_why(people, capsys):
    assert main(["search", "Раҳимов Фаррух", str(people), "--born", "1985"]) == 0
    said = capsys.readouterr().out
    assert "Farrukh [Rahimov]" in said
    assert "1985-03-21" in said
    assert "Gulnora" not in said


def test_nobody_found_is_said(people, capsys):
    assert main(["search", "Xyzzyx", str(people)]) == 0
    assert "Nobody like Xyzzyx among 2 records" in capsys.readouterr().out


def test_a_saved_register_can_be_searched(tmp_path, capsys):
    Register.build([Record("7", name="Farrukh Rahimov")]).save(tmp_path / "saved")
    assert main(["search", "Раҳимов Фаррух", str(tmp_path / "saved")]) == 0
    assert "Farrukh Rahimov" in capsys.readouterr().out


def test_a_damaged_register_is_bad_input(tmp_path, capsys):
    (tmp_path / "saved").mkdir()
    assert main(["search", "Раҳимов", str(tmp_path / "saved")]) == 3
    assert "build it again" in capsys.readouterr().err


def test_the_showcase_finds_people_of_three_scripts():
    console = Console(record=True, width=160, file=io.StringIO())
    print_showcase(console, EXAMPLES)
    shown = console.export_text()
    for name in ("russian.csv", "persian.csv", "arabic.csv", "Hovik Abrahamyan", "Ali Mekdad"):
        assert name in shown


def test_no_name_can_drive_the_terminal(tmp_path, capsys):
    path = tmp_path / "people.csv"
    path.write_text("id,name\n7,Farrukh \x1b[31mRahimov \u202ewomaR\n", encoding="utf-8")
    assert main(["search", "Farrukh Rahimov \udcff", str(path)]) == 0
    assert main(["search", "Xyzzyx [bold]\x1b[2J", str(path)]) == 0
    said = capsys.readouterr().out
    assert said.encode("utf-8")
    assert not any(mark in said for mark in ("\x1b", "\u202e"))
    assert "Nobody like Xyzzyx [bold]" in said
