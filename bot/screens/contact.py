"""`/contacts`: the list with its search, the card, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules.contact_change import CardText
from bot.rules.phone import last_four, show_phone
from bot.rules.phone_lines import CardPhone, show_card_phone
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
from bot.screens.compose import OPTED_OUT
from bot.screens.when import show_date
from models.enums import ContactSource

SHOWN = 20  # contacts in one window
NOBODY = "You have no contacts yet. Add one, or bring yours along with “Import a file”."
NOBODY_FOUND = "Nobody is found by that. Try a part of the name, a tag, or the last four digits."
NOBODY_ARCHIVED = "Nobody is archived."
GONE = "This contact is gone, or is not one of yours. Look for it with `/contacts`."
SAME_CARD = "These are the same card already."
NOTHING_APART = "Nothing was merged into this card."
NOT_ON_CARD = "This number is not on the card any more. Open it again with `/contacts`."
NO_NAME = "Write a name."
NO_WAY = "Write a number or an e-mail address: else nobody can reach them."
NO_PHONE = "has no phone number. Add one with `/contacts`."
JUST_SAVED = "This was saved a moment ago. Look with `/contacts`."
FROM_THE_LIST = "Choose one of the list."
ANOTHER_PERSON = "the number went to another person"
ARCHIVED = "Archived: out of sight until a text comes or goes."
SAVED, PUT_AWAY, BACK = "Saved.", "Archived.", "Restored."
DELETED = "Deleted. Their texts, consents and opt-outs stay with the number, as the law asks."
DELETE_ASKS = (
    "Name, numbers, address, tags and notes go for good. What the law asks to be kept stays with the number: "
    "texts, consents and opt-outs. To only put them out of sight, archive them."
)
SOURCES = {
    ContactSource.TEXT: "known since the first text",
    ContactSource.HAND: "added",
    ContactSource.IMPORT: "imported",
    ContactSource.LEAD: "came as a lead",
}


@dataclass(frozen=True)
class Row:
    """One contact in the list."""

    contact_id: str
    name: str
    phones: tuple[tuple[str, bool], ...]  # E.164, opted out
    tags: tuple[str, ...]
    email: str


@dataclass(frozen=True)
class Number:
    """A number on a card."""

    phone: CardPhone
    mark: str  # what is wrong with it, in a word
    shared_with: tuple[str, ...]  # the names of others who have it


@dataclass(frozen=True)
class Card:
    """Everything a card shows."""

    contact_id: str
    text: CardText
    numbers: tuple[Number, ...]
    is_saved: bool
    source: ContactSource
    since: datetime
    is_archived: bool
    owner: str  # whose contact it is, if a colleague's
    took_in: str  # the card that was merged into it last
    relationship: str = ""  # that is recorded and holds


def known(name: str) -> str:
    return f"{name} is one of your contacts already, with this number."


def no_phone(name: str) -> str:
    return f"{escape(name)} {NO_PHONE}"


def merged(name: str, other: str) -> str:
    return f"{other} is part of {name} now."


def apart(name: str, other: str) -> str:
    return f"{name} and {other} are two cards again. Tags stay on both."


def split(name: str, other: str, shares: bool) -> str:
    return (
        f"{name} and {other} share the number now."
        if shares
        else f"The number is {other}'s now, not {name}'s."
    )


def window(rows: Sequence[Row], query: str, archived: bool = False, note: str = "") -> Block:
    """The answer to `/contacts`. The field keeps what was typed while the list below it changes."""
    search: Block = {
        "type": "plain_text_input",
        "action_id": "contacts_query",
        "placeholder": plain("Name, tag, or digits of the number"),
        "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]},
    }
    search |= {"initial_value": query} if query else {}
    field = input_block("Find", "query", search, optional=True) | {"dispatch_action": True}
    blocks = [context(escape(note))] if note else []
    blocks += [section("*Archived contacts*")] if archived else [field, _beginnings()]
    blocks += [_row(one) for one in rows[:SHOWN]] or [section(_nobody(query, archived))]
    blocks += [context("There are more: type a little more of the name.")] if len(rows) > SHOWN else []
    view = modal("contacts", "Contacts", [*blocks, _doors(archived)], None if archived else "Find")
    return view | {"close": plain("Close")}


def _nobody(query: str, archived: bool) -> str:
    return NOBODY_ARCHIVED if archived else NOBODY_FOUND if query.strip() else NOBODY


def _row(row: Row) -> Block:
    shown_phones = [(show_phone(phone), out) for phone, out in row.phones[:3]]
    told = [
        f"{phone}{' · opted out' if out else ''}" for phone, out in shown_phones if out or phone != row.name
    ]
    numbers = ", ".join(told)
    tags = " ".join(f"`{escape(tag)}`" for tag in row.tags[:5])
    lines = [f"*{escape(cut(row.name, 80))}*  {tags}".strip(), numbers or escape(row.email)]
    shown = section("\n".join(dict.fromkeys(filter(None, lines))))
    known_by = last_four(row.phones[0][0]) if row.phones else cut(row.email, 20)
    name = ", ".join(filter(None, (f"Open {cut(row.name, 50)}", known_by)))
    opens = button("Open", "contact_open", row.contact_id, name=name)
    return shown | {"block_id": f"contact {row.contact_id}", "accessory": opens}


def _beginnings() -> Block:
    """How contacts come into the book."""
    return actions(
        button("Add a contact", "contact_new", "new", "primary"),
        button("Import a file", "contacts_import", "import"),
        button("Paste a list", "contacts_paste", "paste"),
    )


def _doors(archived: bool) -> Block:
    """What else can be done from the list."""
    if archived:
        return actions(button("All contacts", "contacts_all", "all"))
    return actions(
        button("Export", "contacts_export", "export"),
        button("Lead sources", "leads_open", "leads"),
        button("Archived", "contacts_archived", "archived"),
    )


def choice(row: Row) -> Block:
    """A contact in a menu."""
    phone = show_phone(row.phones[0][0]) if row.phones else row.email
    return option(" ".join(dict.fromkeys((cut(row.name, 50), phone))), row.contact_id)


def card(shown: Card, zone: str, note: str = "") -> Block:
    """One contact."""
    blocks = [context(escape(note))] if note else []
    blocks += [section(_head(shown)), *(_number(one, shown) for one in shown.numbers)]
    if about := _about(shown):
        blocks.append(section(about))
    blocks += [context(_since(shown, zone)), _buttons(shown)]
    return modal("contact", "Contact", blocks, None, shown.contact_id)


def gone(note: str) -> Block:
    """What is left where a card was."""
    return modal("contact", "Contact", [section(note)], None)


def _head(shown: Card) -> str:
    tags = " ".join(f"`{escape(tag)}`" for tag in shown.text.tags)
    return "\n".join(filter(None, (f"*{escape(shown.text.name)}*", tags)))


def _number(number: Number, shown: Card) -> Block:
    lines = [show_card_phone(number.phone)]
    lines += [f"_{number.mark}_"] if number.mark else []
    if number.shared_with:
        lines.append(f"Shared with {escape(', '.join(number.shared_with))}")
    value = f"{shown.contact_id} {number.phone.e164}"
    at = f"{cut(shown.text.name, 40)} at {lines[0]}"
    does = button("Text", "contact_text", value, name=f"Text {at}"[:75])
    if number.mark == OPTED_OUT:
        does = button(
            "Allow texts again…", "contact_allow", shown.contact_id, name=f"Allow texts to {at}"[:75]
        )
    return section("\n".join(lines)) | {"block_id": f"number {number.phone.e164}", "accessory": does}


def _about(shown: Card) -> str:
    text = shown.text
    place = " ".join(filter(None, (text.state, text.zip_code)))
    lines = [text.email, text.company, ", ".join(filter(None, (text.address, place)))]
    lines += [f"Time zone {text.time_zone}"] if text.time_zone else []
    lines += [shown.relationship]
    return "\n".join(escape(one) for one in lines if one)


def _since(shown: Card, zone: str) -> str:
    told = [ARCHIVED] if shown.is_archived else []
    told += [f"{shown.owner}'s contact"] if shown.owner else []
    return (
        escape(" · ".join([*told, SOURCES[shown.source].capitalize()])) + f" {show_date(shown.since, zone)}"
    )


def _buttons(shown: Card) -> Block:
    name = cut(shown.text.name, 50)
    named = (
        ("Timeline", "contact_timeline"),
        ("Add a note", "contact_note"),
        ("Edit", "contact_edit"),
        ("Relationship", "contact_relationship"),
    )
    made = [button(label, action, shown.contact_id, name=f"{label}: {name}") for label, action in named]
    if shown.took_in:
        made.append(button(f"Take {cut(shown.took_in, 40)} out again", "contact_apart", shown.contact_id))
    return actions(*made, _menu(shown))


def _menu(shown: Card) -> Block:
    named = [("Merge with another card…", "merge")]
    if shown.numbers:
        wish = (
            ("Allow texts again…", "allow")
            if all(one.mark == OPTED_OUT for one in shown.numbers)
            else ("Opt out…", "out")
        )
        named += [("Another person on a number…", "split"), wish]
    named += [("Restore", "restore")] if shown.is_archived else [("Archive", "archive")]
    options = [option(label, f"{verb} {shown.contact_id}") for label, verb in [*named, ("Delete…", "delete")]]
    return {"type": "overflow", "action_id": "contact_more", "options": options}


def delete(contact_id: str, name: str) -> Block:
    """Asks before what cannot be undone."""
    blocks = [section(f"*Delete {escape(name)}?*"), section(DELETE_ASKS)]
    return modal("contact_delete", "Delete contact", blocks, "Delete", contact_id)
