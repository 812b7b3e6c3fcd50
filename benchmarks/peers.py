"""Measures the peers and ourselves on the same tasks, in one run: `python benchmarks/peers.py [--only PART …]`.

The figures go to `results/peers.json` one by one as they come, in place of older ones of the same method on the same
task; the page `docs/reference/benchmarks.md` and its charts are written from that file (`--page` writes them alone).
The peers are installed by `uv sync --group peers`; one that is not there is left out, and said to be.
"""

import argparse
import os

from versus.cases import names
from versus.figures import Wanted, line, record
from versus.finding import finding
from versus.linking import benchmarks, registers
from versus.page import write_page

PARTS = {"finding": finding, "names": names, "benchmarks": benchmarks, "registers": registers}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=PARTS, default=[], help="this part alone; may be repeated")
    parser.add_argument("--method", action="append", default=[], metavar="WORD", help="methods with this in their name")
    parser.add_argument("--task", action="append", default=[], metavar="WORD", help="tasks with this in their name")
    parser.add_argument("--queries", type=int, default=300, help="queries of each direction of finding (300)")
    parser.add_argument(
        "--size", type=int, action="append", default=[], help="records of the registers (200000, 1000000)"
    )
    parser.add_argument("--page", action="store_true", help="measure nothing: write the page and the charts")
    options = parser.parse_args()
    wanted = Wanted(tuple(options.method), tuple(options.task), options.queries, tuple(options.size) or Wanted.sizes)
    for part in [] if options.page else options.only or PARTS:
        print(f"\n== {part} (load {os.getloadavg()[0]:.1f})", flush=True)
        for figure in PARTS[part](wanted):
            print(line(figure), flush=True)
            record([figure])
    write_page()


if __name__ == "__main__":
    main()
