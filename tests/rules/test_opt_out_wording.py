"""The workspace's own last line of a first text."""

import pytest

from bot.rules.opt_out_line import with_opt_out_line
from bot.rules.opt_out_wording import WordingRefused, read_wording, show_wording

GOOD = {
    "": None,
    "   ": None,
    "{agent}, {brokerage}. Reply STOP to end": "{name}, {brokerage}. Reply STOP to end",
    " - {Agent}\nSTOP ends ": "- {name} STOP ends",
    "{name}: STOP": "{name}: STOP",
}
BAD = {
    "{agent} of {brokerage}": "STOP",
    "{agent}, reply stop": "STOP",
    "{agent}: STOPPER": "STOP",
    "Reply STOP": "who writes",
    "{phone} STOP": "braces",
    "{agent} STOP {": "braces",
    "{agent}} STOP": "braces",
    "{agent} STOP " + "x" * 160: "160",
}


@pytest.mark.parametrize("typed", GOOD)
def test_what_is_kept(typed: str) -> None:
    assert read_wording(typed) == GOOD[typed]


@pytest.mark.parametrize("typed", BAD)
def test_what_is_refused(typed: str) -> None:
    with pytest.raises(WordingRefused, match=BAD[typed]):
        read_wording(typed)


def test_it_is_filled_in_and_shown_as_it_was_written() -> None:
    kept = read_wording("{agent} of {brokerage}. STOP ends this")
    assert kept
    assert with_opt_out_line("Hi", kept, "Maria", "Oak").line == "Maria of Oak. STOP ends this"
    assert show_wording(kept) == "{agent} of {brokerage}. STOP ends this"
