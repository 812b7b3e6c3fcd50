"""The rooms that keep something of people, and how each answers for what it keeps.

A room registers one `Holder` in its `AppConfig.ready`:

    from payvand.protection import holders
    holders.register(holders.Holder("tracing", held_about=…, erase=…, retention=…, kinds=(…,)))

`held_about(person_ids)` gives what the room keeps of the people with these records (one human may have several), for
the file that the person may ask for. Give only what concerns the person: leave other people out, or name them by their
relation ("a sister") alone; never give a hint, an assessment of somebody else, or where an enquirer lives.

`erase(person_id)` takes away what the room keeps of one person and returns what it took, counted by kind, such as
``{"tracing.Action": 3}``. It runs inside the transaction of the erasure, and again after each restore: it must be
harmless where nothing is left. What figures count by (sex, month, cause, country, outcome) stays; text, names,
addresses, numbers and files go.

`erase_contact(person_id)` takes away addresses and telephone numbers alone, and leaves all else.

`retention(scope)` yields the records of which somebody should now decide whether they are still needed. The room asks
`queries.cutoff(kind)` for the day before which the time of a kind has run out; nothing is erased by itself.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise

from payvand.core.scope import Scope


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an access file: a title, and rows of labelled text, all in the language of the request."""

    title: str
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class RetentionKind:
    """A kind of record with the time for which it is kept unless the node says otherwise.

    Attributes:
        code: ``<room>.<kind>``, such as ``tracing.closed_request``.
        label: what it is called, such as "Closed tracing file".
        begins: from when the time runs, in words, such as "the day of closure".
        months: how long it is kept; None for "always, until somebody decides".
    """

    code: str
    label: str | Promise
    begins: str | Promise
    months: int | None


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose time has run out and that waits for a decision.

    Attributes:
        kind: the code of its `RetentionKind`.
        person_id: who would be erased.
        number: what it is called on lists, such as a file number; no name.
        since: the day from which its time ran.
        url: where it is seen.
    """

    kind: str
    person_id: UUID
    number: str
    since: date
    url: str


def _none_held(_person_ids: frozenset[UUID]) -> Iterable[Section]:
    return ()


def _nothing_taken(_person_id: UUID) -> Mapping[str, int]:
    return {}


def _none_due(_scope: Scope) -> Iterable[Due]:
    return ()


@dataclass(frozen=True, slots=True)
class Holder:
    """How one room answers for what it keeps of people; the top of this module says what each part must do."""

    room: str
    erase: Callable[[UUID], Mapping[str, int]]
    held_about: Callable[[frozenset[UUID]], Iterable[Section]] = _none_held
    retention: Callable[[Scope], Iterable[Due]] = _none_due
    kinds: tuple[RetentionKind, ...] = ()
    erase_contact: Callable[[UUID], Mapping[str, int]] = _nothing_taken


_holders: dict[str, Holder] = {}


def register(holder: Holder) -> None:
    """Let a room answer for what it keeps; to be called once, when the node starts.

    Raises:
        ValueError: a kind of the room is not named after it.
    """
    if wrong := [kind.code for kind in holder.kinds if not kind.code.startswith(f"{holder.room}.")]:
        raise ValueError(f"kinds of {holder.room} are written {holder.room}.kind: {wrong}")
    _holders[holder.room] = holder


def holders() -> tuple[Holder, ...]:
    """Return every room that keeps something of people; `people` comes last: the others point at what it keeps."""
    return tuple(_holders[room] for room in sorted(_holders, key=lambda room: (room == "people", room)))


def kinds() -> dict[str, RetentionKind]:
    """Return every kind of record by its code."""
    return {kind.code: kind for holder in holders() for kind in holder.kinds}
