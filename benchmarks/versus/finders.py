"""Ways to find a name among many, ours and the peers': each is built over a register and gives ids, best first."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import numpy as np
from anyascii import anyascii
from rapidfuzz import fuzz, process

from payvand.matching import Record, Register
from versus.postgresql import NoServerError, server

DEPTH = 10
"""Ids that a finder gives at most."""

_RESCORED = 50  # names that logic-v2 weighs: it looks at whole names one by one and needs something that chooses them

Names = dict[str, str]
Find = Callable[[str], list[str]]


class AbsentError(Exception):
    """A peer that is not installed here; says which and how to have it."""


@contextmanager
def payvand(register: Names) -> Iterator[Find]:
    """Our own search by name alone."""
    built = Register.build(Record(record_id, name=name) for record_id, name in register.items())
    yield lambda name: [hit.id for hit in built.search(Record("query", name=name), DEPTH)]


@contextmanager
def rapidfuzz_on_anyascii(register: Names) -> Iterator[Find]:
    """Every name of the register by the token sort ratio."""
    ids, names = list(register), [romanised_by_anyascii(name) for name in register.values()]

    def find(name: str) -> list[str]:
        found = process.extract(romanised_by_anyascii(name), names, scorer=fuzz.token_sort_ratio, limit=DEPTH)
        return [ids[place] for _, _, place in found]

    yield find


@contextmanager
def trigrams_on_anyascii(register: Names) -> Iterator[Find]:
    """The measure of pg_trgm: what two sets of trigrams share, out of what either has."""
    vectorizer = _scikit("CountVectorizer")(analyzer=trigrams, binary=True, dtype=np.float32)
    matrix = vectorizer.fit_transform(romanised_by_anyascii(name) for name in register.values()).T.tocsr()
    sizes = np.asarray(matrix.sum(axis=0)).ravel()
    ids = list(register)

    def find(name: str) -> list[str]:
        grams = trigrams(romanised_by_anyascii(name))
        shared = (vectorizer.transform([romanised_by_anyascii(name)]) @ matrix).toarray().ravel()
        return [ids[place] for place in best(shared / (sizes + len(grams) - shared), DEPTH)]

    yield find


@contextmanager
def tfidf_on_uroman(register: Names) -> Iterator[Find]:
    """Letters in twos and threes within words, weighed by rarity."""
    nearest = _tfidf(register)
    ids = list(register)
    yield lambda name: [ids[place] for place in nearest(name, DEPTH)]


@contextmanager
def logic_v2(register: Names) -> Iterator[Find]:
    """The nearest fifty by TF-IDF, put in order by OpenSanctions' logic-v2."""
    score = logic_v2_score()
    nearest = _tfidf(register)
    ids, names = list(register), list(register.values())

    def find(name: str) -> list[str]:
        scores = {place: score(name, names[place]) for place in nearest(name, _RESCORED)}
        return [ids[place] for place in sorted(scores, key=lambda place: -scores[place])[:DEPTH]]

    yield find


@contextmanager
def pg_trgm(register: Names) -> Iterator[Find]:
    """A PostgreSQL server with pg_trgm and its index for the nearest by similarity."""
    try:
        with server() as connection:
            connection.execute("CREATE EXTENSION pg_trgm")
            connection.execute("CREATE TABLE register (place integer, name text)")
            with connection.cursor().copy("COPY register FROM STDIN") as copy:
                for place, name in enumerate(register.values()):
                    copy.write_row((place, romanised_by_anyascii(name)))
            connection.execute("CREATE INDEX ON register USING gist (name gist_trgm_ops (siglen = 64))")
            connection.execute("ANALYZE register")
            ids = list(register)

            def find(name: str) -> list[str]:
                query = "SELECT place FROM register ORDER BY name <-> %s LIMIT %s"
                rows = connection.execute(query, (romanised_by_anyascii(name), DEPTH))
                return [ids[place] for (place,) in rows]

            yield find
    except NoServerError as error:
        raise AbsentError(str(error)) from error


FINDERS = {
    "payvand": payvand,
    "rapidfuzz on anyascii": rapidfuzz_on_anyascii,
    "trigrams on anyascii": trigrams_on_anyascii,
    "PostgreSQL pg_trgm on anyascii": pg_trgm,
    "uroman and TF-IDF": tfidf_on_uroman,
    "TF-IDF, then logic-v2": logic_v2,
}


def best(scores: "np.ndarray[tuple[int], np.dtype[np.float32]]", count: int) -> list[int]:
    """The places of the highest scores, highest first; equal ones in their order."""
    count = min(count, len(scores))
    chosen = np.argpartition(-scores, count - 1)[:count]
    return [int(place) for place in chosen[np.lexsort((chosen, -scores[chosen]))]]


@functools.lru_cache(maxsize=1 << 20)
def romanised_by_anyascii(name: str) -> str:
    """A name as anyascii writes it, lower case."""
    return anyascii(name).casefold()


@functools.lru_cache(maxsize=1 << 20)
def romanised_by_uroman(name: str) -> str:
    """A name as uroman writes it, lower case; plain ASCII, which it leaves alone, is not handed to it."""
    return name.casefold() if name.isascii() else str(_uroman().romanize_string(name)).casefold()


@functools.cache
def _uroman():  # noqa: ANN202 — uroman ships no types
    if find_spec("uroman") is None:
        raise AbsentError("uroman is not installed: uv sync --group peers")
    import uroman

    return uroman.Uroman()


def _scikit(name: str):  # noqa: ANN202 — scikit-learn ships no types
    if find_spec("sklearn") is None:
        raise AbsentError("scikit-learn is not installed: uv sync --group peers")
    from sklearn.feature_extraction import text

    return getattr(text, name)


def trigrams(text: str) -> set[str]:
    """The trigrams of a text as pg_trgm counts them: of each word, with two blanks before it and one behind."""
    words = "".join(letter if letter.isalnum() else " " for letter in text).split()
    return {padded[start : start + 3] for word in words for padded in [f"  {word} "] for start in range(len(word) + 1)}


def _tfidf(register: Names) -> Callable[[str, int], list[int]]:
    vectorizer = _scikit("TfidfVectorizer")(analyzer="char_wb", ngram_range=(2, 3), dtype=np.float32)
    matrix = vectorizer.fit_transform(romanised_by_uroman(name) for name in register.values()).T.tocsr()

    def nearest(name: str, count: int) -> list[int]:
        return best((vectorizer.transform([romanised_by_uroman(name)]) @ matrix).toarray().ravel(), count)

    return nearest


def logic_v2_score() -> Callable[[str, str], float]:
    """The score of logic-v2 for two names of persons, from 0 to 1."""
    if find_spec("nomenklatura") is None:
        raise AbsentError("nomenklatura is not installed: uv pip install nomenklatura (it builds against ICU)")
    from followthemoney import EntityProxy
    from nomenklatura.matching import LogicV2
    from nomenklatura.matching.types import ScoringConfig

    settings = ScoringConfig.defaults()

    def entity(name: str) -> EntityProxy:  # what it remembers of an entity it remembers by id
        return EntityProxy.from_dict({"id": name, "schema": "Person", "properties": {"name": [name]}})

    return lambda one, other: float(LogicV2.compare(entity(one), entity(other), settings).score)
