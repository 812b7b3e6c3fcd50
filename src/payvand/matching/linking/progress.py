"""How a long run tells how far it is: a function that is given a stage and a share; silence is the default."""

from typing import Protocol


class Told(Protocol):
    """Called with the words for a stage and how much of it is done, from 0 to 1."""

    def __call__(self, stage: str, share: float) -> None:
        """Takes note."""


def silent(stage: str, share: float) -> None:
    """Tells nobody."""
