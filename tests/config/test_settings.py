import os
import subprocess
import sys

from django.conf import settings
from django.core.cache import cache


def test_what_is_counted_counts_for_every_process():
    cache.set("failures", 7)
    read = "from django.core.cache import cache; print(cache.get('failures'))"
    own = {"PAYVAND_DIR": str(settings.NODE.folder), "DJANGO_SETTINGS_MODULE": "payvand.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", read], capture_output=True, text=True, check=True, env=os.environ | own
    )
    assert done.stdout == "7\n"
    cache.clear()


def test_requests_are_not_wrapped_in_transactions():
    """A whole request in one would hold the write lock while a template renders."""
    assert settings.DATABASES["default"].get("ATOMIC_REQUESTS", False) is False


def test_keys_of_one_use_are_not_those_of_another():
    files = sorted(path.name for path in settings.KEYS_FOLDER.iterdir() if path.suffix in (".key", ".json"))
    contents = [(settings.KEYS_FOLDER / name).read_text() for name in files]
    assert files == ["audit-salt.key", "blind-index.key", "data-keys.json", "letter-box.key", "session.key"]
    assert len(set(contents)) == len(files)
