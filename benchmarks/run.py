"""Runs every benchmark, one process each, and says which could not run: `make bench`.

Each prints its table and writes its figures of record to `benchmarks/results/`.
"""

import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
BENCHMARKS = (
    ("names.py",),
    ("matching_quality.py",),
    ("matching_speed.py",),
    ("people_search.py", "50000"),
    ("pages.py",),
)


def main() -> int:
    failed = []
    for name, *arguments in BENCHMARKS:
        print(f"\n== {name}", flush=True)
        if subprocess.run([sys.executable, str(HERE / name), *arguments], check=False).returncode:
            failed.append(name)
    for name in failed:
        print(f"{name} failed", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
