"""Places in words, as pages show them and as the matching compares them."""

from collections.abc import Iterator

from payvand.names import fold
from payvand.network.enums import PlaceKind
from payvand.network.models import Place

PLACE_LEVELS = "birth_place__parent__parent__parent"
"""What to select with people so that their places cost no query each."""


def place_in_words(place: Place | None, text: str) -> str:
    """Return a place in words, smallest first: what was told, then its chain below the country."""
    chain = list(_upwards(place))
    below = [each for each in chain if each.kind != PlaceKind.COUNTRY] or chain[:1]
    return _joined(text, [each.label for each in below])


def place_for_matching(place: Place | None, text: str) -> str:
    """Return a place in its levels up to the country, in one language whatever the page's."""
    return _joined(text, [each.label_en for each in _upwards(place)])


def _upwards(place: Place | None) -> Iterator[Place]:
    while place is not None:
        yield place
        place = place.parent


def _joined(text: str, labels: list[str]) -> str:
    parts = [text.strip()] if text.strip() else []
    said = fold(text)
    parts += [label for label in labels if fold(label) not in said]
    return ", ".join(dict.fromkeys(parts))
