"""Words about our phone numbers, and the menu in which one is chosen."""

from urllib.parse import urlsplit

from bot.rules.phone import show_phone
from bot.rules.slack_text import escape
from bot.screens.blocks import Block, cut, option, plain

NONE = "none"
NO_NUMBER = "No number"
LONGEST_PLACE = 30


def texts_from_none(name: str) -> str:
    return f"{name} texts from no number of their own. Make them an agent first."


def place(address: str) -> str:
    """Where texts go, in a word: the host of an address."""
    parts = urlsplit(address)
    return cut(parts.hostname or "a Twilio app", LONGEST_PLACE)


def offer(phone: str, holder: str, goes_to: str, can_picture: bool) -> Block:
    """A number in the menu: who has it, and what giving it changes."""
    label = " · ".join(filter(None, (show_phone(phone), holder, "" if can_picture else "no pictures")))
    made = option(label, phone)
    warning = f"Its texts go to {place(goes_to)} now; giving it changes that" if goes_to else ""
    return made | ({"description": plain(warning)} if warning else {})


def none() -> Block:
    """The way to take a number."""
    return option(NO_NUMBER, NONE)


def not_in_account(phone: str) -> str:
    return (
        f"{show_phone(phone)} is not a number of your Twilio account, so no texts leave from it or come in. "
        "Buy it there, or give another one in `/parley people`."
    )


def cannot_text(phone: str) -> str:
    return f"{show_phone(phone)} takes calls only. Give another number in `/parley people`."


def not_pointed(phone: str, reason: str, address: str) -> str:
    return (
        f"{_not_here(phone)}: Twilio refused to bring them ({escape(reason)}). Open the number in the Twilio "
        f"console. Under *Messaging*, *A message comes in*, choose *Webhook*, `{address}`, *HTTP POST*."
    )


def overruled(phone: str, goes_to: str, address: str) -> str:
    where = f"to {escape(place(goes_to))}" if goes_to else "nowhere"
    return (
        f"{_not_here(phone)}: its Messaging Service sends them {where}. In the Twilio console open the "
        f"service, *Integration*, and choose *Defer to sender's webhook*, or write `{address}` there."
    )


def _not_here(phone: str) -> str:
    return f"Texts to {show_phone(phone)} do not come here yet"
