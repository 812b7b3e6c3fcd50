"""Makes the gazetteer from the tables of places: `python -m payvand.matching.build_gazetteer [DATA]`.

DATA is the folder with `network/`, by default `data/` of the checkout. A test holds the package's copy to it.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

from payvand.matching.gazetteer import COUNTRY_SHIFT, GAZETTEER_FILE, REGION_SHIFT, without_kind
from payvand.names import search_fold
from payvand.names.build_tables import DATA, rows_of

_REGION_SIZE: Final = 500_000
_COUNTRY_SIZE: Final = 5_000_000
"""What stands for the inhabitants where the tables do not count them: a name is a region's before it is a hamlet's."""


class Gazetteer:
    """Places with their names, gathered from the tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places: list[list[int]] = []
        self.names: dict[str, list[int]] = defaultdict(list)
        self.regions: dict[str, list[int]] = defaultdict(list)
        self.numbers: dict[str, int] = {}
        self._countries()
        self._regions()
        self._towns()
        self._renamings()

    def _place(self, code: str, key: int, size: int) -> int:
        self.places.append([key, size])
        self.numbers[code] = len(self.places)
        return len(self.places)

    def _name(self, text: str, number: int, *, region: bool = False) -> None:
        """Enters a name; `number` is negative where it is a former one."""
        for names, written in ((self.names, search_fold(text)), (self.regions, without_kind(text))):
            known = names[written]
            if written and (names is self.names or region) and not {number, -number} & set(known):
                known.append(number)

    def _countries(self) -> None:
        for place, row in enumerate(rows_of(self.folder / "countries.csv"), start=1):
            self._place(row["iso2"], place << COUNTRY_SHIFT, _COUNTRY_SIZE)
        for row in rows_of(self.folder / "country_names.csv"):
            self._name(row["text"], self.numbers[row["iso2"]])

    def _regions(self) -> None:
        for place, row in enumerate(rows_of(self.folder / "regions.csv"), start=1):
            key = self._key(row["country"]) | place << REGION_SHIFT
            number = self._place(row["code"], key, _REGION_SIZE)
            for text in (row["name_iso"], row["en"], row["ru"], row["local"], row["local2"]):
                self._name(text, number, region=True)
                self._name(without_kind(text), number)
        for row in rows_of(self.folder / "former_regions.csv"):
            for text in (row["en"].removesuffix(" (former)"), row["ru"].removesuffix(" (бывшая)"), row["local"]):
                self._name(text, -self.numbers[row["successor"]], region=True)

    def _key(self, code: str) -> int:
        return self.places[self.numbers[code] - 1][0]

    def _towns(self) -> None:
        for place, row in enumerate(rows_of(self.folder / "towns.csv"), start=1):
            key = self._key(row["region"] or row["country"]) | place
            number = self._place(row["geonameid"], key, int(row["population"]))
            self._largest(f"{row['country']}:{row['name']}", number)
            self._name(row["name"], number)
            self._name(row["ru"], number)
        for row in rows_of(self.folder / "town_names.csv"):
            self._name(row["text"], self.numbers[row["geonameid"]])

    def _largest(self, code: str, number: int) -> None:
        """Lets a code stand for the town with the most inhabitants among those of one name."""
        known = self.numbers.get(code)
        if known is None or self.places[known - 1][1] < self.places[number - 1][1]:
            self.numbers[code] = number

    def _renamings(self) -> None:
        for row in rows_of(self.folder / "renamings.csv"):
            number = self.numbers.get(row["place"])
            if number is None:
                continue
            written = search_fold(row["text"])
            self.names[written] = [known for known in self.names[written] if known != number]
            self._name(row["text"], -number if row["to"] else number, region=":" not in row["place"])


def text(data: Path = DATA) -> str:
    """The gazetteer as the package keeps it: JSON, one table a line."""
    made = Gazetteer(data / "network")
    tables = {
        "places": made.places,
        "names": {name: numbers for name, numbers in sorted(made.names.items()) if name and numbers},
        "regions": {name: numbers for name, numbers in sorted(made.regions.items()) if name and numbers},
    }
    lines = (
        f"{json.dumps(key)}:{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
        for key, value in tables.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main(arguments: list[str]) -> int:
    """Writes the package's copy. Exit 0."""
    GAZETTEER_FILE.write_text(text(Path(arguments[0]) if arguments else DATA), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
