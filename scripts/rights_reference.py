# ruff: noqa: INP001 — a script beside the package
"""Write the table of rights and roles into docs/reference/rights.md, from what the rooms grant.

python scripts/rights_reference.py
"""

import os
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "rights.md"
BEGIN, END = "<!-- table: written by scripts/rights_reference.py -->\n", "<!-- end of table -->"


def table() -> str:
    """Return the table in Markdown: a row for each right and purpose, a column for each role; the apps are ready."""
    from payvand.access.enums import Role
    from payvand.access.roles import purposes_of, rights_of

    roles = list(Role)
    head = ["", *(f"`{role.value}`" for role in roles)]
    rows = [head, ["---"] * len(head)]
    rows += [[f"`{right}`", *(_yes(right in rights_of([role])) for role in roles)] for right in sorted(rights_of(Role))]
    rows += [
        [f"people of *{purpose}*", *(_yes(purpose in purposes_of([role])) for role in roles)]
        for purpose in sorted(purposes_of(Role))
    ]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def _yes(held: bool) -> str:  # noqa: FBT001 — turns one fact into one word
    return "yes" if held else ""


def page_with(new_table: str) -> str:
    """Return the page with this table in place of the one it holds."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{new_table}\n{END}{after}"


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "payvand.config.settings")
    django.setup()
    PAGE.write_text(page_with(table()), encoding="utf-8")
