"""Makes one demonstration node, in a process of its own: a node is named by the environment once for a process."""

import secrets
import subprocess
import sys
from pathlib import Path

from payvand.config.operations.context import open_node, told
from payvand.config.operations.first_run import make_node

MARK = "DEMONSTRATION"
SIGN_INS = "sign-ins.txt"

_SETTINGS: dict[str, dict[str, object]] = {
    "node": {
        "organisation": "Red Crescent Society of Tajikistan (demonstration)",
        "country": "TJ",
        "kind": "society",
        "time_zone": "Asia/Dushanbe",
    },
    "web": {"port": 8700, "allowed_hosts": ["tj.localhost", "localhost", "127.0.0.1"]},
    "portal": {"port": 8701, "allowed_hosts": ["tj.localhost", "localhost", "127.0.0.1"]},
    # A stranger must get in with what the terminal prints; a real node asks for a second factor.
    "sign_in": {"second_factor": "optional"},
}


def make(folder: Path) -> int:
    """Make an empty node, then fill it in a new process: Django looks for this one's database where it was drafted."""
    make_node(folder, _SETTINGS, administrator=None)
    return subprocess.run([sys.executable, "-m", __spec__.name, "fill", str(folder)], check=False).returncode  # noqa: S603 — our own program


def fill(folder: Path) -> int:
    """Fill a node with invented people; it bears the mark of a demonstration only when it is whole."""
    open_node(folder)
    from payvand.config.demo.build import build
    from payvand.config.demo.society import USERS

    password = secrets.token_urlsafe(9)
    slip = build(password, lambda doing: print(f"  {doing}", file=sys.stderr, flush=True))
    lines = [f"{user.username:10} {user.role.label:34} {user.full_name}" for user in USERS]
    sign_ins = folder / SIGN_INS
    sign_ins.touch(mode=0o600)
    sign_ins.write_text(
        "\n".join([f"Password of everyone: {password}", "", *lines, "", f"A family's code and PIN: {slip}", ""]),
        encoding="utf-8",
    )
    (folder / MARK).write_text("Invented people. This folder is made anew by `payvand demo --fresh`.\n")
    return 0


if __name__ == "__main__":
    doing = fill if sys.argv[1] == "fill" else make
    sys.exit(told(lambda: doing(Path(sys.argv[2]))))
