"""Reads dates from text: ISO, dd.mm.yyyy, months by name, "about", ranges, decades, seasons, ages; two calendars.

A year from 1200 to 1499 is read as solar Hijri: no living person was born in that Gregorian year.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable

from payvand.names.dates import solar_hijri
from payvand.names.dates.told import Calendar, Certainty, Precision, ToldDate, to_date
from payvand.names.dates.words import ABOUT, AGE, DECADE, MONTH_NUMBERS, SEASONS, YEAR_WORDS

_HIJRI_YEARS = range(1200, 1500)
_YEARS = range(1800, 2200)
_LONGEST = 200

_SEPARATOR = r"\s*[-./\s]\s*"
_YMD = re.compile(rf"(\d{{4}})(?:{_SEPARATOR}(\d{{1,2}}))?(?:{_SEPARATOR}(\d{{1,2}}))?")
_DMY = re.compile(rf"(?:(\d{{1,2}}){_SEPARATOR})?(\d{{1,2}}){_SEPARATOR}(\d{{4}})")
_RANGE = re.compile(r"(\d{4})\s*(?:-|–|—|\.\.|to|по|до|and|и|ё|تا|va)\s*(\d{4})")
_WORDY_RANGE = re.compile(r"(?:between|from|с|со|между|از|بین)\s+(.*)")
_DECADE = re.compile(rf"(?:(?:{DECADE})\s+)?(\d{{3}}0)\s*-?\s*({DECADE})?")
_AGE = re.compile(
    rf"(?:{AGE})?\s*(\d{{1,3}})\s*(?:{AGE})?\s*(?:in|on|в|на|در|дар)?(?:\s*سال)?\s+(\d{{4}}.*|\d.*\d{{4}})"
)


class Unreadable(ValueError):  # noqa: N818 — reads as the sentence it states
    """The text is no date that can be read."""


def read(text: str) -> ToldDate:
    """Return the date that `text` tells; `original_text` keeps it as given.

    Raises:
        Unreadable: none of the forms fits, or there is no such day.
    """
    if len(text) > _LONGEST:
        raise Unreadable
    plain, certainty = _certainty(_simplified(text))
    for reader in _READERS:
        try:
            found = reader(plain, certainty, text)
        except (ValueError, OverflowError) as error:
            raise Unreadable from error
        if found is not None:
            return found
    raise Unreadable


def _simplified(text: str) -> str:
    """Return the text in lower case, with European digits and without what says nothing."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    digits = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in folded)
    unified = digits.translate(str.maketrans("يكیى–—،", "یکیی--,", "\u200c\u200e\u200f"))
    return re.sub(r"\s+", " ", unified).strip(" ,")


def _certainty(text: str) -> tuple[str, Certainty]:
    if text.endswith(("?", "(?)")):
        return text.rstrip("?() ").strip(), "doubtful"
    for word in ABOUT:
        if text.startswith(word):
            rest = text[len(word) :].strip()
            if not word[-1].isalpha() or text[len(word) : len(word) + 1] in (" ", ""):
                return rest, "approximate"
    return text, "certain"


def _calendar(year: int) -> Calendar:
    if year in _HIJRI_YEARS:
        return "solar_hijri"
    if year not in _YEARS:
        raise ValueError("no year of a living person's life")
    return "gregorian"


def _numbers(text: str, certainty: Certainty, original: str) -> ToldDate | None:
    text = _without_year_words(text)
    if match := _YMD.fullmatch(text):
        year, month, day = (int(part) if part else None for part in match.groups())
    elif match := _DMY.fullmatch(text):
        day, month, year = (int(part) if part else None for part in match.groups())
    else:
        return None
    if year is None or month == 0 or day == 0:
        raise ValueError("no such day")
    return ToldDate.of(year, month, day, calendar=_calendar(year), certainty=certainty, original_text=original)


def _month_by_name(text: str, certainty: Certainty, original: str) -> ToldDate | None:
    words = re.sub(r"(\d)(?:st|nd|rd|th)?\b|[.,]", r"\1 ", _without_year_words(text)).split()
    numbers = [int(word) for word in words if word.isdigit()]
    names = [MONTH_NUMBERS[word] for word in words if word in MONTH_NUMBERS]
    if len(names) != 1 or not 1 <= len(numbers) <= 2 or len(words) != len(numbers) + 1:  # noqa: PLR2004 — day and year
        return None
    calendar, month = names[0]
    year = max(numbers)
    if _calendar(year) != calendar:
        raise ValueError("the month and the year are of two calendars")
    day = min(numbers) if len(numbers) == 2 else None  # noqa: PLR2004 — day and year
    return ToldDate.of(year, month, day, calendar=calendar, certainty=certainty, original_text=original)


def _year_range(text: str, certainty: Certainty, original: str) -> ToldDate | None:
    text = _without_year_words(text)
    if wordy := _WORDY_RANGE.fullmatch(text):
        text = wordy.group(1)
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    first, last = int(match.group(1)), int(match.group(2))
    return _span(first, last, "range", certainty, original)


def _decade(text: str, certainty: Certainty, original: str) -> ToldDate | None:
    match = _DECADE.fullmatch(text)
    if match is None or not re.search(DECADE, text):
        return None
    first = int(match.group(1))
    return _span(first, first + 9, "decade", certainty, original)


def _season(text: str, certainty: Certainty, original: str) -> ToldDate | None:
    words = _without_year_words(text).split()
    years = [int(word) for word in words if word.isdigit()]
    seasons = [SEASONS[word] for word in words if word in SEASONS]
    if len(words) != 2 or len(years) != 1 or len(seasons) != 1:  # noqa: PLR2004 — season and year
        return None
    calendar = _calendar(years[0])
    if calendar == "solar_hijri":  # its seasons are its quarters
        first, month, year = seasons[0] * 3 + 1, seasons[0] * 3 + 3, years[0]
        start = to_date(year, first, 1, calendar)
        end = to_date(year, month, solar_hijri.month_length(year, month), calendar)
    else:
        start, end = _gregorian_season(seasons[0], years[0])
    return ToldDate.between(
        start, end, precision="season", calendar=calendar, certainty=certainty, original_text=original
    )


def _gregorian_season(season: int, year: int) -> tuple[dt.date, dt.date]:
    """Return the first and last day; "winter 1985" may be the one before or after that year's summer."""
    if season == 3:  # noqa: PLR2004 — winter is the last of the four
        return dt.date(year - 1, 12, 1), dt.date(year + 1, 3, 1) - dt.timedelta(days=1)
    return dt.date(year, season * 3 + 3, 1), dt.date(year, season * 3 + 6, 1) - dt.timedelta(days=1)


def _age(text: str, certainty: Certainty, original: str) -> ToldDate | None:
    match = _AGE.fullmatch(text)
    if match is None or not re.search(AGE, text):
        return None
    on = _numbers(match.group(2), certainty, original)
    return None if on is None else ToldDate.from_age(int(match.group(1)), on, original_text=original)


def _span(first: int, last: int, precision: Precision, certainty: Certainty, original: str) -> ToldDate:
    calendar = _calendar(first)
    if calendar != _calendar(last):
        raise ValueError("the two years are of two calendars")
    end = 31 if calendar == "gregorian" else solar_hijri.month_length(last, 12)
    return ToldDate.between(
        to_date(first, 1, 1, calendar),
        to_date(last, 12, end, calendar),
        precision=precision,
        calendar=calendar,
        certainty=certainty,
        original_text=original,
    )


def _without_year_words(text: str) -> str:
    words = [word for word in re.sub(r"(\d)(г\.?|ж\.?)", r"\1 \2", text).split() if word.strip(".") not in YEAR_WORDS]
    return " ".join(words).strip(" .,")


_READERS: tuple[Callable[[str, Certainty, str], ToldDate | None], ...] = (
    _decade,
    _numbers,
    _month_by_name,
    _year_range,
    _season,
    _age,
)
