# ruff: noqa: INP001 — a script beside the package
"""Write the tables of levels and bits into docs/reference/evidence.md, from the weights that the package ships.

python scripts/evidence_reference.py
"""

from pathlib import Path

from payvand.matching.evidence import FEATURES, LEVELS
from payvand.matching.weights import default_weights

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "evidence.md"
BEGIN, END = "<!-- table: written by scripts/evidence_reference.py -->\n", "<!-- end of table -->"


def table() -> str:
    """The levels of every feature beyond the name: m, u and bits."""
    weights = default_weights()
    rows = ["| Feature | Note | m | u | Bits |", "|---|---|---|---|---|"]
    for feature in FEATURES[2:]:
        for number, level in enumerate(LEVELS[feature], start=1):
            m, u = weights.levels[feature][level]
            bits = f"{float(weights.bits[FEATURES.index(feature), number]):+.1f}".replace("-", "−")
            rows.append(f"| `{feature}` | `{level}` | {m:.2g} | {u:.2g} | {bits} |")
    return "\n".join(rows) + "\n"


def page() -> str:
    """The page with its table as it should be."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
