"""Measures the pages of the demonstration as a browser asks for them: `python benchmarks/pages.py`.

Builds the demonstration, serves it with `payvand serve`, signs in as its tracing officer, and asks for each page one
after another over one connection. Prints a table and writes `benchmarks/results/pages.json`.
"""

import http.client
import json
import os
import pathlib
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

RESULTS = pathlib.Path(__file__).parent / "results" / "pages.json"
ROUNDS = 40
OFFICER = "parviz"
NAMES = ("Раҳимов Саид", "Karimov Anvar", "نور رحیمی", "Сафарова Зарина", "KHOLIKOV")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Browser:
    """One connection with its cookies; what it asks for it reads whole."""

    def __init__(self, address: str) -> None:
        where = urllib.parse.urlsplit(address)
        self._connection = http.client.HTTPConnection(where.hostname or "127.0.0.1", where.port)
        self._host = f"localhost:{where.port}"
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        """Return the page at this path, redirections followed."""
        return self._ask("GET", path, None)

    def post(self, path: str, form: dict[str, str]) -> str:
        """Send a form with its token; return the page that answers."""
        token = {"csrfmiddlewaretoken": self._cookies["csrftoken"]}
        return self._ask("POST", path, urllib.parse.urlencode(form | token))

    def _ask(self, method: str, path: str, body: str | None) -> str:
        headers = {"Host": self._host, "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://{self._host}{path}"}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        text = answer.read().decode()
        if answer.status in {301, 302}:
            return self._ask("GET", answer.headers["Location"], None)
        if answer.status != http.HTTPStatus.OK:
            sys.exit(f"{method} {path}: {answer.status}")
        return text


def measured(browser: Browser, file: str, hint: str) -> list[dict[str, object]]:
    pages = {
        "my work today": lambda _n: browser.get("/"),
        "list of requests": lambda _n: browser.get("/tracing/"),
        "a file": lambda _n: browser.get(file),
        "compare": lambda _n: browser.get(hint),
        "form of a request": lambda _n: browser.get("/tracing/new/"),
        "search by name": lambda n: browser.post("/search/", {"q": NAMES[n % len(NAMES)]}),
    }
    rows: list[dict[str, object]] = []
    for name, ask in pages.items():
        ask(0)
        taken = []
        for number in range(ROUNDS):
            start = time.perf_counter()
            text = ask(number)
            taken.append((time.perf_counter() - start) * 1000)
        taken.sort()
        median, late = statistics.median(taken), taken[int(0.95 * (ROUNDS - 1))]
        print(f"{name:20} median {median:7.1f} ms   p95 {late:7.1f} ms   {len(text) / 1024:6.1f} KiB")
        rows.append(
            {"page": name, "median_ms": round(median, 1), "p95_ms": round(late, 1), "bytes": len(text.encode())}
        )
    return rows


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="payvand-bench-") as folder:
        payvand = [sys.executable, "-m", "payvand"]
        subprocess.run([*payvand, "demo", folder, "--no-serve"], check=True, stdout=subprocess.DEVNULL)
        node = pathlib.Path(folder) / "tj"
        password = (node / "sign-ins.txt").read_text().splitlines()[0].rpartition(": ")[2]
        ports = {"PAYVAND_WEB__PORT": "0", "PAYVAND_PORTAL__PORT": "0"}
        server = subprocess.Popen(
            [*payvand, "serve", str(node)],
            env=os.environ | ports,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            assert server.stdout is not None
            browser = Browser(server.stdout.readline().split()[1])
            browser.get("/accounts/login/")
            browser.post("/accounts/login/", {"login": OFFICER, "password": password})
            hints = browser.get("/tracing/hints/")
            hint = re.search(r'href="(/tracing/[A-Z0-9-]+/hints/[0-9a-f-]+/)"', hints)
            if hint is None:
                sys.exit("no hint to compare")
            rows = measured(browser, hint[1].split("hints/")[0], hint[1])
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
    RESULTS.write_text(json.dumps({"rounds": ROUNDS, "pages": rows}, ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
