"""The indicators of tracing (RFL01-RFL05, RFL11, RFL13): definitions as data, figures reckoned in SQL."""

from datetime import date, datetime
from statistics import median
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    JSONField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.indicators import Breakdown, By, CountedRow, Figure, Indicator, Part, Period, counted, in_units
from payvand.core.scope import Scope
from payvand.network.models import Country
from payvand.people.enums import Sex
from payvand.tracing.enums import CloseReason, EnquiryState, HistoryKind, RequestState, SeparationCause, Step
from payvand.tracing.models import Enquiry, HistoryEntry, LinkOutcome, TracingAction, TracingRequest
from payvand.tracing.queries.requests import visible_requests

ADULT = 18
_NOT_YET = frozenset({RequestState.DRAFT, RequestState.SUBMITTED, RequestState.RETURNED, RequestState.REJECTED})
_HANDLED = frozenset(RequestState) - _NOT_YET - {RequestState.CLOSED, RequestState.ARCHIVED, RequestState.MERGED}
_CLOSED = frozenset({RequestState.CLOSED, RequestState.ARCHIVED})
_LOCATED = (CloseReason.P1, CloseReason.P2, CloseReason.P3, CloseReason.P4, CloseReason.P5)
_ANSWERED = {EnquiryState.POSITIVE: _("positive"), EnquiryState.NEGATIVE: _("negative")}
Requests = QuerySet[TracingRequest]


def _all(scope: Scope) -> Requests:
    """Return the requests that figures of this Scope count: all of its units, protected ones too."""
    return TracingRequest.objects.filter(**in_units(scope))


def _accepting(period: Period | None = None) -> QuerySet[HistoryEntry]:
    found = HistoryEntry.objects.filter(kind=HistoryKind.STEP, facts__step=Step.ACCEPT)
    return found.filter(**period.moments("at")) if period else found


def _registered(rows: Requests, period: Period) -> Requests:
    """Narrow to those accepted in the period; what came from the old register counts on the day it was received."""
    taken_over = ~Exists(_accepting().filter(request=OuterRef("pk"))) & Q(received_on__range=period.days)
    accepted = Q(pk__in=_accepting(period).values("request_id")) | taken_over
    return rows.filter(accepted).exclude(state__in=_NOT_YET | {RequestState.MERGED})


def _handled(rows: Requests, period: Period) -> Requests:
    """Narrow to those that stood open at the end of the period, by their history where that day has passed."""
    if period.last >= timezone.localdate():
        return rows.filter(state__in=_HANDLED)
    steps = HistoryEntry.objects.filter(kind=HistoryKind.STEP, request=OuterRef("pk"), at__lt=period.ends)
    stood = Subquery(
        steps.order_by("-at", "-id").annotate(after=KeyTextTransform("after", "facts")).values("after")[:1],
        output_field=CharField(),
    )
    return rows.filter(created_at__lt=period.ends).annotate(stood=stood).filter(stood__in=_HANDLED)


def _closed(rows: Requests, period: Period) -> Requests:
    return rows.filter(state__in=_CLOSED, **period.moments("closed_at"))


def _positive(rows: Requests, period: Period) -> Requests:
    return _closed(rows, period).filter(close_reason__in=_LOCATED)


def _linked(rows: Requests, period: Period) -> Requests:
    links = LinkOutcome.objects.filter(removed_at=None, restored_on__range=period.days)
    return rows.filter(pk__in=links.values("request_id"))


def _year(column: str) -> Any:
    """Return the first year in which a partial date may lie; NULL where nothing is known."""
    return Cast(Substr(KeyTextTransform("earliest", Cast(column, JSONField())), 1, 4), IntegerField())


def _age_at_loss() -> Any:
    """Return whether a minor was lost: by the age that was told, else by the years of birth and of the last contact."""
    years = _year("last_contact") - _year("sought__person__birth")
    told = [
        When(age_at_loss_to__lt=ADULT, then=Value("minor")),
        When(age_at_loss_from__gte=ADULT, then=Value("adult")),
    ]
    reckoned = [When(years_at_loss__lt=ADULT, then=Value("minor")), When(years_at_loss__gte=ADULT, then=Value("adult"))]
    return years, Case(*told, *reckoned, default=Value(""), output_field=CharField())


def _by_sex() -> By:
    labels = {Sex.FEMALE.value: _("women and girls"), Sex.MALE.value: _("men and boys")}
    return By(_("Person sought"), F("sought__person__sex"), labels)


def _by_age() -> By:
    labels = {"minor": _("minors when contact was lost"), "adult": _("adults when contact was lost")}
    return By(_("Age at loss"), _age_at_loss()[1], labels)


def _by_cause() -> By:
    labels = {cause.value: cause.label for cause in SeparationCause if cause != SeparationCause.UNKNOWN}
    return By(_("What parted them"), F("cause"), labels)


def _by_country() -> By:
    return By(_("Country of the last news"), F("last_country_id"), {one.pk: one.name for one in Country.objects.all()})


def _in_detail(rows: Requests) -> Figure:
    """Count files by everything that the network asks: sex, age at loss, cause, country."""
    reckoned = rows.annotate(years_at_loss=_age_at_loss()[0])
    return counted(reckoned, _by_sex(), _by_age(), _by_cause(), _by_country())


def _closed_by_reason(scope: Scope, period: Period) -> Figure:
    labels = {reason.value: f"{reason.value} · {reason.label}" for reason in CloseReason}
    return counted(_closed(_all(scope), period), By(_("Reason of closing"), F("close_reason"), labels))


def _located(scope: Scope, period: Period) -> Figure:
    rows = _positive(_all(scope), period).annotate(years_at_loss=_age_at_loss()[0])
    return counted(rows, _by_sex(), _by_age())


def _replies(scope: Scope, period: Period) -> Figure:
    rows = Enquiry.objects.filter(answered_on__range=period.days, **in_units(scope, "request__unit_id"))
    return counted(rows, By(_("Answer"), F("state"), {state.value: label for state, label in _ANSWERED.items()}))


def _medians(scope: Scope, period: Period) -> Figure:
    """Return the medians of days since registration; the figure is that to the first action. Four queries."""
    first_action = TracingAction.objects.filter(request=OuterRef("pk"), done_on__isnull=False)
    first_reply = Enquiry.objects.filter(request=OuterRef("pk"), answered_on__isnull=False)
    accepted = _accepting().filter(request=OuterRef("pk")).order_by("at").values("at")[:1]
    rows = _all(scope).exclude(state__in=_NOT_YET).annotate(accepted=Subquery(accepted)).order_by()

    def since(**ends: Any) -> int | None:
        found = rows.annotate(end=ends["end"]).filter(**ends["inside"])
        days = [_days(*row) for row in found.values_list("accepted", "received_on", "end").iterator(chunk_size=5000)]
        return round(median(days)) if days else None

    inside_days = {"end__range": period.days}
    action = since(end=Subquery(_first(first_action, "done_on")), inside=inside_days)
    reply = since(end=Subquery(_first(first_reply, "answered_on")), inside=inside_days)
    closed = since(end=F("closed_at"), inside={"state__in": _CLOSED, **period.moments("closed_at")})
    parts = (
        Part(_("to the first action"), action),
        Part(_("to the first reply"), reply),
        Part(_("to closure"), closed),
    )
    known = tuple(part for part in parts if part.value is not None)
    return Figure(action, (Breakdown(_("Days from registration"), known, whole=False),) if known else (), counts=False)


def _first(rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.order_by().values("request").annotate(first=Min(column)).values("first")
    return found


def _days(accepted: datetime | None, received_on: date, end: date | datetime) -> int:
    begin = timezone.localdate(accepted) if accepted else received_on
    last = timezone.localdate(end) if isinstance(end, datetime) else end
    return max(0, (last - begin).days)


def _row(request: TracingRequest) -> CountedRow:
    return CountedRow(request.number, request.get_state_display(), reverse("tracing:file", args=[request.number]))


def _reply_row(enquiry: Enquiry) -> CountedRow:
    url = reverse("tracing:enquiry", args=[enquiry.request.number, enquiry.running])
    return CountedRow(enquiry.number, f"{enquiry.partner} · {enquiry.get_state_display()}", url)


def _visible_replies(scope: Scope, period: Period) -> QuerySet[Enquiry]:
    known = visible_requests(scope).order_by().values("pk")
    rows = Enquiry.objects.filter(answered_on__range=period.days, request__in=known)
    return rows.select_related("request", "partner").order_by("-answered_on", "pk")


_HISTORY = _("files and their history")

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        code="RFL01",
        title=_("Tracing requests newly registered"),
        unit=_("requests"),
        rule=_("Counted on the day of acceptance; duplicates that were merged are left out."),
        source=_HISTORY,
        compute=lambda scope, period: _in_detail(_registered(_all(scope), period)),
        rows=lambda scope, period: _registered(visible_requests(scope), period),
        describe=_row,
    ),
    Indicator(
        code="RFL02",
        title=_("Tracing requests being handled at the end of the period"),
        unit=_("requests"),
        rule=_("Accepted, and neither closed nor archived nor merged on the last day."),
        source=_HISTORY,
        compute=lambda scope, period: _in_detail(_handled(_all(scope), period)),
        rows=lambda scope, period: _handled(visible_requests(scope), period),
        describe=_row,
    ),
    Indicator(
        code="RFL03",
        title=_("Cases closed positively: person located or fate established"),
        unit=_("cases"),
        rule=_("Closed in the period with a reason from P1 to P5; P6, found by the family itself, is counted apart."),
        source=_HISTORY,
        compute=_located,
        rows=lambda scope, period: _positive(visible_requests(scope), period),
        describe=_row,
    ),
    Indicator(
        code="RFL04",
        title=_("Tracing requests closed, all reasons"),
        unit=_("cases"),
        rule=_("Closed in the period and not reopened since, by the reason of closing."),
        source=_HISTORY,
        compute=_closed_by_reason,
        rows=lambda scope, period: _closed(visible_requests(scope), period),
        describe=_row,
    ),
    Indicator(
        code="RFL05",
        title=_("Family links restored"),
        unit=_("links"),
        rule=_("One for each pair of enquirer and person sought; may exceed the number of persons found."),
        source=_("links recorded on files"),
        compute=lambda scope, period: counted(_linked(_all(scope), period), _by_sex(), _by_cause()),
        rows=lambda scope, period: _linked(visible_requests(scope), period),
        describe=_row,
    ),
    Indicator(
        code="RFL11",
        title=_("Replies received from partner Societies and the ICRC"),
        unit=_("replies"),
        rule=_("Enquiries that a partner answered in the period; positive ones apart."),
        source=_("enquiries to partners"),
        compute=_replies,
        rows=_visible_replies,
        describe=_reply_row,
    ),
    Indicator(
        code="RFL13",
        title=_("Median days from registration to the first action"),
        unit=_("days"),
        rule=_(
            "From acceptance to the first action done, the first reply of a partner, and closure, "
            "of the files where that fell in the period."
        ),
        source=_("files, actions, enquiries"),
        compute=_medians,
    ),
)
