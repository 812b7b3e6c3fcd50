import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payvand.core.encryption.spoken_key import ALPHABET, new_code, new_pin, spoken_key, typed_code, typed_pin

SALT = bytes(16)


def test_a_code_is_read_from_paper_and_over_the_telephone():
    code = new_code()
    assert len(code) == len("K7QF-M2RX-9TDC")
    assert set(code.replace("-", "")) <= set(ALPHABET)
    assert not set("01OILU") & set(ALPHABET)
    assert len(new_pin()) == 6
    assert new_code() != code


@pytest.mark.parametrize(
    "typed",
    ["K7QF-M2RX-9TDC", "k7qf m2rx 9tdc", " К7QF-М2RХ-9ТDС ", "k7qfm2rx9tdc", "K7QF—M2RX—9TDC", "K۷QF-M۲RX-۹TDC"],
)
def test_it_is_understood_however_it_is_typed(typed):
    assert typed_code(typed) == "K7QFM2RX9TDC"


@pytest.mark.parametrize("typed", ["048213", "048 213", "۰۴۸۲۱۳", "٠٤٨٢١٣", "０４８２１３"])
def test_so_is_the_pin(typed):
    assert typed_pin(typed) == "048213"


def test_code_and_pin_give_one_key_together():
    given_key = spoken_key("K7QF-M2RX-9TDC", "048213", salt=SALT)
    assert spoken_key("k7qf m2rx 9tdc", "048 213", salt=SALT) == given_key
    others = [
        spoken_key("K7QF-M2RX-9TDD", "048213", salt=SALT),
        spoken_key("K7QF-M2RX-9TDC", "048214", salt=SALT),
        spoken_key("K7QF-M2RX-9TDC", "048213", salt=bytes(15) + b"1"),
    ]
    assert len({key.lookup for key in [given_key, *others]}) == 4
    assert given_key.secret.hex() != given_key.lookup


@settings(max_examples=200)
@given(st.text())
def test_nothing_that_is_typed_is_an_error(text):
    assert set(typed_code(text)) <= set(ALPHABET)
    assert set(typed_pin(text)) <= set("0123456789")
