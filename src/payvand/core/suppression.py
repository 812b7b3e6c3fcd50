"""Hiding small numbers, so that a table about groups tells nothing about one person. Pure.

Numbers from 1 to 4 are hidden; 0 is shown, for it says that nobody is meant. A hidden number must not follow from the
others: where a total is shown, at least two of its parts are hidden, and together they are not small either; if that
cannot be, all parts are hidden.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

SMALLEST_SHOWN = 5
Key = TypeVar("Key", bound=Hashable)


def is_small(number: int) -> bool:
    """Say whether a number is so small that it could point at somebody."""
    return 0 < number < SMALLEST_SHOWN


def shown_number(number: int) -> int | None:
    """Return the number, or None where it is hidden."""
    return None if is_small(number) else number


def shown_parts(parts: Mapping[Key, int]) -> dict[Key, int | None]:
    """Return the parts of a total that stands beside them, None where a part is hidden.

    Args:
        parts: numbers from 0 that add up to the total; every thing that is counted is in exactly one of them.
    """
    hidden = {key for key, number in parts.items() if is_small(number)}
    if is_small(sum(parts.values())):
        return dict.fromkeys(parts, None)
    others = sorted((key for key, number in parts.items() if number and key not in hidden), key=lambda key: parts[key])
    while hidden and others and (len(hidden) == 1 or is_small(sum(parts[key] for key in hidden))):
        hidden.add(others.pop(0))
    return {key: None if key in hidden else number for key, number in parts.items()}
