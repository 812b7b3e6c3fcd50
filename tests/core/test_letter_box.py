import pytest
from hypothesis import given
from hypothesis import strategies as st

from payvand.core.encryption import letter_box
from payvand.core.errors import WrongKey


@pytest.fixture
def keys(tmp_path):
    letter_box.write_key(tmp_path)
    return tmp_path


def test_a_letter_is_taken_out_as_it_was_put_in(keys):
    key = letter_box.read_key(keys)
    letter = letter_box.seal(letter_box.public_text(key), "Мы переехали".encode())
    assert "Мы".encode() not in letter
    assert letter_box.open_letter(key, letter).decode() == "Мы переехали"


def test_the_same_words_never_give_the_same_letter(keys):
    public = letter_box.public_text(letter_box.read_key(keys))
    assert letter_box.seal(public, b"a") != letter_box.seal(public, b"a")


def test_a_key_that_is_there_stays(keys):
    before = (keys / letter_box.KEY_FILE).read_text()
    letter_box.write_key(keys)
    assert (keys / letter_box.KEY_FILE).read_text() == before
    assert (keys / letter_box.KEY_FILE).stat().st_mode & 0o077 == 0


@given(st.integers(0, 52), st.integers(1, 255))
def test_an_altered_letter_does_not_open(place, change):
    key = letter_box.X25519PrivateKey.generate()
    letter = bytearray(letter_box.seal(letter_box.public_text(key), b"hello"))
    letter[place] ^= change
    with pytest.raises(WrongKey):
        letter_box.open_letter(key, bytes(letter))


@given(st.binary(max_size=100))
def test_what_is_no_letter_is_refused(content):
    with pytest.raises(WrongKey):
        letter_box.open_letter(letter_box.X25519PrivateKey.generate(), content)


def test_a_missing_or_damaged_key_is_named(tmp_path):
    with pytest.raises(WrongKey, match=r"letter-box\.key is missing"):
        letter_box.read_key(tmp_path)
    (tmp_path / letter_box.KEY_FILE).write_text("short")
    with pytest.raises(WrongKey, match="damaged"):
        letter_box.read_key(tmp_path)
