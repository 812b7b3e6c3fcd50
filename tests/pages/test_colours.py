"""Text is readable: the contrast of each pair of colours that meet, by WCAG 2.2 §1.4.3."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "src/payvand/pages/static/pages/css/tokens.css"
TEXT_ON_GROUND = [
    *(
        (text, ground)
        for text in ("ink", "ink-2", "ink-3", "accent", "danger")
        for ground in ("paper", "paper-2", "card")
    ),
    ("accent-ink", "accent-soft"),
    ("accent", "accent-soft"),
    ("amber", "amber-soft"),
    ("amber", "paper"),
    ("danger", "danger-soft"),
    ("ok", "ok-soft"),
    ("info", "info-soft"),
    ("ink-2", "plain-soft"),
    ("ink", "mark"),
    ("rail-ink", "rail"),
    ("rail-ink", "rail-2"),
    ("rail-ink-2", "rail"),
    ("card", "rail-3"),
    ("card", "rail-count"),
    ("card", "accent"),
    ("card", "danger"),
]
# Borders of controls and pictures that carry meaning need 3 to 1 (§1.4.11).
SHAPE_ON_GROUND = [("control-line", "card"), ("control-line", "paper"), ("accent", "line"), ("accent", "card")]


def colours() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", TOKENS.read_text(encoding="utf-8")))


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    dark, light = sorted((luminance(colours()[first]), luminance(colours()[second])))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_stands_out(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("shape", "ground"), SHAPE_ON_GROUND)
def test_shapes_stand_out(shape: str, ground: str) -> None:
    assert contrast(shape, ground) >= 3
