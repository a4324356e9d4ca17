"""There is one way out for a text, and the gate stands in it."""

import ast
from collections.abc import Iterator

from tests.house.test_layout import code

DELIVER, TEXT, RELEASE = "bot/actions/deliver.py", "bot/actions/text.py", "bot/actions/release.py"


def calls(tree: ast.AST) -> list[str]:
    """What is called there, as it is written: "gate.ask"."""
    return [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for name, tree in code():
        if name.startswith(("bot/", "models/")):
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef):
                    yield name, node


def callers(*called: str) -> set[tuple[str, str]]:
    return {(name, one.name) for name, one in functions() if set(called) & set(calls(one))}


def test_one_function_hands_texts_to_the_provider() -> None:
    assert callers("tools.texts.send", "texts.send") == {(DELIVER, "deliver_text")}
    named = {name for name, tree in code() if name.startswith("bot/") and ".texts.send" in ast.unparse(tree)}
    assert named == {DELIVER}


def test_one_function_lets_texts_leave_and_asks_first() -> None:
    assert callers("departures.leave") == {(DELIVER, "_begin")}
    (begin,) = (one for name, one in functions() if (name, one.name) == (DELIVER, "_begin"))
    asked = calls(begin)
    lines = {ast.unparse(node.func): node.lineno for node in ast.walk(begin) if isinstance(node, ast.Call)}
    assert asked.count("gate.ask") == asked.count("departures.leave") == 1
    assert lines["gate.ask"] < lines["departures.leave"]


def test_nothing_else_says_that_a_text_is_sending() -> None:
    """As a value of a statement or of a row's field; what only compares with it does no harm."""
    says = {
        name
        for name, tree in code()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword | ast.Assign) and ast.unparse(node.value) == "MessageState.SENDING"
    }
    assert says == {"models/departure.py"}


def test_whatever_is_accepted_was_asked_about() -> None:
    """Every function that makes texts wait for their turn asks the rules; those ask the gate."""
    assert callers("gate.ask") == {(DELIVER, "_begin"), (TEXT, "check")}
    making = [one for _, one in functions() if "add_parts" in calls(one)]
    assert len(making) == 4
    assert [one.name for one in making if "check" not in calls(one)] == []
