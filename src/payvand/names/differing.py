"""Which letters of two spellings of one name differ, across scripts: for a reader who compares them by eye."""

from difflib import SequenceMatcher
from typing import Final, NamedTuple

from payvand.names.folding import fold
from payvand.names.letter_units import units_of
from payvand.names.romanisation import MISSING_VOWEL, Span, romanise, schemes
from payvand.names.scripts import Script, detect_script, guess_languages

Runs = tuple[tuple[str, bool], ...]
"""The letters of a name in order, as (text, differs); joined they are the name."""

_VOWELS: Final = frozenset("aeiouy")
# Letters that one scheme writes as two: an h that another scheme leaves out or adds is told by the pair.
_PAIRS: Final = frozenset({"kh", "gh", "zh", "sh", "ch", "dh", "th", "ph"})
_USUAL: Final = {Script.CYRILLIC: "ru", Script.ARABIC: "fa-AF"}


class _Letter(NamedTuple):
    latin: str
    start: int
    end: int


def differing_letters(left: str, right: str, languages: tuple[str, str] = ("", "")) -> tuple[Runs, Runs]:
    """Mark the letters in which two spellings differ; total over any strings.

    Both are read in Latin letters, by the table of their language where it is known or shows. Short vowels that Arabic
    script leaves out are not held against the other spelling.

    Args:
        left: a name as given.
        right: the other.
        languages: of both (BCP 47), empty where not known.
    """
    ours, theirs = _letters(left, languages[0]), _letters(right, languages[1])
    if Script.ARABIC in (detect_script(left), detect_script(right)):
        ours, theirs = _consonants(ours), _consonants(theirs)
    marked_left: set[int] = set()
    marked_right: set[int] = set()
    matcher = SequenceMatcher(None, [one.latin for one in ours], [one.latin for one in theirs], autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        more = _rest_of_pair(ours, theirs, (start, end), (other_start, other_end))
        marked_left.update(*(range(one.start, one.end) for one in ours[start : end + more]))
        marked_right.update(*(range(one.start, one.end) for one in theirs[other_start : other_end + more]))
    return _runs(left, marked_left), _runs(right, marked_right)


def _rest_of_pair(ours: list[_Letter], theirs: list[_Letter], span: tuple[int, int], other: tuple[int, int]) -> int:
    """Letters to mark beyond these: where one letter stands against a pair such as kh, not the k alone differs."""
    (start, end), (other_start, other_end) = span, other
    added = ours[start:end] if other_start == other_end else theirs[other_start:other_end] if start == end else []
    follows = ours[end : end + 1] if other_start == other_end else theirs[other_end : other_end + 1]
    if len(added) == 1 and follows and added[0].latin + follows[0].latin in _PAIRS:
        return 1
    return 0


def _letters(text: str, language: str) -> list[_Letter]:
    """The Latin letters of a text, lower case and bare, each with the place in the text that it comes from."""
    found: list[_Letter] = []
    for latin, start, end in _pieces(text, language):
        found.extend(_Letter(letter, start, end) for letter in fold(latin) if letter.isalnum())
    return found


def _pieces(text: str, language: str) -> list[tuple[str, int, int]]:
    script = detect_script(text)
    if script == Script.LATIN or not (language := _language(text, language, script)):
        return [(unit.source, unit.start, unit.end) for unit in units_of(text)]
    read = romanise(text, language)
    return [(_written(read.text, span), span.source_start, span.source_end) for span in read.spans]


def _written(text: str, span: Span) -> str:
    return text[span.start : span.end].replace(MISSING_VOWEL, "")


def _language(text: str, told: str, script: Script) -> str:
    guesses = [told, *(guess.language for guess in guess_languages(text)), _USUAL.get(script, "")]
    return next((language for language in guesses if language and schemes(language)), "")


def _consonants(letters: list[_Letter]) -> list[_Letter]:
    return [letter for letter in letters if letter.latin not in _VOWELS]


def _runs(text: str, marked: set[int]) -> Runs:
    runs: list[tuple[str, bool]] = []
    for place, letter in enumerate(text):
        differs = place in marked
        if runs and runs[-1][1] == differs:
            runs[-1] = (runs[-1][0] + letter, differs)
        else:
            runs.append((letter, differs))
    return tuple(runs)
