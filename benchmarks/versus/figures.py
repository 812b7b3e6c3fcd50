"""Figures of record: what was measured, by part, task and method, kept in one JSON file that later runs amend."""

import datetime as dt
import importlib.metadata
import json
import os
import pathlib
import platform
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

RESULTS = pathlib.Path(__file__).parents[1] / "results" / "peers.json"
_PEERS = ("anyascii", "nomenklatura", "rapidfuzz", "splink", "uroman")


@dataclass(frozen=True)
class Figure:
    """What one method reached on one task.

    Attributes:
        part: finding, names, registers or benchmarks.
        task: What was to be done.
        method: Who did it.
        values: The figures by name; the names say the unit. `curve` is a list of (recall, precision).
        load: The load of the machine when it was done, before the method added its own.
        day: When, as an ISO date.
    """

    part: str
    task: str
    method: str
    values: dict[str, Any]
    load: float = field(default_factory=lambda: round(os.getloadavg()[0], 1))
    day: str = field(default_factory=lambda: dt.datetime.now(tz=dt.UTC).date().isoformat())

    @property
    def key(self) -> tuple[str, str, str]:
        """What a newer figure replaces an older one by."""
        return self.part, self.task, self.method


@dataclass(frozen=True)
class Wanted:
    """What of all there is to measure is wanted; an empty choice wants everything."""

    methods: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    queries: int = 300
    sizes: tuple[int, ...] = (200_000, 1_000_000)

    def method(self, name: str) -> bool:
        """Whether this method is wanted: one of the words given stands in its name."""
        return not self.methods or any(word.casefold() in name.casefold() for word in self.methods)

    def task(self, name: str) -> bool:
        """Whether this task is wanted: one of the words given stands in its name."""
        return not self.tasks or any(word.casefold() in name.casefold() for word in self.tasks)


def told(text: str) -> None:
    """Says how far the work is, apart from the figures."""
    print(text, file=sys.stderr, flush=True)


def line(figure: Figure) -> str:
    """A figure as one line of a running report."""
    values = "  ".join(f"{name} {value:,}" for name, value in figure.values.items() if name != "curve")
    return f"{figure.task:40} {figure.method:30} {values}"


def recorded(path: pathlib.Path = RESULTS) -> list[Figure]:
    """The figures of record."""
    if not path.is_file():
        return []
    return [Figure(**row) for row in json.loads(path.read_text(encoding="utf-8"))["figures"]]


def record(figures: Iterable[Figure], path: pathlib.Path = RESULTS) -> None:
    """Puts figures on record in place of older ones of the same part, task and method."""
    known = {figure.key: figure for figure in recorded(path)}
    known.update((figure.key, figure) for figure in figures)
    rows = [vars(figure) for figure in known.values()]
    path.write_text(
        json.dumps({"machine": machine(), "figures": rows}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def setup(path: pathlib.Path = RESULTS) -> str:
    """One sentence about the machine and the versions of the figures of record."""
    if not path.is_file():
        return ""
    on = json.loads(path.read_text(encoding="utf-8"))["machine"]
    peers = ", ".join(f"{name} {version}" for name, version in on["peers"].items())
    return f"Measured on {on['cores']} cores with {on['memory_gib']} GiB, Python {on['python']}, with {peers}."


def machine() -> dict[str, object]:
    """What it was measured on, and with which versions of the peers."""
    versions = {}
    for name in _PEERS:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(memory),
        "python": platform.python_version(),
        "peers": versions,
    }
