"""A lead from a web page: as its agent reads it, as it is written down, and what the page is answered."""

from dataclasses import dataclass
from datetime import datetime

from bot.ports import Post
from bot.rules.lead_form import LeadForm
from bot.rules.phone import show_phone
from bot.rules.slack_text import escape
from bot.screens.blocks import Block, actions, button, context, cut, section, verbatim

GONE = "This contact was deleted, so there is nobody to text."
NOT_YOURS = "This lead is another agent's. Text your own client with `/text`."
NO_PHONE = "They gave no phone number. E-mail them instead."
NO_CONSENT = "They did not agree to automated texts."
NO_WORDS = "They said yes to texts, but the page sent no wording. So it does not count as consent."
UNKNOWN_ADDRESS = "There is no such address. Make one under Lead sources in Slack's /contacts."
REVOKED = "This address was revoked. Make a new one under Lead sources in Slack's /contacts."
TOO_LONG = "A lead has at most 64 KB."
NO_FORM = "Send the lead as JSON or as a form."
NO_JSON = 'This is not JSON. Send one object, such as {"name": "Ana", "phone": "(201) 555-0123"}.'
THANKS = "Thank you. We have your message and will be in touch."
OPTED_OUT = "{phone} opted out of texts, and that still holds. Call or e-mail instead."
SHOWN = 300  # characters of a message or a wording in one line


@dataclass(frozen=True)
class Shown:
    """A lead with what the agent's book says about it."""

    lead_id: str
    contact_id: str  # "" where the reader does not see this agent's contacts
    name: str  # the card's
    form: LeadForm
    source: str
    tags: tuple[str, ...]
    is_new: bool
    shares_with: tuple[str, ...]  # who else has the number
    opted_out: bool
    instead_of: str  # the agent whose lead it is, where somebody else reads it


def told(source: str, page: str, message: str) -> str:
    """A lead on a contact's timeline."""
    head = f"{source} ({page})" if page and page != source else source
    return f"{head}: {message}" if message else head


def proof(source: str, external_id: str, at: datetime, ip: str) -> str:
    """What a consent rests on."""
    return f"Form “{source}”, lead {external_id}, {at:%Y-%m-%d %H:%M:%S} UTC, from {ip}"


def too_many(seconds: int) -> str:
    return f"More than 60 leads in a minute. Try again in {seconds} s."


def notice(lead: Shown) -> Post:
    """The post about a new lead, with the ways to answer it."""
    name, phone = escape(cut(lead.name, 80)), show_phone(lead.form.phone.e164) if lead.form.phone else ""
    ways = [one for one in (phone, escape(lead.form.email)) if one]
    said = f": {escape(cut(lead.form.message, SHOWN))}" if lead.form.message else ""
    head = f"New lead: {name}"
    blocks = [section("\n".join([f"*{head}*", *ways])), section("\n".join(_facts(lead)))]
    if lead.form.message:
        blocks.append(verbatim(lead.form.message))
    if remarks := _remarks(lead, phone):
        blocks.append(context("\n".join(remarks)))
    return Post(f"{', '.join([head, *ways])}{said}", [*blocks, *_buttons(lead, phone)])


def _facts(lead: Shown) -> list[str]:
    page = lead.form.source
    where = f"{lead.source} · {page}" if page and page != lead.source else lead.source
    facts = (("From", where), ("Tags", ", ".join(lead.tags)))
    return [f"{label}: {escape(value)}" for label, value in facts if value]


def _remarks(lead: Shown, phone: str) -> list[str]:
    """What to know before answering."""
    remarks = [_consent(lead)] if phone else []
    if lead.opted_out:
        remarks.insert(0, OPTED_OUT.format(phone=phone))
    if not lead.is_new:
        remarks.append("You know them already.")
    if lead.shares_with:
        remarks.append(f"{escape(' & '.join(lead.shares_with))} has the same number.")
    if lead.instead_of:
        remarks.append(f"This is a lead of {escape(lead.instead_of)}, who has left.")
    return [*remarks, *map(escape, lead.form.remarks)]


def _consent(lead: Shown) -> str:
    if not lead.form.agreed_to:
        return NO_WORDS if lead.form.said_yes else NO_CONSENT
    return f"They agreed to automated texts: “{escape(cut(lead.form.agreed_to, SHOWN))}”"


def _buttons(lead: Shown, phone: str) -> list[Block]:
    name, buttons = cut(lead.name, 50), []
    if phone and not lead.opted_out:
        buttons.append(button("Text now", "lead_text", lead.lead_id, "primary", name=f"Text {name} now"))
    if lead.contact_id:
        buttons.append(button("Contact", "contact_open", lead.contact_id, name=f"Contact card of {name}"))
    return [actions(*buttons)] if buttons else []
