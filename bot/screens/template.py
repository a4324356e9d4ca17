"""Templates: their list, their form, their menu in the composer."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.merge import FIELDS
from bot.rules.slack_text import escape
from bot.screens.blocks import (
    Block,
    actions,
    button,
    context,
    cut,
    input_block,
    modal,
    option,
    plain,
    section,
)

GONE = "This template is gone already."
ADMINS_ONLY = "Only admins change templates that are for everybody. Ask one, or save your own."
NO_NAME = "Give it a name of at most 75 characters."
NO_BODY = "Write the words of the template."
TOO_LONG = "This template does not fit below what is written: the message holds 3,000 characters. Shorten it."
NONE = "No templates yet. Write one, and the composer offers it."
EVERYBODY = "everybody"
LONGEST = 2000
SHOWN = 40  # a window holds 100 blocks


@dataclass(frozen=True)
class Row:
    """A template in the list."""

    template_id: str
    name: str
    body: str
    is_everybodys: bool
    may_change: bool


def unfilled(missing: Sequence[str], unknown: Sequence[str]) -> str:
    """Why fields cannot be filled and what to write instead; "" if all can."""
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        return f"{{{unknown[0]}}} is not a field. The fields are {known}."
    if missing:
        name = missing[0]
        return (
            f"{{{name}}} cannot be filled: this client has no name yet. "
            f"Write what to say instead, such as {{{name}|there}}."
        )
    return ""


def saved(name: str) -> str:
    return f"Saved “{name}”."


def deleted(name: str) -> str:
    return f"Deleted “{name}”."


def menu(templates: Sequence[tuple[str, str]], serial: int) -> list[Block]:
    """The composer's menu of (id, name); nothing where there are none."""
    if not templates:
        return []
    chooser: Block = {
        "type": "static_select",
        "action_id": "insert_template",
        "placeholder": plain("Insert a template"),
        "options": [option(name, value) for value, name in templates],
    }
    return [actions(chooser) | {"block_id": f"templates-{serial}"}]


def listing(rows: Sequence[Row], start: int, more: bool, note: str = "") -> Block:
    """`/text templates`: one page of them, from `start` on."""
    blocks = [context(escape(note))] if note else []
    blocks += [block for row in rows for block in _row(row)] or [section(NONE)]
    turns = [button("Earlier", "template_page", str(max(start - SHOWN, 0)))] if start else []
    later = [button("More", "template_page_on", str(start + SHOWN))] if more else []
    blocks.append(actions(button("New template", "template_new", "new", "primary"), *turns, *later))
    return modal("templates", "Templates", blocks, None, str(start))


def _row(row: Row) -> list[Block]:
    mark = " · for everybody" if row.is_everybodys else ""
    shown = section(f"*{escape(row.name)}*{mark}\n{escape(cut(row.body, 300))}")
    if not row.may_change:
        return [shown]
    confirm = {
        "title": plain("Delete it?"),
        "text": plain(cut(row.name, 100)),
        "confirm": plain("Delete"),
        "deny": plain("Keep"),
    }
    edit = button("Edit", "template_edit", row.template_id, name=f"Edit {cut(row.name, 60)}")
    delete = button("Delete", "template_delete", row.template_id, name=f"Delete {cut(row.name, 60)}")
    return [shown, actions(edit, delete | {"confirm": confirm})]


def form(row: Row | None, is_admin: bool) -> Block:
    """A new template, or a known one to change."""
    name: Block = {"type": "plain_text_input", "action_id": "name", "max_length": 75}
    body: Block = {
        "type": "plain_text_input",
        "action_id": "body",
        "multiline": True,
        "max_length": LONGEST,
    }
    if row:
        name, body = name | {"initial_value": row.name}, body | {"initial_value": row.body}
    fields = ", ".join(f"{{{one}}}" for one in FIELDS)
    hint = f"Filled for each client: {fields}. {{first_name|there}} says “there” where there is no name."
    blocks = [
        input_block("Name", "name", name),
        input_block("Words", "body", body, hint=hint),
        *_sharing(row, is_admin),
    ]
    title = "Edit template" if row else "New template"
    return modal("template", title, blocks, "Save", row.template_id if row else "")


def _sharing(row: Row | None, is_admin: bool) -> list[Block]:
    if not is_admin:
        return []
    choice = option("For everybody", EVERYBODY)
    boxes: Block = {"type": "checkboxes", "action_id": "shared", "options": [choice]}
    if row and row.is_everybodys:
        boxes["initial_options"] = [choice]
    return [input_block("Who may use it", "shared", boxes, optional=True)]
