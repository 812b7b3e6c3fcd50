"""Identifiers that sort by time and reveal no counts (UUID version 7, RFC 9562 §5.7)."""

import secrets
import time
import uuid

_VERSION = 7 << 76
_VARIANT = 2 << 62
_RANDOM_BITS = 74


def new_id() -> uuid.UUID:
    """Return a new UUIDv7: 48 bits of Unix milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    noise = secrets.randbits(_RANDOM_BITS)
    high, low = noise >> 62, noise & ((1 << 62) - 1)
    return uuid.UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | _VERSION | high << 64 | _VARIANT | low)
