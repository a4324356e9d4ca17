"""The windows of an import: choose a file, paste a list, say what the columns are."""

from collections.abc import Sequence

from bot.rules.contact_file import Field
from bot.screens.blocks import Block, context, cut, input_block, modal, option, section
from bot.screens.contact_import import Column

KINDS = ("csv", "vcf", "txt", "tsv", "xlsx", "xls")  # spreadsheets are told how to become one of the others
MOST_COLUMNS = 90  # a window holds 100 blocks
LEAVE_OUT = "-"
FROM_WHERE = (
    "Parley reads exports of KW Command, Follow Up Boss, Google Contacts, Outlook and iCloud, and most other "
    "tables (CSV) and contact cards (vCard). You see what it would do before anything is saved."
)
COMES = "The preview comes in your direct message with Parley."
PASTE_HINT = "One person a line: Ana Lopez, 201-555-0123, ana@example.com"
LONGEST_LIST = 3000  # characters that a field holds


def file() -> Block:
    """Asks for a file."""
    chooser: Block = {"type": "file_input", "action_id": "file", "filetypes": list(KINDS), "max_files": 1}
    blocks = [input_block("File with contacts", "file", chooser), context(FROM_WHERE)]
    return modal("import_file", "Import contacts", blocks, "Read it")


def paste() -> Block:
    """Asks for a list."""
    field: Block = {
        "type": "plain_text_input",
        "action_id": "list",
        "multiline": True,
        "max_length": LONGEST_LIST,
    }
    return modal(
        "import_paste", "Paste a list", [input_block("List", "list", field, hint=PASTE_HINT)], "Read it"
    )


def coming(note: str = COMES) -> Block:
    """What stands there afterwards."""
    return modal("import_coming", "Import contacts", [section(note)], None)


def columns(import_id: str, found: Sequence[Column]) -> Block:
    """Asks what each column is, those first that nobody knows. A field is named by its column's place."""
    order = sorted(range(len(found)), key=lambda place: not found[place].unsure)
    fields = [_column(place, found[place]) for place in order[:MOST_COLUMNS]]
    more = len(order) - len(fields)
    note = [context(f"{more} more columns stay as they are.")] if more > 0 else []
    return modal("import_columns", "Columns", [*fields, *note], "Read again", import_id)


def _column(place: int, column: Column) -> Block:
    options = [option("Leave out", LEAVE_OUT), *(option(one.capitalize(), one.value) for one in Field)]
    chosen = next((one for one in options if one["value"] == column.holds), options[0])
    select: Block = {
        "type": "static_select",
        "action_id": "holds",
        "options": options,
        "initial_option": chosen,
    }
    examples = ", ".join(cut(one, 40) for one in column.examples) or "empty"
    hint = f"{'Not sure. ' if column.unsure else ''}For example: {examples}"
    return input_block(cut(column.heading, 75), f"column {place}", select, hint=cut(hint, 150))
