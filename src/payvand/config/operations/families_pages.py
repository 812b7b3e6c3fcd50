"""What families read on the public pages, sealed for them, and the letters that they leave there, taken in."""

import logging
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.db import DatabaseError, close_old_connections

from payvand.config.node import Node
from payvand.core.encryption import letter_box
from payvand.core.errors import WrongKey
from payvand.portal import answers, letters
from payvand.tracing.queries import family_page as pages
from payvand.tracing.services import family_page

ANSWERS = f"portal/{answers.FILE}"
LETTERS = f"portal/{letters.FOLDER}"
SECONDS_BETWEEN = 5.0
_log = logging.getLogger(__name__)


def publish_answers(path: Path) -> int:
    """Bring the families' pages to what their files say, seal what each reads, and return how many there are."""
    family_page.refresh_words()
    sealed = answers.Answers.seal(
        ((one.key, answers.Answer(answers.Word(one.word), one.since)) for one in pages.published_answers()),
        salt=pages.salt(),
        letter_box=letter_box.public_text(_key()),
    )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sealed.write(path)
    return len(sealed.sealed)


def take_letters(folder: Path) -> tuple[int, int]:
    """Take the letters out of a folder: each is deleted once it is kept in its file.

    Returns:
        How many were kept, and how many could not be: they do not open, or their page is no longer in use.
    """
    key = _key()
    kept = lost = 0
    for path in letters.waiting(folder):
        try:
            letter = letters.Letter.read(letter_box.open_letter(key, path.read_bytes()))
            written_at = datetime.fromisoformat(letter.written_at).astimezone(UTC)
        except (WrongKey, ValueError):
            # Set aside, not deleted: a key that is restored later may open it.
            path.rename(path.with_suffix(".unreadable"))
            lost += 1
            continue
        taken = family_page.take_in_letter(
            letter_id=path.stem,
            lookup=letter.lookup,
            contact=letter.contact,
            text=letter.text,
            language=letter.language,
            written_at=written_at,
        )
        path.unlink()
        kept, lost = kept + bool(taken), lost + (taken is None)
    return kept, lost


def _key() -> X25519PrivateKey:
    return letter_box.read_key(cast("Node", settings.NODE).keys)


def run_families_pages(stop: threading.Event) -> None:
    """Keep what families read true, and take in what they write, until told to stop."""
    folder = cast("Node", settings.NODE).folder
    published: tuple[int, str] | None = None
    while not stop.wait(SECONDS_BETWEEN):
        try:
            take_letters(folder / LETTERS)
            family_page.refresh_words()
            now = pages.state_of_pages()
            if now != published:
                publish_answers(folder / ANSWERS)
                published = now
        except (DatabaseError, WrongKey, OSError) as error:
            _log.warning("families' pages wait", extra={"codes": {"reason": type(error).__name__}})
        finally:
            close_old_connections()
