"""What is wrong with a file as a whole."""

from payvand.core.errors import PayvandError


class Unreadable(PayvandError):  # noqa: N818 — reads as the sentence it states
    """The file is no table that can be read; the message says why and what to do."""
