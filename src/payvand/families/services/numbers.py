"""Numbers of messages, pouches, files: the node's prefix, the kind, the year, and a running number without gaps."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from payvand.families.models import NumberSeries


def next_number(code: str) -> dict[str, Any]:
    """Return the next number of a kind as the columns of a `Numbered` row: ``TJ-RCM-2026-0118``, 2026, 118.

    Inside the caller's transaction: the series stays locked until the row is written or given up.

    Args:
        code: the kind, in capitals, such as ``RCM``.
    """
    year = timezone.localdate().year
    NumberSeries.objects.bulk_create([NumberSeries(code=code, year=year)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(code=code, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    number = f"{settings.NODE_SETTINGS.prefix}-{code}-{year}-{series.last:04d}"
    return {"number": number, "year": year, "running": series.last}
