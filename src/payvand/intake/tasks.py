"""What the intake does by itself while a node is served."""

import logging
import secrets
import threading
import time

from django.db import DatabaseError, close_old_connections

from payvand.intake.services import empty_old_tables, work_once
from payvand.intake.targets import targets

SECONDS_BETWEEN = 1.0
SECONDS_BETWEEN_TIDYING = 600.0
_log = logging.getLogger(__name__)


def run_intake(stop: threading.Event) -> None:
    """Work on the tables that wait, one after another, until told to stop.

    What another worker left when it was killed is taken up as soon as its lease is over.
    """
    worker = secrets.token_hex(8)
    tidied = 0.0
    while True:
        try:
            while work_once(worker=worker, going=lambda: not stop.is_set()) and not stop.is_set():
                pass
            if time.monotonic() - tidied > SECONDS_BETWEEN_TIDYING and not stop.is_set():
                tidied = time.monotonic()
                tidy()
        except DatabaseError as error:
            _log.warning("tables wait", extra={"codes": {"error": type(error).__name__}})
        finally:
            close_old_connections()
        if stop.wait(SECONDS_BETWEEN):
            return


def tidy() -> None:
    """Delete what tables said a month ago, and let every target do what it must do from time to time."""
    empty_old_tables()
    for target in targets():
        target.tidy()
