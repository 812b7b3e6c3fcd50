from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

from payvand.pages.static_files import ManifestStorage


def test_before_collection_a_file_has_its_plain_name() -> None:
    assert staticfiles_storage.url("pages/css/base.css") == "/static/pages/css/base.css"


def test_collected_files_carry_their_hash_and_a_missing_one_is_an_error(tmp_path: Path) -> None:
    with override_settings(STATIC_ROOT=tmp_path):
        call_command("collectstatic", interactive=False, verbosity=0)
        storage = ManifestStorage(location=tmp_path)
        fonts = storage.url("pages/vendor/fonts.css")
        assert fonts.startswith("/static/pages/vendor/fonts.")
        assert fonts != "/static/pages/vendor/fonts.css"
        collected = (tmp_path / fonts.removeprefix("/static/")).read_text(encoding="utf-8")
        assert 'url("noto-sans-latin.woff2")' not in collected
        with pytest.raises(ValueError, match=r"no-such\.css"):
            storage.url("pages/no-such.css")
