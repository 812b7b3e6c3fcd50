"""How often one address, and one code, may be tried; counted for all processes of the listener together.

A try appends one byte to a file of its quarter of an hour: appending is atomic, the size of the file is the count.
"""

import hashlib
import os
import secrets
import time
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from payvand.core.encryption.spoken_key import typed_code

SECONDS = 15 * 60
PER_ADDRESS, PER_CODE = 20, 8
_SWEEP_EVERY = 50


def too_many_tries(request: HttpRequest, code: str) -> bool:
    """Count a try and say whether there were too many; a code counts whether it exists or not."""
    folder = Path(getattr(settings, "PORTAL_RUN"))  # noqa: B009 — casework's settings, which types are from, lack it
    if _count(folder, f"address:{address_of(request)}") > PER_ADDRESS:
        return True
    return _count(folder, f"code:{typed_code(code)}") > PER_CODE


def address_of(request: HttpRequest) -> str:
    """Return the address that asks: the connection's, or what the TLS proxy before us says of it."""
    if getattr(settings, "PORTAL_BEHIND_PROXY", False):
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _count(folder: Path, what: str) -> int:
    window = int(time.time()) // SECONDS
    if secrets.randbelow(_SWEEP_EVERY) == 0:
        _sweep(folder, window)
    path = folder / f"{window}-{hashlib.sha256(what.encode()).hexdigest()[:32]}"
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, b".")
        return os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)


def _sweep(folder: Path, window: int) -> None:
    for path in folder.iterdir():
        number = path.name.partition("-")[0]
        if number.isdigit() and int(number) < window:
            path.unlink(missing_ok=True)
