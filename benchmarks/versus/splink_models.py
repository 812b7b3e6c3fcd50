"""How Splink is set for each task: what is compared, what is blocked on, what it is trained on.

The registers' comparisons and blocks are those a user of its guide would choose for these fields; those of the public
benchmarks follow the worked examples of its documentation for the same sets.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import splink.comparison_library as cl
from splink import SettingsCreator, block_on


@dataclass(frozen=True)
class Model:
    """Settings, and how they are trained.

    Attributes:
        settings: What the linker is built with.
        certain: Rules that find almost only matches, and the share of all matches that they find.
        recall: That share.
        blocks: What the rounds of expectation-maximisation are blocked on.
    """

    settings: SettingsCreator
    certain: list[Any]
    recall: float
    blocks: list[Any]


def register() -> Model:
    """A register of `make_register.py`."""
    return Model(
        SettingsCreator(
            link_type="dedupe_only",
            comparisons=[
                cl.JaroWinklerAtThresholds("given", [0.92, 0.8]).configure(term_frequency_adjustments=True),
                cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
                cl.JaroWinklerAtThresholds("father", [0.92, 0.8]),
                cl.DateOfBirthComparison("dob", input_is_string=True),
                cl.ExactMatch("place").configure(term_frequency_adjustments=True),
                cl.ExactMatch("sex"),
            ],
            blocking_rules_to_generate_predictions=[
                block_on("dob", "substr(surname,1,1)"),
                block_on("dob", "substr(given,1,1)"),
                block_on("given", "surname", "place"),
                block_on("given", "father", "surname"),
                block_on("surname", "place", "substr(dob,1,4)"),
                block_on("given", "place", "substr(dob,1,4)"),
            ],
        ),
        [block_on("given", "surname", "dob"), block_on("surname", "dob", "place")],
        0.6,
        [block_on("dob"), block_on("given", "surname")],
    )


def febrl(link_type: str) -> Model:
    """FEBRL's invented Australians; `dedupe_only` for set 3, `link_only` for 4a and 4b."""
    return Model(
        SettingsCreator(
            unique_id_column_name="rec_id",
            link_type=link_type,
            comparisons=[
                cl.NameComparison("given_name"),
                cl.NameComparison("surname"),
                cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
                cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
                cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
                cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
            ],
            blocking_rules_to_generate_predictions=[
                block_on("soc_sec_id"),
                block_on("given_name", "surname"),
                "l.given_name = r.surname and l.surname = r.given_name",
                block_on("given_name", "date_of_birth"),
                block_on("surname", "date_of_birth"),
                block_on("given_name", "postcode"),
                block_on("surname", "postcode"),
                block_on("date_of_birth", "postcode"),
                block_on("street_number", "date_of_birth"),
            ],
        ),
        [
            "l.soc_sec_id = r.soc_sec_id",
            "l.given_name = r.given_name and l.surname = r.surname and l.date_of_birth = r.date_of_birth",
        ],
        0.9,
        [block_on("date_of_birth"), block_on("postcode")],
    )


def historical() -> Model:
    """Splink's own fifty thousand people of history, taken from Wikidata with errors put in."""
    return Model(
        SettingsCreator(
            link_type="dedupe_only",
            comparisons=[
                cl.ForenameSurnameComparison(
                    "first_name", "surname", forename_surname_concat_col_name="first_and_surname"
                ),
                cl.DateOfBirthComparison("dob", input_is_string=True),
                cl.PostcodeComparison("postcode_fake"),
                cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
                cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
            ],
            blocking_rules_to_generate_predictions=[
                block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
                block_on("surname", "dob"),
                block_on("first_name", "dob"),
                block_on("postcode_fake", "first_name"),
                block_on("postcode_fake", "surname"),
                block_on("dob", "birth_place"),
                block_on("substr(postcode_fake,1,3)", "dob"),
                block_on("substr(postcode_fake,1,3)", "first_name"),
                block_on("substr(postcode_fake,1,3)", "surname"),
                block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
            ],
        ),
        [
            "l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob",
            block_on("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
            "l.dob = r.dob and l.postcode_fake = r.postcode_fake",
        ],
        0.6,
        [block_on("first_name", "surname"), block_on("dob")],
    )


def fake() -> Model:
    """Splink's thousand invented people."""
    return Model(
        SettingsCreator(
            link_type="dedupe_only",
            comparisons=[
                cl.NameComparison("first_name"),
                cl.NameComparison("surname"),
                cl.DateOfBirthComparison("dob", input_is_string=True),
                cl.ExactMatch("city").configure(term_frequency_adjustments=True),
                cl.EmailComparison("email"),
            ],
            blocking_rules_to_generate_predictions=[
                block_on("first_name"),
                block_on("surname"),
                block_on("dob"),
                block_on("email"),
            ],
        ),
        [
            "l.first_name = r.first_name and levenshtein(r.dob, l.dob) <= 1",
            "l.surname = r.surname and levenshtein(r.dob, l.dob) <= 1",
            "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
            "l.email = r.email",
        ],
        0.7,
        [block_on("first_name", "surname"), block_on("dob")],
    )


MODELS: dict[str, Callable[[], Model]] = {
    "register": register,
    "febrl-dedupe": lambda: febrl("dedupe_only"),
    "febrl-link": lambda: febrl("link_only"),
    "historical": historical,
    "fake": fake,
}
