"""What every act on a table leaves in the audit: codes and counts, never what the table says."""

from collections.abc import Mapping
from typing import Any

from payvand.audit.services import record_act
from payvand.core.scope import Scope
from payvand.intake.models import Batch

SUBJECT = "intake.batch"


def record_batch_act(scope: Scope, action: str, batch: Batch, facts: Mapping[str, Any] | None = None) -> None:
    """Write the audit's row of an act on a table."""
    record_act(
        scope=scope,
        action=f"intake.{action}",
        subject_type=SUBJECT,
        subject_id=batch.pk,
        facts={"target": batch.target, **(facts or {})},
    )
