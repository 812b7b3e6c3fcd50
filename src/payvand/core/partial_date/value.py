"""A date that says how much of it is known, with what pages and the database need of it."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any, Self

from django.utils import translation
from django.utils.translation import gettext as _

from payvand.names.dates import ToldDate, Unreadable, read


class DateNotUnderstood(ValueError):  # noqa: N818 — reads as the sentence it states
    """The text is no date that can be read; the message says what can."""

    def __init__(self) -> None:
        super().__init__(_("Write the date as 14.02.1985, 03.1985, 1985, about 1985 or 1983-1987."))


@dataclass(frozen=True, slots=True)
class PartialDate(ToldDate):
    """What is known of a date: see `ToldDate` for its attributes."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a date from what a person or a paper says; see `payvand.names.dates.reading`.

        Raises:
            DateNotUnderstood: the text is no date that this reads; the message says what is.
        """
        try:
            told = read(text)
        except Unreadable as error:
            raise DateNotUnderstood from error
        return cls(*(getattr(told, field.name) for field in fields(ToldDate)))

    @property
    def day_doubtful(self) -> bool:
        """True where a paper gives a day that often stands for an unknown one: 01.01, 01.07."""
        return self.calendar == "gregorian" and self.day == 1 and self.month in (1, 7)

    @property
    def known_year(self) -> int | None:
        """The Gregorian year, if all of the range lies in one."""
        if self.earliest is None or self.latest is None or self.earliest.year != self.latest.year:
            return None
        return self.earliest.year

    def display(self, language: str | None = None) -> str:
        """Return it for people: dd.mm.yyyy, mm.yyyy, yyyy, with "about" and the calendar in words."""
        with translation.override(language or translation.get_language()):
            text = self._plain()
            if self.certainty == "approximate" and text:
                text = _("about %(date)s") % {"date": text}
            if self.certainty == "doubtful" and text:
                text = f"{text} (?)"
            if self.calendar == "solar_hijri" and self.year is not None:
                return _("%(date)s (solar Hijri)") % {"date": text}
            return text

    def __str__(self) -> str:
        return self.display()

    def _plain(self) -> str:
        if self.year is not None and self.precision in ("day", "month", "year"):
            day = f"{self.day:02d}." if self.day else ""
            month = f"{self.month:02d}." if self.month else ""
            return f"{day}{month}{self.year}"
        if self.precision in ("season", "decade", "event", "unknown") or self.earliest is None or self.latest is None:
            return self.original_text
        first, last = self.earliest, self.latest
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return f"{first.year}–{last.year}"
        return f"{first:%d.%m.%Y}–{last:%d.%m.%Y}"

    def as_stored(self) -> dict[str, Any]:
        """Return what the database keeps: only what is known."""
        stored: dict[str, Any] = {"calendar": self.calendar, "precision": self.precision, "certainty": self.certainty}
        stored |= {name: value for name in ("year", "month", "day") if (value := getattr(self, name)) is not None}
        stored |= {name: value.isoformat() for name in ("earliest", "latest") if (value := getattr(self, name))}
        if self.original_text:
            stored["original_text"] = self.original_text
        return stored

    @classmethod
    def from_stored(cls, stored: dict[str, Any]) -> Self:
        """Return the date that `as_stored` described."""
        values = dict(stored)
        for name in ("earliest", "latest"):
            if name in values:
                values[name] = dt.date.fromisoformat(values[name])
        return cls(**values)
