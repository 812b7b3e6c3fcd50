import pytest
from hypothesis import given
from hypothesis import strategies as st

from payvand.matching import Record
from payvand.matching.numbers import NumberKind, blind, blinded

PHONE, DOCUMENT = NumberKind.PHONE, NumberKind.DOCUMENT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+992 93 123-45-67", "00992931234567"),
        ("+992 93 123-45-67", "۹۹۲۹۳۱۲۳۴۵۶۷"),
        ("(93) 123 45 67", "93-123-4567"),
    ],
)
def test_one_telephone_however_it_is_written(one, other):
    assert blind(PHONE, one) == blind(PHONE, other)


def test_the_prefix_may_be_missing():
    abroad, at_home = blind(PHONE, "+7 926 123-45-67"), blind(PHONE, "8 926 123 45 67")
    assert abroad.whole != at_home.whole
    assert abroad.tail == at_home.tail != 0


def test_a_paper_with_and_without_its_series():
    assert blind(DOCUMENT, "А 123456-7") == blind(DOCUMENT, "a1234567"), "a Cyrillic and a Latin letter look alike"
    assert blind(DOCUMENT, "AB1234567").tail == blind(DOCUMENT, "1234567").tail
    assert blind(DOCUMENT, "AB1234567").whole != blind(DOCUMENT, "1234567").whole


@pytest.mark.parametrize("nothing", ["", "-", "none", "1234", "нет"])
def test_what_is_no_number_says_nothing(nothing):
    assert blind(PHONE, nothing) is None
    assert blind(DOCUMENT, nothing) is None


def test_keys_and_kinds_keep_numbers_apart():
    assert blind(PHONE, "1234567") != blind(DOCUMENT, "1234567")
    assert blind(PHONE, "931234567", b"one key") != blind(PHONE, "931234567", b"another")


def test_a_blinded_record_holds_nothing_that_can_be_read_and_compares_the_same():
    record = Record("1", name="Zarina", phones=("+992 93 123-45-67", "-"), documents=("A1234567",))
    kept = blinded(record)
    assert not any(number in repr(kept) for number in ("1234567", "123-45-67"))
    assert blind(PHONE, kept.phones[0]) == blind(PHONE, record.phones[0])
    assert len(kept.phones) == 1
    assert blinded(kept) == kept


@given(st.text(max_size=40), st.sampled_from(NumberKind))
def test_blinding_is_total_and_leaves_what_is_blind_alone(text, kind):
    made = blind(kind, text)
    assert made is None or blind(kind, str(made)) == made
