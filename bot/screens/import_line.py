"""What is written down about one line of an imported list."""

from bot.rules.contact_match import Lacked
from bot.rules.phone import show_phone
from models.enums import LineFate

LABELS = {
    "name": "Name",
    "email": "E-mail",
    "company": "Company",
    "address": "Address",
    "state": "State",
    "zip_code": "ZIP code",
}
TEXTED, MERGED, LEAD, CHANGED = "texted since", "merged since", "came as a lead", "changed since"
GONE = "was deleted before"
UNDONE = "The import of {name} was undone."
CONSENT_ENDED = "the import was undone"


def double(line: int) -> str:
    return f"It says nothing that line {line} has not said."


def place(name: str, line: int) -> str:
    """Where in which file."""
    return f"{name}, line {line}"


def event(name: str, line: int, fate: LineFate, lacked: Lacked) -> str:
    """What happened with a contact."""
    told = [f"{LABELS[field]}: {said}" for field, said in lacked.fields.items()]
    told += [f"Phone added: {show_phone(one.e164)}" for one in lacked.phones]
    told += [f"Tag added: {tag}" for tag in lacked.tags.values()]
    head = "Imported from" if fate == LineFate.NEW else "Filled in from"
    return "\n".join([f"{head} {place(name, line)}", *told])


def opt_out_proof(name: str, line: int, said: str) -> str:
    return f"{place(name, line)}: {said}"


def consent_proof(name: str, line: int, import_id: str) -> str:
    return f"{place(name, line)} {of_import(import_id)}"


def of_import(import_id: str) -> str:
    """How every proof of an import ends."""
    return f"(import {import_id})"
