"""An agent's settings, the workspace's for admins, and what each of them changes."""

from typing import Any

import pytest

from models import agent as agents
from models import workspace as workspaces
from models.agent import Agent
from models.enums import Ring
from models.workspace import Workspace
from tests.stories.test_people_and_numbers import invite_ben
from tests.stories.test_turns import card, later
from tests.support import ANA, BEN, MARIA, OURS, WILL, Town, until


def settings(town: Town, user: str = MARIA) -> Any:
    town.world.slack.command(user, "/parley", "settings")
    return town.world.slack.view_of(user)


def choose(town: Town, name: str, value: Any, user: str = MARIA) -> None:
    town.world.slack.click(user, name, value, block_id=name)


def save(town: Town, user: str = MARIA) -> Any:
    answer = town.world.slack.submit(user)
    town.settle()
    return answer


def kept(town: Town, user: str = MARIA) -> Agent:
    with town.tools.read() as session:
        found = agents.by_slack_user(session, town.tools.workspace_id, user)
        assert found
        return found


def house(town: Town) -> Workspace:
    with town.tools.read() as session:
        return workspaces.get(session, town.tools.workspace_id)


def test_everything_is_kept_and_shown_again(town: Town) -> None:
    settings(town)
    for name, value in (("undo", "30"), ("ring", "never"), ("digest", "510")):
        choose(town, name, value)
    assert save(town).status == 200
    assert town.world.slack.view_of(MARIA) is None
    maria = kept(town)
    assert (maria.undo_seconds, maria.ring, maria.digest_minute) == (30, Ring.NEVER, 510)
    view = str(settings(town))
    for words in ("30 seconds", "8:30 AM", "texts only wait"):
        assert words in view
    choose(town, "digest", "off")
    save(town)
    assert kept(town).digest_minute is None
    assert town.world.slack.complaints == []


def write(town: Town, name: str, value: str) -> None:
    town.world.slack.type_in_view(MARIA, name, name, value)


def test_the_address_for_warnings_is_ones_own_or_that_of_slack(town: Town) -> None:
    assert "Empty: the address of your Slack profile, maria@oakrealty.example." in str(settings(town))
    write(town, "email", "maria@-home.example")
    assert "not an e-mail address" in save(town).body["errors"]["email"]
    assert kept(town).notice_email is None
    write(town, "email", "maria@home.example")
    assert save(town).status == 200
    assert kept(town).notice_email == "maria@home.example"
    assert "maria@home.example" in str(settings(town))
    for same in ("maria@oakrealty.example", ""):
        write(town, "email", same)
        save(town)
        assert kept(town).notice_email is None
        settings(town)


def test_each_kind_of_warning_can_be_muted(town: Town) -> None:
    settings(town)
    choose(town, "told", ["marks", "expiring"])
    save(town)
    assert kept(town).muted == "empty"
    settings(town)
    choose(town, "told", [])
    save(town)
    assert kept(town).muted == "marks empty expiring"
    town.world.slack.open_home(MARIA)
    town.settle()
    assert "Warnings: off" in str(town.world.slack.home_of(MARIA))
    settings(town)
    choose(town, "told", ["marks", "empty", "expiring"])
    save(town)
    assert kept(town).muted == ""
    assert "Warnings: here and to maria@oakrealty.example" in str(town.world.slack.home_of(MARIA))


def test_what_a_dear_reply_is(town: Town) -> None:
    assert kept(town).dear_credits == 10
    settings(town)
    write(town, "dear", "25")
    save(town)
    assert kept(town).dear_credits == 25
    assert "'initial_value': '25'" in str(settings(town))
    write(town, "dear", "0")
    save(town)
    assert kept(town).dear_credits == 0


@pytest.mark.parametrize("value", ["-1", "1001", "1e3", "ten", "", "٣", "9" * 5000])
def test_a_count_that_is_none_is_refused(town: Town, value: str) -> None:
    view = settings(town)
    view["state"]["values"]["dear"]["dear"]["value"] = value
    payload = {"type": "view_submission", "view": view, "user": {"id": MARIA}, "team": {"id": "T0OAK"}}
    answer = town.world.slack.door.payload(payload)
    assert answer.body["errors"] == {"dear": "Write a whole number from 0 to 1,000."}
    assert kept(town).dear_credits == 10


def test_home_opens_them_and_shows_what_was_chosen(town: Town) -> None:
    town.world.slack.open_home(MARIA)
    town.settle()
    town.world.slack.click(MARIA, "open_settings")
    choose(town, "undo", "60")
    save(town)
    assert "1 minute" in str(town.world.slack.home_of(MARIA))


def test_a_team_channel_is_taken_if_parley_is_in_it(town: Town) -> None:
    settings(town)
    choose(town, "place", "team")
    assert "Choose a channel" in save(town).body["errors"]["channel"]
    choose(town, "channel", "C0LISTINGS")
    assert "/invite @Parley" in save(town).body["errors"]["channel"]
    choose(town, "channel", "C0NOWHERE")
    assert "/invite @Parley" in save(town).body["errors"]["channel"]
    choose(town, "channel", "C0CLIENTS")
    town.world.slack.fail("conversations.info", "500")
    assert "Try again in a minute" in save(town).body["errors"]["channel"]
    assert save(town).status == 200
    assert kept(town).team_channel == "C0CLIENTS"
    settings(town)
    choose(town, "place", "direct")
    save(town)
    assert kept(town).team_channel is None


def test_an_archived_channel_is_refused(town: Town) -> None:
    town.world.slack.archive("C0CLIENTS")
    settings(town)
    choose(town, "place", "team")
    choose(town, "channel", "C0CLIENTS")
    assert "archived" in save(town).body["errors"]["channel"]
    assert kept(town).team_channel is None


def test_only_admins_set_the_workspaces(town: Town) -> None:
    invite_ben(town)
    view = settings(town, BEN)
    assert "Last line" not in str(view)
    submitted = view | {
        "state": {"values": view["state"]["values"] | {"line": {"line": {"value": "STOP {agent}"}}}}
    }
    payload = {"type": "view_submission", "view": submitted, "user": {"id": BEN}, "team": {"id": "T0OAK"}}
    assert town.world.slack.door.payload(payload).status == 200
    assert house(town).opt_out_line is None


def test_the_first_texts_line_is_the_workspaces(town: Town) -> None:
    settings(town)
    for wrong, words in (("Bye {agent}", "STOP"), ("STOP", "who writes"), ("STOP {phone}", "{agent}")):
        town.world.slack.type_in_view(MARIA, "line", "line", wrong)
        assert words in save(town).body["errors"]["line"]
    town.world.slack.type_in_view(MARIA, "line", "line", "{agent} of {brokerage}, STOP ends this")
    assert save(town).status == 200
    town.world.slack.command(MARIA, "/text", f"{ANA} Hello")
    until(lambda: town.bodies() == ["Hello\nMaria Lopez of Oak Realty, STOP ends this"])
    assert "{agent} of {brokerage}" in str(settings(town))
    town.world.slack.type_in_view(MARIA, "line", "line", "")
    save(town)
    assert house(town).opt_out_line is None


NONSENSE: tuple[tuple[str, Any], ...] = (
    ("undo", "7"),
    ("undo", "-1"),
    ("undo", "soon"),
    ("ring", "loudly"),
    ("digest", "1440"),
    ("digest", "noon"),
    ("days", "1"),
    ("undo", None),
)


@pytest.mark.parametrize(("name", "value"), NONSENSE)
def test_values_of_no_list_change_nothing(town: Town, name: str, value: Any) -> None:
    view = settings(town)
    view["state"]["values"][name][name]["selected_option"] = {"value": value}
    payload = {"type": "view_submission", "view": view, "user": {"id": MARIA}, "team": {"id": "T0OAK"}}
    answer = town.world.slack.door.payload(payload)
    assert answer.status == 400 or answer.body["errors"]
    assert (kept(town).undo_seconds, house(town).thread_days) == (0, 80)


def rings(town: Town, phone: str = ANA) -> bool:
    town.world.twilio.text(phone, OURS, "Hi")
    town.settle()
    last = town.replies(MARIA, phone[-4:])[-1]
    mentioned = "<@UMARIA>" in str(last["blocks"])
    assert mentioned == (last.get("subtype") == "thread_broadcast")
    return mentioned


@pytest.mark.parametrize(
    ("ring", "heard"), [("every", [True, True]), ("first", [True, False]), ("never", [False, False])]
)
def test_what_rings_is_the_agents_choice(town: Town, ring: str, heard: list[bool]) -> None:
    settings(town)
    choose(town, "ring", ring)
    save(town)
    assert [rings(town), rings(town)] == heard


def parents(town: Town) -> list[str]:
    posts = town.world.slack.messages("DMARIA")
    return [one["ts"] for one in posts if one.get("thread_ts", one["ts"]) == one["ts"]]


def test_an_old_thread_is_continued_in_a_new_one_once(town: Town) -> None:
    town.meet_ana()
    later(town, days=79)
    town.world.twilio.text(ANA, OURS, "Still there?")
    town.settle()
    assert len(parents(town)) == 1
    later(town, days=2)
    assert len(parents(town)) == 1
    for words in ("Hello?", "Anybody?"):
        town.world.twilio.text(ANA, OURS, words)
    town.settle()
    assert len(parents(town)) == 2
    recap, first, second = [one["text"] for one in town.replies(MARIA, "201")]
    assert "This continues the conversation" in recap
    assert "Still there?" in recap
    assert (first.endswith("Hello?"), second.endswith("Anybody?")) == (True, True)


def test_a_reply_in_an_old_thread_opens_the_new_one(town: Town) -> None:
    town.meet_ana()
    later(town, days=81)
    assert len(parents(town)) == 1
    old = card(town)["ts"]
    town.reply(MARIA, "201", "Long time no see")
    until(lambda: town.bodies() == ["Long time no see"])
    later(town, seconds=31)
    assert len(parents(town)) == 2
    assert "You: Long time no see" in town.replies(MARIA, "201")[0]["text"]
    town.world.slack.type(MARIA, "DMARIA", "In the old one", thread_ts=old)
    until(lambda: len(town.bodies()) == 2)
    later(town, seconds=31)
    assert len(parents(town)) == 2


def test_where_slack_hides_nothing_threads_stay(town: Town) -> None:
    settings(town)
    choose(town, "days", "never")
    save(town)
    town.meet_ana()
    later(town, days=400)
    town.meet_ana()
    assert len(parents(town)) == 1
    assert house(town).thread_days is None
    town.meet_ana(WILL)


def test_an_admin_sets_the_hours_and_caps_within_the_law(town: Town) -> None:
    view = str(settings(town))
    for words in ("9:00 AM", "8:00 PM", "12:00 PM", "8:00 AM", "Where a state's law leaves fewer hours"):
        assert words in view
    assert "7:30 AM" not in [one["text"]["text"] for one in menu(view_of(town), "week_from")]
    choose(town, "week_from", "600")
    choose(town, "week_until", "570")
    assert "after the one" in save(town).body["errors"]["week_until"]
    choose(town, "week_until", "1260")
    write(town, "automated", "21")
    assert "between 0 and 20" in save(town).body["errors"]["automated"]
    write(town, "automated", "2")
    write(town, "new_numbers", "50")
    choose(town, "asks", ["asks"])
    assert house(town).week_from == 540
    assert save(town).status == 200
    kept = house(town)
    assert (kept.week_from, kept.week_until, kept.asks_outside_hours) == (600, 1260, True)
    assert (kept.automated_a_day, kept.new_numbers_a_day) == (2, 50)


def view_of(town: Town) -> Any:
    return town.world.slack.view_of(MARIA)


def menu(view: Any, name: str) -> Any:
    return next(one["element"]["options"] for one in view["blocks"] if one.get("block_id") == name)


def test_nobody_else_sees_the_hours(town: Town) -> None:
    invite_ben(town)
    assert "Clients are texted" not in str(settings(town, BEN))
