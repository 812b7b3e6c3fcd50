"""What tracing does by itself while a node is served."""

import logging
import threading

from django.db import DatabaseError, close_old_connections

from payvand.people.search import SearchBehind
from payvand.tracing.services import compare_due

SECONDS_BETWEEN = 5.0
_log = logging.getLogger(__name__)


def run_comparer(stop: threading.Event) -> None:
    """Compare whoever still waits, until told to stop: what an import, a crash or a lost index left behind.

    People are compared in the request that registers them; this is the second net.
    """
    while not stop.wait(SECONDS_BETWEEN):
        try:
            while compare_due() and not stop.is_set():
                pass
        except (SearchBehind, DatabaseError) as error:
            _log.warning("comparison waits", extra={"reason": type(error).__name__})
        finally:
            close_old_connections()
