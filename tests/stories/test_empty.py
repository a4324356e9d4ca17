"""Nothing left, soon nothing left, and more owed than one can owe: who hears of it, and how often."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlmodel import Session

from bot.actions import beat, month, warn
from bot.actions.account import account_of
from models import usage as usages
from models.enums import Direction
from models.usage import Usage
from tests.stories.test_marks import MAIL, agent, change, dms, give, put_on_plan, subjects, use
from tests.stories.test_people_and_numbers import invite_ben
from tests.support import ANA, BEN, BENS, MARIA, OURS, Town, until

REFUSED = "Your text was not sent: not enough credits"
DONE = (
    "You used 250 credits a month lately, and your plan brings 1,000. "
    "A smaller plan would have done: 250 credits a month. You can change it with `/plan`."
)
NEW_YEARS = datetime(2027, 1, 5, 15, tzinfo=UTC)


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    """Maria has 4 credits; Ana wrote first, which took one of them."""
    built = make_town(mail=True, welcome_credits=4)
    built.first_use()
    built.meet_ana()
    return built


def try_to_text(town: Town, segments: int = 4) -> None:
    town.world.slack.command(MARIA, "/text", f"{ANA} {'x' * 153 * segments}")
    town.settle()


def refusals(town: Town) -> list[str]:
    return [one for one in dms(town) if REFUSED in one]


def answers(town: Town) -> list[str]:
    return [one["text"] for one in town.world.slack.ephemerals(MARIA) if "Nothing was sent" in one["text"]]


def test_a_refusal_is_told_once_a_day(town: Town) -> None:
    try_to_text(town)
    try_to_text(town)
    assert len(answers(town)) == 2
    (said,), (mail,) = refusals(town), town.world.mailbox.mails
    assert "It takes 4 credits and you have 3. Your clients' texts still reach you." in said
    assert (
        "You have no plan that brings more each month. Choose a bigger plan or a pack with `/plan`, or"
        in said
    )
    assert "add credits in `/parley`." in said
    assert (mail.subject, mail.to) == (REFUSED, (MAIL,))
    town.clock.move_to(datetime(2026, 3, 3, 5, 59, tzinfo=UTC))  # still Monday in Chicago
    try_to_text(town)
    assert len(refusals(town)) == 1
    town.clock.move_to(datetime(2026, 3, 3, 6, 1, tzinfo=UTC))
    try_to_text(town)
    assert (len(refusals(town)), subjects(town)) == (2, [REFUSED, REFUSED])


def test_muted_the_refusal_itself_is_still_said(town: Town) -> None:
    change(town, muted="marks empty")
    try_to_text(town)
    assert len(answers(town)) == 1
    assert (refusals(town), subjects(town)) == ([], [])


def test_a_reply_that_is_refused(town: Town) -> None:
    town.reply(MARIA, "201", "x" * 153 * 4)
    town.settle()
    assert len(refusals(town)) == 1
    assert [one.state for one in town.messages()] == ["received", "refused"]


def test_a_scheduled_text_that_is_refused_when_it_leaves(town: Town) -> None:
    town.world.slack.command(MARIA, "/text")
    for block, action, value in (("new_phone", "phone", ANA), ("message", "words", "x" * 153 * 4)):
        town.world.slack.type_in_view(MARIA, block, action, value)
    town.world.slack.click(MARIA, "send_when", "later", block_id="when")
    town.world.slack.submit(MARIA)
    town.settle()
    assert (len(town.messages()), refusals(town)) == (2, [])
    town.clock.forward(days=1)
    town.settle()
    assert town.messages()[-1].state == "refused"
    assert len(refusals(town)) == 1


def test_an_edit_that_is_refused(make_town: Callable[..., Town]) -> None:
    town = make_town(mail=True, welcome_credits=4, undo_seconds=5)
    town.first_use()
    town.meet_ana()
    ts = town.reply(MARIA, "201", "Short")
    until(lambda: len(town.messages()) == 2)
    town.world.slack.edit(MARIA, "DMARIA", ts, "x" * 153 * 4)
    until(lambda: refusals(town))
    assert town.messages()[-1].state == "refused"


def test_who_owes_is_told_what(town: Town) -> None:
    for _ in range(5):
        town.meet_ana()
    try_to_text(town, 1)
    assert "You owe 2 credits for texts that came in while you had none." in refusals(town)[0]


def test_what_the_workspace_carries_is_told_its_admin_once_a_month(town: Town) -> None:
    invite_ben(town)
    use(town, 4, user=BEN)
    for _ in range(12):  # ten segments each: a hundred is what Ben can owe
        town.world.twilio.text(ANA, BENS, "x" * 1500)
        town.settle()
    told = [one for one in town.world.slack.messages("DMARIA") if "owes as many" in one["text"]]
    assert [one["text"].split(". ")[0] for one in told] == [
        "Ben Carter owes as many credits as one agent can"
    ]
    assert [(one.credits, one.postings) for one in town.messages()[-2:]] == [(0, 0), (0, 0)]
    town.clock.move_to(datetime(2026, 4, 2, 15, tzinfo=UTC))
    month.turn_all(town.tools)
    town.world.twilio.text(ANA, BENS, "Still me")
    town.settle()
    told = [one for one in town.world.slack.messages("DMARIA") if "owes as many" in one["text"]]
    assert (
        "The workspace pays for what else clients text to them, 1 credit so far in April." in told[-1]["text"]
    )
    assert len(told) == 2


@pytest.fixture
def old_town(make_town: Callable[..., Town]) -> Town:
    """It is January; Maria's 100 welcome credits of last March end on the first of March."""
    built = make_town(mail=True, welcome_credits=100)
    built.first_use()
    with built.tools.write() as session:
        account_of(session, built.tools, agent(built).id)
    built.clock.move_to(NEW_YEARS)
    month.turn_all(built.tools)
    return built


def look(town: Town) -> None:
    with ThreadPoolExecutor(4) as several:
        for done in [several.submit(warn.tell_expiring, town.tools) for _ in range(4)]:
            done.result()
    town.settle()


def endings(town: Town) -> list[str]:
    return [one for one in dms(town) if "end by" in one]


def test_what_ends_within_thirty_days_is_told_once_a_month(old_town: Town) -> None:
    town = old_town
    look(town)
    assert endings(town) == []
    town.clock.move_to(datetime(2027, 2, 1, 15, tzinfo=UTC))
    month.turn_all(town.tools)
    look(town)
    look(town)
    (said,), (mail,) = endings(town), town.world.mailbox.mails
    assert said == (
        "*100 credits of yours end by March 2*\n"
        "100 credits can be used until March 2. Your next texts use them first."
    )
    assert mail.subject == "100 credits of yours end by March 2"
    town.clock.move_to(datetime(2027, 3, 1, 15, tzinfo=UTC))
    month.turn_all(town.tools)
    look(town)
    assert len(endings(town)) == 2
    town.clock.move_to(datetime(2027, 3, 3, 15, tzinfo=UTC))
    month.turn_all(town.tools)
    look(town)
    assert len(endings(town)) == 2


def test_the_clock_brings_it_by_itself(old_town: Town) -> None:
    town = old_town
    town.clock.move_to(datetime(2027, 2, 10, 15, tzinfo=UTC))
    town.house.timetable.run_now()
    town.settle()
    assert len(endings(town)) == 1
    beat.hour(town.tools)
    town.settle()
    assert len(endings(town)) == 1


def test_several_ends_are_listed(old_town: Town) -> None:
    town = old_town
    give(town, 40)  # until the last day of February
    town.clock.move_to(datetime(2027, 2, 10, 15, tzinfo=UTC))
    look(town)
    assert "40 credits can be used until February 28, 100 more until March 2." in endings(town)[0]


def test_muted_nothing_is_said(old_town: Town) -> None:
    change(old_town, muted="expiring")
    old_town.clock.move_to(datetime(2027, 2, 10, 15, tzinfo=UTC))
    look(old_town)
    assert (endings(old_town), subjects(old_town)) == ([], [])


def count(session: Session, town: Town, of: UUID, talk: UUID, day: date, credits: int) -> None:
    usages.count(
        session,
        Usage(
            account_id=of,
            workspace_id=town.tools.workspace_id,
            conversation_id=talk,
            day=day,
            direction=Direction.OUT,
            has_pictures=False,
            texts=1,
            credits=credits,
        ),
    )


@pytest.mark.parametrize(
    ("used", "words"),
    [
        (3 * 250, DONE),
        (3 * 250 + 1, "A smaller plan would have done: 500 credits a month."),
        (3 * 500 + 1, ""),
    ],
)
def test_the_smaller_plan_that_would_have_done_is_named(old_town: Town, used: int, words: str) -> None:
    town = old_town
    put_on_plan(town, 1000)
    town.world.twilio.text(ANA, OURS, "Hi")
    town.settle()
    with town.tools.write() as session:
        of = account_of(session, town.tools, agent(town).id)
        talk = town.messages()[0].conversation_id
        for day, credits in ((date(2026, 10, 31), 5000), (date(2026, 11, 1), used - used // 2)):
            count(session, town, of, talk, day, credits)
        count(session, town, of, talk, date(2027, 1, 31), used // 2 - 1)  # and Ana's text
    town.clock.move_to(datetime(2027, 2, 10, 15, tzinfo=UTC))
    month.turn_all(town.tools)
    look(town)
    assert words in endings(town)[0]
    assert ("A smaller plan" in endings(town)[0]) == bool(words)
