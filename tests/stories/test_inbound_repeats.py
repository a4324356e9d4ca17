"""Twilio's webhook may come twice, at once and days later: a client's text is kept and shown once."""

from concurrent.futures import ThreadPoolExecutor

from tests.support import ANA, MARIA, OURS, Town


def test_a_text_delivered_to_many_threads_at_once_is_one_message_and_one_post(town: Town) -> None:
    sid = town.world.twilio.text(ANA, OURS, "Hello?", deliver=False)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: town.world.twilio.deliver(sid), range(12)))
    assert set(statuses) == {200}
    town.settle()
    assert [one.body for one in town.messages()] == ["Hello?"]
    assert shown(town) == ["Hello?"]


def test_a_text_delivered_again_days_later_stays_one(town: Town) -> None:
    sid = town.world.twilio.text(ANA, OURS, "Hello?")
    town.settle()
    town.clock.forward(days=3)
    assert town.world.twilio.deliver(sid) == 200
    town.settle()
    assert shown(town) == ["Hello?"]


def test_first_texts_of_one_stranger_at_once_open_one_thread(town: Town) -> None:
    words = [f"number {count}" for count in range(6)]
    sids = [town.world.twilio.text(ANA, OURS, one, deliver=False) for one in words]
    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(town.world.twilio.deliver, sids)) == {200}
    town.settle()
    assert sorted(shown(town)) == words
    assert town.rows()["conversation"] == town.rows()["thread"] == town.rows()["contact"] == 1


def shown(town: Town) -> list[str]:
    """The clients' words in the thread, without the name before them."""
    return [one["text"].partition(": ")[2] for one in town.replies(MARIA, "201")]
