import pytest

from bot.rules.keyword import read_keyword
from models.enums import Keyword


@pytest.mark.parametrize(
    ("words", "keyword"),
    [
        ("STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT", Keyword.STOP),
        ("START UNSTOP", Keyword.START),
        ("YES", Keyword.YES),
        ("HELP INFO", Keyword.HELP),
    ],
)
def test_every_keyword_in_every_dress(words: str, keyword: Keyword) -> None:
    for word in words.split():
        for body in (word, word.lower(), word.title(), f" {word}.\n", f"{word}!!!", f"\ufeff{word} ."):
            assert read_keyword(body) is keyword


@pytest.mark.parametrize(
    ("body", "keyword"),
    [
        (" stop.", Keyword.STOP),
        ("Stop!!", Keyword.STOP),
        ("StOp\n\n", Keyword.STOP),
        ("ＳＴＯＰ", Keyword.STOP),
        ("ｓｔｏｐ！", Keyword.STOP),
        ("\u2066STOP\u2069", Keyword.STOP),
        ("revoke", Keyword.STOP),
        ("optout", Keyword.STOP),
        ('"STOP"', Keyword.STOP),
        ("“Stop.”", Keyword.STOP),
        ("«stop»", Keyword.STOP),
        ("¡STOP!", Keyword.STOP),
        ("(stop)", Keyword.STOP),
        ('"START"', None),
        ("“yes”", None),
        ("yes!", Keyword.YES),
        ("Unstop.", Keyword.START),
        ("OPT OUT", None),
        ("opt-out", None),
        ("STOP ALL", None),
        ("STOP STOP", None),
        ("STOP 🛑", None),
        ("stop?", Keyword.STOP),
        ("st op", None),
        ("start now", None),
        ("restart", None),
        ("ends", None),
        ("alto", None),
    ],
)
def test_a_keyword_at_its_edges(body: str, keyword: Keyword | None) -> None:
    assert read_keyword(body) is keyword


@pytest.mark.parametrize(
    "body",
    ["", " ", "STOP PLEASE", "please stop", "stop by at 5", "S T O P", "stopped", "yes please", "ok", "."],
)
def test_a_keyword_is_the_whole_message(body: str) -> None:
    assert read_keyword(body) is None


@pytest.mark.parametrize(
    ("body", "opt_out_type", "keyword"),
    [
        ("no mas", "STOP", Keyword.STOP),
        ("stop", "HELP", Keyword.HELP),
        ("yes", "START", Keyword.START),
        ("hola", "stop", Keyword.STOP),
        ("stop", "", Keyword.STOP),
        ("stop", "SOMETHING", Keyword.STOP),
        ("hola", "SOMETHING", None),
        ("yes", None, Keyword.YES),
    ],
)
def test_twilios_reading_wins(body: str, opt_out_type: str | None, keyword: Keyword | None) -> None:
    assert read_keyword(body, opt_out_type) is keyword
