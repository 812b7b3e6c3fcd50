"""The forms of a place's name that a search compares."""

from payvand.names.folding import search_fold
from payvand.names.latinising import latin


def folded_forms(text: str) -> tuple[str, str]:
    """Return what a search compares: the name folded in its own script, and its common Latin form."""
    folded = search_fold(text)
    return folded, " ".join(latin(word) for word in folded.split())
