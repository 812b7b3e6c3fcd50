"""Serves the public pages from a folder as a process of its own, and asks it as a browser without scripts would."""

import os
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager


def ask(address, data=None):
    body = urllib.parse.urlencode(data).encode() if data is not None else None
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data=body), timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read().decode()


@contextmanager
def served(folder, workers=1):
    """Yield the address: no node, no database, no keys."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PAYVAND_", "DJANGO_"))}
    server = subprocess.Popen(
        [sys.executable, "-m", "payvand", "portal", str(folder), "serve", "--port", "0", "--workers", str(workers)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield server.stdout.readline().split()[1].rstrip("/")
    finally:
        server.terminate()
        server.wait(timeout=30)
        server.stdout.close()
