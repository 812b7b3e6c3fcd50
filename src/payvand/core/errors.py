"""The errors that a person meets, and what each one means.

A view turns them into a page: `NotAllowed` and `NotFound` look alike (404), so that existence is never revealed.
"""

from collections.abc import Mapping


class PayvandError(Exception):
    """Something that a person can be told in words."""


class NotAllowed(PayvandError):  # noqa: N818 — reads as the sentence it states
    """The Scope lacks the right for this; shown as 404 where a stranger must not learn that a thing exists."""


class Refused(PayvandError):  # noqa: N818 — reads as the sentence it states
    """The rules of the domain forbid this step now; the message says why and what can be done instead."""


class Conflict(PayvandError):  # noqa: N818 — reads as the sentence it states
    """Someone else changed the row since it was read; nothing was written."""


class InvalidInput(PayvandError):  # noqa: N818 — reads as the sentence it states
    """What was sent cannot be read; `problems` maps a field's name to a sentence that says what to do."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {problem}" for field, problem in problems.items()))
        self.problems = dict(problems)


class WrongKey(PayvandError):  # noqa: N818 — reads as the sentence it states
    """Encrypted content cannot be opened: the key is missing, or the content was altered or moved."""
