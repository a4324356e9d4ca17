import re

import pytest

from bot.rules.failure import DEFAULT, failure_words

SINGLE = """
    20003 20429 20500 20503 21211 21212 21408 21601 21606 21602 21603 21604 21608 21610 21611 21612
    21614 21635 21617 21658 21605 21620 21623 30001 30002 30003 30004 30005 30006 30007 30011 30017
    30019 30022 30023 30027 30032 30034 30036 30410 30500 30450 30610 30640 63018
"""
KNOWN = [*map(int, SINGLE.split()), *range(21703, 21713)]


@pytest.mark.parametrize("code", KNOWN)
def test_a_known_code_has_one_plain_sentence_with_a_next_step(code: int) -> None:
    words = failure_words(code)
    assert words != DEFAULT
    assert re.fullmatch(r"[A-Z][^.!?]*: [^.!?]+\.", words)
    assert not re.search(r"\d{3}|Twilio|10DLC|A2P|SMS|MMS|API|HTTP", words)


@pytest.mark.parametrize("code", [None, 0, 30008, 99999, -1])
def test_everything_else_has_the_general_one(code: int | None) -> None:
    assert (
        failure_words(code)
        == "The text did not get through and nobody said why: try once more later, or call."
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            21610,
            "The client opted out of your texts: call or e-mail, and wait until they text START themselves.",
        ),
        (30006, "This looks like a landline, which cannot get texts: call, or ask for a mobile number."),
        (30003, "The phone is off or out of reach: try once more later, or call."),
    ],
)
def test_the_commonest(code: int, words: str) -> None:
    assert failure_words(code) == words
