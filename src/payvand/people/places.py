"""Places in words, as pages show them and as the matching compares them."""

from payvand.names import fold
from payvand.network.enums import PlaceKind
from payvand.network.models import Place

PLACE_LEVELS = "birth_place__parent__parent__parent"
"""What to select with people so that their places cost no query each."""


def place_in_words(place: Place | None, text: str) -> str:
    """Return a place in words, smallest first: what was told, then its chain below the country."""
    parts = [text.strip()] if text.strip() else []
    chain: list[Place] = []
    while place is not None:
        chain.append(place)
        place = place.parent
    below = [each for each in chain if each.kind != PlaceKind.COUNTRY] or chain[:1]
    said = fold(text)
    parts += [each.label for each in below if fold(each.label) not in said]
    return ", ".join(dict.fromkeys(parts))
