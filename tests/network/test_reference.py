"""The reference data: what is shipped is what is written under data/, and loading it twice changes nothing."""

from pathlib import Path

from django.test import TestCase
from django.utils import translation

from payvand.network import reference
from payvand.network.models import Country, Organisation, Place, PlaceName
from payvand.network.queries import find_places, place_chain, places_labelled
from payvand.network.services import load_reference_data

DATA = Path(__file__).parents[2] / "data" / "network"


def test_the_package_ships_the_tables_of_data():
    written = {path.name: path.read_bytes() for path in DATA.glob("*.csv")}
    shipped = {path.name: path.read_bytes() for path in reference.FOLDER.glob("*.csv")}
    assert shipped == written


def test_every_code_is_there_once_and_every_parent_exists():
    codes = [place.code for place in reference.places()]
    assert len(codes) == len(set(codes))
    assert {place.parent for place in reference.places()} - {""} <= set(codes)
    assert {name.place for name in reference.names()} <= set(codes)


def test_all_regions_of_the_five_countries_are_there():
    regions = [place for place in reference.places() if place.iso3166_2]
    counts = {country: sum(place.country == country for place in regions) for country in ("KZ", "KG", "TJ", "TM", "UZ")}
    assert counts == {"KZ": 20, "KG": 9, "TJ": 5, "TM": 6, "UZ": 14}


def _state():
    return (
        set(Country.objects.values_list("iso2", "name_ru")),
        set(Place.objects.values_list("pk", "code", "parent_id", "label_ru")),
        sorted(PlaceName.objects.values_list("pk", "text")),
        set(Organisation.objects.values_list("pk", "code", "name")),
    )


FOUND_BY = {
    "Khujand": "Khujand",
    "Хуҷанд": "Khujand",
    "худжанд": "Khujand",
    "خجند": "Khujand",
    "Leninabad": "Khujand",
    "Ленинобод": "Khujand",
    "Фрунзе": "Bishkek",
    "Kurgan-Tyube": "Bokhtar",
    "Қӯрғонтеппа": "Bokhtar",
    "Куляб": "Kŭlob",
    "Кӯлоб": "Kŭlob",
    "Алма-Ата": "Almaty",
    "alma ata": "Almaty",
    "Целиноград": "Astana",
    "Красноводск": "Türkmenbaşy",
    "Chardzhou": "Türkmenabat",
    "Fargʻona": "Fergana",
    "Фарғона": "Fergana",
    "دوشنبه": "Dushanbe",
    "Ашхабад": "Ashgabat",
    "Ленинград": "Saint Petersburg",
}


class WithReferenceData(TestCase):
    """One loading for all of these: it writes some ten thousand names."""

    @classmethod
    def setUpTestData(cls):
        load_reference_data()

    def test_loading_twice_changes_nothing(self):
        first = _state()
        load_reference_data()
        assert _state() == first

    def test_a_name_that_left_the_tables_goes_and_a_missing_one_comes_back(self):
        khujand = find_places("Khujand")[0].place
        stale = PlaceName.objects.create(place=khujand, text="Tigrodon", script="Latn", folded="tigrodon", latin="tig")
        khujand.names.filter(text="Ленинабад", language="ru").delete()
        load_reference_data()
        assert not PlaceName.objects.filter(pk=stale.pk).exists()
        assert khujand.names.filter(text="Ленинабад", language="ru").count() == 1

    def test_a_place_is_found_in_every_script_and_by_its_old_names(self):
        for text, expected in FOUND_BY.items():
            with self.subTest(text):
                assert expected in [hit.place.label_en for hit in find_places(text, limit=5)]

    def test_a_search_costs_one_query_however_many_it_finds(self):
        for text in ("Khujand", "a", "no such place anywhere"):
            with self.assertNumQueries(1):
                codes = [(hit.place.code, hit.place.full_label)[0] for hit in find_places(text)]
            assert len(codes) == len(set(codes))

    def test_a_town_leads_up_to_its_country(self):
        kulob = find_places("Kulob")[0].place
        assert [place.code for place in place_chain(kulob)] == ["geonames:1221194", "TJ-KT", "TJ"]
        with translation.override("ru"):
            assert kulob.full_label == "Куляб, Хатлонская область, Таджикистан"
            assert [place.pk for place in places_labelled(kulob.full_label)] == [kulob.pk]

    def test_an_old_name_says_when_it_was_official(self):
        hit = find_places("Leninabad")[0]
        assert (hit.name.text, hit.name.valid_from, hit.name.valid_to) == ("Leninabad", 1936, 1991)


def test_nothing_is_found_for_nothing(db):
    assert find_places("") == []
    assert find_places("  — ") == []
