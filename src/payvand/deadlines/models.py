"""What is due on which day. A deadline holds a number, a kind, dates, a unit and an officer: no names."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.models import BaseModel
from payvand.deadlines.counting import USUAL_WEEKEND
from payvand.deadlines.kinds import known
from payvand.network.models import Unit

OPEN = Q(met_at=None, dropped_at=None)


class Deadline(BaseModel):
    """One thing that is due, of one subject of another room.

    Attributes:
        subject_type, subject_id: what it belongs to, such as ``tracing.TracingRequest`` and its id.
        kind: a code of `kinds`.
        ordinal: 1 for a kind that is due once; of a reminder that repeats, which time it is.
        number: of the file, shown beside the action.
        start: the day from which was counted.
        due: the last day on which it is in time.
        escalates_on: from this day the supervisor sees it too, as long as it is open.
        met_at: when it was done.
        dropped_at: when it ceased to matter.
    """

    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    kind = models.CharField(_("what is due"), max_length=60)
    ordinal = models.PositiveSmallIntegerField(default=1)
    number = models.CharField(_("file number"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("unit"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("officer")
    )
    start = models.DateField(_("counted from"))
    due = models.DateField(_("due on"))
    escalates_on = models.DateField(_("shown to the supervisor from"))
    met_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["due", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind", "ordinal"], condition=OPEN, name="deadline_open_once"
            ),
            models.CheckConstraint(condition=Q(met_at=None) | Q(dropped_at=None), name="deadline_ends_one_way"),
        ]
        indexes = [
            models.Index(fields=["due"], condition=OPEN, name="deadline_open_by_day"),
            models.Index(fields=["officer", "due"], condition=OPEN, name="deadline_open_by_officer"),
            models.Index(fields=["subject_id"], name="deadline_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.action}"

    @property
    def action(self) -> str:
        """What is to be done, in the language of the page."""
        kind = known(self.kind)
        return str(kind.label) if kind else self.kind

    @property
    def url(self) -> str:
        """The page where it is done; empty where its room says none."""
        kind = known(self.kind)
        return kind.url(self.subject_id, self.number) if kind else ""

    @property
    def days_left(self) -> int:
        """Days until it is due, in the node's time zone; negative once it is late."""
        return (self.due - timezone.localdate()).days

    @property
    def days_late(self) -> int:
        """Days since its day; 0 while it is in time."""
        return max(0, -self.days_left)

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed."""
        return self.days_left < 0

    @property
    def is_escalated(self) -> bool:
        """Whether the supervisor sees it."""
        return self.escalates_on <= timezone.localdate()


class NodeTime(BaseModel):
    """What this node has made of a kind's defaults; deadlines that are already set keep their days."""

    kind = models.CharField(max_length=60, unique=True)
    days = models.PositiveSmallIntegerField(_("days"))
    working_days = models.BooleanField(_("count working days"), default=False)
    months = models.JSONField(default=list)
    escalate_after = models.PositiveSmallIntegerField(_("days until the supervisor sees it"))

    class Meta:
        verbose_name = _("time of this node")
        verbose_name_plural = _("times of this node")

    def __str__(self) -> str:
        return self.kind


def _usual_weekend() -> list[int]:
    return sorted(USUAL_WEEKEND)


class WorkingWeek(models.Model):
    """The days of the week on which this node does not work; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    weekend = models.JSONField(default=_usual_weekend)

    class Meta:
        verbose_name = _("working week")
        verbose_name_plural = _("working week")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_working_week")]

    def __str__(self) -> str:
        return ", ".join(str(day) for day in self.weekend)


class Holiday(BaseModel):
    """A day on which this node does not work."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]

    def __str__(self) -> str:
        return self.name or self.day.isoformat()


class CalendarFeed(BaseModel):
    """The secret address at which a user's own calendar reads what is due; only its hash is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="calendar_feed")
    secret_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return str(self.user_id)
