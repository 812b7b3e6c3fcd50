"""What is due in tracing, with the Movement's usual times; a node may change each of them."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payvand.core.scope import Scope
from payvand.deadlines import kinds
from payvand.tracing import queries
from payvand.tracing.policies import CLOSE, DO_TASKS, ENQUIRE, READ, SEARCH, TAKE
from payvand.tracing.services import timing

_FIVE_YEARS = 1826


def register_kinds() -> None:
    """Register every kind of deadline of this room; repeating is harmless."""
    _of_requests(timing.ACKNOWLEDGE_PARTNER, _("Acknowledge to the partner"), ENQUIRE, days=10, working_days=True)
    _of_requests(timing.FIRST_ACTION, _("Do the first thing for the file"), READ, days=30)
    _of_requests(timing.URGENT_ACTION, _("Act: the file is urgent"), READ, days=2, escalate_after=1)
    _of_requests(
        timing.TELL_PARTNER, _("Tell the partner how it goes"), ENQUIRE, months=(3, 6, 9, 12, 15, 18, 21, 24, 30, 36)
    )
    _of_requests(timing.CONTACT_ENQUIRER, _("Speak with the enquirer"), TAKE, days=182)
    _of_requests(timing.REVIEW, _("Look through the file"), SEARCH, days=548, escalate_after=182)
    _of_requests(timing.DECIDE_CLOSING, _("Decide about closing"), CLOSE, days=7)
    _of_requests(timing.REVIEW_ARCHIVE, _("Look whether the closed file is still needed"), CLOSE, days=_FIVE_YEARS)
    kinds.register(
        kinds.DeadlineKind(
            timing.REMIND_PARTNER,
            _("Remind the partner"),
            days=91,
            months=(3, 6, 9, 12),
            right=ENQUIRE,
            url=lambda _subject, number: reverse("tracing:file", args=[number.partition("/")[0]]),
            visible=lambda scope: queries.visible_enquiries(scope).order_by().values("pk"),
        )
    )
    kinds.register(
        kinds.DeadlineKind(
            timing.DO_ACTION,
            _("Do what was planned"),
            days=30,
            right=DO_TASKS,
            url=lambda subject, _number: reverse("tracing:task", args=[subject]),
            visible=_tasks,
        )
    )


def _of_requests(code: str, label: str | Promise, right: str, *, days: int = 0, **more: Any) -> None:
    kinds.register(kinds.DeadlineKind(code, label, days=days, right=right, url=_file, visible=_files, **more))


def _file(_subject: UUID, number: str) -> str:
    return reverse("tracing:file", args=[number])


def _files(scope: Scope) -> Any:
    return queries.visible_requests(scope).order_by().values("pk")


def _tasks(scope: Scope) -> Any:
    return (queries.own_tasks(scope).order_by() | queries.visible_actions(scope).order_by()).values("pk")
