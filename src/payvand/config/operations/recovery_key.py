"""The offline recovery key: backups are encrypted to its public half; two custodians keep the private half on paper."""

import base64
import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from payvand.core.encryption.keyring import decode, encode, write_secret

PUBLIC_FILE = "recovery.pub"
_WORD = "PAYVAND"
_GROUP = 5
_CHECK_BYTES = 3


class NoRecoveryKey(Exception):  # noqa: N818 — reads as the sentence it states
    """The text or file holds no recovery key; the message says what one looks like."""


def printed(key: X25519PrivateKey) -> str:
    """Return the key as it is printed: groups of five signs, the last three bytes checking the rest."""
    raw = key.private_bytes_raw()
    signs = base64.b32encode(raw + hashlib.sha256(raw).digest()[:_CHECK_BYTES]).decode().rstrip("=")
    return "-".join([_WORD, *(signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))])


def from_print(text: str) -> X25519PrivateKey:
    """Read a key as it was printed; spaces, line breaks and the case of letters do not matter.

    Raises:
        NoRecoveryKey: it is none, or a sign was mistyped.
    """
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    signs = "".join("".join(lines).upper().replace("0", "O").replace("1", "I").replace("8", "B").split()).replace(
        "-", ""
    )
    signs = signs.removeprefix(_WORD)
    try:
        content = base64.b32decode(signs + "=" * (-len(signs) % 8))
    except ValueError as error:
        raise NoRecoveryKey(f"this is no recovery key: it begins {_WORD}- and has groups of five signs") from error
    raw, check = content[:32], content[32:]
    if len(raw) != 32 or hashlib.sha256(raw).digest()[:_CHECK_BYTES] != check:  # noqa: PLR2004 — bytes of an X25519 key
        raise NoRecoveryKey("the recovery key has a mistyped or missing sign: compare it with the printed sheet")
    return X25519PrivateKey.from_private_bytes(raw)


def make(keys: Path) -> str:
    """Make a recovery key, keep its public half among the node's keys, and return the private half for printing."""
    key = X25519PrivateKey.generate()
    write_secret(keys / PUBLIC_FILE, encode(key.public_key().public_bytes_raw()) + "\n")
    return printed(key)


def public_key(keys: Path) -> X25519PublicKey:
    """Return the public half that backups of this node are encrypted to.

    Raises:
        NoRecoveryKey: it is missing or damaged.
    """
    try:
        return X25519PublicKey.from_public_bytes(decode((keys / PUBLIC_FILE).read_text()))
    except (FileNotFoundError, ValueError) as error:
        raise NoRecoveryKey(
            f"{keys / PUBLIC_FILE} is missing or damaged: make a new key with `payvand keys DIR recovery`"
        ) from error


def fingerprint(key: X25519PublicKey) -> str:
    """Return a short name of a key, twelve letters from a to p, by which a sheet and a backup are matched."""
    digest = hashlib.sha256(b"payvand recovery key" + key.public_bytes_raw()).hexdigest()[:12]
    return digest.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))


def sheet(printed_key: str, organisation: str) -> str:
    """Return what each of the two custodians keeps on paper."""
    name = fingerprint(from_print(printed_key).public_key())
    return (
        f"# Recovery key {name} of {organisation}\n"
        "# Whoever has it can read every backup of this node. Print it twice, a sheet for each of two custodians,\n"
        "# keep it in a safe, never on a computer. `payvand restore` asks for it.\n"
        f"{printed_key}\n"
    )
