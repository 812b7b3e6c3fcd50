"""`payvand init DIR --organisation … --country TJ --kind society`: the folder of a new node."""

import argparse
import getpass
from pathlib import Path
from typing import Any

from payvand.config.operations import recovery_key
from payvand.config.operations.context import BAD_INPUT, OK, CommandFailed, node_argument, told
from payvand.config.operations.first_run import TIME_ZONES, FirstAdministrator, Made, make_node

KINDS = ("society", "delegation", "secretariat")
_SHORTEST_PASSWORD = 12


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    node_argument(parser)
    parser.add_argument("--organisation", required=True, metavar="NAME", help="whose node this is")
    parser.add_argument("--country", required=True, metavar="TJ", help="ISO 3166-1 alpha-2 code of its country")
    parser.add_argument("--kind", choices=KINDS, default="society", help="what it is (society)")
    parser.add_argument("--code", default="", metavar="TJ", help="prefix of file numbers (the country's code)")
    parser.add_argument("--time-zone", default="", metavar="ZONE", help="such as Asia/Dushanbe (that of the capital)")
    parser.add_argument("--language", choices=("en", "ru"), default="en", help="of pages until a user chooses (en)")
    parser.add_argument("--database", default="sqlite", metavar="URL", help="sqlite, or postgresql://… (sqlite)")
    parser.add_argument("--admin", default="admin", metavar="NAME", help="user name of the first administrator (admin)")
    parser.add_argument("--admin-name", default="", metavar="NAME", help="how the administrator is called")
    parser.add_argument("--ask-password", action="store_true", help="ask for the administrator's password")
    parser.add_argument(
        "--recovery-key", type=Path, metavar="FILE", help="write the recovery key here, not on the screen"
    )


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    return told(lambda: _init(options))


def _init(options: argparse.Namespace) -> int:
    if options.recovery_key is not None and options.recovery_key.exists():
        raise CommandFailed(f"{options.recovery_key} is there already: name a new file", BAD_INPUT)
    password = _asked_password() if options.ask_password else ""
    administrator = FirstAdministrator(options.admin, options.admin_name or options.admin, password)
    made = make_node(options.node, _sections(options), administrator)
    sheet = recovery_key.sheet(made.recovery_key, options.organisation)
    if options.recovery_key is not None:
        from payvand.core.encryption.keyring import write_secret

        write_secret(options.recovery_key, sheet)
        sheet = f"# The recovery key is in {options.recovery_key}: print it for two custodians, then delete the file.\n"
    _tell(options, made, sheet)
    return OK


def _sections(options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    zone = options.time_zone or TIME_ZONES.get(options.country.upper(), "UTC")
    node = {
        "organisation": options.organisation,
        "country": options.country.upper(),
        "kind": options.kind,
        "code": options.code.upper(),
        "time_zone": zone,
        "language": options.language,
    }
    return {"node": node, "database": {"url": options.database}}


def _asked_password() -> str:
    first = getpass.getpass("Password of the administrator: ")
    if len(first) < _SHORTEST_PASSWORD:
        raise CommandFailed(f"a password has {_SHORTEST_PASSWORD} signs or more", BAD_INPUT)
    if getpass.getpass("Once more: ") != first:
        raise CommandFailed("the two passwords differ", BAD_INPUT)
    return first


def _tell(options: argparse.Namespace, made: Made, sheet: str) -> None:
    password = "(as given)" if options.ask_password else made.password
    print(f"The node of {options.organisation} is in {made.folder}.\n")
    print(f"First administrator: {options.admin}\nPassword, shown once:  {password}\n")
    print(sheet)
    print("Next:")
    print(f"  payvand doctor {options.node}    check it")
    print(f"  payvand serve {options.node}     run it; sign in, choose a new password and a second factor")
