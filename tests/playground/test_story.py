"""The two weeks: every line can be played, they go forward, and they end with something to do."""

from datetime import UTC, datetime

from playground.phones import ROSTER
from playground.seed import LANDLINES, PICTURES, STEP, STORY, beginning

STEPS = [STEP.fullmatch(line) for line in STORY.read_text("utf-8").splitlines() if line[0] != "#"]
KNOWN = {*ROSTER.values(), *LANDLINES}


def test_every_line_is_a_step_of_somebody_known() -> None:
    for step in STEPS:
        assert step is not None
        assert step["client"] in KNOWN or step["client"].startswith("+1312555")
        assert step["how"] == "ok" or step["words"]
        assert not step["picture"] or PICTURES.joinpath(f"{step['picture']}.png").exists()


def test_they_go_forward_at_hours_in_which_people_text() -> None:
    times = [
        (int(step["day"]), int(step["hour"]), int(step["minute"])) for step in STEPS if step and step["day"]
    ]
    assert times == sorted(times)
    assert {step["hour"] for step in STEPS if step and step["agent"]} <= {str(hour) for hour in range(11, 18)}
    before = [float(step["before"]) for step in STEPS if step and step["before"]]
    assert before == sorted(before, reverse=True)


def test_at_least_four_wait_for_an_answer_and_some_are_done() -> None:
    last = {step["client"]: step["how"] or "" for step in STEPS if step}
    assert sum(how == "" for how in last.values()) >= 4
    assert sum(how == "ok" for how in last.values()) >= 2


def test_it_begins_in_the_morning_two_weeks_before() -> None:
    assert beginning(datetime(2026, 3, 16, 2, 0, tzinfo=UTC)).isoformat() == "2026-03-01T09:00:00-06:00"
