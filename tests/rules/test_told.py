"""What a web page sent, as named words."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.told import CUT, DEEPEST, LONGEST_WORDS, MOST_FIELDS, print_of, told_by


def nested(depth: int) -> Any:
    return {"a": nested(depth - 1)} if depth else "x"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, {}),
        ({"name": "Ana"}, {"name": "Ana"}),
        ({"person": {"emails": [{"value": "a@b.us"}]}}, {"person.emails.0.value": "a@b.us"}),
        ({"emails[0].value": "a@b.us"}, {"emails[0].value": "a@b.us"}),
        ({"a": True, "b": False, "c": None, "d": 7, "e": 1.5, "f": "", "g": " "},
         {"a": "true", "b": "false", "d": "7", "e": "1.5"}),
        ({"a": [], "b": {}, "c": [[]]}, {}),
        ({"a\x00": "x\x00y\ud800z"}, {"a": "xyz"}),
        ({"a": "x" * LONGEST_WORDS}, {"a": "x" * LONGEST_WORDS}),
        ({"a": "x" * (LONGEST_WORDS + 1)}, {"a": "x" * (LONGEST_WORDS - 1) + CUT}),
        (nested(DEEPEST), {".".join("a" * DEEPEST): "x"}),
        (nested(DEEPEST + 1), {".".join("a" * DEEPEST): CUT}),
    ],
)  # fmt: skip
def test_paths_and_words(sent: Any, told: dict[str, str]) -> None:
    assert told_by(sent) == told


def test_many_fields_are_cut_and_the_first_stay() -> None:
    told = told_by({"phone": "1", **{f"f{one}": "x" for one in range(5000)}})
    assert (len(told), next(iter(told))) == (MOST_FIELDS, "phone")


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), json_values))
def test_any_content_becomes_text_that_a_database_keeps(sent: Any) -> None:
    kept = json.dumps(told_by(sent), ensure_ascii=False)
    assert "\x00" not in kept.encode().decode()


def test_a_print_is_of_the_content_and_not_of_its_order_or_passing_marks() -> None:
    told = {"name": "Ana", "phone": "1"}
    same = {"phone": "1", "name": "Ana", "g-recaptcha-response": "x", "_wpnonce": "7", "form.Csrf_Token": "t"}
    assert print_of(told) == print_of(same)
    assert print_of(told) != print_of(told | {"message": "Hi"})
    assert print_of({"a": "bc"}) != print_of({"ab": "c"})
