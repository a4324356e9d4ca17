"""The catalogue of plans and packs: the list, and the windows in which an admin changes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.rules.slack_text import escape
from bot.screens.amount import money
from bot.screens.blocks import Block, actions, button, context, input_block, modal, option, plain, section
from models.enums import Meter

GONE = "This is not on offer any more: somebody changed or retired it. Look at the list again."
TOO_MANY = "There are as many as a list can show. Retire one first."
KEEP = "Whoever has it now keeps it, at the old price, until they change their plan."
CHANGE, RETIRE = "change", "retire"


class Kind(StrEnum):
    """What can be on offer."""

    PLAN = "plan"
    PACK = "pack"
    SENDS = "sends"
    SEND_PACK = "send_pack"

    @property
    def meter(self) -> Meter:
        return Meter.SMS if self in (Kind.PLAN, Kind.PACK) else Meter.EMAIL

    @property
    def is_pack(self) -> bool:
        return self in (Kind.PACK, Kind.SEND_PACK)

    @property
    def prefix(self) -> str:
        """How the codes of this kind begin."""
        return "pack" if self.is_pack else self.meter.value


HEADS = {
    Kind.PLAN: "Credits a month",
    Kind.PACK: "Packs of credits, bought once",
    Kind.SENDS: "E-mail sends a month",
    Kind.SEND_PACK: "Packs of e-mail sends, bought once",
}
NEW = {
    Kind.PLAN: "Add a plan",
    Kind.PACK: "Add a pack",
    Kind.SENDS: "Add an e-mail plan",
    Kind.SEND_PACK: "Add an e-mail pack",
}
AMOUNTS = {
    Kind.PLAN: "Credits a month",
    Kind.PACK: "Credits",
    Kind.SENDS: "Sends a month",
    Kind.SEND_PACK: "Sends",
}


@dataclass(frozen=True)
class Offer:
    """A plan or pack on offer; `price` in the smallest unit of its currency."""

    plan_id: str
    kind: Kind
    name: str
    monthly: int
    price: int
    currency: str
    version: int
    users: int  # accounts that are on it


def name_length(most: int) -> str:
    return f"Type a name of at most {most} characters."


def amount_between(least: int, most: int) -> str:
    return f"Type a number from {least:,} to {most:,}."


def price_between(least: int, most: int, currency: str) -> str:
    return f"Type a price from {money(least, currency)} to {money(most, currency)}."


def added(name: str, price: int, currency: str) -> str:
    return f"{escape(name)} is on offer for {money(price, currency)}."


def changed(name: str, price: int, currency: str) -> str:
    return f"{escape(name)} is on offer for {money(price, currency)} now. Who had the old one keeps it."


def retired(name: str) -> str:
    return f"{escape(name)} is not on offer any more. Who has it keeps it."


def listing(offers: Sequence[Offer]) -> list[Block]:
    """What is on offer, each with a menu."""
    blocks: list[Block] = []
    for kind in Kind:
        here = [one for one in offers if one.kind == kind]
        blocks.append({"type": "header", "text": plain(HEADS[kind])})
        blocks += [_row(one) for one in here] or [context("None.")]
    blocks.append(actions(*(button(NEW[kind], f"catalogue_add_{kind}", kind) for kind in Kind)))
    blocks.append(context("A change makes a new version. " + KEEP))
    return blocks


def _row(one: Offer) -> Block:
    on_it = f" · {one.users:,} on it" if one.users else ""
    version = f" · version {one.version}" if one.version > 1 else ""
    unit = ("credits" if one.kind.meter == Meter.SMS else "sends") + ("" if one.kind.is_pack else " a month")
    price = money(one.price, one.currency)
    what = f"*{escape(one.name)}*\n{one.monthly:,} {unit} for {price}{version}{on_it}"
    menu: Block = {
        "type": "overflow",
        "action_id": "catalogue_menu",
        "options": [
            option("Change", f"{CHANGE} {one.plan_id}"),
            option("Retire", f"{RETIRE} {one.plan_id}"),
        ],
    }
    return section(what) | {"block_id": f"plan {one.plan_id}", "accessory": menu}


def add(kind: Kind, currency: str) -> Block:
    return modal("catalogue_add", NEW[kind], _fields(kind, currency), "Add", kind)


def change(one: Offer, currency: str) -> Block:
    """`currency`: the workspace's, in which the new price is."""
    price = _plain(one.price) if one.currency == currency else ""
    blocks = [context(KEEP), *_fields(one.kind, currency, one.name, f"{one.monthly:,}", price)]
    return modal("catalogue_change", "Change an offer", blocks, "Save", one.plan_id)


def retire(one: Offer) -> Block:
    users = f"{one.users:,} {'is' if one.users == 1 else 'are'} on it. " if one.users else ""
    blocks = [section(f"Offer *{escape(one.name)}* no more?\n{users}{KEEP}")]
    return modal("catalogue_retire", "Retire an offer", blocks, "Retire", one.plan_id)


def _fields(kind: Kind, currency: str, name: str = "", monthly: str = "", price: str = "") -> list[Block]:
    hint = f"In {currency}, such as 25 or 25.00. " + ("Once." if kind.is_pack else "A month.")
    return [
        input_block("Name", "name", _text("name", name, 60), hint="As people see it."),
        input_block(AMOUNTS[kind], "monthly", _text("monthly", monthly, 20)),
        input_block("Price", "price", _text("price", price, 20), hint=f"{hint} Tax is added."),
    ]


def _text(name: str, value: str, most: int) -> Block:
    made: Block = {"type": "plain_text_input", "action_id": name, "max_length": most}
    return made | ({"initial_value": value} if value else {})


def _plain(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
