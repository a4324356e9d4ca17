"""What can be typed after app.py."""

import argparse
import re
from collections.abc import Sequence
from typing import Any

EPILOG = """\
Without any SLACK_, TWILIO_ or STRIPE_ setting this starts the playground: everything in
one process, no account needed. With them it serves real clients. Settings come from the
environment or a .env file; README.md lists them.
"""


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The `command`, "serve" when none is given, and what belongs to it."""
    parser = argparse.ArgumentParser(
        prog="app.py",
        description="Parley: text clients from Slack.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="command")
    commands.add_parser("serve", help="web, worker and clock in one process (what happens without a command)")
    commands.add_parser("web", help="only answer Slack and Twilio; run worker processes beside it")
    commands.add_parser("worker", help="only do the work and keep the clock")
    commands.add_parser("migrate", help="bring the database up to date after an upgrade")
    commands.add_parser("verify-ledger", help="check that every credit adds up; safe while Parley runs")
    _add_contacts(commands)
    _add_import_dnc(commands)
    admin = commands.add_parser("make-admin", help="make an agent admin when no admin is left")
    admin.add_argument("user", help="the Slack user id, such as U0123ABCD")
    asked = parser.parse_args(argv)
    asked.command = asked.command or "serve"
    return asked


def _add_contacts(commands: Any) -> None:
    """What is done with an agent's contacts. Both are safe while Parley runs."""
    whose = "Slack user id, e-mail address or name of the agent"
    bring = commands.add_parser("import-contacts", help="import a file of contacts; run again after a crash")
    bring.add_argument("file", help="a table (CSV) or contact cards (vCard)")
    bring.add_argument("--agent", required=True, help=whose)
    bring.add_argument("--preview", action="store_true", help="only say what would happen")
    bring.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="HEADING=WHAT",
        help='"Cell=phone", "Score=leave out"',
    )
    take = commands.add_parser("export-contacts", help="write an agent's contacts to a table (CSV)")
    take.add_argument("file")
    take.add_argument("--agent", required=True, help=whose)


def _add_import_dnc(commands: Any) -> None:
    made = commands.add_parser("import-dnc", help="bring in a do-not-call list; safe while Parley runs")
    made.add_argument("file", help="as it was downloaded: text, XML or zip, the full list or changes")
    made.add_argument("--scope", required=True, type=_scope, help="national, state:TX or own")
    made.add_argument("--date", required=True, help="the day the list is of, such as 2026-11-01")
    made.add_argument("--source", default="", help="tells lists of one scope apart")


def _scope(text: str) -> str:
    if not re.fullmatch("national|own|state:[A-Za-z]{2}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is none of national, state:TX, own")
    return text
