"""Papers: what people wrote comes out as text, in every script, and cannot become part of the paper's source."""

import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from payvand.pages import pdf
from payvand.pages.qr import qr_svg

PACKAGE = Path(pdf.__file__).parents[1]
TEMPLATES = sorted(PACKAGE.glob("*/pdf/*.typ"))


def printed(value, language="en"):
    facts = [{"label": "Name", "value": value}]
    return pdf.render("pages/facts", {"title": "Facts", "language": language, "organisation": "RCST", "facts": facts})


def text_of(paper):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)


def plain(text):
    return re.sub(r"[\s\u200b]+", "", text)


@pytest.mark.parametrize(
    "name",
    [
        "Раҳимов Ҷамшед Ӯктамӣ, Ғафуров Қосим",
        "Қазыбекұлы Ерлан, Әлия, Үміт",
        "Жээнбекова Айнура Өмүрбекова, Ңгу",
        "Oʻrinboyev Gʻayrat, Şirin Žumaýewa",
        "Rakhimov Farrukh, born 1985",
    ],
)
def test_a_name_comes_back_from_the_paper_letter_by_letter(name):
    assert plain(name) in plain(text_of(printed(name)))


def test_arabic_script_is_shaped_from_right_to_left_and_kept_as_text():
    name = "گل‌احمد نوری"
    paper = printed(name)
    assert b"pdfaid" in paper
    letters = set(name) - {" ", "\u200c"}
    assert letters <= set(text_of(paper))


HOSTILE = [
    '#eval("1 + 1") #panic("out")',
    '#read("/config/settings.py") #image("/x.png") #import "@preview/cetz:0.3.0"',
    "*bold* _italic_ $x^2$ `raw` <label> @ref https://example.org //comment /* comment",
    '"), panic("out"), ("',
    "\\u{41} \\#let x = 1; ]]] }}} )))",
    '{"json": [1, 2, {}]}, \'quotes\' "double"',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_what_people_wrote_is_only_text(text):
    assert plain(text) in plain(text_of(printed(text)))


def test_the_settings_of_the_node_are_not_on_the_paper():
    assert "INSTALLED_APPS" not in text_of(printed(HOSTILE[1]))


def test_a_word_of_ten_thousand_letters_stays_on_the_page():
    paper = printed("Ж" * 10_000)
    assert plain(text_of(paper)).count("Ж") == 10_000
    reader = PdfReader(io.BytesIO(paper))
    beyond = []
    for page in reader.pages:
        page.extract_text(
            visitor_text=lambda text, _cm, tm, _font, _size: beyond.append(tm[4]) if text.strip() else None
        )
    assert max(beyond) < 595  # points: the width of A4


def test_an_emoji_costs_the_archival_form_and_nothing_else():
    assert b"pdfaid" in printed("Фаррух")
    paper = printed("Фаррух 😀 中")
    assert b"pdfaid" not in paper
    assert "Фаррух" in text_of(paper)


def test_marks_that_turn_the_direction_of_a_line_are_left_out():
    assert plain("abcfdp.exe") in plain(text_of(printed("abc\u202efdp.exe\u0000\u0007")))


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_at_all_makes_a_paper(text):
    assert printed(text).startswith(b"%PDF-1.7")


def test_what_is_no_template_is_said_so():
    for name in ("pages/none", "../pages/facts", "pages/../facts", "/etc/passwd", ""):
        with pytest.raises(pdf.CannotPrint, match="there is no template"):
            pdf.render(name, {})


def test_too_much_is_refused():
    with pytest.raises(pdf.CannotPrint, match="too much"):
        printed("x" * 5_000_000)


def test_a_template_in_error_shows_nothing_of_the_data():
    with pytest.raises(pdf.CannotPrint) as error:
        pdf.render("pages/facts", {"facts": "Раҳимов Фаррух"})
    assert "Раҳимов" not in str(error.value)
    assert error.value.__cause__ is None


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_makes_source_of_text_or_asks_another_host(path):
    source = path.read_text(encoding="utf-8")
    code = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith("//"))
    assert re.findall(r"\beval\s*\(|@preview|https?://", code) == []


def test_papers_are_set_in_the_fonts_of_the_package_alone():
    assert sorted(pdf._fonts().families()) == ["Noto Sans", "Vazirmatn"]


def test_a_qr_code_is_a_picture_without_text():
    svg = qr_svg("TJ-P-2026-0001")
    assert svg.count("<path") == 1
    assert "TJ-P" not in svg
    assert qr_svg("TJ-P-2026-0002") != svg


def test_a_qr_code_reaches_the_paper_dot_by_dot():
    svg = qr_svg("TJ-2026-0118")
    assert pdf._printable({"sheets": [{"qr": svg}]}) == {"sheets": [{"qr": svg}]}
    assert pdf._printable(str(svg)) != svg
