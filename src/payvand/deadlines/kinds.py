"""Which deadlines there are: each room registers its kinds when the node starts (`AppConfig.ready`).

This room carries dates and knows no case: what a kind means, who may see it and where it is done, the room says that
sets it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from payvand.core.scope import Scope

DEFAULT_ESCALATION = 14


@dataclass(frozen=True, slots=True)
class DeadlineKind:
    """One kind of deadline, with the defaults that a node may change.

    Attributes:
        code: ``<room>.<what_is_due>``, such as ``tracing.first_action``.
        label: what is to be done, as a sentence without a subject, such as ``Acknowledge to the partner``.
        days: from the start to the day on which it is due.
        working_days: whether those are working days.
        escalate_after: days after the due day on which the supervisor sees it.
        right: who may see deadlines of this kind, such as ``tracing.read_requests``.
        url: gives the page where it is done, from the subject's id and its number.
        months: of a reminder that repeats: each time is due so many months after the start; `days` is not used then.
        visible: gives the ids of the subjects that a Scope may know of, as a subquery; None where unit and officer of
            the deadline alone decide.
    """

    code: str
    label: str | Promise
    days: int
    working_days: bool = False
    escalate_after: int = DEFAULT_ESCALATION
    right: str = ""
    url: Callable[[UUID, str], str] = lambda _subject, _number: ""
    months: tuple[int, ...] = ()
    visible: Callable[[Scope], Any] | None = None


_kinds: dict[str, DeadlineKind] = {}


def register(kind: DeadlineKind) -> None:
    """Add a kind; the same code again replaces it, so that repeating is harmless.

    Raises:
        ValueError: the code has no room, the right is missing, or the times make no sense.
    """
    if kind.code.count(".") != 1 or kind.right.count(".") != 1:
        raise ValueError(f"{kind.code!r} and its right {kind.right!r} are written room.what")
    if kind.days < 0 or kind.escalate_after < 0 or list(kind.months) != sorted(set(kind.months)):
        raise ValueError(f"{kind.code} counts forward, in growing months")
    _kinds[kind.code] = kind


def kind_of(code: str) -> DeadlineKind:
    """Return the registered kind.

    Raises:
        KeyError: no room has registered it.
    """
    return _kinds[code]


def known(code: str) -> DeadlineKind | None:
    """Return the registered kind, or None for one that no room registers any more."""
    return _kinds.get(code)


def all_kinds() -> list[DeadlineKind]:
    """Return every kind, by code."""
    return [_kinds[code] for code in sorted(_kinds)]
