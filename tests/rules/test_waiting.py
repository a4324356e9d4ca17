import pytest

from bot.rules.waiting import after_inbound, after_outbound
from models.enums import Keyword, Turn


@pytest.mark.parametrize("turn", Turn)
def test_a_text_makes_it_the_agents_turn_and_a_reaction_changes_nothing(turn: Turn) -> None:
    assert after_inbound(False, turn) is Turn.YOU
    assert after_inbound(True, turn) is turn


@pytest.mark.parametrize("turn", Turn)
@pytest.mark.parametrize(
    ("keyword", "expected"),
    [(Keyword.STOP, Turn.DONE), (Keyword.START, Turn.YOU), (Keyword.YES, Turn.YOU), (Keyword.HELP, Turn.YOU)],
)
def test_only_stop_ends_it(turn: Turn, keyword: Keyword, expected: Turn) -> None:
    assert after_inbound(False, turn, keyword) is expected


@pytest.mark.parametrize("turn", Turn)
def test_after_a_text_to_the_client_it_is_theirs(turn: Turn) -> None:
    assert after_outbound(turn) is Turn.THEM
