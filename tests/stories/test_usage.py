"""What a month's texts cost: `/usage`, its choices, its files, and a Slack that draws no charts."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col, func, select

from models import account as accounts
from models import agent as agents
from models.contact import Contact
from models.entry import Entry
from models.enums import USES, MessageState, Meter
from playground import blocks as limits
from tests.stories.test_people_and_numbers import invite_ben
from tests.support import ANA, BEN, BENS, MARIA, OURS, WILL, ZOE, Town, until

PNG = (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "image/png")


def report(town: Town, user: str = MARIA) -> Any:
    """The newest report in somebody's direct message."""
    town.settle()
    found = [one for one in town.world.slack.messages(f"D{user[1:]}") if one["text"].startswith("Usage.")]
    return found[-1] if found else None


def usage(town: Town, user: str = MARIA) -> Any:
    town.world.slack.command(user, "/usage")
    return report(town, user)


def blocks(shown: Any, kind: str) -> list[Any]:
    return [one for one in shown["blocks"] if one["type"] == kind]


def pick(town: Town, action: str, value: Any = None, user: str = MARIA) -> Any:
    """Choose something in the newest report; the report as it is then."""
    ts = report(town, user)["ts"]
    assert town.world.slack.click(user, action, value, channel=f"D{user[1:]}", ts=ts).ok
    return report(town, user)


def files(town: Town, user: str = MARIA) -> dict[str, list[list[str]]]:
    """The CSV files below the newest report."""
    ts = report(town, user)["ts"]
    posts = town.world.slack.messages(f"D{user[1:]}", thread_ts=ts)
    named = [one for post in posts for one in post.get("files") or ()]
    contents = {one["title"]: town.world.slack.files[one["id"]].content for one in named}
    return {
        name: list(csv.reader(content.decode("utf-8-sig").splitlines()))
        for name, content in contents.items()
        if name.endswith(".csv")
    }


def used(town: Town, user: str | None, month: int) -> int:
    """What the entries of texts that count in a month add up to."""
    with town.tools.read() as session:
        asked = select(func.sum(Entry.delta)).where(col(Entry.kind).in_(USES), Entry.month == month)
        if user:
            agent = agents.by_slack_user(session, town.tools.workspace_id, user)
            assert agent
            account = accounts.of_agent(session, agent.id, Meter.SMS)
            assert account
            asked = asked.where(Entry.account_id == account.id)
        return -int(session.exec(asked).one() or 0)


def text(town: Town, user: str, phone: str, words: str) -> None:
    town.world.slack.command(user, "/text", f"{phone} {words}")
    town.settle()


@pytest.fixture
def busy(town: Town) -> Town:
    """Two agents, two clients, one picture."""
    invite_ben(town)
    town.settle()
    text(town, MARIA, ANA, "Hello Ana, " + "how are you? " * 20)
    town.world.twilio.text(ANA, OURS, "Fine", [("image/png", PNG[0])])
    town.settle()
    town.clock.move_to(datetime(2026, 3, 20, 15, 0, tzinfo=UTC))
    text(town, BEN, WILL, "Hello Will")
    town.world.twilio.text(WILL, BENS, "Hello")
    town.settle()
    return town


def test_an_admin_sees_everybody_by_day_and_by_client(busy: Town) -> None:
    shown = usage(busy)
    total = used(busy, None, 202603)
    assert f"March 2026 · Everybody\n{total} credits for 4 texts, 1 of them with pictures" in shown["text"]
    charts = blocks(shown, "data_visualization")
    assert [len(one["chart"]["axis_config"]["categories"]) for one in charts] == [16, 4]
    drawn = [point["value"] for one in charts for each in one["chart"]["series"] for point in each["data"]]
    assert sum(drawn) == total
    head, *rows = blocks(shown, "data_table")[0]["rows"]
    assert [one["text"] for one in head] == [
        "Day",
        "Texts in",
        "Texts out",
        "Pictures in",
        "Pictures out",
        "Credits",
    ]
    assert [one["text"] for one in rows[1]][:5] == ["Mar 2", "0", "1", "1", "0"]
    assert sum(row[-1]["value"] for row in rows) == total
    top = next(one["text"]["text"] for one in blocks(shown, "section") if "by client" in one["text"]["text"])
    assert "1. (201) 555-0123 (Maria Lopez): " in top
    assert "2. (201) 555-0124 (Ben Carter): 2 credits, 2 texts" in top


def test_an_admin_chooses_one_agent_and_everybody_again(busy: Town) -> None:
    usage(busy)
    shown = pick(busy, "usage_agent", BEN)
    assert (
        "March 2026 · Ben Carter\n2 credits for 2 texts: 1 text in for 1 credit, 1 text out for 1 credit."
        in shown["text"]
    )
    assert "(Ben Carter)" not in str(shown["blocks"])
    assert "Everybody" in pick(busy, "usage_everybody")["text"]
    assert "does not use Parley" not in str(busy.world.slack.ephemerals(MARIA))
    pick(busy, "usage_agent", ZOE)
    assert "does not use Parley" in busy.world.slack.ephemerals(MARIA)[-1]["text"]


def test_agents_see_themselves_alone(busy: Town) -> None:
    shown = usage(busy, BEN)
    assert "Ben Carter\n2 credits for 2 texts" in shown["text"]
    controls = [one["action_id"] for one in blocks(shown, "actions")[0]["elements"]]
    assert controls == ["usage_month", "usage_csv"]
    for block in ("usage:202603:*", "usage:202603:UMARIA"):
        for action in ("usage_csv", "usage_everybody"):
            answer = forge(busy, shown, action, block, BEN)
            assert answer.ok
            busy.settle()
            assert "Only admins see" in busy.world.slack.ephemerals(BEN)[-1]["text"]
            assert (files(busy, BEN), report(busy, BEN)["text"]) == ({}, shown["text"])


def forge(town: Town, shown: Any, action: str, block: str, user: str) -> Any:
    about = {"user": {"id": user}, "team": {"id": "T0OAK"}, "trigger_id": "1.2.3"}
    where = {"channel": {"id": f"D{user[1:]}"}, "message": shown}
    url = town.world.slack.replies.new_url(user, f"D{user[1:]}", shown)
    clicked = {"action_id": action, "block_id": block, "type": "button", "action_ts": "1.2"}
    payload = {"type": "block_actions", "actions": [clicked], "response_url": url, **about, **where}
    return town.world.slack.door.payload(payload)


@pytest.mark.parametrize(
    "block", ["", "usage:", "usage:202613:*", "usage:202603:*:x", "usage:9:UMARIA", "usage:202603:<!channel>"]
)
def test_what_is_no_report_is_refused(town: Town, block: str) -> None:
    assert forge(town, usage(town), "usage_csv", block, MARIA).status == 400
    assert files(town) == {}


def test_past_months_by_the_payers_clock(busy: Town) -> None:
    busy.clock.move_to(datetime(2026, 4, 1, 4, 30, tzinfo=UTC))  # 31 March, 11:30 PM in Chicago
    text(busy, MARIA, ANA, "Good night")
    busy.clock.move_to(datetime(2026, 4, 1, 5, 30, tzinfo=UTC))
    text(busy, MARIA, ANA, "Good morning")
    busy.clock.move_to(datetime(2026, 5, 2, 15, 0, tzinfo=UTC))
    shown = usage(busy)
    assert "May 2026 · Everybody\nNo texts." in shown["text"]
    assert blocks(shown, "data_visualization") + blocks(shown, "data_table") == []
    offered = blocks(shown, "actions")[0]["elements"][0]["options"]
    assert [one["text"]["text"] for one in (offered[0], offered[-1])] == ["May 2026", "June 2025"]
    assert len(offered) == 12
    april = pick(busy, "usage_month", "202604")
    assert "April 2026 · Everybody\n1 credit for 1 text: 0 texts in" in april["text"]
    assert len(blocks(april, "data_table")[0]["rows"]) == 31
    march = pick(busy, "usage_month", "202603")
    assert f"{used(busy, None, 202603)} credits for 5 texts" in march["text"]
    assert blocks(march, "data_table")[0]["rows"][-1][-1]["value"] == 1


def test_the_files_add_up_to_the_entries(busy: Town) -> None:
    usage(busy)
    for whose, name in ((MARIA, "maria-lopez"), (BEN, "ben-carter")):
        pick(busy, "usage_agent", whose)
        for _ in range(2):
            pick(busy, "usage_csv")
        made, total = files(busy), used(busy, whose, 202603)
        assert total > 0
        head, *days = made[f"usage-2026-03-{name}-by-day.csv"]
        assert head[0] == "Day"
        assert head[5:] == ["Credits in", "Credits out"]
        assert sum(int(row[5]) + int(row[6]) for row in days) == total
        clients = made[f"usage-2026-03-{name}-by-contact.csv"][1:]
        assert sum(int(row[5]) for row in clients) == total
        assert {row[2] for row in clients} == {"Maria Lopez" if whose == MARIA else "Ben Carter"}


def test_names_that_are_formulas_stay_names(busy: Town) -> None:
    with busy.tools.write() as session:
        session.connection().execute(update(Contact).values(name='=HYPERLINK("http://evil")'))
    assert "HYPERLINK" in str(usage(busy)["blocks"])
    pick(busy, "usage_csv")
    assert '\'=HYPERLINK("http://evil")' in str(
        files(busy)["usage-2026-03-everybody-by-contact.csv"]
    ).replace("\\", "")


def test_what_came_back_is_not_counted(busy: Town) -> None:
    before = used(busy, MARIA, 202603)
    busy.world.twilio.bad_handsets = {"+12015550150": ("failed", 30008)}
    text(busy, MARIA, "+12015550150", "Hello?")
    until(lambda: MessageState.FAILED in [one.state for one in busy.messages()])
    assert used(busy, MARIA, 202603) == before
    assert (
        f"Maria Lopez\n{before} credits for 2 texts"
        in (usage(busy) and pick(busy, "usage_agent", MARIA))["text"]
    )


def test_where_slack_takes_no_charts_a_picture_stands_in(busy: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    known = limits.SURFACES["message"].replace("data_visualization", "").replace("data_table", "")
    monkeypatch.setitem(limits.SURFACES, "message", known)
    shown = usage(busy)
    assert "The chart is in this message's thread." in shown["text"]
    assert f"{used(busy, None, 202603)} credits for 4 texts" in shown["text"]
    table = blocks(shown, "section")[1]["text"]["text"]
    head = " ".join(table.splitlines()[0].split())
    assert head == "```Day Texts in Texts out Pictures in Pictures out Credits"
    assert "Mar 20" in table
    posts = busy.world.slack.messages("DMARIA", thread_ts=shown["ts"])
    pictures = [one for post in posts for one in post.get("files") or ()]
    assert [one["title"] for one in pictures] == ["usage-2026-03-everybody.png"]
    assert busy.world.slack.files[pictures[0]["id"]].content.startswith(b"\x89PNG")
    assert "Ben Carter" in pick(busy, "usage_agent", BEN)["text"]
    assert busy.dead_letters() == []


def test_somebody_who_never_texted_has_no_texts(town: Town) -> None:
    invite_ben(town)
    text(town, MARIA, ANA, "Hi")
    assert "Ben Carter\nNo texts." in usage(town, BEN)["text"]
    pick(town, "usage_csv", user=BEN)
    assert files(town, BEN)["usage-2026-03-ben-carter-by-contact.csv"] == [
        ["Contact", "Phone", "Agent", "Texts in", "Texts out", "Credits"]
    ]


def test_a_report_that_was_deleted_is_let_be(busy: Town) -> None:
    shown = usage(busy)
    busy.world.slack.remove("DMARIA", shown["ts"])
    assert forge(busy, shown, "usage_everybody", "usage:202603:*", MARIA).ok
    busy.settle()
    assert busy.dead_letters() == []


def test_a_lost_answer_posts_one_report(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.first_use()
    town.world.slack.fail("chat.postMessage", "drop_after_accept")
    usage(town)
    until(lambda: not town.busy())
    shown = [one for one in town.world.slack.messages("DMARIA") if one["text"].startswith("Usage.")]
    assert len(shown) == 1


def test_elsewhere_one_is_told_where_it_is(town: Town) -> None:
    for channel, told in (("C0CLIENTS", 1), (None, 0)):
        town.world.slack.whispers.clear()
        town.world.slack.command(MARIA, "/usage", channel=channel)
        town.settle()
        heard = town.world.slack.ephemerals(MARIA)
        assert ["direct message" in one["text"] for one in heard] == [True] * told


def test_help_and_strangers(town: Town) -> None:
    town.world.slack.command(MARIA, "/usage", "help")
    assert "What your texts cost" in town.world.slack.ephemerals(MARIA)[-1]["text"]
    town.world.slack.command(MARIA, "/usage", "<!channel>")
    assert "does not know" in town.world.slack.ephemerals(MARIA)[-1]["text"]
    town.world.slack.command(ZOE, "/usage")
    town.settle()
    assert "DZOE" not in town.world.slack.posts or not town.world.slack.messages("DZOE")
