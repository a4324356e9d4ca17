"""Lead sources: their list, the form of a new one, and its address, which is shown once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules.slack_text import escape
from bot.screens.blocks import Block, actions, button, context, cut, input_block, modal, plain, section
from bot.screens.when import show_date

NONE = "No web page sends you leads yet. Make a source and give its address to your website."
NO_NAME = "Give it a name of at most 75 characters, such as the page it is for."
NOT_YOURS = "This source is not yours. Its owner or an admin can revoke it."
ONCE = (
    "Give this address to your website or to Zapier now: it is shown only here and only once. Whoever knows "
    "it can send you leads. If it gets into wrong hands, revoke it and make a new one."
)
SHOWN = 40  # a window holds 100 blocks


@dataclass(frozen=True)
class Row:
    """A source in the list."""

    source_id: str
    name: str
    tags: str
    owner: str  # the agent whose leads they are; "" for the reader
    made_at: datetime
    count: int  # leads so far
    last_at: datetime | None
    is_revoked: bool
    zone: str


def revoked(name: str) -> str:
    return f"Revoked “{name}”. Its address takes no leads any more; those that came stay."


def revoked_already(name: str) -> str:
    return f"“{name}” was revoked before."


def listing(rows: Sequence[Row], start: int, more: bool, note: str = "") -> Block:
    """One page of the list, from `start` on."""
    blocks = [context(escape(note))] if note else []
    blocks += [_row(row) for row in rows] or [section(NONE)]
    turns = [button("Earlier", "lead_page", str(max(start - SHOWN, 0)))] if start else []
    later = [button("More", "lead_page_on", str(start + SHOWN))] if more else []
    blocks.append(actions(button("Make a source", "lead_source_new", "new", "primary"), *turns, *later))
    return modal("lead_sources", "Lead sources", blocks, None, str(start))


def _row(row: Row) -> Block:
    about = [
        f"for {escape(row.owner)}" if row.owner else "",
        f"tags {escape(cut(row.tags, 300))}" if row.tags else "",
        f"made {show_date(row.made_at, row.zone)}",
        "revoked" if row.is_revoked else "",
    ]
    came = f"{row.count:,} lead{'' if row.count == 1 else 's'}"
    last = f", the last {show_date(row.last_at, row.zone)}" if row.last_at else ""
    shown = section(f"*{escape(row.name)}*\n{' · '.join(filter(None, about))}\n{came}{last}")
    return shown if row.is_revoked else shown | {"accessory": _revoke(row)}


def _revoke(row: Row) -> Block:
    confirm = {
        "title": plain("Revoke it?"),
        "text": plain(f"Pages that use the address of “{cut(row.name, 75)}” cannot send leads any more."),
        "confirm": plain("Revoke"),
        "deny": plain("Keep"),
    }
    name = f"Revoke {cut(row.name, 60)}"
    return button("Revoke", "lead_source_revoke", row.source_id, name=name) | {"confirm": confirm}


def form(token: str) -> Block:
    """A new source. The window carries its token, so that it is made once however often it is sent."""
    name: Block = {"type": "plain_text_input", "action_id": "name", "max_length": 75}
    tags: Block = {"type": "plain_text_input", "action_id": "tags", "max_length": 500}
    blocks = [
        input_block("Name", "name", name, hint="The page or the portal, such as “Website, contact form”."),
        input_block(
            "Tags", "tags", tags, optional=True, hint="For everybody who comes from there, with commas."
        ),
    ]
    return modal("lead_source", "Make a source", blocks, "Make", token)


def made(name: str, address: str) -> Block:
    """The address, to be copied, with a line to try it."""
    example = f"curl -d name='Ana Lopez' -d phone='(201) 555-0123' -d message='Is it still free?' {address}"
    blocks = [
        section(f"*{escape(name)}*\n{ONCE}"),
        section(f"```{escape(address)}```"),
        context("To try it, in a terminal:"),
        section(f"```{escape(example)}```"),
    ]
    return modal("lead_source_made", "Its address", blocks, None)
