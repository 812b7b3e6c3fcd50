"""Text tables in every encoding and with every sign between the cells."""

import io

import pytest

from payvand.intake.enums import TableKind
from payvand.intake.reading import Unreadable, open_table, recognise

LIST = """Фамилия и имя{0}Год рождения{0}Место{0}Примечание
Рахимов Фаррух{0}1985{0}Куляб{0}палата четыре
Саидов Рустам{0}1990{0}Восе{0}
"""


def read(content):
    def opens():
        return io.BufferedReader(io.BytesIO(content))

    found = recognise(opens)
    return found, list(open_table(opens, found))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"])
def test_encoding_and_delimiter_are_found_out(encoding, sign):
    found, lines = read(LIST.format(sign).encode(encoding))
    assert (found.kind, found.delimiter) == (TableKind.DELIMITED, sign)
    assert lines[1] == (2, ["Рахимов Фаррух", "1985", "Куляб", "палата четыре"])


def test_arabic_of_windows_is_told_from_cyrillic():
    text = "نام,نام پدر\nاحمد الرحیمی,سید علی\nمحمد یوسف,کریم داد\n".replace("ی", "ي").replace("ک", "ك")
    found, lines = read(text.encode("cp1256"))
    assert found.encoding == "cp1256"
    assert lines[1][1][0] == "احمد الرحيمي"


def test_a_cell_may_hold_lines_and_signs_and_rows_keep_their_line():
    _found, lines = read(b'a,b\n"one\ntwo","x, y"\n\n3,4\n')
    assert lines == [(1, ["a", "b"]), (2, ["one\ntwo", "x, y"]), (5, ["3", "4"])]


@pytest.mark.parametrize(
    "content", [b"", b" \n\n", b"%PDF-1.7 x", b"\xd0\xcf\x11\xe0 xls", b"PK\x03\x04 broken", b"\x00\x01\x02"]
)
def test_what_is_no_table_is_refused_with_a_sentence(content):
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert str(refused.value)
