"""Two records side by side: one row for each fact, the letters that differ marked, each piece of evidence in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from payvand.core.scope import Scope
from payvand.matching import Evidence
from payvand.names.differing import Runs, differing_letters
from payvand.people import search
from payvand.people.enums import RelationKind, Sex
from payvand.people.models import Person, PersonName
from payvand.people.places import place_in_words
from payvand.people.queries import names_of_parents
from payvand.tracing.queries.cards import HintCard, likelihood

_FEATURES: dict[str, str | Promise] = {
    "name": _("Name"),
    "father": _("Father"),
    "mother": _("Mother"),
    "birth": _("Born"),
    "sex": _("Sex"),
    "place": pgettext_lazy("place", "From"),
    "identifier": _("Document"),
}
_ORDER = tuple(_FEATURES)
_NEARLY_SURE = 0.999

# What the code of a piece of evidence means, in words; by feature where the same code says different things.
_NOTES: dict[tuple[str, str], str | Promise] = {
    ("name", "same"): _("written alike"),
    ("name", "alike"): _("the same name in another spelling or script"),
    ("name", "differs"): _("another name"),
    ("name", "missing"): _("not written on the other side"),
    ("father", "same"): _("written alike"),
    ("father", "alike"): _("the same name in another spelling, script or as a patronymic"),
    ("father", "differs"): _("another name"),
    ("father", "missing"): _("not written on the other side"),
    ("mother", "same"): _("the same or like it"),
    ("mother", "differs"): _("another name"),
    ("birth", "same-date"): _("the same day"),
    ("birth", "same-month"): _("the same month, no day on one side"),
    ("birth", "same-year"): _("the same year; 1 January on paper counts as the year alone"),
    ("birth", "year-off-by-one"): _("one year apart"),
    ("birth", "day-month-swapped"): _("the same year, day and month the other way round"),
    ("birth", "day-differs"): _("the same month, another day"),
    ("birth", "day-and-month-differ"): _("the same year, another day"),
    ("birth", "date-differs"): _("another date"),
    ("birth", "year-differs"): _("another year"),
    ("birth", "unreadable"): _("cannot be read as a date"),
    ("sex", "same"): _("the same"),
    ("sex", "differs"): _("differs"),
    ("place", "same"): _("the same place"),
    ("place", "part"): _("one place lies in the other"),
    ("place", "region"): _("the same region, another place"),
    ("place", "differs"): _("another place"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence within a row: which words, what it says, how much it weighs in bits."""

    left: str
    right: str
    note: str
    bits: float


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces of evidence that say the same thing of different words."""

    note: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fact of both people.

    Attributes:
        feature: which fact.
        left, right: as (text, differs) runs; empty where nothing is known.
        languages: of both sides, for the letters' font and direction.
        pieces: the evidence in this row.
        bits: their sum; None where nothing was compared.
    """

    feature: str
    left: Runs = ()
    right: Runs = ()
    languages: tuple[str, str] = ("", "")
    pieces: tuple[Piece, ...] = field(default=())
    bits: float | None = None
    is_name: bool = False

    @property
    def groups(self) -> tuple[Group, ...]:
        """The evidence put together by what it says, the heaviest first."""
        notes = dict.fromkeys(piece.note for piece in sorted(self.pieces, key=lambda piece: -abs(piece.bits)))
        return tuple(Group(note, tuple(piece for piece in self.pieces if piece.note == note)) for note in notes)

    @property
    def has_words(self) -> bool:
        """Whether the evidence speaks of single words, which are then shown with their bits."""
        return self.is_name and (len(self.pieces) > 1 or any(not (one.left and one.right) for one in self.pieces))


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """What the page that compares shows.

    Attributes:
        weight: the sum of all bits.
        probability: what the model makes of it, 0 to 1.
    """

    rows: tuple[Row, ...]
    weight: float
    probability: float

    @property
    def is_extreme(self) -> bool:
        """Whether so many of 1,000 would round to all."""
        return self.probability > _NEARLY_SURE

    @property
    def likelihood(self) -> str:
        """The estimate in words."""
        return str(likelihood(self.probability).words)

    @property
    def tone(self) -> str:
        """The tone of the estimate."""
        return likelihood(self.probability).tone

    @property
    def of_a_thousand(self) -> int:
        """The estimate as so many of 1,000, never quite none and never quite all."""
        return min(999, max(1, round(self.probability * 1000)))


def comparison(scope: Scope, card: HintCard) -> SideBySide:  # noqa: ARG001 — a query takes the Scope that its card was made with
    """Compare the sought person with a candidate that the Scope may know of, as the facts are now."""
    assert card.candidate is not None
    left, right = card.hint.sought.person, card.candidate
    compared = search.compare(left, right)
    facts = _facts(left, right)
    by_feature: dict[str, list[Evidence]] = {name: [] for name in _ORDER}
    for piece in compared.evidence:
        by_feature[_row_of(piece, facts, compared.evidence)].append(piece)
    rows = [_row(feature, by_feature[feature], facts[feature]) for feature in _ORDER if feature in facts]
    extra = [
        _row(name, by_feature[name], ("", "", ("", ""))) for name in _ORDER if name not in facts and by_feature[name]
    ]
    return SideBySide(rows=(*rows, *extra), weight=compared.weight, probability=compared.probability)


def _row_of(piece: Evidence, facts: dict[str, "_Fact"], compared: Sequence[Evidence]) -> str:
    """A word of the father's name that the other side lacks belongs to the father's row, not to the person's."""
    if piece.feature != "name" or (piece.left and piece.right):
        return piece.feature
    answered = [one for one in compared if one.feature == "name" and one.left and one.right]
    if piece.left:
        word, own, father = piece.left, facts["name"][0], facts["father"][0]
        used = [one.left for one in answered]
    else:
        word, own, father = piece.right, facts["name"][1], facts["father"][1]
        used = [one.right for one in answered]
    is_fathers = word in father.split() and own.split().count(word) <= used.count(word)
    return "father" if is_fathers else "name"


_Fact = tuple[str, str, tuple[str, str]]


def _facts(left: Person, right: Person) -> dict[str, _Fact]:
    """What is known of each fact, as given; the spelling shown is the one that the evidence speaks of."""
    parents = names_of_parents([left.pk, right.pk])
    ours, theirs = _names(left), _names(right)
    sexes = dict(Sex.choices)

    def parent(person: Person, kind: str) -> str:
        return next(iter(parents[person.pk].get(kind, [])), "")

    return {
        "name": _same_script(ours, theirs),
        "father": (parent(left, RelationKind.FATHER), parent(right, RelationKind.FATHER), ("", "")),
        "mother": (parent(left, RelationKind.MOTHER), parent(right, RelationKind.MOTHER), ("", "")),
        "birth": (_birth(left), _birth(right), ("", "")),
        "sex": (str(sexes.get(left.sex, "")), str(sexes.get(right.sex, "")), ("", "")),
        "place": (_place(left), _place(right), ("", "")),
    }


def _names(person: Person) -> list[PersonName]:
    return list(person.names.all())


def _same_script(ours: Sequence[PersonName], theirs: Sequence[PersonName]) -> _Fact:
    """The first names, or a pair of spellings in one script where there is one: it is the easier to compare by eye."""
    pairs = [(one, other) for one in ours for other in theirs]
    best = min(pairs, key=lambda pair: (pair[0].script != pair[1].script, pairs.index(pair)), default=None)
    if best is None:
        return "", "", ("", "")
    return best[0].full_as_given, best[1].full_as_given, (best[0].language, best[1].language)


def _birth(person: Person) -> str:
    return person.birth.display() if person.birth else ""


def _place(person: Person) -> str:
    return place_in_words(person.birth_place, person.birth_place_text)


def _row(feature: str, evidence: Iterable[Evidence], fact: _Fact) -> Row:
    left, right, languages = fact
    pieces = tuple(Piece(one.left, one.right, str(_NOTES.get((feature, one.note), "")), one.bits) for one in evidence)
    is_name = feature in {"name", "father", "mother"}
    # What stands in the name itself (a patronymic) has no fact of its own to show.
    left = left or _said(piece.left for piece in pieces)
    right = right or _said(piece.right for piece in pieces)
    shown = _marked(left, right, languages, pieces) if is_name else (((left, False),), ((right, False),))
    return Row(
        feature=str(_FEATURES[feature]),
        left=shown[0] if left else (),
        right=shown[1] if right else (),
        languages=languages,
        pieces=pieces,
        bits=sum(piece.bits for piece in pieces) if pieces else None,
        is_name=is_name,
    )


def _said(words: Iterable[str]) -> str:
    return " ".join(word for word in words if word)


def _marked(left: str, right: str, languages: tuple[str, str], pieces: Sequence[Piece]) -> tuple[Runs, Runs]:
    """Mark, within each pair of words that the evidence joins, the letters in which they differ."""
    ours, theirs = [False] * len(left), [False] * len(right)
    for piece in pieces:
        if not piece.left or not piece.right:
            continue
        runs = differing_letters(piece.left, piece.right, languages)
        for text, whole, marks, run in ((piece.left, left, ours, runs[0]), (piece.right, right, theirs, runs[1])):
            start = whole.find(text)
            if start < 0:
                continue
            flags = [differs for letters, differs in run for _letter in letters]
            marks[start : start + len(text)] = flags
    return _runs(left, ours), _runs(right, theirs)


def _runs(text: str, marks: Sequence[bool]) -> Runs:
    runs: list[tuple[str, bool]] = []
    for letter, differs in zip(text, marks, strict=True):
        if runs and runs[-1][1] == differs:
            runs[-1] = (runs[-1][0] + letter, differs)
        else:
            runs.append((letter, differs))
    return tuple(runs)
