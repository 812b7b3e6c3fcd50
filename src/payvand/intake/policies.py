"""Who may send tables. What a table may become is decided by the right of its target beside this one."""

from collections.abc import Mapping

from payvand.access.enums import Role
from payvand.intake.enums import CAN_BE_DISCARDED, BatchState, Verdict
from payvand.intake.models import Batch

USE = "intake.send_tables"

GRANTS: Mapping[Role, frozenset[str]] = dict.fromkeys(
    (Role.CASEWORKER, Role.TRACING_OFFICER, Role.HEAD_OF_TRACING), frozenset({USE})
)


def may_name_columns(batch: Batch) -> bool:
    """Say whether its columns can be named now, for the first time or anew."""
    return batch.state in (BatchState.TO_MAP, BatchState.CHECKED)


def may_take(batch: Batch) -> bool:
    """Say whether its right rows can be taken now."""
    return batch.state == BatchState.STOPPED or (
        batch.state == BatchState.CHECKED and bool(batch.counts.get(Verdict.NEW))
    )


def may_discard(batch: Batch) -> bool:
    """Say whether it can be given up without a trace among the records."""
    return batch.state in CAN_BE_DISCARDED


def may_undo(batch: Batch) -> bool:
    """Say whether what was made of it can be taken back, as far as the table itself is concerned."""
    return batch.state in (BatchState.TAKEN, BatchState.STOPPED) and batch.taken > 0
