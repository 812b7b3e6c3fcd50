"""Writing acts into the chain."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from payvand.audit.chain import append, keyed_hash
from payvand.audit.models import Act
from payvand.core.codes import is_code
from payvand.core.scope import Scope

_LARGEST_COUNT = 10**9


def record_act(
    *, scope: Scope, action: str, subject_type: str, subject_id: object, facts: Mapping[str, Any] | None = None
) -> Act:
    """Add one act to the chain, inside the transaction that does what it says.

    Args:
        scope: who acts, and in which request.
        action: what was done, ``<room>.<what_was_done>``, such as ``tracing.taken``.
        subject_type: the kind of thing, such as ``tracing.TracingRequest``.
        subject_id: its id, or a code where it has none.
        facts: identifiers, codes, counts, dates, salted hashes; lists of them. Never personal data.

    Raises:
        TransactionManagementError: there is no transaction around it.
        ValueError: a fact could be personal data; the message names it.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an act is recorded inside the transaction that does it")
    return append(
        Act(
            at=timezone.now(),
            user_id=scope.user_id,
            actor=scope.actor,
            request_id=scope.request_id,
            action=action,
            subject_type=subject_type,
            subject_id=str(subject_id),
            facts={name: _fact(name, value) for name, value in (facts or {}).items()},
        )
    )


def salted_hash(text: str) -> str:
    """Return a hash under the node's salt by which two facts can be compared without saying what they are."""
    return keyed_hash(b"fact:" + text.encode())


def _fact(name: str, value: object) -> object:
    """Return a fact as it is stored, or raise ValueError where it could be personal data."""
    if value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < _LARGEST_COUNT):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dt.date):  # times are dates too
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_fact(name, item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((_fact(name, item) for item in value), key=str)
    if isinstance(value, str) and (not value or is_code(value)):
        return str(value)
    raise ValueError(f"fact {name!r} could be personal data: an audit holds ids, codes, counts and salted hashes")
