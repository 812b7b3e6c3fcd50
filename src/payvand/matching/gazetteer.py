"""Places that are known by key: which lies in which, and what they were called before.

A key holds the way down to the place, so that two keys alone tell how the places relate. The table covers countries,
the regions of Central Asia, its towns and the larger ones of Afghanistan and Russia; a village is told by its name.
"""

import functools
import json
import re
from pathlib import Path
from typing import Final, NamedTuple, TypedDict

from payvand.matching.damage import told_of_model
from payvand.names import search_fold

GAZETTEER_FILE: Final = Path(__file__).with_name("gazetteer.json")

FORMER: Final = 1 << 31
"""Set where the name is one that the place bore before."""

COUNTRY_SHIFT: Final = 23
REGION_SHIFT: Final = 16
_TOWN: Final = (1 << REGION_SHIFT) - 1
_REGION: Final = (1 << COUNTRY_SHIFT) - 1 - _TOWN

_REGION_WORDS: Final = frozenset(
    search_fold(
        "region oblast oblysy oblasty viloyat viloyati velayat welaýat welaýaty wilayat province область обл облысы "
        "облусу облусы вилоят вилояти велаят ولایت استان"
    ).split()
)
_TOWN_WORDS: Final = frozenset(
    search_fold(
        "city town g gorod shahri shahar shaary şäheri qalasy город г пгт шаҳр шаҳри шаары қаласы شهر ښار"
    ).split()
)
_AREA_WORDS: Final = frozenset(
    search_fold("district rayon raion район р-н ноҳия ноҳияи tuman tumani etrap ауданы ولسوالی").split()
)
_MANY_TIMES: Final = 3
_AS_A_FORMER_NAME: Final = 2
_LEVELS = re.compile(r"[,،;]")
_MOST_LEVELS: Final = 5
_LONGEST: Final = 2000


class _Table(TypedDict):
    places: list[list[int]]
    names: dict[str, list[int]]
    regions: dict[str, list[int]]


class _Candidate(NamedTuple):
    """A place that a name may mean; `size` is what speaks for its being meant: inhabitants."""

    key: int
    size: int


def same(one: int, other: int) -> bool:
    """Whether two keys are of one place, by whatever name."""
    return bool(one) and one & ~FORMER == other & ~FORMER


def within(inner: int, outer: int) -> bool:
    """Whether the place of one key lies in that of the other, or is it."""
    inner, outer = inner & ~FORMER, outer & ~FORMER
    if not inner or not outer:
        return False
    shift = next(shift for shift in (COUNTRY_SHIFT, REGION_SHIFT, 0) if outer >> shift << shift == outer)
    return inner >> shift == outer >> shift


def levels(place: str) -> list[str]:
    """The levels of a place in words, smallest first, as commas part them; at most five."""
    parts = (part.strip() for part in _LEVELS.split(place[:_LONGEST]))
    return [part for part in parts if part][:_MOST_LEVELS]


@functools.lru_cache(maxsize=50_000)
def keys(place: str) -> tuple[int, ...]:
    """The key of each of a place's `levels`; 0 where the table has no such place, or several that it may be."""
    found: list[int] = []
    context = 0
    for smaller, text in reversed(list(enumerate(levels(place)))):
        key = _choose(text, context, smallest=smaller == 0)
        found.append(key)
        context = key & ~FORMER or context
    return tuple(reversed(found))


def _choose(text: str, context: int, *, smallest: bool) -> int:
    candidates = [each for each in _candidates(text) if not context or within(each.key, context)]
    # A town and the region around it often share a name: the smallest level means the town, a further one the region.
    towns = [each for each in candidates if each.key & _TOWN and not (smallest and each.key & FORMER)]
    regions = [each for each in candidates if not each.key & _TOWN and each.key & _REGION]
    if towns and regions:
        candidates = towns if smallest else regions
    candidates.sort(key=lambda each: -each.size)
    if candidates and all(candidates[0].size >= _MANY_TIMES * each.size for each in candidates[1:]):
        return candidates[0].key
    return 0


def _candidates(text: str) -> list[_Candidate]:
    words = search_fold(text).split()
    if any(word in _AREA_WORDS for word in words):
        return []
    bare = without_kind(text)
    table = _table()
    if any(word in _REGION_WORDS for word in words):
        return _of(table, table["regions"].get(bare, []))
    found = _of(table, table["names"].get(" ".join(words)) or table["names"].get(bare, []))
    if any(word in _TOWN_WORDS for word in words):
        return [each for each in found if each.key & _TOWN] or found
    return found


def without_kind(text: str) -> str:
    """A folded name without the word that says whether it is a town or a region."""
    words = search_fold(text).split()
    return " ".join(word for word in words if word not in _REGION_WORDS and word not in _TOWN_WORDS)


def _of(table: _Table, places: list[int]) -> list[_Candidate]:
    """Places by their numbers from 1, negative where the name is a former one."""
    found = []
    for number in places:
        key, size = table["places"][abs(number) - 1]
        found.append(_Candidate(key | FORMER, size // _AS_A_FORMER_NAME) if number < 0 else _Candidate(key, size))
    return found


@functools.lru_cache(maxsize=1)
def _table() -> _Table:
    with told_of_model(GAZETTEER_FILE):
        table: _Table = json.loads(GAZETTEER_FILE.read_text(encoding="utf-8"))
    return table
