"""A reliability plot as SVG: what was stated against what was borne out."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from payvand.matching.calibration import Bin

_SIDE: Final = 320
_LEFT, _TOP, _BELOW, _RIGHT = 52, 18, 46, 150
_COLOURS: Final = ("#b3541e", "#1f6f8b", "#5a7d2a")
_TENTHS: Final = 10
_SMALLEST, _LARGEST = 2.5, 9.0


def reliability_svg(series: Mapping[str, Sequence[Bin]], title: str) -> str:
    """The plot of one or several runs: a mark for every tenth, larger where it stands for more pairs.

    Args:
        series: The tenths of each run, by its name; at most three.
        title: What it is about, for those who cannot see it.
    """
    most = max((each.pairs for bins in series.values() for each in bins), default=1)
    parts = [*_frame(title)]
    for number, (name, bins) in enumerate(series.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        line = " ".join(f"{_across(each.stated):.1f},{_up(each.borne_out):.1f}" for each in bins)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        parts += [_mark(each, colour, most) for each in bins]
        height = _TOP + 14 + 20 * number
        parts.append(f'<rect x="{_LEFT + _SIDE + 14}" y="{height - 9}" width="10" height="10" fill="{colour}"/>')
        parts.append(f'<text x="{_LEFT + _SIDE + 30}" y="{height}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _frame(title: str) -> list[str]:
    wide, high = _LEFT + _SIDE + _RIGHT, _TOP + _SIDE + _BELOW
    look = 'role="img" font-family="sans-serif" font-size="12" fill="#333"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" {look}><title>{escape(title)}</title>',
        f'<rect width="{wide}" height="{high}" fill="#fff"/>',
    ]
    for tenth in range(0, _TENTHS + 1, 2):
        value = tenth / _TENTHS
        parts += [
            f'<line x1="{_across(value)}" y1="{_up(0)}" x2="{_across(value)}" y2="{_up(1)}" stroke="#e3e3e3"/>',
            f'<line x1="{_across(0)}" y1="{_up(value)}" x2="{_across(1)}" y2="{_up(value)}" stroke="#e3e3e3"/>',
            f'<text x="{_across(value)}" y="{_up(0) + 16}" text-anchor="middle">{value:.1f}</text>',
            f'<text x="{_LEFT - 8}" y="{_up(value) + 4}" text-anchor="end">{value:.1f}</text>',
        ]
    middle = _TOP + _SIDE / 2
    parts += [
        f'<line x1="{_across(0)}" y1="{_up(0)}" x2="{_across(1)}" y2="{_up(1)}" stroke="#999" stroke-dasharray="4 4"/>',
        f'<text x="{_across(0.5)}" y="{_up(0) + 36}" text-anchor="middle">probability stated</text>',
        f'<text transform="translate(14 {middle}) rotate(-90)" text-anchor="middle">share that is one person</text>',
    ]
    return parts


def _mark(each: Bin, colour: str, most: int) -> str:
    radius = _SMALLEST + (_LARGEST - _SMALLEST) * (each.pairs / most) ** 0.25
    told = f"{each.stated:.2f} stated, {each.borne_out:.2f} borne out, {each.pairs} pairs"
    return (
        f'<circle cx="{_across(each.stated):.1f}" cy="{_up(each.borne_out):.1f}" r="{radius:.1f}" fill="{colour}" '
        f'fill-opacity="0.75"><title>{told}</title></circle>'
    )


def _across(value: float) -> float:
    return _LEFT + _SIDE * value


def _up(value: float) -> float:
    return _TOP + _SIDE * (1 - value)
