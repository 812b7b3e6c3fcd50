"""The laws on personal data that the package carries (`data/protection/laws.csv`); a test holds the two equal."""

import csv
from collections.abc import Iterator
from importlib.resources import files
from typing import Any


def laws() -> Iterator[dict[str, Any]]:
    """Yield the columns of each `models.CountryLaw` that come from the package."""
    text = files(__name__).joinpath("laws.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield {
            **row,
            "bases": row["bases"].split(),
            "export_needs_consent": row["export_needs_consent"] == "yes",
            "breach_hours": int(row["breach_hours"]) if row["breach_hours"] else None,
            "unverified": row["unverified"] == "yes",
        }
