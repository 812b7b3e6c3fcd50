"""What each level of each feature weighs, in bits (Fellegi & Sunter 1969): log2 of m over u.

m is how often two records of one person reach a level, u how often those of two people do, both where both sides say
something of the feature. The numbers are in `weights.json`; a register's own come from `fellegi_sunter.estimate`.
"""

import functools
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.errors import DamagedWeightsError
from payvand.matching.evidence import FEATURES, LEVELS

WEIGHTS_FILE: Final = Path(__file__).with_name("weights.json")
MOST_FEATURES: Final = 16
MOST_LEVELS: Final = 16

Rates = dict[str, tuple[float, float]]
"""m and u of each level of one feature, by its name."""


@dataclass(frozen=True)
class Weights:
    """The weights of all features.

    Attributes:
        levels: m and u of each level of each feature but the name.
        name: Bits of tokens of names that nothing answers to; `kinship` is a share of bits.
        most: The most bits that the likeness of a relative's name adds, by feature.
        worth: Knots, rising: a sum of bits of the tokens of a name, and what it weighs. Names go together more than
            letters say, so the sum is worth less than itself; 0 is worth 0.
        about: Where the numbers come from: `source`, `date`, `pairs` and what else was said of them.
    """

    levels: dict[str, Rates]
    name: dict[str, float]
    most: dict[str, float]
    worth: tuple[tuple[float, float], ...]
    about: dict[str, Any] = field(default_factory=dict)

    @functools.cached_property
    def bits(self) -> NDArray[np.float32]:
        """Bits of each level [16, 16], by the numbers of feature and level."""
        table = self._table(lambda m, u: float(np.log2(m / u)))
        for number, level in enumerate(LEVELS["name"], start=1):
            table[0, number] = self.name[level]
        return table

    @functools.cached_property
    def table(self) -> NDArray[np.float32]:
        """All of it as the kernel reads it [35, 16]: bits, chances (u), most of relatives, knots of the name."""
        most = np.zeros((1, MOST_LEVELS), dtype=np.float32)
        for feature, bits in self.most.items():
            most[0, FEATURES.index(feature)] = bits
        knots = [*self.worth, *(_beyond(self.worth, step) for step in range(1, MOST_LEVELS - len(self.worth) + 1))]
        return np.concatenate([self.bits, self._table(lambda _, u: u), most, np.array(knots, dtype=np.float32).T])

    def _table(self, value: Any) -> NDArray[np.float32]:
        table = np.zeros((MOST_FEATURES, MOST_LEVELS), dtype=np.float32)
        for feature, rates in self.levels.items():
            for level, (m, u) in rates.items():
                table[FEATURES.index(feature), LEVELS[feature].index(level) + 1] = value(m, u)
        return table

    def as_json(self) -> str:
        """The weights as a file keeps them, one feature a line."""
        levels = {
            feature: {level: [float(f"{each:.6g}") for each in pair] for level, pair in rates.items()}
            for feature, rates in self.levels.items()
        }
        parts = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in self.about.items()]
        parts += [f'"name": {json.dumps(self.name)}', f'"most": {json.dumps(self.most)}']
        parts.append(f'"worth": {json.dumps(self.worth)}')
        lines = ",\n".join(f"    {json.dumps(feature)}: {json.dumps(rates)}" for feature, rates in levels.items())
        return "{\n  " + ",\n  ".join(parts) + ',\n  "levels": {\n' + lines + "\n  }\n}\n"

    @classmethod
    def from_json(cls, text: str) -> "Weights":
        """Reads what `as_json` wrote.

        Raises:
            DamagedWeightsError: it is not that, or a level lacks its rates.
        """
        try:
            told = json.loads(text)
            levels = {
                feature: {level: (float(rates[level][0]), float(rates[level][1])) for level in LEVELS[feature]}
                for feature, rates in told.pop("levels").items()
            }
            worth = tuple((float(raw), float(weight)) for raw, weight in told.pop("worth"))
            made = cls(levels, dict(told.pop("name")), dict(told.pop("most")), worth, told)
            rises = bool((np.diff(made.table[-2:]) > 0).all()) and (0.0, 0.0) in worth
            whole = rises and set(made.levels) == set(FEATURES[2:]) and bool(np.isfinite(made.table).all())
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, ZeroDivisionError) as error:
            raise DamagedWeightsError(str(error)) from error
        if not whole:
            raise DamagedWeightsError(
                "a feature is missing, a rate is not above 0, or what a name weighs does not rise through 0"
            )
        return made


def _beyond(knots: tuple[tuple[float, float], ...], step: int) -> tuple[float, float]:
    """A knot further on, as the last two lead: the kernel wants sixteen."""
    (from_raw, from_weight), (raw, weight) = knots[-2:]
    return raw + step * (raw - from_raw), weight + step * (weight - from_weight)


@functools.lru_cache(maxsize=1)
def default_weights() -> Weights:
    """The weights that the package ships."""
    return Weights.from_json(WEIGHTS_FILE.read_text(encoding="utf-8"))
