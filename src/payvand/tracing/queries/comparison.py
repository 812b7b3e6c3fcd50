"""Two records side by side: one row for each fact, the letters that differ marked, each piece of evidence in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from payvand.core.scope import Scope
from payvand.matching import Comparison, Evidence
from payvand.names.differing import Runs, differing_letters
from payvand.people import search
from payvand.people.queries import known_relatives, names_of
from payvand.people.wording import sentence, title
from payvand.tracing.queries.cards import HintCard, likelihood
from payvand.tracing.queries.hints import fingerprint_of
from payvand.tracing.queries.letters import Letters, add_up, letters_of, letters_of_names
from payvand.tracing.queries.sides import Side, Sides, sides_of

_ALWAYS = ("name", "father", "mother", "birth", "sex", "place")
_IF_KNOWN = ("spouse", "child", "sibling", "relative", "phone", "document")
_NAMES = frozenset({"name", "father", "mother", "spouse", "child", "sibling", "relative"})
_NEARLY_SURE = 0.999


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence within a row: which words, what it says, how much it weighs in bits.

    Attributes:
        shown: the bits in tenths, so that those of a row add up to the row's.
    """

    left: str
    right: str
    note: str
    bits: float
    shown: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces of evidence that say the same thing of different words."""

    note: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fact of both people.

    Attributes:
        feature: which fact, by its code.
        title: the same in words.
        left, right: as (text, differs) runs; empty where nothing is known or may be shown.
        sides: what is known of both.
        pieces: the evidence in this row.
        letters: the words of names letter by letter.
        bits: the sum of the evidence; None where nothing was compared.
        shown: the same in tenths, so that those of all rows add up to the weight.
    """

    feature: str
    title: str
    left: Runs
    right: Runs
    sides: tuple[Side, Side]
    pieces: tuple[Piece, ...] = ()
    letters: tuple[Letters, ...] = ()
    bits: float | None = None
    shown: float | None = None

    @property
    def is_name(self) -> bool:
        """Whether both sides are names."""
        return self.feature in _NAMES

    @property
    def groups(self) -> tuple[Group, ...]:
        """The evidence put together by what it says, the heaviest first."""
        notes = dict.fromkeys(piece.note for piece in sorted(self.pieces, key=lambda piece: -abs(piece.bits)))
        return tuple(Group(note, tuple(piece for piece in self.pieces if piece.note == note)) for note in notes)

    @property
    def has_words(self) -> bool:
        """Whether the evidence speaks of single words, which are then shown with their bits."""
        of_words = self.feature in ("name", "father")
        return of_words and (len(self.pieces) > 1 or any(not (one.left and one.right) for one in self.pieces))


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """What the page that compares shows.

    Attributes:
        weight: the sum of all bits.
        probability: what the model makes of it, 0 to 1.
        calibration: what the probability was held against.
        differs: whether it weighs otherwise today than the hint says, in tenths.
        facts_changed: whether a fact was changed since; known only where it differs.
    """

    rows: tuple[Row, ...]
    weight: float
    probability: float
    calibration: search.Calibration
    differs: bool = False
    facts_changed: bool = False

    @property
    def names(self) -> tuple[str, str]:
        """The two names that stand side by side; other names are beside them."""
        name = next(row for row in self.rows if row.feature == "name")
        return name.sides[0].text, name.sides[1].text

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


def comparison(scope: Scope, card: HintCard) -> SideBySide:
    """Compare the sought person with a candidate that the Scope may know of, as the facts are now."""
    assert card.candidate is not None
    left, right = card.hint.sought.person, card.candidate
    compared = search.compare(left, right)
    evidence = _shown_to(scope, card, compared)
    sides = sides_of(scope, left, right, evidence)
    by_feature: dict[str, list[Evidence]] = {name: [] for name in (*_ALWAYS, *_IF_KNOWN)}
    for piece in evidence:
        by_feature[_row_of(piece, sides, evidence)].append(piece)
    rows = [
        _row(feature, pieces, sides.get(feature, (Side(), Side())))
        for feature, pieces in by_feature.items()
        if feature in _ALWAYS or pieces or any(side.text or side.hidden for side in sides.get(feature, ()))
    ]
    differs = round(compared.weight, 1) != round(card.hint.weight, 1)
    return SideBySide(
        rows=tuple(_adding_up(rows, compared.weight)),
        weight=compared.weight,
        probability=compared.probability,
        calibration=search.calibration(),
        differs=differs,
        facts_changed=differs and fingerprint_of(left, right) != card.hint.fingerprint,
    )


def _shown_to(scope: Scope, card: HintCard, compared: Comparison) -> list[Evidence]:
    """The evidence without words that only the record of a father says which this reader may not see."""
    people = (card.hint.sought.person, card.hint.candidate)
    shown = known_relatives([person.pk for person in people], scope=scope)
    words = [
        {
            word
            for name in (*(name.full_as_given for name in person.names.all()), *names_of(shown[person.pk], "father"))
            for word in name.split()
        }
        for person in people
    ]
    kept = gettext("(not shown to you)")

    def may_be_shown(text: str, side: int) -> str:
        return text if set(text.split()) <= words[side] else kept

    return [
        replace(piece, left=may_be_shown(piece.left, 0), right=may_be_shown(piece.right, 1))
        if piece.feature in ("name", "father")
        else piece
        for piece in compared.evidence
    ]


def _row_of(piece: Evidence, sides: Sides, compared: Sequence[Evidence]) -> str:
    """A word of the father's name that the other side lacks belongs to the father's row, not to the person's."""
    if piece.feature != "name" or (piece.left and piece.right):
        return piece.feature
    side = 0 if piece.left else 1
    word = piece.left or piece.right
    answered = [one for one in compared if one.feature == "name" and one.left and one.right]
    used = [(one.left, one.right)[side] for one in answered]
    own, father = sides["name"][side].text.split(), sides["father"][side].text.split()
    return "father" if word in father and own.count(word) <= used.count(word) else "name"


def _row(feature: str, evidence: Iterable[Evidence], sides: tuple[Side, Side]) -> Row:
    of_words = feature in ("name", "father")
    # Of other features the sides are shown, as far as this reader may see them.
    pieces = tuple(
        Piece(one.left if of_words else "", one.right if of_words else "", sentence(one), one.bits) for one in evidence
    )
    # What stands in the name itself (a patronymic) has no fact of its own to show.
    left, right = sides[0].text, sides[1].text
    if of_words:
        left = left or _said(piece.left for piece in pieces)
        right = right or _said(piece.right for piece in pieces)
    languages = (sides[0].language, sides[1].language)
    shown = _marked(left, right, languages, pieces) if of_words else (((left, False),), ((right, False),))
    return Row(
        feature=feature,
        title=title(feature),
        left=shown[0] if left else (),
        right=shown[1] if right else (),
        sides=sides,
        pieces=pieces,
        bits=sum(piece.bits for piece in pieces) if pieces else None,
    )


def _adding_up(rows: Sequence[Row], weight: float) -> list[Row]:
    """Rows whose bits in tenths add up to the weight, and each row's pieces and letters to the row's."""
    shown = dict(
        zip(
            (row.feature for row in rows if row.bits is not None),
            add_up([row.bits for row in rows if row.bits is not None], weight),
            strict=True,
        )
    )
    return [_with_letters(row, shown.get(row.feature)) for row in rows]


def _with_letters(row: Row, total: float | None) -> Row:
    if total is None:
        return row
    parts = add_up([piece.bits for piece in row.pieces], total)
    pieces = tuple(replace(piece, shown=bits) for piece, bits in zip(row.pieces, parts, strict=True))
    if row.feature in ("name", "father"):
        alike = (piece for piece in pieces if piece.left and piece.right and piece.bits > 0)
        letters = [told for piece in alike if (told := letters_of(piece.left, piece.right, piece.shown))]
    elif row.is_name:
        letters = letters_of_names(row.sides[0].names, row.sides[1].names, total)
    else:
        letters = []
    return replace(row, pieces=pieces, letters=tuple(letters), shown=total)


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
