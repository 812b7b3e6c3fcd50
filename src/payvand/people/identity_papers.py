"""What the numbers of identity papers should look like; one that does not gives a warning and is kept all the same.

Sources: the layouts are general knowledge of the States' systems (no statute was read), which is one more reason to
warn and never to refuse. For Tajikistan and Turkmenistan no rule is known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from payvand.core.partial_date import PartialDate
from payvand.names import fold
from payvand.people.enums import IdentifierKind, Sex

_CENTURIES_KZ = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
_CENTURIES_UZ = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}


def bare(value: str) -> str:
    """Return the letters and digits of a number, folded, digits of every script as 0 to 9."""
    return "".join(letter for letter in fold(value) if letter.isalnum())


@dataclass(frozen=True, slots=True)
class Layout:
    """A national number: `length` digits; `read` gives (date of birth, sex) or None where the digits are impossible."""

    length: int
    read: Callable[[str], tuple[date, str] | None]
    checks: Callable[[str], bool] | None = None


def _born(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None


def _odd_is_male(digit: str) -> str:
    return Sex.MALE if int(digit) % 2 else Sex.FEMALE


def _kazakhstan(number: str) -> tuple[date, str] | None:
    """YYMMDD, a digit for century and sex, four digits, a control digit."""
    century = _CENTURIES_KZ.get(number[6])
    born = _born(century + int(number[:2]), number[2:4], number[4:6]) if century is not None else None
    return (born, _odd_is_male(number[6])) if born else None


def _kazakhstan_checks(number: str) -> bool:
    digits = [int(digit) for digit in number]
    for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        control = sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11
        if control < 10:  # noqa: PLR2004 — a control digit is one digit
            return control == digits[-1]
    return False


def _uzbekistan(number: str) -> tuple[date, str] | None:
    """A digit for century and sex, DDMMYY, district, running number, control digit."""
    century = _CENTURIES_UZ.get(number[0])
    born = _born(century + int(number[5:7]), number[3:5], number[1:3]) if century is not None else None
    return (born, _odd_is_male(number[0])) if born else None


def _kyrgyzstan(number: str) -> tuple[date, str] | None:
    """1 for a woman, 2 for a man, DDMMYYYY, five digits."""
    sex = {"1": Sex.FEMALE, "2": Sex.MALE}.get(number[0])
    born = _born(int(number[5:9]), number[3:5], number[1:3])
    return (born, sex) if born and sex else None


LAYOUTS: dict[str, Layout] = {
    "KZ": Layout(12, _kazakhstan, _kazakhstan_checks),
    "UZ": Layout(14, _uzbekistan),
    "KG": Layout(14, _kyrgyzstan),
}


def warnings(kind: str, country: str, value: str, *, birth: PartialDate | None = None, sex: str = "") -> list[str]:
    """Return sentences about what looks wrong with a number; none where nothing does or no rule is known."""
    number = bare(value)
    layout = LAYOUTS.get(country) if kind == IdentifierKind.NATIONAL_ID else None
    if layout is None:
        return []
    if not (number.isascii() and number.isdigit()) or len(number) != layout.length:
        return [_("Numbers of this country have %(length)s digits.") % {"length": layout.length}]
    read = layout.read(number)
    if read is None:
        return [_("The digits for the date of birth are impossible.")]
    found: list[str] = []
    if birth is not None and birth.range is not None and not birth.range[0] <= read[0] <= birth.range[1]:
        found.append(_("The date of birth in the number differs from the one recorded."))
    if sex in (Sex.FEMALE, Sex.MALE) and sex != read[1]:
        found.append(_("The sex in the number differs from the one recorded."))
    if layout.checks is not None and not layout.checks(number):
        found.append(_("The control digit does not fit: a digit may be mistyped."))
    return found
