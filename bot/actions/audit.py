"""Looking through the whole ledger for anything that does not add up."""

from contextlib import closing
from dataclasses import dataclass
from uuid import UUID

from bot.actions import house
from models import audit
from models.audit import Wrong
from models.database import Database
from models.enums import Meter


@dataclass(frozen=True)
class Findings:
    """What a look through the ledger found: how much there was, and a sentence for each wrong."""

    checked: str
    wrong: tuple[str, ...]


# What is wrong, by the query that found it: {about} is the grant, entry, text or month.
WORDS = {
    "available": "{says} credits are available, and the grants hold {found}",
    "owed": "{says} credits are owed, and the entries add up to {found}",
    "one_side": "{says} credits are available while {found} are owed",
    "remaining": "grant {about} holds {says}, and its entries add up to {found}",
    "granted": "grant {about} was of {says}, and its entries granted {found}",
    "no_grant": "entry {about} names grant {says}, and there is none",
    "net_after": "entry {about} says that {says} are left, and the entries up to it add up to {found}",
    "seq": "there are {found} operations up to number {about}, and the account counts {says}",
    "lines": "the lines of entry {about} do not belong together",
    "oldest_first": "entry {about} drew while the older grant {found} was open",
    "after_end": "entry {about} drew from grant {says}, which had ended",
    "hand_over": "entry or grant {about} hands over {says}, and {found} came to the other account",
    "month_used": "{says} credits are used in month {about}, and the entries add up to {found}",
    "due_at": "its month or a grant ends before anybody would look",
    "text": "text {about} says it has cost {says}, and its entries add up to {found}",
    "payer": "entry {says} is of text {about}, which this account does not pay for",
    "text_month": "text {about} counts in month {says}, and an entry of it in {found}",
    "usage": "the days of month {about} add up to {says}, and the entries to {found}",
    "subscription": "its plan stands in month {says}, and the account in {found}",
}
_METERS = {Meter.SMS: "texts", Meter.EMAIL: "e-mail"}


def verify(url: str) -> Findings:
    """Check every account, on one snapshot, reading only: texts may come and go meanwhile.

    Raises HouseError where the database cannot be opened or is of another version.
    """
    with closing(Database(url, 1)) as database:
        house.check_shape(database)
        return find(database)


def find(database: Database) -> Findings:
    """The same on an open database."""
    with database.snapshot() as session:
        sizes = audit.sizes(session)
        found = [one for name in audit.QUERIES for one in audit.wrong(session, name)]
        owners = audit.owners(session, {one.account_id for one in found if one.account_id is not None})
    checked = ", ".join(f"{count:,} {name}" for name, count in sizes._asdict().items())
    return Findings(checked, tuple(_sentence(one, owners) for one in found))


def _sentence(one: Wrong, owners: dict[UUID, tuple[str, Meter]]) -> str:
    words = WORDS[one.query].format(**one._asdict())
    if one.account_id not in owners:
        return f"without an account: {words}"
    name, meter = owners[one.account_id]
    return f"{name}, {_METERS[meter]} (account {one.account_id}): {words}"
