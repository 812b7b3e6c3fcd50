import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "evidence_reference.py"


def test_the_page_holds_the_weights_that_are_shipped():
    spec = importlib.util.spec_from_file_location("evidence_reference", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.PAGE.read_text(encoding="utf-8") == script.page(), "run: python scripts/evidence_reference.py"
