"""`payvand serve DIR`: casework, public pages, indexer, audit sealer and intake of a node under one supervisor."""

import argparse
import logging.config
import os
import subprocess
import sys
from socket import socket

from payvand.config.log import log_settings
from payvand.config.node import NODE_VARIABLE, Node
from payvand.config.operations.context import OK, SERVED_LOCK, CommandFailed, held, node_argument, told
from payvand.config.public_pages import public_pages
from payvand.config.supervisor import Program, Supervisor, address, answers, as_state, gunicorn, listen

STATE_FILE = "serving.json"
_WORKER = (sys.executable, "-m", "payvand.config.workers")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    node_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    return told(lambda: serve(Node.open(options.node)))


def serve(node: Node) -> int:
    """Serve a node until SIGTERM or SIGINT.

    Raises:
        CommandFailed: it is served already, or an address cannot be used.
    """
    with held(node, SERVED_LOCK, refusal=f"{node.folder} is being served already"):
        os.environ[NODE_VARIABLE] = str(node.folder)
        code = subprocess.run([*_WORKER, "prepare"], check=False).returncode  # noqa: S603 — our own program
        if code:
            return code
        logging.config.dictConfig(log_settings())
        _supervise(node)
    return OK


def _supervise(node: Node) -> None:
    web, portal = node.settings.web, node.settings.portal
    casework = _listen("web", web.host, web.port)
    public = _listen("portal", portal.host, portal.port) if portal.enabled else None
    programs = [
        Program("web", gunicorn("payvand.config.wsgi:application", casework), _workers(web.workers), (casework,)),
        Program("indexer", (*_WORKER, "indexer")),
        Program("sealer", (*_WORKER, "sealer")),
        Program("intake", (*_WORKER, "intake")),
    ]
    addresses = {"casework": address(web.host, casework.getsockname()[1], https=web.https)}
    if public is not None:
        programs.append(
            public_pages(
                node.folder / "portal",
                public,
                workers=portal.workers,
                allowed_hosts=portal.allowed_hosts,
                https=portal.https,
            )
        )
        addresses["public"] = address(portal.host, public.getsockname()[1], https=portal.https)
    supervisor = Supervisor(programs)
    state = node.run / STATE_FILE

    def ready() -> bool:
        listeners = [(web.host, casework), *([(portal.host, public)] if public is not None else [])]
        if not all(answers(host, listener.getsockname()[1]) for host, listener in listeners):
            return False
        state.write_text(as_state(supervisor.processes(), addresses))
        for name, where in addresses.items():
            print(f"{name:9}{where}", flush=True)
        return True

    try:
        supervisor.run(ready)
    finally:
        state.unlink(missing_ok=True)


def _listen(section: str, host: str, port: int) -> socket:
    try:
        return listen(host, port)
    except OSError as error:
        raise CommandFailed(
            f"{section}.host, {section}.port: cannot listen on {host}:{port} ({error.strerror})"
        ) from error


def _workers(number: int) -> dict[str, str | None]:
    return {"PAYVAND_WORKERS": str(number)}
