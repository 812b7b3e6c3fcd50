"""A code and a PIN that a person keeps on paper and types on any keyboard, and the key that both of them give.

The code alone has 58 bits, so that whoever steals a list of look-ups cannot try codes and PINs against it; and since
code and PIN give one key together, a wrong code and a wrong PIN cannot be told apart.
"""

import secrets
import unicodedata
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

# Letters and digits that nobody mistakes for one another, on paper or over the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LETTERS, GROUP, PIN_DIGITS = 12, 4, 6
LONGEST_TYPED = 60
# A Cyrillic keyboard has these letters under other keys; they look the same on the slip.
_LOOKALIKES = str.maketrans("АВЕКМНРСТХУЗ", "ABEKMHPCTXY3")
_COST = 2**15


@dataclass(frozen=True, slots=True)
class SpokenKey:
    """What a code and a PIN give: where to look, and what opens what lies there.

    Attributes:
        lookup: 64 hexadecimal digits.
        secret: 32 bytes.
    """

    lookup: str
    secret: bytes


def new_code() -> str:
    """Return a new code, such as ``K7QF-M2RX-9TDC``."""
    letters = "".join(secrets.choice(ALPHABET) for _letter in range(CODE_LETTERS))
    return "-".join(letters[start : start + GROUP] for start in range(0, CODE_LETTERS, GROUP))


def new_pin() -> str:
    """Return six digits."""
    return "".join(secrets.choice("0123456789") for _digit in range(PIN_DIGITS))


def typed_code(text: str) -> str:
    """Return the code that was typed: case, spaces, hyphens and the keyboard's script do not matter."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST_TYPED]).upper().translate(_LOOKALIKES)
    return "".join(letter for letter in _ascii_digits(folded) if letter in ALPHABET)


def typed_pin(text: str) -> str:
    """Return the digits that were typed, in whatever script."""
    return "".join(letter for letter in _ascii_digits(text[:LONGEST_TYPED]) if letter in "0123456789")


def spoken_key(code: str, pin: str, *, salt: bytes) -> SpokenKey:
    """Return what a code and a PIN give under a node's salt (16 bytes); it takes a tenth of a second on purpose."""
    told = f"{typed_code(code)}|{typed_pin(pin)}".encode()
    stretched = Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(told)
    return SpokenKey(_expand(stretched, b"lookup").hex(), _expand(stretched, b"secret"))


def _expand(stretched: bytes, use: bytes) -> bytes:
    return HKDFExpand(hashes.SHA256(), 32, info=b"payvand spoken key 1 " + use).derive(stretched)


def _ascii_digits(text: str) -> str:
    return "".join(
        str(unicodedata.digit(letter)) if unicodedata.digit(letter, None) is not None else letter for letter in text
    )
