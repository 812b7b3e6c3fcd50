"""The indicators of services to families (RFL06-RFL10, RFL12): definitions as data, figures reckoned in SQL."""

from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Sum, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from payvand.core.indicators import Breakdown, By, CountedRow, Figure, Indicator, Part, Period, counted, in_units
from payvand.core.scope import Scope
from payvand.families.enums.calls import CallKind, CallOutcome
from payvand.families.models import FacilitatedCall, MissingFamily, RedCrossMessage, ReunificationFile
from payvand.families.models.children import ChildCase
from payvand.families.queries.messages import visible_messages
from payvand.families.queries.missing import visible_families
from payvand.people.enums import Sex

_HEADS = ("women", "men", "girls", "boys")


def _yes(condition: Q) -> Any:
    return Case(When(condition, then=Value("yes")), default=Value("no"), output_field=CharField())


def _by_detention() -> By:
    labels = {"yes": _("for or from detainees"), "no": _("others")}
    return By(_("Detention"), _yes(Q(sender_detained=True) | Q(addressee_detained=True)), labels)


def _by_minor() -> By:
    labels = {"yes": _("with an unaccompanied minor"), "no": _("others")}
    return By(_("Minors"), _yes(Q(sender_minor=True) | Q(addressee_minor=True)), labels)


def _collected(rows: QuerySet[RedCrossMessage], period: Period) -> QuerySet[RedCrossMessage]:
    return rows.filter(from_partner=None, collected_on__range=period.days)


def _distributed(rows: QuerySet[RedCrossMessage], period: Period) -> QuerySet[RedCrossMessage]:
    return rows.filter(distributed_on__range=period.days)


def _messages(scope: Scope) -> QuerySet[RedCrossMessage]:
    return RedCrossMessage.objects.filter(**in_units(scope))


def _message_row(message: RedCrossMessage) -> CountedRow:
    url = reverse("families:message", args=[message.number])
    return CountedRow(message.number, message.get_state_display(), url)


def _calls(scope: Scope, period: Period) -> Figure:
    rows = FacilitatedCall.objects.filter(outcome=CallOutcome.COMPLETED, on__range=period.days, **in_units(scope))
    return counted(rows, By(_("Means"), F("kind"), {kind.value: kind.label for kind in CallKind}))


def _reunited(scope: Scope, period: Period) -> Figure:
    rows = ReunificationFile.objects.filter(reunited_on__range=period.days, **in_units(scope))
    labels = {True: _("unaccompanied or separated children"), False: _("others")}
    return counted(rows, By(_("Who travelled"), F("is_child"), labels))


def _children(scope: Scope, period: Period) -> Figure:
    rows = ChildCase.objects.filter(**in_units(scope))
    new = counted(
        rows.filter(registered_on__range=period.days),
        By(_("Sex"), F("person__sex"), {Sex.FEMALE.value: _("girls"), Sex.MALE.value: _("boys")}),
        By(_("Armed forces"), F("was_with_armed_forces"), {True: _("demobilised"), False: _("others")}),
    )
    handled = rows.filter(registered_on__lte=period.last).filter(Q(closed_on=None) | Q(closed_on__gt=period.last))
    still = Breakdown(_("At the end"), (Part(_("cases still handled"), handled.count()),), whole=False)
    return Figure(new.value, (*new.breakdowns, still))


def _in_programme(rows: QuerySet[MissingFamily], period: Period) -> QuerySet[MissingFamily]:
    """Narrow to families that were accompanied on a day of the period."""
    lasts = Q(accompanied_until=None) | Q(accompanied_until__gte=period.first)
    return rows.filter(lasts, accompanied_from__lte=period.last)


def _accompanied(scope: Scope, period: Period) -> Figure:
    rows = _in_programme(MissingFamily.objects.filter(**in_units(scope)), period)
    labels = {"women": _("women"), "men": _("men"), "girls": _("girls"), "boys": _("boys")}
    sums = rows.order_by().aggregate(**{name: Sum(name, default=0) for name in _HEADS})
    parts = tuple(Part(labels[name], sums[name]) for name in _HEADS)
    return Figure(rows.count(), (Breakdown(_("People in these families"), parts, whole=False),))


def _family_row(family: MissingFamily) -> CountedRow:
    return CountedRow(family.number, str(family.unit), reverse("families:missing_family", args=[family.number]))


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        code="RFL06",
        title=_("Red Cross messages collected"),
        unit=_("messages"),
        rule=_("Counted on the day of collection here; for and from detainees, and of unaccompanied minors, apart."),
        source=_("Red Cross messages"),
        compute=lambda scope, period: counted(_collected(_messages(scope), period), _by_detention(), _by_minor()),
        rows=lambda scope, period: _collected(visible_messages(scope), period),
        describe=_message_row,
    ),
    Indicator(
        code="RFL07",
        title=_("Red Cross messages distributed"),
        unit=_("messages"),
        rule=_("Counted on the day of hand-over to the addressee, not of receipt."),
        source=_("Red Cross messages"),
        compute=lambda scope, period: counted(_distributed(_messages(scope), period), _by_detention(), _by_minor()),
        rows=lambda scope, period: _distributed(visible_messages(scope), period),
        describe=_message_row,
    ),
    Indicator(
        code="RFL08",
        title=_("Calls facilitated between relatives"),
        unit=_("calls"),
        rule=_("Each call in which they spoke."),
        source=_("calls"),
        compute=_calls,
    ),
    Indicator(
        code="RFL09",
        title=_("People reunited with their families"),
        unit=_("people"),
        rule=_("Counted on the day on which they met; children without their parents apart."),
        source=_("reunification files"),
        compute=_reunited,
    ),
    Indicator(
        code="RFL10",
        title=_("Unaccompanied and separated children newly registered"),
        unit=_("children"),
        rule=_("Counted on the day of registration; girls, demobilised children and cases still handled apart."),
        source=_("files of children"),
        compute=_children,
    ),
    Indicator(
        code="RFL12",
        title=_("Families of the missing accompanied"),
        unit=_("families"),
        rule=_("In the programme on at least one day of the period; the people in these families beside it."),
        source=_("files of families of the missing"),
        compute=_accompanied,
        rows=lambda scope, period: _in_programme(visible_families(scope), period),
        describe=_family_row,
    ),
)
