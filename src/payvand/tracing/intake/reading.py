"""How the cells of people's lists are read, and the words for them in the languages of the region."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.partial_date import DateNotUnderstood, PartialDate
from payvand.intake.matching_columns import fold
from payvand.intake.targets import BadCell
from payvand.people.services.inputs import LONGEST_NAME, LONGEST_PART, LONGEST_PLACE

OLDEST: Final = 120
_AGE: Final = re.compile(
    r"(\d{1,3})(?:\s*[-–—]\s*(\d{1,3}))?\s*(?:years?|yrs?|лет|год|года|сола?|yosh|жаш|жаста|ساله)?\.?", re.IGNORECASE
)
_TIME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*")
_DATE: Final = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}(-\d{2})?([T ].*)?|(19|20)\d\d")
_NAME: Final = re.compile(r"[^\W\d_][^\d\n]{2,}\s+[^\W\d_][^\d\n]*")
_LAST_YEAR: Final = 9999


@cache
def _table(file: str) -> tuple[tuple[str, ...], ...]:
    lines = resources.files(__package__).joinpath(file).read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


def headers(code: str) -> tuple[str, ...]:
    """Return the headers that mean a column."""
    return next((tuple(known.split(" | ")) for column, known in _table("headers.tsv") if column == code), ())


@cache
def words_of(name: str) -> Mapping[str, str]:
    """Return the words of a list with the codes that they mean."""
    return {
        word: code for list_name, code, words in _table("words.tsv") if list_name == name for word in words.split(" | ")
    }


def name(text: str) -> str:
    """Return a name as given.

    Raises:
        BadCell: it is longer than a name is.
    """
    given = " ".join(text.split())
    if len(given) > LONGEST_NAME:
        raise BadCell(_("The name is longer than %(limit)s characters.") % {"limit": LONGEST_NAME})
    return given


def part_of_name(text: str) -> str:
    """Return a part of a name as given.

    Raises:
        BadCell: it is longer than a part of a name is.
    """
    given = " ".join(text.split())
    if len(given) > LONGEST_PART:
        raise BadCell(_("The name is longer than %(limit)s characters.") % {"limit": LONGEST_PART})
    return given


def names(text: str) -> tuple[str, ...]:
    """Return several names: one a line, or with semicolons between.

    Raises:
        BadCell: one of them is longer than a name is.
    """
    return tuple(name(part) for part in re.split(r"[\n;]", text) if part.strip())


def place(text: str) -> str:
    """Return a place in words; the parts of several columns with commas between.

    Raises:
        BadCell: it is too long.
    """
    words = ", ".join(part.strip() for part in text.splitlines() if part.strip())
    if len(words) > LONGEST_PLACE:
        raise BadCell(_("Write the place in at most %(limit)s characters.") % {"limit": LONGEST_PLACE})
    return words


def date(text: str) -> PartialDate:
    """Return a date of which perhaps only a part is known.

    Raises:
        BadCell: it is none that can be read, or lies after today.
    """
    day = _TIME.fullmatch(text.strip())
    try:
        told = PartialDate.parse(day[1] if day else text)
    except DateNotUnderstood as error:
        raise BadCell(str(error)) from error
    if told.earliest is not None and told.earliest > timezone.localdate() + dt.timedelta(days=1):
        raise BadCell(_("This date lies in the future."))
    return told


def day(text: str) -> dt.date:
    """Return a whole date.

    Raises:
        BadCell: it is none, or only a part of one.
    """
    told = date(text)
    if told.earliest is None or told.earliest != told.latest:
        raise BadCell(_("Write the whole date: day, month and year."))
    return told.earliest


def moment(text: str) -> dt.datetime:
    """Return a moment as ISO 8601 writes it, or the end of a day.

    Raises:
        BadCell: it is none.
    """
    try:
        at = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        try:
            told = PartialDate.parse(text)
        except DateNotUnderstood as error:
            raise BadCell(str(error)) from error
        if told.latest is None:
            raise BadCell(_("Write the whole date: day, month and year.")) from None
        at = dt.datetime.combine(told.latest, dt.time.max)
    return at if timezone.is_aware(at) else timezone.make_aware(at)


def age(text: str) -> tuple[int, int]:
    """Return an age in years as a range, both ends the same for one number.

    Raises:
        BadCell: it is no age.
    """
    found = _AGE.fullmatch(text.strip())
    first = int(found[1]) if found else -1
    last = int(found[2] or found[1]) if found else -1
    if not 0 <= first <= last <= OLDEST:
        raise BadCell(_("Write the age in years, such as 34 or 30-40."))
    return first, last


def born_by_age(years: tuple[int, int], on: dt.date) -> PartialDate:
    """Return when somebody of this age on a day was born: within two years, or more for a range."""
    return PartialDate.parse(f"{on.year - years[1] - 1}-{on.year - years[0]}")


def looks_like_date(cell: str) -> bool:
    """Say whether a cell looks like a date of birth."""
    return _DATE.fullmatch(cell) is not None


def looks_like_sex(cell: str) -> bool:
    """Say whether a cell says a sex."""
    return fold(cell) in {fold(word) for word in words_of("sex")}


def looks_like_name(cell: str) -> bool:
    """Say whether a cell looks like a whole name: two words of letters or more."""
    return _NAME.fullmatch(cell) is not None


def looks_like_phone(cell: str) -> bool:
    """Say whether a cell looks like a telephone number."""
    return re.fullmatch(r"\+?[\d\s()-]{7,20}", cell) is not None and sum(sign.isdigit() for sign in cell) >= 7  # noqa: PLR2004 — the shortest with a code
