"""The 64 bits that stand for a text where the text itself must not, or need not, be kept."""

import hashlib
from typing import Final

BITS: Final = 64


def hash_of(text: str) -> int:
    """64 bits of a text, the same in every process; lone surrogates are taken as they are."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
