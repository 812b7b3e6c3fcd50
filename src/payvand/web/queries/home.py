"""My work today: what the rooms say, put together; none of them knows of another."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from payvand.core.scope import Scope
from payvand.core.work import Tile, Work
from payvand.deadlines import queries as deadlines
from payvand.deadlines.models import Deadline
from payvand.deadlines.policies import SEE, SEE_ESCALATED
from payvand.families.queries import missing
from payvand.families.queries import work as families
from payvand.protection import queries as protection
from payvand.referrals import queries as referrals
from payvand.tracing import policies as tracing_policies
from payvand.tracing import queries as tracing

MOST_HINTS = 6
MOST_DEADLINES = 30
MOST_ESCALATED = 8
WEEK = 7

# What each room says of the work that waits in it, in the order of its tiles.
ROOMS: tuple[Callable[[Scope], Work], ...] = (
    tracing.due_work,
    families.due_work,
    protection.due_work,
    missing.due_work,
    referrals.due_work,
)


@dataclass(frozen=True, slots=True)
class DueDays:
    """Deadlines of the coming days, the person's own and nobody's.

    Attributes:
        late: those whose day has passed, the oldest first.
        today: those of today.
        week: those of the six days after.
        number_late: how many have passed in all.
        more: whether there are others that do not stand here.
    """

    late: list[Deadline] = field(default_factory=list)
    today: list[Deadline] = field(default_factory=list)
    week: list[Deadline] = field(default_factory=list)
    number_late: int = 0
    more: bool = False

    def __bool__(self) -> bool:
        return bool(self.late or self.today or self.week)


@dataclass(frozen=True, slots=True)
class Today:
    """*My work today* of one person.

    Attributes:
        work: tiles and what is due, of all rooms together.
        days: deadlines until the end of the week.
        escalated: what is so late that the supervisor sees it; empty for others.
        hints: the hints that wait, the strongest first.
        has_calendar: whether there can be deadlines for this person.
    """

    work: Work
    days: DueDays = field(default_factory=DueDays)
    escalated: list[Deadline] = field(default_factory=list)
    hints: list[tracing.HintCard] = field(default_factory=list)
    has_calendar: bool = False


def today(scope: Scope) -> Today:
    """Return what waits for this person in all rooms."""
    day = timezone.localdate()
    days = _days(scope, day) if scope.may(SEE) else DueDays()
    work = together([Work(tiles=_tiles(scope, days)), *(due_work(scope) for due_work in ROOMS)])
    return Today(
        work,
        days,
        escalated=list(deadlines.escalated(scope)[:MOST_ESCALATED]) if scope.may(SEE_ESCALATED) else [],
        hints=tracing.OpenHintCards(scope)[:MOST_HINTS] if scope.may(tracing_policies.READ) else [],
        has_calendar=scope.may(SEE),
    )


def together(rooms: Iterable[Work]) -> Work:
    """Put the answers of the rooms on one page: pressing things first, then what has waited longest."""
    answers = list(rooms)
    due = sorted((item for work in answers for item in work.due), key=lambda item: (not item.pressing, item.since))
    return Work(tiles=tuple(tile for work in answers for tile in work.tiles), due=tuple(due))


def _days(scope: Scope, day: date) -> DueDays:
    """Return the deadlines of the week; one query, two where there are too many to show."""
    wanted = deadlines.due(scope, day + timedelta(days=WEEK - 1)).filter(deadlines.mine(scope))
    rows = list(wanted[: MOST_DEADLINES + 1])
    shown = rows[:MOST_DEADLINES]
    late = [row for row in shown if row.due < day]
    return DueDays(
        late=late,
        today=[row for row in shown if row.due == day],
        week=[row for row in shown if row.due > day],
        number_late=wanted.filter(due__lt=day).count() if len(rows) > MOST_DEADLINES else len(late),
        more=len(rows) > MOST_DEADLINES,
    )


def _tiles(scope: Scope, days: DueDays) -> tuple[Tile, ...]:
    if not scope.may(SEE):
        return ()
    late = days.number_late
    now = len(days.today)
    return (
        Tile(
            figure=late,
            label=ngettext("deadline has passed", "deadlines have passed", late),
            url=f"{reverse('web:calendar')}?whose=mine",
            tone="danger" if late else "",
            note=ngettext("%(number)s today", "%(number)s today", now) % {"number": now} if now else "",
        ),
    )
