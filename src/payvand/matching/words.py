"""What evidence says, in words: one sentence for each level of each feature, in English; rooms translate them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from payvand.matching.evidence import Evidence
from payvand.matching.records import Record
from payvand.matching.tokens import Token, spellings_of


def gettext_noop(text: str) -> str:
    """Mark a text as one that people read; whoever shows it translates it."""
    return text


TITLES: Final[dict[str, str]] = {
    "name": gettext_noop("Name"),
    "father": gettext_noop("Father"),
    "birth": gettext_noop("Born"),
    "sex": gettext_noop("Sex"),
    "place": gettext_noop("Comes from"),
    "mother": gettext_noop("Mother"),
    "spouse": gettext_noop("Husband or wife"),
    "child": gettext_noop("Children"),
    "sibling": gettext_noop("Brothers and sisters"),
    "relative": gettext_noop("Other relatives"),
    "phone": gettext_noop("Telephone"),
    "document": gettext_noop("Papers"),
}
"""What a feature is called."""

_NAME: Final = {
    "same": gettext_noop("Written alike."),
    "alike": gettext_noop("The same name in another spelling, form or script."),
    "differs": gettext_noop("Another name."),
    "missing": gettext_noop("Only one side has this word."),
    "missing-father": gettext_noop("Only one side names the father."),
    "unanswered": gettext_noop("The words differ, and nothing says what each of them stands for."),
    "other-given": gettext_noop("Another given name."),
    "other-father": gettext_noop("Another father's name."),
    "other-surname": gettext_noop("Another surname."),
    "married-surname": gettext_noop("Another surname; a woman may have changed it when she married."),
    "kinship": gettext_noop("Another given name beside the same father: it may be a brother or a sister."),
}

_KIN: Final = {
    "same": gettext_noop("A relative bears the same name."),
    "alike": gettext_noop("A relative bears a name that is like it."),
    "differs": gettext_noop("The names differ; a family has more members than one record tells."),
}

SENTENCES: Final[dict[str, dict[str, str]]] = {
    "name": _NAME,
    "father": _NAME,
    "birth": {
        "same-date": gettext_noop("The same day."),
        "same-month": gettext_noop("The same month; one side does not know the day."),
        "same-year": gettext_noop(
            "The same year; one side knows no more, or says 1 January, which often stands for an unknown day."
        ),
        "day-month-swapped": gettext_noop("The same year, with day and month the other way round."),
        "year-off-by-one": gettext_noop("The same day and month, one year apart."),
        "year-mistyped": gettext_noop(
            "The same day and month; the year differs by one digit or by two that changed places."
        ),
        "day-or-month-differs": gettext_noop("The same year; only the day or only the month differs."),
        "day-and-month-differ": gettext_noop("The same year, with another day and another month."),
        "about-a-year-apart": gettext_noop("About a year apart, where at least one side does not know the day."),
        "ranges-overlap": gettext_noop("Known only roughly; both can be the same day."),
        "wide-ranges-overlap": gettext_noop("Known only very roughly; both can be the same day."),
        "date-differs": gettext_noop("Another date, one year apart."),
        "few-years-apart": gettext_noop("A few years apart, where at least one side does not know the day."),
        "year-differs": gettext_noop("Another year."),
        "unreadable": gettext_noop(
            "At least one side gives no date that can be read; it counts neither for nor against."
        ),
    },
    "sex": {
        "same": gettext_noop("The same."),
        "differs": gettext_noop("Not the same."),
        "name-agrees": gettext_noop("One side does not say it, but its name agrees."),
        "name-differs": gettext_noop("One side does not say it, and its name points to the other sex."),
        "names-differ": gettext_noop("Neither side says it; the names point to different sexes."),
    },
    "place": {
        "same": gettext_noop("The same place."),
        "former-name": gettext_noop("The same place; one side uses its former name."),
        "part": gettext_noop("One place lies in the other."),
        "region": gettext_noop("The same region, another place in it."),
        "country": gettext_noop("The same country, another region of it."),
        "differs": gettext_noop("Another place."),
    },
    "mother": {
        "same": gettext_noop("The mother bears the same name."),
        "alike": gettext_noop("The mother bears a name that is like it."),
        "differs": gettext_noop("The mother bears another name."),
    },
    "spouse": {
        "same": gettext_noop("The husband or wife bears the same name."),
        "alike": gettext_noop("The husband or wife bears a name that is like it."),
        "differs": gettext_noop("The husband or wife bears another name; people marry again."),
    },
    "child": _KIN,
    "sibling": _KIN,
    "relative": _KIN,
    "phone": {
        "same": gettext_noop("The same number."),
        "end-same": gettext_noop("The last eight digits are the same; the beginning is written in another way."),
        "differs": gettext_noop("Another number; people change their numbers and have several."),
    },
    "document": {
        "same": gettext_noop("The same number."),
        "digits-same": gettext_noop("The same digits; the letters of the series differ or are missing."),
        "differs": gettext_noop("Another number; it may be of another paper."),
    },
}
"""What a note of a feature says: its levels, and for names what `score` notes."""


def note_in_words(piece: Evidence) -> str:
    """The sentence, in English, of what a piece of evidence says; empty where there is none."""
    return SENTENCES.get(piece.feature, {}).get(piece.note, "")


def told_apart(evidence: Iterable[Evidence], left: Record, right: Record) -> tuple[Evidence, ...]:
    """The evidence with a finer note where names differ: which name it is that differs, and what that may come from.

    Args:
        evidence: Of the two records, as `score` gives it.
        left: One record.
        right: The other.
    """
    found = tuple(evidence)
    sides = _by_text(left), _by_text(right)
    fathers_agree = any(piece.feature == "father" and piece.bits > 0 for piece in found)
    women = "female" in (left.sex, right.sex) and "male" not in (left.sex, right.sex)
    return tuple(
        replace(piece, note=_difference(piece, sides, women=women, fathers_agree=fathers_agree))
        if piece.note == "differs" and piece.feature in ("name", "father")
        else piece
        for piece in found
    )


def _by_text(record: Record) -> dict[str, Token]:
    return {token.text: token for spelling in spellings_of(record) for token in spelling}


def _difference(
    piece: Evidence, sides: tuple[dict[str, Token], dict[str, Token]], *, women: bool, fathers_agree: bool
) -> str:
    ours, theirs = sides[0].get(piece.left), sides[1].get(piece.right)
    if ours is None or theirs is None:
        return piece.note
    if ours.given and theirs.given:
        return "kinship" if fathers_agree else "other-given"
    if ours.of_father and theirs.of_father:
        return "other-father"
    if ours.surname and theirs.surname:
        return "married-surname" if women else "other-surname"
    return "unanswered"
