"""The figures of restoring family links: definitions from the rooms, reckoned for a period, shown as rights allow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from payvand.core.indicators import Figure, Indicator, Period
from payvand.core.scope import Scope
from payvand.families.queries import indicators as families
from payvand.tracing.queries import indicators as tracing
from payvand.web.policies import SEE_FIGURES, SEE_SMALL_FIGURES

INDICATORS: Mapping[str, Indicator] = {
    indicator.code: indicator
    for indicator in sorted((*tracing.INDICATORS, *families.INDICATORS), key=lambda one: one.code)
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An indicator with its figure, as of a moment.

    Attributes:
        has_list: whether this Scope may see the things that are counted.
    """

    indicator: Indicator
    figure: Figure
    period: Period
    as_of: datetime
    has_list: bool


def figures(scope: Scope, period: Period) -> list[Shown]:
    """Return all indicators for a period; the number of queries does not depend on the number of rows.

    Raises:
        NotAllowed: the Scope may not see figures.
    """
    return [figure(scope, indicator, period) for indicator in INDICATORS.values()]


def figure(scope: Scope, indicator: Indicator, period: Period) -> Shown:
    """Return one indicator for a period; small numbers are hidden from those who may see aggregates only.

    Raises:
        NotAllowed: the Scope may not see figures.
    """
    scope.require(SEE_FIGURES)
    found = indicator.compute(scope, period)
    exact = scope.may(SEE_SMALL_FIGURES)
    return Shown(
        indicator,
        found if exact else found.suppressed(),
        period,
        as_of=timezone.now(),
        has_list=exact and indicator.rows is not None,
    )


def counted_rows(scope: Scope, indicator: Indicator, period: Period) -> "QuerySet[Any] | None":
    """Return what an indicator counts, as far as this Scope may see it; None where there is no list for it."""
    if indicator.rows is None or not scope.may(SEE_SMALL_FIGURES):
        return None
    return indicator.rows(scope, period)
