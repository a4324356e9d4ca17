"""Charges as an admin sees them: a month by agent, an agent's lines, and the statement that is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.ports import Post
from bot.rules.month import first_of
from bot.rules.slack_text import escape
from bot.screens.amount import money
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
from models.enums import Meter, PayerKind

NO_LINE = "There is no such charge. Look at the list again."
IS_A_VOID = "This line takes another one back; it cannot be taken back itself."
VOIDED = "This charge was taken back already."
CREDITS_STAY = "Credits stay as they are. To take them as well, use “Credits” in `/parley`."
CARD_STAYS = "This was paid by card ({reference}). Give the money back at the payment provider as well."
PAGE, ROWS, LISTED = 15, 20, 25
PAYERS = {PayerKind.AGENT: "the agent", PayerKind.BROKERAGE: "the brokerage"}
TOTALS = {PayerKind.AGENT: "Billed to agents themselves", PayerKind.BROKERAGE: "Billed to the brokerage"}
VOID, CORRECT = "void", "correct"


@dataclass(frozen=True)
class Line:
    """A charge line; money in the smallest unit of its currency, below 0 given back."""

    account_id: str
    key: str
    agent_id: str
    agent: str
    meter: Meter
    day: date
    what: str
    payer: PayerKind
    net: int
    tax: int
    currency: str
    reference: str = ""  # the provider's name for the payment
    voids: str = ""  # the key of the line it takes back
    is_void: bool = False  # taken back by another line


@dataclass(frozen=True)
class Sum:
    """What lines come to."""

    name: str
    agent_id: str
    payer: PayerKind
    currency: str
    net: int
    tax: int
    lines: int


@dataclass(frozen=True)
class Statement:
    """A month's lines, by agent."""

    month: int
    tax_name: str
    lines: tuple[Line, ...]

    @property
    def by_agent(self) -> list[Sum]:
        return _sums([((one.agent, one.agent_id, one.payer, one.currency), one) for one in self.lines])

    @property
    def totals(self) -> list[Sum]:
        """By payer and currency."""
        return _sums([(("", "", one.payer, one.currency), one) for one in self.lines])


Key = tuple[str, str, PayerKind, str]


def _sums(lines: Sequence[tuple[Key, Line]]) -> list[Sum]:
    found: dict[Key, tuple[int, int, int]] = {}
    for key, one in lines:
        net, tax, count = found.get(key, (0, 0, 0))
        found[key] = (net + one.net, tax + one.tax, count + 1)
    return [Sum(*key, *sums) for key, sums in found.items()]


def month_name(month: int) -> str:
    """ "March 2026"."""
    return f"{first_of(month):%B %Y}"


def on_its_way(month: int) -> str:
    return f"The statement of {month_name(month)} comes as a direct message."


def reason_length(most: int) -> str:
    return f"Say why, in at most {most} characters."


def amount_of(most: int, currency: str) -> str:
    return f"Type an amount up to {money(most, currency)}. To charge nothing, choose “Take back” instead."


def voided(total: int, currency: str) -> str:
    return f"{money(total, currency)} taken back. {CREDITS_STAY}"


def corrected(old: int, new: int, currency: str) -> str:
    return f"{money(old, currency)} taken back and {money(new, currency)} written instead. {CREDITS_STAY}"


def void_words(words: str, reason: str) -> str:
    return f"Taken back: {words} ({reason})"


def corrected_words(words: str, reason: str) -> str:
    return f"Corrected: {words} ({reason})"


def file_name(month: int) -> str:
    return f"statement-{first_of(month):%Y-%m}.csv"


def file_words(month: int) -> str:
    """What the file is, for screen readers."""
    return f"Every charge of {month_name(month)}, as a table"


def _sum_words(net: int, tax: int, currency: str, tax_name: str) -> str:
    if not tax:
        return money(net, currency)
    return f"{_with_tax(net, tax, currency, escape(tax_name) or 'tax')} = {money(net + tax, currency)}"


def _with_tax(net: int, tax: int, currency: str, name: str) -> str:
    """ "$9.00 + $0.74 tax", "-$9.00 - $0.74 tax"."""
    if not tax:
        return money(net, currency)
    return f"{money(net, currency)} {'-' if tax < 0 else '+'} {money(abs(tax), currency)} {name}"


def _total_lines(seen: Statement) -> list[str]:
    return [
        f"{TOTALS[one.payer]}: {_sum_words(one.net, one.tax, one.currency, seen.tax_name)}"
        for one in seen.totals
    ]


def _agent_lines(sums: Sequence[Sum], tax_name: str) -> list[str]:
    return [
        f"{escape(cut(one.name, 50))}: {_sum_words(one.net, one.tax, one.currency, tax_name)}"
        + (" (pays by themselves)" if one.payer == PayerKind.AGENT else "")
        for one in sums
    ]


def post(seen: Statement) -> Post:
    """The statement as a direct message; its file follows in the thread."""
    by_agent = seen.by_agent
    head = f"Statement of {month_name(seen.month)}: plans and packs"
    totals = _total_lines(seen) or ["Nothing was charged."]
    listed = _agent_lines(by_agent[:LISTED], seen.tax_name)
    if len(by_agent) > LISTED:
        listed.append(f"and {len(by_agent) - LISTED} more in the file")
    blocks = [section(f"*{head}*"), section("\n".join(totals))]
    blocks += [section("\n".join(listed))] if listed else []
    blocks.append(context("Every line stands in the file in this thread."))
    return Post("\n".join([head, *totals, *listed]), blocks)


def mail(seen: Statement) -> tuple[str, str]:
    """The statement as an e-mail: subject and text."""
    totals = _total_lines(seen) or ["Nothing was charged."]
    text = "\n".join(
        [*totals, "", *_agent_lines(seen.by_agent, seen.tax_name), "", "Every line is in Slack."]
    )
    unescaped = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return f"Statement of {month_name(seen.month)}: plans and packs", unescaped


def charges(seen: Statement, months: Sequence[int], page: int) -> list[Block]:
    """A month by agent."""
    chosen: Block = {
        "type": "static_select",
        "action_id": "charges_month",
        "placeholder": plain("Month"),
        "options": [option(month_name(one), str(one)) for one in months],
        "initial_option": option(month_name(seen.month), str(seen.month)),
    }
    send = button("Send me the statement", "charges_send", str(seen.month))
    blocks = [
        actions(chosen, send),
        section("\n".join(_total_lines(seen)) or f"Nothing was charged in {month_name(seen.month)}."),
    ]
    sums = seen.by_agent
    last = max((len(sums) - 1) // PAGE, 0)
    page = min(page, last)
    for one in sums[page * PAGE : page * PAGE + PAGE]:
        words = _agent_lines([one], seen.tax_name)[0]
        count = f"{one.lines} line{'' if one.lines == 1 else 's'}"
        look = button(
            "Lines", "charges_agent", f"{seen.month} {one.agent_id} 0", name=f"Lines of {cut(one.name, 60)}"
        )
        blocks.append(section(f"{words}\n{count}") | {"accessory": look})
    return blocks + _pager("charges_page", str(seen.month), page, last)


def lines(name: str, month: int, agent_id: str, found: Sequence[Line], page: int) -> list[Block]:
    """An agent's lines of a month, the newest last, each with what can be done about it."""
    last = max((len(found) - 1) // ROWS, 0)
    page = min(page, last)
    back = button("Back to the month", "charges_back", str(month))
    blocks = [section(f"*{escape(cut(name, 80))}, {month_name(month)}*"), actions(back)]
    blocks += [_row(one) for one in found[page * ROWS : page * ROWS + ROWS]] or [section("No charges.")]
    return blocks + _pager("charges_agent", f"{month} {agent_id}", page, last)


def _row(one: Line) -> Block:
    state = " · taken back" if one.is_void else ""
    words = (
        f"{escape(cut(one.what, 600))}\n{one.day:%b} {one.day.day} · "
        f"{_with_tax(one.net, one.tax, one.currency, 'tax')} · billed to {PAYERS[one.payer]}{state}"
    )
    if one.voids or one.is_void:
        return section(words)
    menu: Block = {
        "type": "overflow",
        "action_id": "charges_line",
        "options": [
            option("Take back", f"{VOID} {one.account_id} {one.key}"),
            option("Correct", f"{CORRECT} {one.account_id} {one.key}"),
        ],
    }
    return section(words) | {"accessory": menu}


def _pager(action: str, about: str, page: int, last: int) -> list[Block]:
    if not last:
        return []
    turns = []
    if page:
        turns.append(button("Earlier page", action, f"{about} {page - 1}"))
    if page < last:
        turns.append(button("Next page", f"{action}_next", f"{about} {page + 1}"))
    return [actions(*turns), context(f"Page {page + 1} of {last + 1}")]


def void(one: Line, meta: str) -> Block:
    """`meta`: what the window has to remember."""
    blocks = [*_about(one), _reason()]
    return modal("charges_void", "Take a charge back", blocks, "Take back", meta)


def correct(one: Line, meta: str) -> Block:
    amount: Block = {"type": "plain_text_input", "action_id": "amount", "max_length": 20}
    hint = f"In {one.currency} without tax, such as 25 or 25.00. Tax is added at today's rate."
    blocks = [*_about(one), input_block("Amount instead", "amount", amount, hint=hint), _reason()]
    return modal("charges_correct", "Correct a charge", blocks, "Correct", meta)


def _about(one: Line) -> list[Block]:
    total = money(one.net + one.tax, one.currency)
    blocks = [section(f"{escape(cut(one.agent, 80))}: {escape(cut(one.what, 600))}\n{total} with tax")]
    card = f"\n{CARD_STAYS.format(reference=escape(one.reference))}" if one.reference else ""
    return [*blocks, context(f"It counts in the month that runs. {CREDITS_STAY}{card}")]


def _reason() -> Block:
    box: Block = {"type": "plain_text_input", "action_id": "reason", "max_length": 200}
    return input_block("Reason", "reason", box, hint="Stands on the statement.")
