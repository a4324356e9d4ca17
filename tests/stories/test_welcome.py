"""The first words to a new agent."""

from collections.abc import Callable

from tests.stories.test_people_and_numbers import invite_ben
from tests.support import BEN, MARIA, Town


def greetings(town: Town, user: str) -> list[str]:
    posts = town.world.slack.messages(town.world.slack.dm_of(user))
    return [one["text"] for one in posts if "`/inbox` to see who waits" in one["text"]]


def test_the_first_person_is_greeted_once_by_their_first_command(make_town: Callable[..., Town]) -> None:
    town = make_town()
    for _ in range(2):
        town.world.slack.command(MARIA, "/text", "help")
        town.world.slack.command(MARIA, "/inbox")
        town.settle()
    (words,) = greetings(town, MARIA)
    assert len(words.splitlines()) == 3
    assert "(312) 555-0100" in words
    post = town.world.slack.messages("DMARIA")[-1]
    town.world.slack.click(MARIA, "quick_other", channel="DMARIA", ts=post["ts"])
    assert "Text a contact" in str(town.world.slack.view_of(MARIA))
    assert town.world.slack.complaints == []


def test_an_invited_colleague_is_greeted_once_with_who_invited_them(town: Town) -> None:
    invite_ben(town)
    invite_ben(town)
    town.settle()
    (words,) = greetings(town, BEN)
    assert "Maria Lopez invited you" in words
    town.world.slack.command(BEN, "/inbox")
    town.settle()
    assert len(greetings(town, BEN)) == 1


def test_a_lost_answer_greets_once(make_town: Callable[..., Town]) -> None:
    town = make_town()
    town.world.slack.fail("chat.postMessage", "drop_after_accept")
    town.world.slack.command(MARIA, "/parley")
    town.settle()
    assert len(greetings(town, MARIA)) == 1
