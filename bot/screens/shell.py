"""What is printed at the shell about contacts."""

from collections.abc import Sequence

from bot.screens.contact_import import Seen, left_out, lines, sums

NAMED = 20  # agents


def no_agent(called: str, names: Sequence[str], are_several: bool) -> str:
    if are_several:
        return f"There are several agents called “{called}”: name one by e-mail address or Slack user id."
    named = ", ".join(names[:NAMED]) or "nobody yet"
    return f"There is no agent “{called}”. Name one by Slack user id, e-mail address or name: {named}."


def preview(seen: Seen) -> str:
    """What an import would do."""
    told = [f"{seen.name}: {lines(seen.total)}{f', an export of {seen.origin}' if seen.origin else ''}"]
    told += [f"  {one}" for one in sums(seen)]
    told += [f"As saved: {name} · {rest}" for name, rest in seen.preview.get("examples", ())]
    shown = seen.preview.get("told", ())
    told += [f"Left out: line {line}: {why}" for line, why in shown]
    more = left_out(seen.counts) - len(shown)
    told += [f"Left out: {more:,} more"] if more > 0 else []
    unsure = [one["heading"] for one in seen.preview.get("columns", ()) if one["unsure"]]
    told += [f'Left out: column {one}, unless --column "{one}=..." says what it is' for one in unsure]
    return "\n".join(told)


def result(seen: Seen, was_done: bool) -> str:
    """What an import did."""
    head = f"{seen.name} was imported before." if was_done else f"Imported {seen.name}."
    return "\n".join([head, *(f"  {one}" for one in sums(seen))])


def progress(done: int, total: int) -> str:
    return f"{done:,} of {lines(total)}"


def exported(count_of_bytes: int, path: str) -> str:
    return f"Wrote {count_of_bytes:,} bytes to {path}."
