"""`app.py import-dnc`."""

import argparse

from bot.actions import do_not_call_list
from bot.actions.do_not_call_list import Asked
from models.enums import ListScope


def import_dnc(url: str, typed: argparse.Namespace) -> tuple[bool, str]:
    """Bring in a do-not-call list; whether it is in force, and what to print."""
    scope, _, state = typed.scope.partition(":")
    asked = Asked(ListScope(scope), state.upper(), typed.date, typed.source)
    return do_not_call_list.import_file(url, typed.file, asked)
