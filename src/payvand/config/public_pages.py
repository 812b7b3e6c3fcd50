"""The program that serves the public pages, on a node's machine or on one that holds nothing else."""

import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path
from socket import socket

from payvand.config.node import NODE_VARIABLE
from payvand.config.supervisor import Program, gunicorn


def public_pages(folder: Path, listener: socket, *, workers: int, allowed_hosts: Sequence[str], https: bool) -> Program:
    """Return the program that shows what lies in `folder`; it knows no node, no database and no key of casework.

    Its processes share a secret of their own, new at each start, and a folder in which tries are counted.
    """
    environment = {
        NODE_VARIABLE: None,
        "PAYVAND_PORTAL": str(folder.resolve()),
        "PAYVAND_PORTAL_RUN": tempfile.mkdtemp(prefix="payvand-portal-"),
        "PAYVAND_PORTAL_SECRET": secrets.token_urlsafe(48),
        "PAYVAND_PORTAL_HOSTS": ",".join(allowed_hosts),
        "PAYVAND_PORTAL_HTTPS": "1" if https else None,
        "PAYVAND_WORKERS": str(workers),
    }
    return Program("portal", gunicorn("payvand.config.portal_wsgi:application", listener), environment, (listener,))
