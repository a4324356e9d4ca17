"""Whether the tests would notice: each small mistake is put into a copy of the tree, where some test must fail.

python -m tests.mutants [words of a mistake]
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
COPIED = ("bot", "models", "playground", "tests", "app.py", "pyproject.toml")
EXAMPLES = "30"  # of the state machine: one that fails ends the search
TOGETHER = 2  # copies that are tried at a time
RULES = tuple(
    f"tests/rules/test_{name}.py" for name in ("allocation", "mark", "month", "plan_change", "price")
)
CREDIT = ("tests/actions/test_credit.py",)
LEDGER = (*CREDIT, "tests/stories/test_months.py", "tests/actions/test_ledger_machine.py")
# A mistake may also turn for ever.
QUICK = ("-q", "-x", "-m", "not slow", "-k", "not postgres", "--no-header", "--tb=no", "--timeout=60")


@dataclass(frozen=True)
class Mutant:
    """One mistake: in this file these words become those."""

    name: str
    file: str
    good: str
    bad: str
    tests: tuple[str, ...] = LEDGER


MUTANTS = (
    Mutant("a mark is passed above it only", "bot/rules/mark.py", "used * 100 >= mark", "used * 100 > mark", RULES),
    Mutant("a mark is spoken of again", "bot/rules/mark.py", "mark if mark > before", "mark if mark >= before", RULES),
    Mutant("a month without credits speaks", "bot/rules/mark.py", "- owed <= 0", "- owed < 0", RULES),
    Mutant("29 February ends in March", "bot/rules/month.py", "min(there.day, last)", "min(there.day, 28)", RULES),
    Mutant("January follows as the 13th", "bot/rules/month.py", "< _DECEMBER", "<= _DECEMBER", RULES),
    Mutant("take from an empty grant", "bot/rules/allocation.py", "        if part > 0:\n            draws", "        if part >= 0:\n            draws", RULES),
    Mutant("return in the order of drawing", "bot/rules/allocation.py", "reversed(list(draws))", "list(draws)", RULES),
    Mutant("more comes back than was drawn", "bot/rules/allocation.py", "    if amount:\n        raise", "    if amount < 0:\n        raise", RULES),
    Mutant("down removes all that is left", "bot/rules/plan_change.py", "min(left, above)", "left", RULES),
    Mutant("down credits in full", "bot/rules/plan_change.py", "* removed // above", "", RULES),
    Mutant("up charges the whole price", "bot/rules/plan_change.py", "price - standing.charge, 0", "price, 0", RULES),
    Mutant("abroad costs the same", "bot/rules/price.py", "1, 2\n", "1, 1\n", RULES),
    Mutant("territories are home", "bot/rules/price.py", "region in territories", "region in TERRITORIES", RULES),
    Mutant("a short code is abroad", "bot/rules/price.py", ' or not phone.startswith("+")', "", RULES),
    Mutant("the last credit cannot be spent", "models/account.py", ".available) >= bindparam", ".available) > bindparam"),
    Mutant("drawn at the moment of the end", "models/account.py", "due_at) > bindparam", "due_at) >= bindparam"),
    Mutant("a charge does not count in the month", "models/account.py", 'month_used=col(Account.month_used) + bindparam("price")', "month_used=col(Account.month_used)"),
    Mutant("the newest grant first", "models/grant.py", "(col(Grant.expires_at), col(Grant.seq))", "(col(Grant.expires_at).desc(), col(Grant.seq))"),
    Mutant("grants by number", "models/grant.py", "(col(Grant.expires_at), col(Grant.seq))", "(col(Grant.seq), col(Grant.expires_at))"),
    Mutant("a refund forgets the month", "bot/actions/ledger.py", "amount if month == before.month else 0", "0"),
    Mutant("a refund counts in this month", "bot/actions/ledger.py", "amount if month == before.month else 0", "amount"),
    Mutant("a refund leaves what is owed", "bot/actions/ledger.py", "    lines += _even_out(session, account_id, before.owed, lines)\n", ""),
    Mutant("a refund to an ended grant stays", "bot/actions/ledger.py", "if amount and ends_at <= now:", "if amount and ends_at < now:"),
    Mutant("an emptied grant never ends", "bot/actions/ledger.py", "min([before.due_at, *due_at])", "before.due_at"),
    Mutant("a debt that was paid comes back as a debt", "bot/actions/ledger.py", "if back > owed:", "if back > owed + back:"),
    Mutant("the oldest repayer is undone first", "bot/actions/ledger.py", "in reversed(entries.repaid(session, account_id))", "in entries.repaid(session, account_id)"),
    Mutant("a grant leaves what is owed", "bot/actions/ledger.py", "repaid = min(before.owed, gift.amount)", "repaid = 0"),
    Mutant("a grant is given twice", "bot/actions/ledger.py", " or grants.is_known(session, account_id, gift.key)", ""),
    Mutant("a grant does not arm the marks", "bot/actions/ledger.py", "mark=marks.passed(before.month_used, available),", "mark=before.mark,"),
    Mutant("a grant's end is not awaited", "bot/actions/ledger.py", "due_at=min(before.due_at, gift.ends_at),", "due_at=before.due_at,"),
    Mutant("what is settled later counts now", "bot/actions/ledger.py", "counts_now = month in (None, before.month)", "counts_now = True"),
    Mutant("what is edited later counts now", "bot/actions/ledger.py", "if month not in (None, balance.month):", "if False:"),
    Mutant("nothing is an operation", "bot/actions/ledger.py", "    if not price:\n        return before\n", ""),
    Mutant("taking does not arm the marks", "bot/actions/ledger.py", "    after = after._replace(mark=marks.passed(after.month_used, after.available))\n", ""),
    Mutant("net is a line late", "bot/actions/ledger.py", "balance.net + total\n", "balance.net\n"),
    Mutant("repaid once is forgotten", "models/entry.py", "not_in((EntryKind.REPAY, EntryKind.EXPIRE))", "not_in((EntryKind.EXPIRE,))"),
    Mutant("ended counts as returned", "models/entry.py", "not_in((EntryKind.REPAY, EntryKind.EXPIRE))", "not_in((EntryKind.REPAY,))"),
    Mutant("the day after midnight", "bot/actions/credit.py", "min(max(local(tools.now(), balance.zone).date(), first_of(balance.month)), last)", "local(tools.now(), balance.zone).date()"),
    Mutant("settled twice", "bot/actions/credit.py", "more = cost - message.credits", "more = cost - message.segments"),
    Mutant("free segments are charged", "bot/actions/credit.py", "max(message.provider_segments - message.free, 1)", "message.provider_segments", CREDIT),
    Mutant("an agent owes without end", "bot/actions/credit.py", "carried = max(cost - room, 0)", "carried = 0"),
    Mutant("what is owed is no limit", "bot/actions/credit.py", "most_owed(session, payer_id) - lacking.owed, 0", "most_owed(session, payer_id), 0"),
    Mutant("catch up after the moment", "bot/actions/month.py", ".due_at <= now", ".due_at < now"),
    Mutant("a month early", "models/month.py", "(*here, Account.month_ends_at <= now)", "here"),
    Mutant("it ends a moment late", "models/month.py", "col(Grant.expires_at) <= least", "col(Grant.expires_at) < least"),
    Mutant("grants end all at once", "models/month.py", "least(col(Account.month_ends_at), literal(now, Instant()))", "literal(now, Instant())"),
    Mutant("the month does not begin at 0", "models/month.py", "            month_used=0,\n", ""),
    Mutant("the marks do not begin at 0", "models/month.py", "            mark=0,\n", ""),
    Mutant("a canceled plan goes on", "models/month.py", "ends_month) <= turn.month", "ends_month) < turn.month"),
    Mutant("the plan leaves what is owed", "models/month.py", "least(col(Account.owed), col(Plan.monthly))", "least(0, col(Plan.monthly))"),
    Mutant("the next end is not looked for", "models/month.py", "least(func.coalesce(ends, month_ends_at), month_ends_at)", "month_ends_at"),
    Mutant("the zone stays", "models/month.py", "            zone=turn.zone,\n", ""),
    Mutant("down takes the oldest of the month", "models/grant.py", "col(Grant.seq).desc())", "col(Grant.seq))"),
    Mutant("down takes what rolled over", "models/grant.py", "                Grant.month == month,\n", ""),
)  # fmt: skip


def is_killed(mutant: Mutant) -> tuple[bool, float]:
    """Whether a test fails with the mistake; how many seconds that took."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for name in COPIED:
            copy = shutil.copy if (ROOT / name).is_file() else shutil.copytree
            copy(ROOT / name, Path(folder) / name)
        file = Path(folder) / mutant.file
        text = file.read_text()
        assert text.count(mutant.good) == 1, f"{mutant.name}: {text.count(mutant.good)} places"
        file.write_text(text.replace(mutant.good, mutant.bad))
        alone = ["--noconftest"] if mutant.tests == RULES else []  # they need no database, and start sooner
        command = [sys.executable, "-m", "pytest", *QUICK, *alone, *mutant.tests]
        once = os.environ | {"LEDGER_EXAMPLES": EXAMPLES, "LEDGER_AS_FOUND": "1"}
        code = subprocess.run(command, cwd=folder, env=once, capture_output=True, timeout=600).returncode
    assert code in (0, 1), f"{mutant.name}: the tests could not run"
    return code == 1, time.monotonic() - began


def main(words: str = "") -> int:
    """Try them all; how many live."""
    chosen = [one for one in MUTANTS if words in one.name]
    alive = 0
    with ThreadPoolExecutor(TOGETHER) as threads:
        for mutant, (killed, seconds) in zip(chosen, threads.map(is_killed, chosen), strict=True):
            alive += not killed
            print(f"{'killed' if killed else 'ALIVE '} {seconds:5.1f} s  {mutant.name}", flush=True)
    print(f"{len(chosen) - alive} of {len(chosen)} killed")
    return alive


if __name__ == "__main__":
    sys.exit(min(main(*sys.argv[1:2]), 1))
