"""What every node command needs: the node, Django set up for it, locks on the node, and errors in one line."""

import argparse
import fcntl
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from payvand.config.node import NODE_VARIABLE, Node, SettingsError

OK, FAILED, USAGE, BAD_INPUT = 0, 1, 2, 3
SERVED_LOCK = "serve.lock"
MAINTENANCE_LOCK = "maintenance.lock"


class CommandFailed(Exception):  # noqa: N818 — reads as the sentence it states
    """A command cannot go on: one line that says where and what to do, and the exit code."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.code = code


def told(command: Callable[[], int]) -> int:
    """Run a command; print an error in one line on standard error and return its exit code."""
    from payvand.core.errors import PayvandError

    try:
        return command()
    except CommandFailed as error:
        message, code = str(error), error.code
    except SettingsError as error:
        message, code = str(error), BAD_INPUT
    except PayvandError as error:
        message, code = str(error), FAILED
    except OSError as error:
        message, code = f"{error.filename or 'the node'}: {error.strerror or error}", FAILED
    print(f"payvand: {message}", file=sys.stderr)
    return code


def node_argument(parser: argparse.ArgumentParser) -> None:
    """Declare the folder of the node, which every node command takes first."""
    parser.add_argument("node", type=Path, metavar="DIR", help="the node's folder")


def node_and_verb_arguments(parser: argparse.ArgumentParser, verbs: dict[str, str]) -> None:
    """Declare `DIR VERB`; the other order is understood too, see `node_and_verb`."""
    described = "; ".join(f"{verb}: {text}" for verb, text in verbs.items())
    parser.add_argument("first", metavar="DIR", help="the node's folder")
    parser.add_argument("second", metavar="VERB", help=described)
    parser.set_defaults(verbs=tuple(verbs))


def node_and_verb(options: argparse.Namespace) -> tuple[Path, str]:
    """Return the folder and the verb of ``DIR VERB`` or ``VERB DIR``.

    Raises:
        CommandFailed: neither word is a verb.
    """
    first, second = options.first, options.second
    if second in options.verbs:
        return Path(first), second
    if first in options.verbs:
        return Path(second), first
    raise CommandFailed(f"say what to do with {first}: {', '.join(options.verbs)}", USAGE)


def open_node(folder: Path) -> Node:
    """Open a node and set Django up for it; what Django logs below a warning is not shown.

    Raises:
        SettingsError: it is no node, or a setting is wrong.
    """
    node = Node.open(folder)
    os.environ[NODE_VARIABLE] = str(node.folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "payvand.config.settings"
    import django

    django.setup()
    logging.getLogger().setLevel(logging.WARNING)
    return node


@contextmanager
def held(node: Node, name: str, *, refusal: str) -> Iterator[int]:
    """Hold one of the node's locks; yields its descriptor. It ends with the process at the latest.

    Raises:
        CommandFailed: another process holds it; `refusal` says what that means.
    """
    node.run.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(node.run / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandFailed(refusal) from None
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def maintenance(node: Node) -> Iterator[None]:
    """Keep backup, rotation and upgrade of one node apart."""
    with held(
        node, MAINTENANCE_LOCK, refusal=f"{node.folder}: a backup, rotation or upgrade is under way; wait for it"
    ):
        yield


@contextmanager
def not_served(node: Node) -> Iterator[None]:
    """Hold the place of the server, so that nobody works in the node meanwhile."""
    with held(node, SERVED_LOCK, refusal=f"{node.folder} is being served: stop `payvand serve` first"):
        yield


def is_served(node: Node) -> bool:
    """Say whether `payvand serve` runs for this node."""
    try:
        with not_served(node):
            return False
    except CommandFailed:
        return True
