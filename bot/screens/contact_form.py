"""The forms about a contact: the card's own, merging, another person on a number."""

from collections.abc import Sequence

from bot.rules.contact_change import CardText
from bot.rules.phone_lines import CardPhone, show_card_phone, show_phones
from bot.rules.slack_text import escape
from bot.screens.admin import ZONES
from bot.screens.blocks import Block, context, cut, input_block, modal, option, plain, section
from bot.screens.naming import LONGEST

BY_NUMBER = "by number"
MOVED, SHARED = "moved", "shared"
PHONES_HINT = "One a line, with what it is behind it: (201) 555-0123 work"
MERGE_TELLS = "Numbers, tags, notes and conversations come together on this card. What it says itself stays."
SPLIT_TELLS = (
    "The texts so far stay with {name}. An opt-out stays with the number. Consent is not taken over: the "
    "other person has given none."
)


def form(text: CardText | None, contact_id: str = "") -> Block:
    """A new card, or a known one to change."""
    said = text or CardText("")
    blocks = [
        input_block("Name", "name", _line("name", said.name, LONGEST)),
        input_block("Numbers", "phones", _phones(said.phones), optional=True, hint=PHONES_HINT),
        input_block("E-mail", "email", _line("email", said.email, 254), optional=True),
        input_block(
            "Tags", "tags", _line("tags", ", ".join(said.tags), 1000), optional=True, hint="Buyer, open house"
        ),
        input_block("Company", "company", _line("company", said.company, 200), optional=True),
        input_block("Street and city", "address", _line("address", said.address, 200), optional=True),
        input_block("State", "state", _line("state", said.state, 40), optional=True),
        input_block("ZIP code", "zip_code", _line("zip_code", said.zip_code, 20), optional=True),
        input_block("Time zone", "time_zone", _zones(said.time_zone)),
    ]
    return modal("contact_form", "Edit contact" if text else "Add a contact", blocks, "Save", contact_id)


def _line(name: str, value: str, most: int) -> Block:
    field: Block = {"type": "plain_text_input", "action_id": name, "max_length": most}
    return field | ({"initial_value": cut(value, most)} if value else {})


def _phones(phones: Sequence[CardPhone]) -> Block:
    return _line("phones", show_phones(phones), 600) | {"multiline": True}


def _zones(chosen: str) -> Block:
    zones = [*ZONES, *([] if chosen in ("", *ZONES) else [chosen])]
    options = [option("As the number says", BY_NUMBER), *(option(one, one) for one in zones)]
    first = next((one for one in options if one["value"] == chosen), options[0])
    return {"type": "static_select", "action_id": "time_zone", "options": options, "initial_option": first}


def merge(contact_id: str, name: str) -> Block:
    """Asks for the other card."""
    chooser: Block = {
        "type": "external_select",
        "action_id": "contact_other",
        "placeholder": plain("Type a name or number"),
        "min_query_length": 1,
    }
    blocks = [
        section(f"*{escape(name)}*"),
        input_block("takes in", "other", chooser),
        context(MERGE_TELLS),
    ]
    return modal("contact_merge", "Merge cards", blocks, "Merge", contact_id)


def split(contact_id: str, name: str, phones: Sequence[CardPhone]) -> Block:
    """Asks whose number it is now."""
    numbers = [option(show_card_phone(one), one.e164) for one in phones]
    which: Block = {
        "type": "static_select",
        "action_id": "number",
        "options": numbers,
        "initial_option": numbers[0],
    }
    how = [
        option("It is another person's number now", MOVED),
        option(f"{cut(name, 40)} shares it with another person", SHARED),
    ]
    radio: Block = {"type": "radio_buttons", "action_id": "how", "options": how, "initial_option": how[0]}
    blocks = [
        input_block("Number", "number", which),
        input_block("What is so now", "how", radio),
        input_block("Name of the other person", "name", _line("name", "", LONGEST), optional=True),
        context(escape(SPLIT_TELLS.format(name=name))),
    ]
    return modal("contact_split", "Another person", blocks, "Save", contact_id)
