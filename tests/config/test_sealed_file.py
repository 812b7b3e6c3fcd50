import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from payvand.config.operations.recovery_key import (
    NoRecoveryKey,
    fingerprint,
    from_print,
    make,
    printed,
    public_key,
    sheet,
)
from payvand.config.operations.sealed_file import DamagedFile, reading, writing

KEY = X25519PrivateKey.generate()
SIZES = [0, 1, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024]


def seal(path, content):
    with writing(path, KEY.public_key()) as target:
        target.write(content)


def unseal(path, key=KEY):
    with reading(path, key) as source:
        return source.read()


@pytest.mark.parametrize("size", SIZES)
def test_what_is_written_is_read(tmp_path, size):
    content = bytes(size % 251 for size in range(size))
    seal(tmp_path / "file", content)
    assert unseal(tmp_path / "file") == content
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda content: content[:-1], "cut or altered"),
        (lambda content: content[: len(content) // 2], "cut or altered"),
        (lambda content: content[: content.index(b"\n") + 1 + 4 + 1024 * 1024 + 16], "cut or altered"),
        (lambda content: content[:-2000] + bytes([content[-2000] ^ 1]) + content[-1999:], "cut or altered"),
        (lambda content: content + b"more", "cut or altered"),
        (lambda content: content.replace(b"payvand backup 1", b"payvand backup 2", 1), "another version"),
        (lambda _content: b"", "is no backup"),
        (lambda _content: b"{}\n", "is no backup"),
        (lambda _content: b"\xff\xfe\n", "is no backup"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path, change, said):
    path = tmp_path / "file"
    seal(path, b"x" * 2_500_000)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(DamagedFile, match=said):
        unseal(path)


def test_another_key_is_refused_by_name(tmp_path):
    other = X25519PrivateKey.generate()
    seal(tmp_path / "file", b"x")
    with pytest.raises(DamagedFile, match=f"for recovery key {fingerprint(KEY.public_key())}"):
        unseal(tmp_path / "file", other)


def test_a_printed_key_is_read_again_however_it_is_typed():
    text = printed(KEY)
    for typed in (text, text.lower(), text.replace("-", " "), f"# a sheet\n{text[:30]}\n{text[30:]}\n"):
        assert from_print(typed).private_bytes_raw() == KEY.private_bytes_raw()


@given(st.integers(8, 60), st.sampled_from("ABCDEFGH234567"))
def test_a_mistyped_sign_is_noticed(place, sign):
    text = printed(KEY)
    if text[place] in (sign, "-"):
        return
    with pytest.raises(NoRecoveryKey):
        from_print(text[:place] + sign + text[place + 1 :])


@given(st.text())
def test_any_other_text_is_no_key(text):
    with pytest.raises(NoRecoveryKey):
        from_print(text)


def test_a_sheet_names_the_key_and_holds_it(tmp_path):
    text = make(tmp_path)
    name = fingerprint(public_key(tmp_path))
    made = sheet(text, "Society")
    assert f"Recovery key {name} of Society" in made
    assert fingerprint(from_print(made).public_key()) == name


def test_a_node_without_recovery_key_says_how_to_make_one(tmp_path):
    with pytest.raises(NoRecoveryKey, match="payvand keys DIR recovery"):
        public_key(tmp_path)
