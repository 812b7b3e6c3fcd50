"""Puts the figures of record into the model card: `python benchmarks/model_card.py`."""

import json
import pathlib

ROOT = pathlib.Path(__file__).parents[1]
CARD = ROOT / "docs" / "reference" / "model-card.md"
RESULTS = ROOT / "benchmarks" / "results" / "matching_quality.json"
BEGIN, END = "<!-- figures: benchmarks/model_card.py -->", "<!-- end of figures -->"
HEAD = "| Names | Sought | R@1 | 95 % interval | R@10 |\n|---|---|---|---|---|\n"
TITLES = {
    "held out": "**With a part that the model was not taught.** The model is learned without a tenth of the name parts,"
    " chosen by a checksum of their skeletons; the names sought all hold such a part, in any script.",
    "shipped": "**All names, by the shipped model.** It has met many of the parts, and all those of the Arabic names;"
    " none of the other people was in its lists.",
}


def tables(results: list[dict[str, object]]) -> str:
    """The figures as they stand in the card, a table for each model."""
    found = []
    for model, title in TITLES.items():
        lines = [line for line in results if line["model"] == model]
        rows = "".join(
            f"| {line['task']} | {line['queries']} | {line['r_at_1']:.3f} | {low:.3f}–{high:.3f}"
            f" | {line['r_at_10']:.3f} |\n"
            for line in lines
            for low, high in [line["r_at_1_interval"]]
        )
        found.append(f"{title}\n\n{HEAD}{rows}")
    return "\n".join(found)


def with_figures(card: str, results: list[dict[str, object]]) -> str:
    """The card with these figures between its marks."""
    before, _, rest = card.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables(results)}\n{END}{after}"


if __name__ == "__main__":
    known = json.loads(RESULTS.read_text(encoding="utf-8"))
    CARD.write_text(with_figures(CARD.read_text(encoding="utf-8"), known), encoding="utf-8")
