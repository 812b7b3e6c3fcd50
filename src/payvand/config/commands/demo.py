"""`payvand demo [DIR]`: lists matched across scripts in the terminal, then invented nodes, built and served."""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from payvand.config.demo.node import MARK, SIGN_INS
from payvand.config.node import Node
from payvand.config.operations.context import BAD_INPUT, OK, CommandFailed, told

NODES = ("tj",)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("folder", nargs="?", type=Path, default=Path("demo"), metavar="DIR", help="where (demo)")
    parser.add_argument("--no-serve", action="store_true", help="stop when everything is built")
    parser.add_argument("--fresh", action="store_true", help="build anew what an earlier demonstration left")


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    return told(lambda: _demo(options))


def _demo(options: argparse.Namespace) -> int:
    from rich.console import Console

    from payvand.config.showcase import EXAMPLES, print_showcase

    console = Console()
    if EXAMPLES.is_dir():
        print_showcase(console)
    for name in NODES:
        _make(options.folder / name, fresh=options.fresh)
    if options.no_serve:
        console.print(f"\nAll is well: the demonstration is in {options.folder}. Serve it with `make demo`.")
        return OK
    return _serve(options.folder / NODES[0])


def _make(folder: Path, *, fresh: bool) -> None:
    """Make a demonstration node unless a whole one is there; nobody else's folder is ever removed."""
    if (folder / MARK).is_file() and not fresh:
        return
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).is_file() and "demonstration" not in _organisation(folder):
            raise CommandFailed(f"{folder} is not empty and no demonstration: name another folder", BAD_INPUT)
        shutil.rmtree(folder)
    print(f"\nBuilding {folder}", file=sys.stderr)
    made = subprocess.run([sys.executable, "-m", "payvand.config.demo.node", "make", str(folder)], check=False)  # noqa: S603 — our own program
    if made.returncode:
        raise CommandFailed(f"{folder} could not be built", made.returncode)


def _organisation(folder: Path) -> str:
    """The name of the organisation of a node that was left half-made; empty where there is no node."""
    if not (folder / "payvand.toml").is_file():
        return ""
    return Node.open(folder).settings.node.organisation


def _serve(folder: Path) -> int:
    from payvand.config.commands.serve import serve

    node = Node.open(folder)
    print(f"\n{(folder / SIGN_INS).read_text(encoding='utf-8')}")
    print(f"Open http://tj.localhost:{node.settings.web.port}/ and sign in as madina. Ctrl+C stops it.\n", flush=True)
    return serve(node)
