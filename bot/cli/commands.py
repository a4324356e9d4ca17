"""The subcommands that need nothing but the database's address."""

from argparse import Namespace
from collections.abc import Callable, Mapping

from bot.cli.import_dnc import import_dnc
from bot.cli.make_admin import make_admin
from bot.cli.migrate import migrate
from bot.cli.verify_ledger import verify_ledger

Run = Callable[[str, Namespace], tuple[bool, str]]  # whether all is well, and what to print
AT_THE_DATABASE: Mapping[str, Run] = {
    "migrate": lambda url, _: (True, migrate(url)),
    "verify-ledger": lambda url, _: verify_ledger(url),
    "make-admin": lambda url, asked: (True, make_admin(url, asked.user)),
    "import-dnc": import_dnc,
}
