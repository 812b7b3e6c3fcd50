"""What `payvand serve` starts beside the web: ``python -m payvand.config.workers indexer|sealer|intake|prepare``."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

_PARENT_CHECK_SECONDS = 2.0


def _stop_event() -> threading.Event:
    """Return an event that is set by SIGTERM, SIGINT, or the end of the supervisor."""
    stop = threading.Event()
    parent = os.getppid()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    def watch() -> None:
        while not stop.wait(_PARENT_CHECK_SECONDS):
            if os.getppid() != parent:
                stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    threading.Thread(target=watch, daemon=True).start()
    return stop


def _indexer() -> int:
    from payvand.people.indexing import run_indexer
    from payvand.tracing.tasks import run_comparer

    stop = _stop_event()
    threading.Thread(target=run_comparer, args=(stop,), daemon=True).start()
    run_indexer(stop)
    return 0


def _sealer() -> int:
    from payvand.audit.sealing import run_sealer
    from payvand.config.operations.families_pages import run_families_pages
    from payvand.families.tasks import run_expirer

    stop = _stop_event()
    threading.Thread(target=run_expirer, args=(stop,), daemon=True).start()
    threading.Thread(target=run_families_pages, args=(stop,), daemon=True).start()
    run_sealer(stop)
    return 0


def _intake() -> int:
    from payvand.intake.tasks import run_intake

    run_intake(_stop_event())
    return 0


def _prepare() -> int:
    from payvand.config.operations.preparing import prepare_to_serve

    return prepare_to_serve()


WORKERS: dict[str, Callable[[], int]] = {"indexer": _indexer, "sealer": _sealer, "intake": _intake, "prepare": _prepare}


def main(name: str) -> int:
    """Set Django up for the node that the environment names, and run one worker until it is told to stop."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "payvand.config.settings"
    import django

    django.setup()
    return WORKERS[name]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
