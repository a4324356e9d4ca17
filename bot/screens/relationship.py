"""The form in which somebody records the relationship with a client."""

from datetime import date

from bot.rules.slack_text import escape
from bot.screens.amount import day
from bot.screens.blocks import Block, context, input_block, modal, option, section
from models.enums import RelationshipKind

NONE = "none"  # the choice that ends it
KEPT = "The relationship is recorded."
ENDED = "The relationship has ended."
NOTHING_ENDED = "No relationship was recorded, so nothing has ended."
SINCE = "Choose the day it began, today or earlier."
UNTIL = "It would be over by now, or end too far ahead. Choose another day."
WORDING = "Write what it rests on."
NO_DATE = "Write a day such as 2026-11-01."
LONGEST = 500  # letters
KINDS = {
    RelationshipKind.CUSTOMER: "Customer",
    RelationshipKind.INQUIRY: "Asked about something",
    RelationshipKind.AGREED: "Relationship",
}
CHOICES = (
    ("A customer: for 18 months after they bought, sold or rented", RelationshipKind.CUSTOMER.value),
    ("They asked about something: for three months", RelationshipKind.INQUIRY.value),
    ("Something else, until a day", RelationshipKind.AGREED.value),
    ("None, or it is over", NONE),
)
TELLS = (
    "Until it ends, this client may be texted although their number is on the national or a state's "
    "do-not-call list. It ends at once when they ask you to stop. Whether the law "
    "sees one here, ask an attorney."
)


def told(kind: RelationshipKind, until: date) -> str:
    """On the card and on the timeline."""
    return f"{KINDS[kind]} until {day(until)}, {until.year}"


def form(contact_id: str, name: str, standing: str, today: date) -> Block:
    """`standing`: what is recorded and holds."""
    choices = [option(label, value) for label, value in CHOICES]
    kind: Block = {"type": "radio_buttons", "action_id": "kind", "options": choices}
    since: Block = {"type": "datepicker", "action_id": "since", "initial_date": today.isoformat()}
    until: Block = {"type": "datepicker", "action_id": "until"}
    wording: Block = {"type": "plain_text_input", "action_id": "wording", "max_length": LONGEST}
    head = f"*{escape(name)}*" + (f"\n{escape(standing)}" if standing else "")
    blocks = [
        section(head),
        input_block("What it is", "kind", kind | {"initial_option": choices[0]}),
        input_block("The day they bought, signed or asked", "since", since),
        input_block("Until, for something else", "until", until, optional=True),
        input_block("What it rests on", "wording", wording, optional=True, hint="Closed on 12 Oak Street."),
        context(TELLS),
    ]
    return modal("contact_relationship", "Relationship", blocks, "Save", contact_id)
