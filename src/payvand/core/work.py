"""What a room says about the work that waits in it; `web` puts the answers of all rooms on one page."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One figure at the head of the page.

    Attributes:
        figure: how many.
        label: of what.
        url: where they are listed.
        tone: empty, ``amber`` for what waits too long, ``danger`` for danger.
        note: what stands out among them.
    """

    figure: int
    label: str
    url: str
    tone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """One thing that a person is to do.

    Attributes:
        title: what it concerns, such as a file number.
        subject: whom or what it is about.
        what: what is to be done.
        note: why, or what was said.
        url: where it is done.
        since: from when it waits.
        pressing: whether it cannot wait its turn.
    """

    title: str
    subject: str
    what: str
    url: str
    since: datetime
    note: str = ""
    pressing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What waits in one room for one person."""

    tiles: tuple[Tile, ...] = ()
    due: tuple[DueItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that a search found.

    Attributes:
        kind: what it is, such as ``File``.
        title: as it is named.
        language: of the title, BCP 47, empty where not known.
        note: what tells it from others of the name.
        url: where it is; empty where there is no page of it.
    """

    kind: str
    title: str
    url: str = ""
    language: str = ""
    note: str = ""
