"""How long a write waits when many write at once: ``python benchmarks/write_lock.py [WRITERS] [WRITES]``.

Makes a throw-away node on SQLite and lets processes add acts to its chain, each act a transaction, as casework does.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

WRITER = """
import sys, time
import django; django.setup()
from django.db import transaction
from payvand.audit.services import record_act
from payvand.core.scope import Scope
scope = Scope.system("bench")
for number in range(int(sys.argv[1])):
    started = time.perf_counter()
    with transaction.atomic():
        record_act(scope=scope, action="bench.written", subject_type="bench", subject_id=number)
    print((time.perf_counter() - started) * 1000)
    time.sleep(0.02)
"""


def main(writers: int = 8, writes: int = 50) -> None:
    with tempfile.TemporaryDirectory(prefix="payvand-bench-") as folder:
        node = Path(folder) / "node"
        payvand = [sys.executable, "-m", "payvand"]
        made = [*payvand, "init", str(node), "--organisation", "Bench", "--country", "TJ"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        environment = {**os.environ, "PAYVAND_DIR": str(node), "DJANGO_SETTINGS_MODULE": "payvand.config.settings"}
        command = [sys.executable, "-c", WRITER, str(writes)]
        running = [
            subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(writers)
        ]
        times = sorted(float(line) for process in running for line in process.communicate()[0].splitlines())
        failed = sum(process.returncode != 0 for process in running)
        print(
            f"{writers} writers, {len(times)} of {writers * writes} writes, {failed} writers failed; milliseconds: "
            f"median {times[len(times) // 2]:.0f}, p99 {times[int(len(times) * 0.99)]:.0f}, longest {times[-1]:.0f}"
        )
        subprocess.run([*payvand, "audit", str(node), "verify"], check=True)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
