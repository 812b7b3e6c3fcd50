"""The tables of the reference are those of the code."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from payvand.tracing import policies
from payvand.tracing.enums import EnquiryState, EnquiryStep, RequestState, Step

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "tracing.md").read_text(encoding="utf-8")


def rows(name: str) -> dict[str, list[str]]:
    table = PAGE.split(f"<!-- {name} -->")[1].split(f"<!-- end of {name} -->")[0]
    cells = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in table.strip().splitlines()[2:]]
    return {re.match(r"`(\w+)`", row[0])[1]: row for row in cells}


def codes(cell: str) -> set[str]:
    named = set(re.findall(r"`(\w+)`", cell))
    return set(RequestState) - named if cell.startswith("all but") else named


@pytest.mark.parametrize("step", Step)
def test_each_step_stands_in_the_reference_as_in_the_code(step):
    transition = policies.TRANSITIONS[step]
    first, sources, target, right, note = rows("steps")[step]
    with translation.override("en"):
        assert first == f"`{step}` {step.label}"
    assert codes(sources) == set(transition.sources)
    assert codes(target) == ({transition.target} if transition.target else set())
    assert (right, note) == (f"`{transition.right}`", "required" if transition.needs_note else "")


@pytest.mark.parametrize("step", EnquiryStep)
def test_each_step_of_an_enquiry_too(step):
    way = policies.ENQUIRY_TRANSITIONS[step]
    _first, sources, target, words = rows("enquiries")[step]
    assert codes(sources) == {str(state) for state in EnquiryState if state in way.sources}
    assert codes(target) == ({way.target} if way.target else set())
    assert words == ("required" if way.needs_text else "")


def test_nothing_else_stands_there():
    assert set(rows("steps")) == set(Step)
    assert set(rows("enquiries")) == set(EnquiryStep)
