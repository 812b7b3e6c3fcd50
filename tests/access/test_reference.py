"""The table of rights in the documentation is the one that the rooms grant."""

import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "rights_reference.py"


def test_the_table_of_rights_in_the_documentation_is_up_to_date():
    spec = importlib.util.spec_from_file_location("rights_reference", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    new = script.page_with(script.table())
    assert script.PAGE.read_text(encoding="utf-8") == new, "run: python scripts/rights_reference.py"
