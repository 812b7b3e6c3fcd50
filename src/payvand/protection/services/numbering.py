"""Numbers of requests and breaches: a code, the year, a running number."""

from django.conf import settings
from django.db import connection
from django.utils import timezone

from payvand.protection.models import Breach, DataSubjectRequest

_LOCK = 0x7061_7976_6E75_6D
_CODES = {DataSubjectRequest: "DP", Breach: "BR"}


def next_number(model: type[DataSubjectRequest | Breach]) -> str:
    """Return the next number, such as ``TJ-DP-2026-0007``; to be called inside the transaction that uses it."""
    if connection.vendor == "postgresql":  # SQLite has one writer
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    head = f"{settings.NODE_SETTINGS.prefix}-{_CODES[model]}-{timezone.localdate().year}-"
    last = model._default_manager.filter(number__startswith=head).order_by("-number").first()
    return f"{head}{int(last.number.removeprefix(head)) + 1 if last else 1:04d}"
