"""What reviewers decided about hints, as labels for the calibration."""

from typing import NamedTuple

from payvand.core.scope import Scope
from payvand.tracing.enums import HintState
from payvand.tracing.models import HintDecision

SEE_ALL = "tracing.calibrate"


class Decided(NamedTuple):
    """A pair that a person decided about: the weight they saw, and whether they took both for one."""

    weight: float
    same: bool


def decided_pairs(scope: Scope) -> list[Decided]:
    """Return each hint that was confirmed or refused by its last decision that stands; no person is told of.

    Raises:
        NotAllowed: the Scope is not that of the command.
    """
    scope.require(SEE_ALL)
    last: dict[object, Decided] = {}
    rows = HintDecision.objects.filter(undone_at=None, state__in=(HintState.CONFIRMED, HintState.REFUSED))
    for hint_id, weight, state in rows.order_by("created_at", "pk").values_list("hint_id", "weight", "state"):
        last[hint_id] = Decided(weight, state == HintState.CONFIRMED)
    return list(last.values())
