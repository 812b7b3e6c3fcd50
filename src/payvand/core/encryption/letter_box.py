"""A letter box: whoever holds the public key puts letters in, and the holder of the private key alone takes them out.

HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM. A machine that only collects letters never holds what would
open them.
"""

from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from payvand.core.encryption.keyring import decode, encode, write_secret
from payvand.core.errors import WrongKey

KEY_FILE = "letter-box.key"
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_INFO = b"payvand letter 1"


def write_key(folder: Path) -> None:
    """Write a new private key into a node's folder of keys; one that is there already stays."""
    if not (folder / KEY_FILE).exists():
        write_secret(folder / KEY_FILE, encode(X25519PrivateKey.generate().private_bytes_raw()) + "\n")


def read_key(folder: Path) -> X25519PrivateKey:
    """Return the private key of a node.

    Raises:
        WrongKey: the file is missing or damaged.
    """
    try:
        return X25519PrivateKey.from_private_bytes(decode((folder / KEY_FILE).read_text()))
    except FileNotFoundError as error:
        raise WrongKey(f"the key file {error.filename} is missing: restore it from a backup") from error
    except ValueError as error:
        raise WrongKey(f"the key file {folder / KEY_FILE} is damaged: restore it from a backup") from error


def public_text(key: X25519PrivateKey) -> str:
    """Return the public half as text that may be given away."""
    return encode(key.public_key().public_bytes_raw())


def seal(public: str, content: bytes) -> bytes:
    """Put a letter in: encrypt `content` to the public key, given as `public_text` wrote it.

    Raises:
        ValueError: the text is no public key.
    """
    return _SUITE.encrypt(content, X25519PublicKey.from_public_bytes(decode(public)), info=_INFO)


def open_letter(key: X25519PrivateKey, letter: bytes) -> bytes:
    """Take a letter out.

    Raises:
        WrongKey: it was altered, cut, or put into another box.
    """
    try:
        return _SUITE.decrypt(letter, key, info=_INFO)
    except (InvalidTag, ValueError) as error:
        raise WrongKey("the letter does not open: it was altered, or is for another node") from error
