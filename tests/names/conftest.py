"""What names are tested against: expected romanisations, clusters of spellings, and the misses that are known."""

import csv
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

ROOT: Final = Path(__file__).parents[2]
EXPECTED: Final = ROOT.parent / "shared" / "names" / "romanisation_expected.tsv"
KNOWN: Final = Path(__file__).with_name("known_misses.tsv")

SYSTEMS: Final = {
    "bgnpcgn-rus-Cyrl-Latn-1947": ("ru", "BGN/PCGN"),
    "odni-rus-Cyrl-Latn-2015": ("ru", "ODNI-2015"),
    "bgnpcgn-kaz-Cyrl-Latn-1979": ("kk", "BGN/PCGN-1979"),
    "odni-kaz-Cyrl-Latn-2015": ("kk", "ODNI-2015"),
    "bgnpcgn-kir-Cyrl-Latn-1979": ("ky", "BGN/PCGN-1979"),
    "odni-kir-Cyrl-Latn-2015": ("ky", "ODNI-2015"),
    "bgnpcgn-tgk-Cyrl-Latn-1994": ("tg", "BGN/PCGN-1994"),
    "odni-tgk-Cyrl-Latn-2015": ("tg", "ODNI-2015"),
    "bgnpcgn-tuk-Cyrl-Latn-1979": ("tk", "BGN/PCGN-1979"),
    "bgnpcgn-tuk-Cyrl-Latn-1993": ("tk", "TKM-1993"),
    "odni-tuk-Cyrl-Latn-2015": ("tk", "ODNI-2015"),
    "bgnpcgn-uzb-Cyrl-Latn-1979": ("uz", "BGN/PCGN-1979"),
    "bgnpcgn-uzb-Cyrl-Latn-2000": ("uz", "UZ-1995"),
    "odni-uzb-Cyrl-Latn-2015": ("uz", "ODNI-2015"),
    "bgnpcgn-prs-Arab-Latn-2007": ("fa-AF", "BGN/PCGN-2007"),
    "odni-prs-Arab-Latn-2015": ("fa-AF", "ODNI-2015"),
    "bgnpcgn-ara-Arab-Latn-1956": ("ar", "BGN/PCGN-1956"),
    "odni-ara-Arab-Latn-2015": ("ar", "ODNI-2015"),
}
"""The systems of the expectations that a scheme of ours is meant to be."""


class Expectation(NamedTuple):
    """One row of the expectations."""

    system: str
    source: str
    latin: str


def _expectations() -> Iterator[Expectation]:
    """The rows of the systems that we have."""
    with EXPECTED.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["system"] in SYSTEMS:
                yield Expectation(row["system"], row["source"], row["latin"])


@pytest.fixture(scope="session")
def expectations() -> list[Expectation]:
    """The expected romanisations of the systems that we have."""
    if not EXPECTED.exists():
        pytest.skip("the expected romanisations lie beside the checkout and are not here")
    return list(_expectations())


@pytest.fixture(scope="session")
def systems() -> dict[str, tuple[str, str]]:
    """The language and scheme of ours that each system of the expectations is meant to be."""
    return SYSTEMS


_APOSTROPHES: Final = str.maketrans(dict.fromkeys("ʻʼ‘’'ʹ", "ʼ") | dict.fromkeys('”ʺ"', "”"))


def _comparable(latin: str) -> str:
    """What is compared: composed letters, one form of apostrophe, no case (Arabic script has none)."""
    return unicodedata.normalize("NFC", latin).translate(_APOSTROPHES).casefold()


@pytest.fixture(scope="session")
def comparable() -> Callable[[str], str]:
    """Brings a Latin text to the form in which it is compared with an expectation."""
    return _comparable


class Miss(NamedTuple):
    """One row of `known_misses.tsv`: what we give, and why it is not what is expected."""

    kind: str
    system: str
    source: str
    got: str
    reason: str


@pytest.fixture(scope="session")
def known_misses() -> list[Miss]:
    """The known misses of every kind (romanisation, variant)."""
    with KNOWN.open(encoding="utf-8", newline="") as lines:
        return [Miss(**row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


class Cluster(NamedTuple):
    """Spellings of one name, and near names that are other names."""

    name: str
    forms: tuple[str, ...]
    others: tuple[str, ...]


_OTHER: Final = "(not same)"


def _clusters() -> Iterator[Cluster]:
    """The clusters of `data/names/variants.csv`."""
    with (ROOT / "data" / "names" / "variants.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            forms = row["forms"].split("; ")
            yield Cluster(
                row["cluster"],
                tuple(form for form in forms if not form.endswith(_OTHER)),
                tuple(form.removesuffix(_OTHER) for form in forms if form.endswith(_OTHER)),
            )


@pytest.fixture(scope="session")
def clusters() -> list[Cluster]:
    """The clusters of spellings of one name."""
    return list(_clusters())
