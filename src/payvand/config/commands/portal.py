"""`payvand portal DIR publish|collect`: what goes to the public pages and comes from them; `serve`: show them."""

import argparse
from pathlib import Path

from payvand.config.operations.context import (
    BAD_INPUT,
    OK,
    CommandFailed,
    node_and_verb,
    node_and_verb_arguments,
    open_node,
    told,
)

VERBS = {
    "publish": "write portal.json and the families' sealed answers from a node",
    "collect": "take the families' letters out of a folder that another machine served",
    "serve": "serve a folder that holds a portal.json: it needs no node, no keys, no database",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    node_and_verb_arguments(parser, VERBS)
    parser.add_argument("--out", type=Path, metavar="FILE", help="publish: where to write (DIR/portal/portal.json)")
    parser.add_argument("--from", dest="source", type=Path, metavar="FOLDER", help="collect: the folder of letters")
    parser.add_argument("--host", default="127.0.0.1", help="serve: address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8701, help="serve: TCP port, 0 takes a free one (8701)")
    parser.add_argument("--workers", type=int, default=2, help="serve: processes (2)")
    parser.add_argument("--allowed-hosts", default="localhost,127.0.0.1", help="serve: host names, with commas")
    parser.add_argument("--https", action="store_true", help="serve: it stands behind a TLS proxy")


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    return told(lambda: _portal(options))


def _portal(options: argparse.Namespace) -> int:
    folder, verb = node_and_verb(options)
    if verb == "publish":
        return _publish(folder, options.out)
    return _collect(folder, options.source) if verb == "collect" else _serve(folder, options)


def _publish(folder: Path, out: Path | None) -> int:
    node = open_node(folder)
    from payvand.config.operations.families_pages import publish_answers
    from payvand.config.operations.publishing import PUBLICATION, publish
    from payvand.core.encryption import letter_box
    from payvand.portal import answers

    path = out or node.folder / PUBLICATION
    published = publish(path)
    letter_box.write_key(node.keys)
    families = publish_answers(path.with_name(answers.FILE))
    print(f"{path}: {published.organisation}, {len(published.branches)} branches; answers for {families} families")
    return OK


def _collect(folder: Path, source: Path | None) -> int:
    node = open_node(folder)
    from payvand.config.operations.families_pages import LETTERS, take_letters

    kept, lost = take_letters(source or node.folder / LETTERS)
    print(f"letters taken in: {kept}; not readable, or to a page no longer in use: {lost}")
    return OK


def _serve(folder: Path, options: argparse.Namespace) -> int:
    from payvand.config.public_pages import public_pages
    from payvand.config.supervisor import Supervisor, address, answers, listen
    from payvand.portal.publication import FILE, NotPublished, Publication

    try:
        Publication.read(folder / FILE)
    except NotPublished as error:
        raise CommandFailed(str(error), BAD_INPUT) from error
    try:
        listener = listen(options.host, options.port)
    except OSError as error:
        raise CommandFailed(f"cannot listen on {options.host}:{options.port} ({error.strerror})") from error
    port = listener.getsockname()[1]
    program = public_pages(
        folder,
        listener,
        workers=options.workers,
        allowed_hosts=options.allowed_hosts.split(","),
        https=options.https,
    )

    def ready() -> bool:
        if not answers(options.host, port):
            return False
        print(f"public   {address(options.host, port, https=options.https)}", flush=True)
        return True

    Supervisor([program]).run(ready)
    return OK
