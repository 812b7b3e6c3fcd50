"""What a run found, as one page of HTML that needs nothing else: charts are SVG, the style stands in it.

The page names no person: its examples are ids and evidence.
"""

import html
import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

from payvand.matching.linking.pipeline import Linked

_STYLE: Final = """
:root{--paper:#f7f5f0;--card:#fff;--ink:#1d2b2a;--quiet:#5d6b69;--line:#dedbd2;
--teal:#0f766e;--pale:#cfe6e2;--amber:#b45309}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:1120px;margin:0 auto;padding:32px 20px 64px}h1{font-size:28px;line-height:1.2;margin:0 0 4px}
h2{font-size:18px;margin:0 0 12px}p{margin:0 0 12px;max-width:70ch}small,.quiet{color:var(--quiet)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:24px 0}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px;min-width:0}
.tiles b{display:block;font-size:24px;font-variant-numeric:tabular-nums}section.card{margin-top:16px}
.two{display:grid;
grid-template-columns:repeat(auto-fit,minmax(min(420px,100%),1fr));gap:16px}.two .card{margin-top:16px}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:14px}
th{font-weight:600;color:var(--quiet);text-align:start}
th,td{padding:6px 10px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
td.n,th.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}tr:last-child td{border-bottom:0}
svg{display:block;width:100%;height:auto}svg text{font:12px system-ui,sans-serif;fill:var(--quiet)}
.bar{fill:var(--teal)}.axis{stroke:var(--line)}.one{stroke:var(--teal);fill:none;stroke-width:2.5}
.two-line{stroke:var(--amber);fill:none;stroke-width:2.5;stroke-dasharray:6 4}
.warn{color:var(--amber);font-weight:600}
.pieces span{display:inline-block;background:var(--pale);border-radius:6px;padding:0 7px;margin:2px 4px 2px 0}
.pieces .against{background:#f6e3cf}code{font:13px ui-monospace,monospace;overflow-wrap:anywhere}
@media(max-width:520px){main{padding:20px 14px 48px}h1{font-size:23px}.card{padding:14px}}
"""
_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 640, 240, 52, 28


def page(found: Linked, names: Sequence[str]) -> str:
    """The page of a run.

    Args:
        found: What the run found.
        names: Names of the registers' files.
    """
    parts = [
        _head(found, names),
        '<div class="two">',
        _card(
            "Weights of the pairs that were compared",
            _histogram(found),
            "Logarithmic scale; bits above 0 speak for one person.",
        ),
        _card("Pairs by probability", _thresholds(found)),
        "</div>",
        _labelled(found),
        _card("How candidates were found", _steps(found), _dropped(found)),
        _clusters(found),
        _card("What the register taught", _weights(found), _prior(found)),
        _card(
            "Examples: the surest, the doubtful, the least sure", _examples(found), "Ids only: this page names nobody."
        ),
    ]
    title = html.escape(" ↔ ".join(names))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width,initial-scale=1"><title>Linked: {title}</title><style>{_STYLE}</style></head>'
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _head(found: Linked, names: Sequence[str]) -> str:
    title = "Duplicates in " + names[0] if len(names) == 1 else " and ".join(names)
    tiles = [(f"{count:,}", f"records in {name}") for name, count in zip(names, found.records, strict=True)]
    tiles += [(f"{found.candidates:,}", "pairs compared"), (f"{found.pairs:,}", "pairs found (probability ≥ 0.01)")]
    if found.clusters:
        people = sum(number for size, number in found.clusters["sizes"].items() if int(size) > 1)
        tiles.append((f"{people:,}", "people with more than one record"))
    drawn = "".join(
        f'<div class="card"><b>{value}</b><small>{html.escape(said)}</small></div>' for value, said in tiles
    )
    said = '<p class="quiet">Found by Payvand; a person decides.</p>'
    return f'<h1>{html.escape(title)}</h1>{said}<div class="tiles">{drawn}</div>'


def _card(title: str, body: str, said: str = "") -> str:
    told = f"<p class='quiet'>{html.escape(said)}</p>" if said else ""
    return f'<section class="card"><h2>{html.escape(title)}</h2>{told}{body}</section>'


def _table(header: Iterable[tuple[str, bool]], rows: Iterable[Sequence[str]]) -> str:
    """A table; the flag of a column says whether it holds numbers. Cells come escaped."""
    columns = list(header)
    marks = [' class="n"' if number else "" for _, number in columns]
    head = "".join(f"<th{mark}>{html.escape(name)}</th>" for (name, _), mark in zip(columns, marks, strict=True))
    body = "".join(
        f"<tr>{''.join(f'<td{mark}>{cell}</td>' for cell, mark in zip(row, marks, strict=True))}</tr>" for row in rows
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _svg(drawn: str, label: str) -> str:
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{html.escape(label)}">{drawn}</svg>'


def _histogram(found: Linked) -> str:
    counts, edges = found.histogram["counts"], found.histogram["edges"]
    top = math.log10(max([*counts, 1]) + 1)
    step = (_WIDTH - _LEFT) / max(len(counts), 1)
    room = _HEIGHT - _BOTTOM - 8
    bars = []
    for place, count in enumerate(counts):
        tall = room * math.log10(count + 1) / top
        if tall > 0:
            x, y = _LEFT + place * step, _HEIGHT - _BOTTOM - tall
            title = f"<title>{edges[place]:.0f} bits: {int(count):,}</title>"
            bars.append(
                f'<rect class="bar" x="{x:.1f}" y="{y:.1f}" width="{step - 1:.1f}" height="{tall:.1f}">{title}</rect>'
            )
    marks = _marks(
        (_LEFT + (at - edges[0]) / (edges[-1] - edges[0]) * (_WIDTH - _LEFT), f"{at}") for at in range(-40, 61, 20)
    )
    heights = [10**power for power in range(int(top) + 1)]
    sides = "".join(_beside(_HEIGHT - _BOTTOM - room * math.log10(at + 1) / top, f"{at:,}") for at in heights)
    return _svg("".join(bars) + marks + sides, "How many pairs have which weight")


def _beside(height: float, said: str) -> str:
    return f'<text x="{_LEFT - 8}" y="{height + 4:.1f}" text-anchor="end">{html.escape(said)}</text>'


def _marks(marks: Iterable[tuple[float, str]]) -> str:
    base = _HEIGHT - _BOTTOM
    line = f'<line class="axis" x1="{_LEFT}" x2="{_WIDTH}" y1="{base}" y2="{base}"/>'
    held = ((min(max(x, _LEFT), _WIDTH - 14), html.escape(said)) for x, said in marks)
    return line + "".join(f'<text x="{x:.1f}" y="{base + 18}" text-anchor="middle">{said}</text>' for x, said in held)


def _thresholds(found: Linked) -> str:
    rows = [(f"≥ {each['probability']:g}", f"{int(each['pairs']):,}") for each in found.thresholds]
    return _table((("Probability", False), ("Pairs", True)), rows)


def _labelled(found: Linked) -> str:
    if not found.labelled:
        return ""
    points = found.labelled
    xs = [_LEFT + place / max(len(points) - 1, 1) * (_WIDTH - _LEFT - 20) for place in range(len(points))]
    room = _HEIGHT - _BOTTOM - 8

    def line(key: str, style: str) -> str:
        path = " ".join(
            f"{x:.1f},{_HEIGHT - _BOTTOM - room * each[key]:.1f}" for x, each in zip(xs, points, strict=True)
        )
        return f'<polyline class="{style}" points="{path}"/>'

    marks = _marks(zip(xs, (f"{each['probability']:g}" for each in points), strict=True))
    sides = "".join(_beside(_HEIGHT - _BOTTOM - room * at, f"{at:g}") for at in (0, 0.5, 1))
    chart = _svg(
        line("precision", "one") + line("recall", "two-line") + marks + sides, "Precision and recall by probability"
    )
    header = (("Probability", False), ("Pairs", True), ("Precision", True), ("Recall", True), ("F1", True))
    rows = [
        (
            f"≥ {each['probability']:g}",
            f"{int(each['pairs']):,}",
            *(f"{each[key]:.4f}" for key in ("precision", "recall", "f1")),
        )
        for each in points
    ]
    return _card(
        "Against the labels", chart + _table(header, rows), "Precision is the whole line, recall the broken one."
    )


def _steps(found: Linked) -> str:
    header = (
        ("Pass", False),
        ("Key", True),
        ("Block at most", True),
        ("Pairs", True),
        ("Blocks too large", True),
        ("Pairs left out", True),
    )
    rows = [
        (
            html.escape(step["name"]),
            str(step["rung"] + 1),
            f"{step['most']:,}",
            f"{step['pairs']:,}",
            f"{step['large']:,}",
            f'<span class="warn">{step["dropped"]:,}</span>' if step["dropped"] else "0",
        )
        for step in found.steps
        if step["pairs"] or step["large"]
    ]
    return _table(header, rows)


def _dropped(found: Linked) -> str:
    dropped = sum(step["dropped"] for step in found.steps)
    if not dropped:
        return "No block was too large for its finest key: nothing was left out."
    return (
        f"{dropped:,} pairs agree in what is too common to compare them all, even under the finest key of a pass. "
        "Other passes may have found them."
    )


def _clusters(found: Linked) -> str:
    if not found.clusters:
        return ""
    rows = [
        (size, f"{number:,}") for size, number in sorted(found.clusters["sizes"].items(), key=lambda each: int(each[0]))
    ]
    said = (
        f"{found.clusters['refused']:,} pairs were left out that would join records which contradict each other; "
        f"{found.clusters['bridges']:,} bridges between well-knit clusters were cut."
    )
    return _card("Clusters by size", _table((("Records", False), ("Clusters", True)), rows), said)


def _prior(found: Linked) -> str:
    odds = 2 ** min(-found.prior, 60.0)
    return (
        f"Two records drawn at random are one person with odds of 1 to {odds:,.0f}. "
        "m and u are rates among records of one person and of two."
    )


def _weights(found: Linked) -> str:
    header = (("Feature", False), ("Level", False), ("m", True), ("u", True), ("Bits", True))
    rows = [
        (each["feature"], each["level"], f"{each['m']:.4g}", f"{each['u']:.3g}", f"{each['bits']:+.2f}")
        for each in found.weights
        if each["feature"] in {"birth", "sex", "place", "phone", "document"}
    ]
    return _table(header, rows)


def _examples(found: Linked) -> str:
    header = (("Left", False), ("Right", False), ("Weight", True), ("Probability", True), ("Evidence", False))
    rows = [
        (
            f"<code>{html.escape(each['left'])}</code>",
            f"<code>{html.escape(each['right'])}</code>",
            f"{each['weight']:.1f}",
            f"{each['probability']:.3f}",
            _pieces(each["evidence"]),
        )
        for each in found.examples
    ]
    return _table(header, rows)


def _pieces(evidence: list[dict[str, Any]]) -> str:
    drawn = "".join(
        f"<span{'' if piece['bits'] >= 0 else ' class=against'}>{html.escape(piece['feature'])} "
        f"{html.escape(piece['note'])} {piece['bits']:+.1f}</span>"
        for piece in evidence
    )
    return f'<div class="pieces">{drawn}</div>'
