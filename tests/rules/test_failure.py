import re

import pytest

from bot.rules.failure import DEFAULT, can_retry, failure_words, phone_problem
from models.enums import PhoneProblem

LANDLINE, WRONG = PhoneProblem.LANDLINE, PhoneProblem.WRONG

# Code, the words that it must have, whether the same text may go again, what it says about the number.
CODES = [
    (20003, "cannot sign in", False, None),
    (20429, "Too many texts", True, None),
    (20500, "may have sent it", False, None),
    (20503, "may have sent it", False, None),
    (21211, "not a working phone number", False, WRONG),
    (21212, "not fully set up", False, None),
    (21408, "that country are switched off", False, None),
    (21601, "not fully set up", False, None),
    (21602, "no words", False, None),
    (21603, "not fully set up", False, None),
    (21604, "no number to send it to", False, None),
    (21605, "too long", False, None),
    (21606, "not fully set up", False, None),
    (21608, "only a few test numbers", False, None),
    (21610, "opted out", False, None),
    (21611, "Too many texts", True, None),
    (21612, "cannot be reached by text from yours", False, None),
    (21614, "landline", False, LANDLINE),
    (21617, "too long", False, None),
    (21620, "could not be attached", False, None),
    (21623, "at most ten", False, None),
    (21635, "landline", False, LANDLINE),
    (21658, "too long", False, None),
    *((code, "not fully set up", False, None) for code in range(21703, 21713)),
    (30001, "Too many texts", True, None),
    (30002, "suspended", False, None),
    (30003, "off or out of reach", True, None),
    (30004, "blocks your texts", False, None),
    (30005, "not in use", False, WRONG),
    (30006, "landline", False, LANDLINE),
    (30007, "spam", False, None),
    (30011, "cannot get pictures", False, None),
    (30017, "network had a problem", True, None),
    (30019, "too large", False, None),
    (30022, "Too many texts", True, None),
    (30023, "send it tomorrow", True, None),
    (30027, "send it tomorrow", True, None),
    (30032, "toll-free number is not verified", False, None),
    (30034, "not registered", False, None),
    (30036, "waited too long", True, None),
    (30410, "network had a problem", True, None),
    (30450, "fraud", False, None),
    (30500, "network had a problem", True, None),
    (30610, "outside the hours", False, None),
    (30640, "sue over texts", False, None),
    (63018, "Too many texts", True, None),
]
GENERAL = [(None, True), (30008, True), (0, False), (99999, False), (-1, False)]


@pytest.mark.parametrize(("code", "words", "again", "problem"), CODES)
def test_a_known_code_has_one_plain_sentence_with_a_next_step(
    code: int, words: str, again: bool, problem: PhoneProblem | None
) -> None:
    said = failure_words(code)
    assert words in said
    assert said != DEFAULT
    assert re.fullmatch(r"[A-Z][^.!?]*: [^.!?]+\.", said)
    assert not re.search(r"\d{3}|Twilio|10DLC|A2P|SMS|MMS|API|HTTP", said)
    assert can_retry(code) is again
    assert phone_problem(code) is problem


@pytest.mark.parametrize(("code", "again"), GENERAL)
def test_everything_else_has_the_general_one(code: int | None, again: bool) -> None:
    assert (
        failure_words(code)
        == "The text did not get through and nobody said why: try once more later, or call."
    )
    assert can_retry(code) is again
    assert phone_problem(code) is None


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
