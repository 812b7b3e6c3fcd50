"""File numbers: a node's prefix, the year, and a running number without gaps."""

from django.conf import settings
from django.utils import timezone

from payvand.tracing.models import NumberSeries


def next_number() -> tuple[str, int, int]:
    """Return the next file number with its year and running number, such as ``("TJ-2026-0118", 2026, 118)``.

    Inside the caller's transaction: the series stays locked until the file is written or given up, so that no number is
    lost and none is given twice, however many processes take requests.
    """
    year = timezone.localdate().year
    NumberSeries.objects.bulk_create([NumberSeries(year=year)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(pk=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{settings.NODE_SETTINGS.prefix}-{year}-{series.last:04d}", year, series.last
