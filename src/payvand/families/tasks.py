"""What the room does by itself while a node is served."""

import logging
import threading

from django.db import DatabaseError, close_old_connections

from payvand.core.errors import PayvandError
from payvand.families.services.photos import write_published_photos
from payvand.families.services.safe import expire_registrations
from payvand.files.services import sweep_orphans
from payvand.pages.services import sweep_drafts

SECONDS_BETWEEN = 600.0
_log = logging.getLogger(__name__)


def run_expirer(stop: threading.Event) -> None:
    """End what has run out, until told to stop: registrations, published photos, drafts, contents of no file."""
    while not stop.is_set():
        try:
            expire_registrations()
            write_published_photos()
            sweep_orphans()
            sweep_drafts()
        except (DatabaseError, OSError, PayvandError) as error:
            _log.warning("expiry waits", extra={"reason": type(error).__name__})
        finally:
            close_old_connections()
        stop.wait(SECONDS_BETWEEN)
