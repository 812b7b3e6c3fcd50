"""Lists that may be very long: counted so far and no further, since nobody turns two hundred pages."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

MOST = 2_000
"""Rows that can be reached by turning pages; counting all of 200,000 took longer than showing them."""


def bounded_count(rows: "QuerySet[Any]", most: int = MOST) -> int:
    """Return how many rows there are, or `most` where there are more; the database stops there."""
    return rows.order_by().values("pk")[:most].count()


class LongListPaginator(Paginator):  # type: ignore[type-arg]  # not a generic class when it runs
    """A paginator of at most `MOST` rows; a list that is longer says so, and is to be narrowed by its filter."""

    @cached_property
    def _found(self) -> int:
        rows = self.object_list
        return bounded_count(rows, MOST + 1) if isinstance(rows, QuerySet) else len(rows)

    @property
    def count(self) -> int:
        """How many rows can be reached."""
        return min(self._found, MOST)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than can be reached."""
        return self._found > MOST
