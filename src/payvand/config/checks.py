"""Quick questions to a node that serves: is the database there, the index, the chain, the disk?"""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection

from payvand.audit.models import Act
from payvand.config.node import Node

LEAST_FREE_BYTES = 200 * 1024 * 1024


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return "fails"
    return "ok"


def _chain() -> str:
    try:
        newest = Act.objects.order_by("-number").values_list("number", flat=True).first()
    except DatabaseError:
        return "fails"
    return "none" if newest is None else "ok"


def _index() -> str:
    folder = settings.INDEX_FOLDER
    if folder is None or not folder.is_dir():
        return "fails"
    return "ok" if any(folder.iterdir()) else "none"


def _disk() -> str:
    node: Node | None = settings.NODE
    if node is None:
        return "fails"
    return "ok" if shutil.disk_usage(node.folder).free >= LEAST_FREE_BYTES else "full"


_PARTS: dict[str, Callable[[], str]] = {"database": _database, "chain": _chain, "index": _index, "disk": _disk}


def health_of() -> dict[str, str]:
    """Return one word for each part: ``ok``, ``none`` (nothing there yet), ``full`` or ``fails``."""
    return {name: ask() for name, ask in _PARTS.items()}
