"""Usage, in the words of the command that was typed."""

from bot.rules.slack_text import escape
from bot.screens.blocks import cut

COMMANDS = (  # command, usage hint, description
    ("/text", "[name or number] [message]", "Text a client"),
    ("/inbox", "[help]", "Clients who wait for you"),
    ("/contacts", "[name, tag or number]", "Find and keep your contacts"),
    ("/balance", "[help]", "Your credits, and why"),
    ("/usage", "[help]", "What your texts cost"),
    ("/plan", "[texts or email]", "Plans and packs of credits"),
    ("/parley", "[people or settings]", "People, numbers and settings"),
)
SHORTCUTS = (("text_a_contact", "Text a contact"),)  # callback id, name
MESSAGE_SHORTCUTS = (("text_this", "Text this to a contact"),)
TEXT = (
    "*Text a client*\n"
    "`/text` opens the composer: now or at a time on your client's clock, with templates\n"
    "`/text Ana` opens it for Ana\n"
    "`/text Ana Running 5 late` texts a contact by name\n"
    "`/text +1 201 555 0123 Hi, this is Maria` texts a number\n"
    "`/text scheduled` lists what waits for its time: send now, edit, cancel\n"
    "`/text templates` keeps words to use again, such as `Hi {first_name|there}, it's {agent}`\n"
    "In a conversation's thread, just reply. A message that starts with `//` or `!` stays inside.\n"
    "Any message's menu has *Text this to a contact*."
)
CONTACTS = (
    "*Your contacts*\n"
    "`/contacts` lists those you texted with last; type there to find one, also misspelled\n"
    "`/contacts Ana` finds by name, tag, company, e-mail or the last four digits\n"
    "A card has the numbers, who shares them, tags, the timeline; merge two cards there, say that a number "
    "has another person now, archive, delete. Bring a list along with “Import a file” or “Paste a list”.\n"
    "`/contacts help` shows this\n"
    "Example: `/contacts open house`"
)
INBOX = (
    "*Clients who wait for you*\n"
    "`/inbox` lists them, the longest waiting first, then reminders and those you wait for\n"
    "“Done” takes one off the list until they write again. So does a :white_check_mark: on their card.\n"
    "`/inbox help` shows this\n"
    "Example: `/inbox`"
)
USAGE = (
    "*What your texts cost*\n"
    "`/usage` posts this month's credits into your direct message, by day and by client. Choose another "
    "month there, or download the numbers. Admins see everybody's, and can choose one agent.\n"
    "`/usage help` shows this\n"
    "Example: `/usage`"
)
BALANCE = (
    "*Your credits*\n"
    "`/balance` shows what you have for texts and e-mails, when it expires and what comes next\n"
    "“Why this number?” there adds up the month and lists what happened, with links\n"
    "`/balance help` shows this\n"
    "Example: `/balance`"
)
PLAN = (
    "*Plans and packs*\n"
    "`/plan` shows your plan, all others and packs, and what a change would cost before you order it\n"
    "`/plan email` does the same for e-mails\n"
    "`/plan @Ben` shows an agent's plan to an admin\n"
    "`/plan help` shows this\n"
    "Example: `/plan`"
)
PARLEY = (
    "*Parley*\n"
    "`/parley` shows people and numbers. Admins change them there, say who leaves, give credits and plans, "
    "read ledgers, and find prices, terms, orders that wait and each month's charges\n"
    "`/parley people` lists people, roles and numbers; admins invite there, give roles and numbers\n"
    "`/parley settings` opens your settings: undo, what rings, the daily list, a team channel, warnings, "
    "who answers while you are away\n"
    "`/parley help` shows this\n"
    "`/text help` shows how to text, `/inbox help` who waits, `/contacts help` your contacts, "
    "`/balance help` your credits, `/usage help` what texts cost, `/plan help` how credits are bought\n"
    "Example: `/parley settings`"
)


def explain(command: str, typed: str, usage: str) -> str:
    """The answer to words after a command that takes none of them: how to use it."""
    return usage if typed.lower() in ("help", "?") else unknown(command, typed, usage)


def unknown(command: str, typed: str, usage: str) -> str:
    """The answer to words that a command does not know."""
    return f"`{command}` does not know “{escape(cut(typed, 40))}”.\n{usage}"


OUTSIDE_THREADS = (
    "Nothing was sent: reply inside a client's thread, or type `/text Ana Running 5 late`. "
    "`/text help` shows more."
)
