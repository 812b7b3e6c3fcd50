"""A family reads one of four words with a code and a PIN, and writes to the tracing service."""

import html
import re
import statistics
import time
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from payvand.core.encryption import letter_box
from payvand.core.encryption.spoken_key import SpokenKey, spoken_key
from payvand.portal.answers import Answer, Answers, NoAnswers, Word
from payvand.portal.letters import LONGEST_CONTACT, LONGEST_TEXT, Letter, waiting
from payvand.portal.publication import Publication
from public_listener import ask, served

SALT = bytes(range(16))
BOX = X25519PrivateKey.generate()
CODES = {word: (f"AAAA-BBBB-CCC{number}", "048213") for number, word in enumerate(Word, start=2)}
SAYS = {
    Word.RECEIVED: "Your request has been received",
    Word.SEARCHING: "We are searching",
    Word.CONTACT_US: "Please contact us",
    Word.CLOSED: "Your request is closed",
}


def answers():
    sealed = [(spoken_key(code, pin, salt=SALT), Answer(word, date(2026, 9, 3))) for word, (code, pin) in CODES.items()]
    return Answers.seal(sealed, salt=SALT, letter_box=letter_box.public_text(BOX))


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("portal")
    furnish(folder)
    with served(folder) as address:
        yield address, folder


def furnish(folder):
    Publication("Red Crescent Society of Tajikistan", {"en": "Tajikistan"}, "ru", "2026-11-03").write(
        folder / "portal.json"
    )
    answers().write(folder / "answers.json")


def show(address, code, pin, **more):
    return ask(f"{address}/en/my-request/", {"code": code, "pin": pin, **more})


def ticket_of(page):
    return html.unescape(re.search(r'name="ticket" value="([^"]*)"', page).group(1))


@pytest.fixture
def fresh(tmp_path):
    """A listener on which nothing has been tried yet."""
    furnish(tmp_path)
    with served(tmp_path, workers=2) as address:
        yield address, tmp_path


@pytest.mark.parametrize("word", Word)
def test_each_word_has_its_page(portal, word):
    status, headers, page = show(portal[0], *CODES[word])
    assert status == 200
    assert f"<h1>{SAYS[word]}</h1>" in page
    assert "Since 03.09.2026" in page
    assert [other for other in Word if other != word and SAYS[other] in page] == []
    assert "no-store" in headers["Cache-Control"]
    assert "Set-Cookie" not in headers
    assert "<script" not in page


def test_a_wrong_code_and_a_wrong_pin_read_the_same(fresh):
    address, _folder = fresh
    code, pin = CODES[Word.SEARCHING]
    wrong = [show(address, code, "000000"), show(address, "ZZZZ-ZZZZ-ZZZZ", pin), show(address, "?", "?")]
    assert {status for status, _headers, _page in wrong} == {422}
    pages = [re.sub(r'(name="code" value)="[^"]*"', r"\1", page) for _status, _headers, page in wrong]
    assert pages[0] == pages[1] == pages[2]
    assert not any(said in wrong[0][2] for said in SAYS.values())


def test_the_same_work_is_done_whether_it_is_there_or_not():
    sealed, (code, pin) = answers(), CODES[Word.SEARCHING]

    def took(*typed):
        start = time.perf_counter()
        sealed.find(*typed)
        return time.perf_counter() - start

    known = statistics.median(took(code, pin) for _try in range(5))
    unknown = statistics.median(took(code, "111111") for _try in range(5))
    # Both stretch a key, which takes a hundred thousand times as long as what differs.
    assert 0.3 < known / unknown < 3


def test_too_many_tries_end_for_a_code_that_exists_and_for_one_that_does_not(fresh):
    address, _folder = fresh
    known = [show(address, CODES[Word.CLOSED][0], f"{number:06}")[0] for number in range(9)]
    unknown = [show(address, "ZZZZ-ZZZZ-ZZZZ", f"{number:06}")[0] for number in range(9)]
    assert known == unknown == [422] * 8 + [429]
    assert [show(address, *CODES[word])[0] for word in (Word.RECEIVED, Word.CONTACT_US, Word.SEARCHING)] == [
        200,
        200,
        429,
    ], "twenty tries from one address"


def test_a_letter_reaches_the_node_sealed(fresh):
    address, folder = fresh
    page = show(address, *CODES[Word.SEARCHING])[2]
    status, _headers, thanks = ask(
        f"{address}/en/my-request/letter/",
        {"ticket": ticket_of(page), "contact": "+7 900 000-00-00", "text": "Мы переехали в Самару"},
    )
    assert (status, "Your letter was sent" in thanks) == (200, True)
    (path,) = waiting(folder / "letters")
    assert "Самар".encode() not in path.read_bytes()
    letter = Letter.read(letter_box.open_letter(BOX, path.read_bytes()))
    assert (letter.contact, letter.text, letter.language) == ("+7 900 000-00-00", "Мы переехали в Самару", "en")
    assert letter.lookup == spoken_key(*CODES[Word.SEARCHING], salt=SALT).lookup


def test_an_empty_letter_and_one_that_is_too_long_say_so_and_keep_the_words(fresh):
    address, folder = fresh
    ticket = ticket_of(show(address, *CODES[Word.SEARCHING])[2])
    send = f"{address}/en/my-request/letter/"
    status, _headers, page = ask(send, {"ticket": ticket, "contact": " ", "text": ""})
    assert (status, "Write how we can reach you" in page) == (422, True)
    status, _headers, page = ask(send, {"ticket": ticket, "text": "я" * (LONGEST_TEXT + 1)})
    assert (status, "я" * LONGEST_TEXT in page) == (422, True)
    assert list(waiting(folder / "letters")) == []


def test_what_was_written_for_too_long_is_still_there_after_the_code(fresh):
    address, folder = fresh
    status, _headers, page = ask(f"{address}/en/my-request/letter/", {"ticket": "old", "text": "He called <b>once</b>"})
    assert (status, "what you wrote is kept" in page) == (422, True)
    kept = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert html.unescape(kept["text"]) == "He called <b>once</b>"
    again = show(address, *CODES[Word.SEARCHING], text=html.unescape(kept["text"]))[2]
    assert "He called &lt;b&gt;once&lt;/b&gt;</textarea>" in again
    assert list(waiting(folder / "letters")) == []


@pytest.mark.parametrize(
    "path", ["xx/my-request/", "en/my-request/letter/", "xx/my-request/letter/", "xx/my-request/sent/"]
)
def test_there_is_nothing_else(portal, path):
    status = ask(f"{portal[0]}/{path}")[0]
    assert status == (405 if path.endswith("letter/") else 404)


def test_without_answers_it_says_that_it_is_not_ready(portal):
    address, folder = portal
    (folder / "answers.json").rename(folder / "away.json")
    try:
        assert show(address, *CODES[Word.SEARCHING])[0] == 503
        (folder / "answers.json").write_text("{")
        assert show(address, *CODES[Word.SEARCHING])[0] == 503
    finally:
        (folder / "away.json").replace(folder / "answers.json")


def test_a_stolen_file_says_nothing():
    once, again = answers(), answers()
    assert {len(content) for content in once.sealed.values()} == {len(next(iter(once.sealed.values())))}
    assert not set(once.sealed.values()) & set(again.sealed.values()), "which of them changed does not show"
    assert list(once.sealed) == sorted(once.sealed)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 2}', '{"format": 1, "salt": "?", "answers": 3}'])
def test_a_damaged_file_is_refused(tmp_path, content):
    (tmp_path / "answers.json").write_text(content)
    with pytest.raises(NoAnswers):
        Answers.read(tmp_path / "answers.json")


@settings(max_examples=50)
@given(text=st.text(max_size=LONGEST_TEXT), contact=st.text(max_size=LONGEST_CONTACT))
def test_any_letter_is_read_as_it_was_written(tmp_path_factory, text, contact):
    folder = tmp_path_factory.mktemp("box") / "letters"
    written = Letter.now(lookup="0" * 64, contact=contact, text=text, language="ru")
    written.leave(folder, letter_box.public_text(BOX))
    (path,) = waiting(folder)
    assert Letter.read(letter_box.open_letter(BOX, path.read_bytes())) == written


def test_an_answer_under_another_look_up_does_not_open():
    key = SpokenKey("a" * 64, bytes(32))
    sealed = Answers.seal([(key, Answer(Word.CLOSED, date(2026, 1, 1)))], salt=SALT, letter_box="")
    moved = Answers(salt=SALT, letter_box="", sealed={spoken_key("K", "1", salt=SALT).lookup: sealed.sealed["a" * 64]})
    assert moved.find("K", "1") is None
