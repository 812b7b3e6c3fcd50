"""`payvand calibrate PAIRS --labels LABELS --out CURVE`, `payvand calibrate DIR`: how far a probability can be trusted.

With files: pairs that `dedupe` or `link` wrote, and which of them are one person. With a node's folder: what its
reviewers decided about hints. Nothing changes before the table has been seen and agreed to.
"""

import argparse
import getpass
import pathlib
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

from payvand.config.registers import told

if TYPE_CHECKING:
    from payvand.config.operations.calibrating import Judged
    from payvand.matching.calibration import Curve

OK, FAILED = 0, 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of the command."""
    parser.add_argument(
        "source", type=pathlib.Path, metavar="PAIRS|DIR", help="pairs as `dedupe` writes them, or a node's folder"
    )
    parser.add_argument(
        "--labels", type=pathlib.Path, metavar="FILE", help="pairs that are one person: left_id, right_id"
    )
    parser.add_argument("--out", type=pathlib.Path, metavar="CURVE", help="files: where the curve goes: .json")
    parser.add_argument("--plot", type=pathlib.Path, metavar="FILE", help="where a reliability plot goes: .svg")
    parser.add_argument("--apply", action="store_true", help="node: take the curve up without asking")
    parser.add_argument("--undo", action="store_true", help="node: go back to the curve before")


def run(options: argparse.Namespace) -> int:
    """Runs the command and returns its exit code."""
    if options.source.is_dir():
        from payvand.config.operations.context import told as told_of_node

        return told_of_node(lambda: _of_node(options))
    return told(lambda: _of_files(options))


def _of_files(options: argparse.Namespace) -> None:
    from payvand.config.operations.calibrating import judged_of_files
    from payvand.config.tabular.errors import UsageError
    from payvand.matching.calibration import IDENTITY

    if options.labels is None or options.out is None:
        raise UsageError("say with --labels which pairs are one person, and with --out where the curve goes")
    judged = judged_of_files(options.source, options.labels)
    if why := judged.too_few:
        raise UsageError(f"{options.labels}: {why}")
    curve = _fitted(judged, IDENTITY, f"labels in {options.labels.name}")
    _show(judged, IDENTITY, curve, options.plot)
    options.out.write_text(curve.as_json(), encoding="utf-8")
    print(f"{len(judged.same)} pairs: {options.out}", file=sys.stderr)


def _of_node(options: argparse.Namespace) -> int:
    from payvand.config.operations.context import CommandFailed, open_node

    node = open_node(options.source)
    from payvand.config.operations.calibrating import Judged, stated_odds
    from payvand.core.scope import Scope
    from payvand.people import calibration
    from payvand.people.reader import reader
    from payvand.tracing.queries.decided import SEE_ALL, decided_pairs

    if options.undo:
        back = calibration.go_back()
        _recorded("undone", _pairs_of(back))
        print(f"{node.folder}: the curve before holds again ({back.about.get('source', 'shipped')}).")
        return OK
    import numpy as np

    pairs = decided_pairs(Scope.system("calibrate", rights=frozenset({SEE_ALL})))
    statistics = reader.statistics()
    size = statistics.size if statistics else 2
    odds = stated_odds((pair.weight for pair in pairs), size)
    judged = Judged(odds, np.array([pair.same for pair in pairs], dtype=bool))
    if why := judged.too_few:
        raise CommandFailed(f"{node.folder}: {why}")
    before = calibration.node_curve()
    curve = _fitted(judged, before, "decisions of this node's reviewers")
    _show(judged, before, curve, options.plot)
    if not options.apply and not _agreed():
        print("Nothing was changed.")
        return FAILED
    file = calibration.take_up(curve)
    _recorded("taken_up", len(pairs))
    print(f"{file}: taken up. New hints state it from now on; `payvand calibrate {node.folder} --undo` takes it back.")
    return OK


def _pairs_of(curve: "Curve") -> int:
    """How many pairs a curve was fitted to."""
    return int(curve.about.get("pairs", 0))


def _fitted(judged: "Judged", before: "Curve", source: str) -> "Curve":
    from payvand.matching.calibration import fit

    about: dict[str, Any] = {
        "source": source,
        "date": date.today().isoformat(),  # noqa: DTZ011 — the day where the command is run
        "pairs": len(judged.same),
        "by": getpass.getuser(),
    }
    return fit(judged.stated, judged.same, before=before, about=about)


def _show(judged: "Judged", before: "Curve", after: "Curve", plot: pathlib.Path | None) -> None:
    from payvand.config.operations.calibrating import table
    from payvand.matching.calibration import reliability
    from payvand.matching.reliability_plot import reliability_svg

    print(table(judged, before, after))
    if plot is not None:
        series = {
            name: reliability(curve.probabilities(judged.stated), judged.same)
            for name, curve in (("before", before), ("after", after))
        }
        plot.write_text(reliability_svg(series, "Stated probability and share borne out"), encoding="utf-8")


def _agreed() -> bool:
    if not sys.stdin.isatty():
        print("Run it with --apply to take the curve up.")
        return False
    return input("Take this curve up? [y/N] ").strip().casefold() in {"y", "yes", "д", "да"}


def _recorded(what: str, pairs: int) -> None:
    """Writes the act into the node's audit chain."""
    from django.db import transaction

    from payvand.audit.services import record_act
    from payvand.core.scope import Scope

    with transaction.atomic():
        record_act(
            scope=Scope.system("calibrate"),
            action=f"node.calibration_{what}",
            subject_type="node",
            subject_id="calibration",
            facts={"pairs": pairs},
        )
