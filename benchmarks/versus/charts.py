"""Charts of the figures of record, as SVG: drawn by hand, so that the same figures give the same picture."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Final

from versus.figures import Figure

_WIDTH: Final = 860
_INK, _DIM, _LINE, _PAPER = "#17202a", "#4a5560", "#e3e0d8", "#ffffff"
_OURS: Final = "#0d6e6e"
_THEIRS: Final = ("#c98a1b", "#24508f", "#a8201a", "#7b858f", "#7a4fa3")
_LETTER: Final = 6.6  # width of a letter of a label, about
_RIGHT: Final = 36
_LEFT_OF_CURVE: Final = 60
_SQUARE: Final = 360


def finding_chart(figures: Iterable[Figure]) -> str:
    """A row a direction, a dot a method, at its R@1."""
    rows = [figure for figure in figures if figure.part == "finding"]
    return _dots(rows, "r_at_1", "Share of people found first (R@1)")


def registers_chart(figures: Iterable[Figure]) -> str:
    """Two rows a register: F1, and recall across scripts."""
    known = [figure for figure in figures if figure.part == "registers"]
    rows = []
    for task in dict.fromkeys(figure.task for figure in known):
        for label, key in (("F1", "f1"), ("across scripts", "cross_recall_at_p99")):
            chosen = [figure for figure in known if figure.task == task and key in figure.values]
            rows += [
                Figure("registers", f"{task}: {label}", figure.method, {"share": figure.values[key]})
                for figure in chosen
            ]
    return _dots(rows, "share", "F1, and share of the pairs between scripts that are found at precision .99")


def curves_chart(figures: Iterable[Figure]) -> str:
    """Precision over recall on the register in the most scripts that was measured."""
    known = [figure for figure in figures if figure.part == "registers" and "curve" in figure.values]
    several = [figure for figure in known if "cross_pairs" in figure.values]
    task = several[-1].task if several else ""
    chosen = _ours_first([figure for figure in several if figure.task == task])
    left, top, size = _LEFT_OF_CURVE, 70, _SQUARE
    parts = [_text(16, 26, f"Precision over recall: {task}", weight=650, size=15)]
    for step in range(6):
        share = step / 5
        across, up = left + share * size, top + size - share * size
        parts += [
            f'<path d="M{left} {up:.1f}H{left + size}M{across:.1f} {top}V{top + size}" stroke="{_LINE}"/>',
            _text(left - 8, up + 4, f"{share:.1f}", anchor="end", colour=_DIM),
            _text(across, top + size + 18, f"{share:.1f}", anchor="middle", colour=_DIM),
        ]
    parts += [
        _text(left + size / 2, top + size + 40, "recall", anchor="middle", colour=_DIM),
        _text(left - 8, top - 12, "precision", anchor="start", colour=_DIM),
    ]
    for number, (figure, colour) in enumerate(zip(chosen, _colours(chosen), strict=True)):
        points = " ".join(
            f"{left + recall * size:.1f},{top + size - precision * size:.1f}"
            for recall, precision in figure.values["curve"]
        )
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += _key(left + size + 40, top + 20 + 26 * number, figure.method, colour)
    return _picture(top + size + 60, parts)


CHARTS: Final[dict[str, Callable[[Iterable[Figure]], str]]] = {
    "benchmarks-finding": finding_chart,
    "benchmarks-registers": registers_chart,
    "benchmarks-curves": curves_chart,
}


def _dots(figures: Sequence[Figure], value: str, title: str) -> str:
    """Rows by task, on a line from 0 to 1; a dot for each method, ours larger and with its figure."""
    methods = list(dict.fromkeys(figure.method for figure in _ours_first(figures)))
    colour = dict(zip(methods, _colours_of(methods), strict=True))
    tasks = list(dict.fromkeys(figure.task for figure in figures))
    labels = round(max((_LETTER * len(task) for task in tasks), default=0)) + 30
    parts, top = [_text(16, 26, title, weight=650, size=15)], 52
    for number, method in enumerate(methods):
        parts += _key(16 + (number % 3) * 280, top + 22 * (number // 3), method, colour[method])
    top += 22 * (-(-len(methods) // 3)) + 14
    across = _WIDTH - labels - _RIGHT
    bottom = top + 36 * len(tasks)
    for step in range(6):
        place = labels + across * step / 5
        parts.append(f'<path d="M{place:.1f} {top}V{bottom}" stroke="{_LINE}"/>')
        parts.append(_text(place, bottom + 18, f"{step / 5:.1f}", anchor="middle", colour=_DIM))
    for number, task in enumerate(tasks):
        middle = top + 36 * number + 18
        parts.append(f'<path d="M{labels} {middle}H{labels + across}" stroke="{_LINE}"/>')
        parts.append(_text(labels - 12, middle + 4, task, anchor="end"))
        for figure in reversed(_ours_first([figure for figure in figures if figure.task == task])):
            place = labels + across * figure.values[value]
            ours = figure.method.startswith("payvand")
            radius = 7 if ours else 5
            parts.append(
                f'<circle cx="{place:.1f}" cy="{middle}" r="{radius}" fill="{colour[figure.method]}" fill-opacity=".9">'
                f"<title>{escape(figure.method)}: {figure.values[value]:.3f}</title></circle>"
            )
            if ours:
                shown = f"{figure.values[value]:.3f}".removeprefix("0")
                parts.append(_text(place, middle - 10, shown, anchor="middle", weight=650, colour=_OURS, size=11))
    return _picture(bottom + 34, parts)


def _ours_first(figures: Iterable[Figure]) -> list[Figure]:
    return sorted(figures, key=lambda figure: not figure.method.startswith("payvand"))


def _colours(figures: Sequence[Figure]) -> list[str]:
    return _colours_of([figure.method for figure in figures])


def _colours_of(methods: Sequence[str]) -> list[str]:
    theirs = iter(_THEIRS * 2)
    return [_OURS if method.startswith("payvand") else next(theirs) for method in methods]


def _key(left: float, top: float, text: str, colour: str) -> list[str]:
    return [f'<circle cx="{left + 5}" cy="{top}" r="5" fill="{colour}"/>', _text(left + 16, top + 4, text)]


def _text(
    left: float, top: float, text: str, *, anchor: str = "start", colour: str = _INK, weight: int = 400, size: int = 12
) -> str:
    place = f'x="{left:.1f}" y="{top:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="{colour}" font-weight="{weight}" font-size="{size}">{escape(text)}</text>'


def _picture(height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" width="{_WIDTH}" '
        f'font-family="Noto Sans, system-ui, sans-serif">\n'
        f'<rect width="{_WIDTH}" height="{height:.0f}" rx="8" fill="{_PAPER}" stroke="{_LINE}"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )
