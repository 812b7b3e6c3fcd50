"""What a browser loads comes from this host, is what was vendored, and may run under the content security policy."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from django.test import Client

from payvand.pages.security import CONTENT_SECURITY_POLICY

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src/payvand/pages/static/pages"
OWN = sorted([*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js"), STATIC / "mark.svg"])


@pytest.fixture(scope="module")
def vendor() -> ModuleType:
    spec = importlib.util.spec_from_file_location("vendor_assets", ROOT / "scripts/vendor_assets.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_vendored_files_are_as_the_manifest_says(vendor: ModuleType) -> None:
    assert vendor.differences() == []


def test_an_altered_vendored_file_is_noticed(
    vendor: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in vendor.VENDOR.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "htmx.min.js").write_text("altered")
    (tmp_path / "stray.js").write_text("stray")
    (tmp_path / "icons.svg").unlink()
    monkeypatch.setattr(vendor, "VENDOR", tmp_path)
    assert vendor.differences() == ["htmx.min.js: altered", "icons.svg: missing", "stray.js: not in the manifest"]


def test_every_vendored_thing_has_its_licence() -> None:
    assert {path.name for path in (STATIC / "vendor").glob("*.LICENSE")} == {
        "htmx.LICENSE",
        "lucide.LICENSE",
        "noto-sans.LICENSE",
        "vazirmatn.LICENSE",
    }


def test_fonts_stay_modest() -> None:
    assert sum(path.stat().st_size for path in (STATIC / "vendor").glob("*.woff2")) < 400_000


@pytest.mark.parametrize("path", [*OWN, STATIC / "vendor/fonts.css"], ids=lambda path: path.name)
def test_nothing_is_loaded_from_another_host(path: Path) -> None:
    source = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"https?://|@import|url\(\s*[\"']?//", source) == []


@pytest.mark.parametrize("path", [path for path in OWN if path.suffix == ".js"], ids=lambda path: path.name)
def test_scripts_are_small_and_need_no_eval(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 150
    assert re.findall(r"\beval\(|new Function|innerHTML|document\.write|localStorage", source) == []


@pytest.mark.parametrize("path", [path for path in OWN if path.suffix == ".css"], ids=lambda path: path.name)
def test_style_sheets_are_readable_and_turn_by_themselves(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 400
    assert (
        re.findall(
            r"(?:margin|padding|border)-(?:left|right)\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right)", source
        )
        == []
    )


@pytest.mark.django_db
def test_every_answer_carries_the_policy() -> None:
    response = Client().get("/no/such/page/")
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
