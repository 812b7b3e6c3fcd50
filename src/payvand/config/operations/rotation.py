"""Gives the node a new data key and moves everything that is sealed to it; old keys go when nothing uses them."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from payvand.access.adapters import MFAAdapter
from payvand.audit.services import record_act
from payvand.config.node import Node
from payvand.config.operations.context import is_served, maintenance
from payvand.config.operations.new_node import new_key_id
from payvand.core.encryption.keyring import DataKey, Keyring, keyring, new_key
from payvand.core.encryption.rotation import BATCH, move_to_current_key, rows_waiting
from payvand.core.errors import WrongKey
from payvand.core.scope import Scope

GRACE = timedelta(minutes=15)
"""How long an old key is kept while the node is served: longer than any request that began under it can last."""

_SCOPE = Scope.system("keys")
_LAST_PASSES = 5


@dataclass(frozen=True)
class Rotation:
    """What a rotation did; `resumed` if it finished one that had been interrupted."""

    key: str
    resumed: bool
    rows: int
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    closed: tuple[str, ...]


def rotate(node: Node, progress: Callable[[int], None] = lambda _rows: None) -> Rotation:
    """Rotate the data key of a node, served or not; a rotation that was interrupted is finished instead.

    Raises:
        CommandFailed: a backup, upgrade or another rotation is under way.
    """
    with maintenance(node):
        resumed = rows_waiting() + _authenticators_waiting() > 0
        if not resumed:
            _begin(node)
        rows = 0
        closed: tuple[str, ...] = ()
        for _pass in range(_LAST_PASSES):  # what others sealed under the old key meanwhile needs another pass
            moved = move_to_current_key(progress)
            rows += moved.rows + _move_authenticators()
            closed = moved.closed
            if not moved.rows:
                break
        removed, kept = _remove_unused(node)
        with transaction.atomic():
            facts = {"key": keyring().current, "rows": rows, "removed": list(removed), "closed": len(closed)}
            _record("node.keys_rotated", facts)
        return Rotation(keyring().current, resumed, rows, removed, kept, closed)


def _begin(node: Node) -> None:
    """Make a new key the current one; processes that serve take it up with the next thing that they seal."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    old = keyring()
    key_id = new_key_id()
    keys = {**old.keys, old.current: replace(old.keys[old.current], retired_at=now)}
    keys[key_id] = DataKey(new_key(), created_at=now)
    with transaction.atomic():
        _record("node.key_made", {"key": key_id})
    old.with_keys(keys, current=key_id).write(node.keys)


def _remove_unused(node: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Remove old keys under which nothing is sealed any more; return those removed and those kept."""
    ring: Keyring = keyring()
    old = [key_id for key_id in ring.keys if key_id != ring.current]
    if rows_waiting() or _authenticators_waiting():
        return (), tuple(old)
    served, now = is_served(node), datetime.now(UTC)
    unused = [
        key_id for key_id in old if not served or now - datetime.fromisoformat(ring.keys[key_id].retired_at) > GRACE
    ]
    if unused:
        ring.with_keys(
            {key_id: key for key_id, key in ring.keys.items() if key_id not in unused}, current=ring.current
        ).write(node.keys)
    return tuple(unused), tuple(key_id for key_id in old if key_id not in unused)


def _record(action: str, facts: dict[str, Any]) -> None:
    record_act(scope=_SCOPE, action=action, subject_type="node", subject_id="keys", facts=facts)


def _authenticators_waiting() -> int:
    return sum(_is_old(row.data) for row in Authenticator.objects.iterator(chunk_size=BATCH))


def _is_old(data: object) -> bool:
    """Say whether any text in the data of a second factor is sealed under an old key."""
    if isinstance(data, dict):
        return any(_is_old(value) for value in data.values())
    if isinstance(data, list):
        return any(_is_old(value) for value in data)
    return _is_sealed(data) and keyring().needs_rotation(str(data))


def _is_sealed(value: object) -> bool:
    return isinstance(value, str) and value.startswith("v1.")


def _move_authenticators() -> int:
    """Seal the secrets of second factors anew; allauth keeps them as text inside of JSON."""
    old = [row.pk for row in Authenticator.objects.iterator(chunk_size=BATCH) if _is_old(row.data)]
    done = 0
    for start in range(0, len(old), BATCH):
        with transaction.atomic():
            for row in Authenticator.objects.select_for_update().filter(pk__in=old[start : start + BATCH]):
                try:
                    row.data = _resealed(row.data)
                except WrongKey:
                    print(f"payvand: the second factor {row.pk} does not open: reset it for its user", file=sys.stderr)
                    continue
                row.save(update_fields=["data"])
                done += 1
    return done


def _resealed(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _resealed(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_resealed(value) for value in data]
    adapter = MFAAdapter()
    return adapter.encrypt(adapter.decrypt(data)) if _is_sealed(data) else data
