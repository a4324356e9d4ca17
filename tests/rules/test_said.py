"""Yes, no, a day, or nothing of these, in columns about texts."""

import pytest

from bot.rules.said import asks_for_quiet, is_in, is_out, is_refused


@pytest.mark.parametrize(
    ("value", "out", "consents"),
    [
        ("Yes", True, True),
        ("TRUE", True, True),
        ("1", True, True),
        ("1.0", True, True),
        ("x", True, True),
        ("Sí", True, True),
        ("2024-05-01", True, True),
        ("5/1/24 10:30 AM", True, True),
        ("May 1, 2024", True, True),
        ("Opted out", True, False),
        ("Unsubscribed", True, False),
        ("DNC", True, False),
        ("STOP", True, False),
        ("Opted in", False, True),
        ("Subscribed", False, True),
        ("No", False, False),
        ("false", False, False),
        ("0", False, False),
        ("N/A", False, False),
        ("-", False, False),
        ("", False, False),
        ("maybe later", None, None),
        ("0000", None, None),
    ],
)
def test_answers(value: str, out: bool | None, consents: bool | None) -> None:
    assert (is_out(value), is_in(value)) == (out, consents)


@pytest.mark.parametrize(
    ("value", "refused"), [("No", True), ("0", True), ("Unsubscribed", True), ("Yes", False), ("", False)]
)
def test_not_subscribed(value: str, refused: bool) -> None:
    assert is_refused(value) is refused


@pytest.mark.parametrize(
    ("tag", "quiet"),
    [("DNC", True), ("Do Not Text", True), ("Opted out", True), ("Buyer", False), ("stop", False)],
)
def test_tags_that_ask_for_quiet(tag: str, quiet: bool) -> None:
    assert asks_for_quiet(tag) is quiet
