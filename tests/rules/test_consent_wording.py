"""Consent is to words: a mark alone, a no, or words that the page sends to everybody are none."""

import pytest

from bot.rules.consent_wording import agreed_wording

WORDS = "I agree to receive texts from Oak Realty."


@pytest.mark.parametrize(
    ("fields", "wordings", "agreed"),
    [
        ([], [], ""),
        ([WORDS], [], WORDS),
        *(
            ([mark], [], "")
            for mark in ("true", "yes", "on", "1", "Y", "I agree", "Yes, I agree", "opted in", "")
        ),
        *(([mark], [WORDS], WORDS) for mark in ("true", "yes", "on", "1", "I agree")),
        *(([mark], [WORDS], "") for mark in ("false", "No", "off", "0", "n", "Declined", "opted out", "")),
        ([], [WORDS], ""),
        (["yes", WORDS], [], WORDS),
        (["no", WORDS], [], ""),
        (["No, do not text me at all"], [], ""),
        (["Don't text me any more please"], [], ""),
        (["Do not text me please"], [], ""),
        (["Notify me of new listings by text"], [], "Notify me of new listings by text"),
        (["Okay to text me"], [], "Okay to text me"),
        (["yes"], ["Terms"], ""),
    ],
)
def test_wording(fields: list[str], wordings: list[str], agreed: str) -> None:
    assert agreed_wording(fields, wordings) == agreed
