"""What clients write when they want no texts, and what only looks like it. Run with -s for the figures."""

from pathlib import Path

import pytest

from bot.rules.plain_opt_out import read_wish
from models.enums import PlainWish

NAMES = ("Ana Lopez",)
WISHES = {"stop": PlainWish.NO_TEXTS, "wrong": PlainWish.WRONG_NUMBER, "no": None}
SEEN, UNSEEN = "seen", "not seen"


def corpus() -> dict[str, list[tuple[PlainWish | None, str]]]:
    """Which part -> what is wanted, and the words."""
    parts: dict[str, list[tuple[PlainWish | None, str]]] = {}
    lines = (Path(__file__).parent / "plain_opt_outs.txt").read_text().splitlines()
    for line in lines:
        if line.startswith("#"):
            part = parts.setdefault(SEEN if not parts else UNSEEN, [])
        else:
            label, _, words = line.partition(": ")
            part.append((WISHES[label], words))
    return parts


@pytest.mark.parametrize("part", [SEEN, UNSEEN])
def test_the_corpus(part: str) -> None:
    phrases = corpus()[part]
    meant = [words for wish, words in phrases if wish]
    others = [words for wish, words in phrases if not wish]
    missed = [words for words in meant if not read_wish(words, NAMES)]
    false = [words for words in others if read_wish(words, NAMES)]
    recall, pauses = 1 - len(missed) / len(meant), len(false) / len(others)
    print(f"\n{part}: recall {recall:.3f} of {len(meant)}, false pauses {pauses:.3f} of {len(others)}")
    assert recall >= 0.95, missed
    assert pauses <= 0.03, false


@pytest.mark.parametrize(
    "body",
    [
        *(
            "STOP PLEASE",
            "OPT OUT",
            "opt-out",
            "STOP ALL",
            "Stop 🛑",
            "please stop texting me",
            "take me off",
        ),
        *("DON’T TEXT ME AGAIN", "ＰＬＥＡＳＥ　ＳＴＯＰ", "Hi.Stop texting me.", "s.t.o.p texting me"),
        *("If you don't stop texting me I will report you", "you won't stop texting me", "no mas!", "NO MÁS"),
        "Thanks for the nice visit on Saturday.\nPlease remove me from your list, we found something.",
    ],
)
def test_no_texts(body: str) -> None:
    assert read_wish(body) is PlainWish.NO_TEXTS


@pytest.mark.parametrize(
    "body",
    [
        *("", "?", "🙂", "stop sending me condos, only houses", "Let me know when you stop by", "x" * 5000),
        *(
            "stop calling me, text me instead",
            "don't text me before 9",
            "is the wrong number on the listing?",
        ),
        *("My lender won't stop calling me", "we must stop at the bank first", "no más preguntas"),
    ],
)
def test_other_words(body: str) -> None:
    assert read_wish(body) is None


@pytest.mark.parametrize(
    ("body", "names", "wish"),
    [
        ("this is not Ana", ("Ana Lopez",), PlainWish.WRONG_NUMBER),
        ("this is not Ana", ("Ben Carter",), None),
        ("this is not Ben's phone", ("Ana Lopez", "Ben Lopez"), PlainWish.WRONG_NUMBER),
        ("this is not urgent", ("Ana Lopez",), None),
        ("no soy José", ("Jose Diaz",), PlainWish.WRONG_NUMBER),
        ("wrong number", (), PlainWish.WRONG_NUMBER),
    ],
)
def test_names(body: str, names: tuple[str, ...], wish: PlainWish | None) -> None:
    assert read_wish(body, names) is wish
