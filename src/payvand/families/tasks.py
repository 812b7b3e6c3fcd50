"""What the room does by itself while a node is served."""

import logging
import threading

from django.db import DatabaseError, close_old_connections

from payvand.families.services.safe import expire_registrations

SECONDS_BETWEEN = 600.0
_log = logging.getLogger(__name__)


def run_expirer(stop: threading.Event) -> None:
    """End registrations whose last day is over, until told to stop; pages hide them from that day on by themselves."""
    while not stop.is_set():
        try:
            expire_registrations()
        except DatabaseError as error:
            _log.warning("expiry waits", extra={"reason": type(error).__name__})
        finally:
            close_old_connections()
        stop.wait(SECONDS_BETWEEN)
