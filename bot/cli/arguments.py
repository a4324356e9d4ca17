"""What can be typed after app.py."""

import argparse
from collections.abc import Sequence

EPILOG = """\
Without any SLACK_, TWILIO_ or STRIPE_ setting this starts the playground: everything in
one process, no account needed. With them it serves real clients. Settings come from the
environment or a .env file; README.md lists them.
"""


def parse(argv: Sequence[str]) -> str:
    """The command; "serve" when none is given."""
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
    return str(parser.parse_args(argv).command or "serve")
