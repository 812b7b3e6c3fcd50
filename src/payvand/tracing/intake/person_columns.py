"""The columns that say who somebody is, with their headers in the languages of the region and in PFIF."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_lazy as _

from payvand.intake.targets import Column, Parse, Text
from payvand.people.enums import Sex
from payvand.tracing.intake import reading

PERSON: Final = _("The person")

NAME_COLUMNS: Final = ("full_name", "surname", "given_name")


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a column about a person is read."""

    label: Text
    parse: Parse = str.strip
    words: Mapping[str, Text] = field(default_factory=dict)
    looks_like: Callable[[str], bool] | None = None
    several: bool = False


_KINDS: Final[Mapping[str, _Kind]] = {
    "full_name": _Kind(_("Full name"), reading.name, looks_like=reading.looks_like_name),
    "surname": _Kind(_("Surname"), reading.part_of_name),
    "given_name": _Kind(_("Given name"), reading.part_of_name),
    "patronymic": _Kind(_("Patronymic"), reading.part_of_name),
    "other_names": _Kind(_("Other names"), reading.names, several=True),
    "father_name": _Kind(_("Father's name"), reading.name),
    "mother_name": _Kind(_("Mother's name"), reading.name),
    "sex": _Kind(_("Sex"), words=dict(Sex.choices), looks_like=reading.looks_like_sex),
    "birth": _Kind(_("Born"), reading.date, looks_like=reading.looks_like_date),
    "age": _Kind(_("Age"), reading.age),
    "birth_place": _Kind(_("Place of birth"), reading.place, several=True),
    "phone": _Kind(_("Telephone"), looks_like=reading.looks_like_phone, several=True),
    "document": _Kind(_("Passport or other paper"), several=True),
}


def person_columns(
    *, prefix: str = "", group: Text = PERSON, codes: Collection[str] = tuple(_KINDS)
) -> tuple[Column, ...]:
    """Return the columns of who somebody is.

    Args:
        prefix: before each code, where a table tells of two people; the second is guessed by headers alone.
        group: heading under which they are offered.
        codes: which of them.
    """
    return tuple(
        Column(
            code=f"{prefix}{code}",
            label=kind.label,
            group=group,
            aliases=reading.headers(f"{prefix}{code}"),
            parse=kind.parse,
            words=kind.words,
            word_aliases=reading.words_of("sex") if kind.words else {},
            looks_like=None if prefix else kind.looks_like,
            unless=f"{prefix}surname" if code == "full_name" else "",
            several=kind.several,
        )
        for code, kind in _KINDS.items()
        if code in codes
    )
