import pytest

from bot.rules.segment import BASIC, EXTENSION, GSM_7, count_segments
from bot.rules.swap import SWAPS, Swap, cheaper, plain_letters

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


def test_every_swap_leads_from_a_dear_character_to_cheap_ones() -> None:
    for char, plain in SWAPS.items():
        assert char not in BASIC + EXTENSION
        assert count_segments(plain).encoding == GSM_7
        assert plain_letters(f"a{char}b") == f"a{plain}b"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("", ""),
        ("Hi Ana", "Hi Ana"),
        ("It’s “here”", 'It\'s "here"'),
        ("9–5 — see… you", "9-5 - see... you"),
        ("3 bd · 2 ba", "3 bd - 2 ba"),
        ("• one\n• two", "- one\n- two"),
        ("5′ 10″", "5' 10\""),
        ("of\ufb01ce \ufb02oor su\ufb03x", "office floor suffix"),
        ("a\u00a0b\u202fc\u3000d\te", "a b c d e"),
        ("a\u2028b\x85c\vd", "a\nb\nc\nd"),
        ("so\u00adft\u200b\ufeff \u2066x\u2069", "soft x"),
        ("ＯＫ！", "OK!"),
        ("`x` ´y´", "'x' 'y'"),
        ("cafe\u0301 man\u0303ana", "café mañana"),
        ("a\u0301", "a\u0301"),  # á is not in the alphabet either
        ("a\u200db", "ab"),
        ("a\r\nb", "a\r\nb"),
        # Nobody asked for these.
        ("2½ baths", "2½ baths"),
        ("ça va", "ça va"),
        ("60°F ™ « x »", "60°F ™ « x »"),
        ("naïve Ž", "naïve Ž"),
        ("日本。", "日本。"),
        # Emoji stay whole, and what is beside them is swapped.
        (FAMILY, FAMILY),
        (f"it’s {FAMILY}…", f"it's {FAMILY}..."),
        ("❤\ufe0f", "❤\ufe0f"),
        ("☺\ufe0e", "☺\ufe0e"),
        ("▪\ufe0f", "▪\ufe0f"),
        ("▪ one", "- one"),
        ("1\ufe0f\u20e3", "1\ufe0f\u20e3"),
        ("👋🏽", "👋🏽"),
        ("🇺🇸", "🇺🇸"),
        (ENGLAND, ENGLAND),
        ("🏳\ufe0f\u200d🌈", "🏳\ufe0f\u200d🌈"),
        ("👩🏽\u200d❤\ufe0f\u200d👨", "👩🏽\u200d❤\ufe0f\u200d👨"),
        # Other scripts keep their joiners and marks.
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("שלום\u200f!", "שלום\u200f!"),
        ("क्\u200dष", "क्\u200dष"),
    ],
)
def test_plain_letters(text: str, plain: str) -> None:
    assert plain_letters(text) == plain
    assert plain_letters(plain) == plain


@pytest.mark.parametrize(
    ("text", "swap"),
    [
        ("’" + "a" * 70, Swap("’", "'", 2, 1)),
        ("a" * 100 + "…’", Swap("…", "...", 2, 1)),
        ("a" * 99 + "\u200b’", Swap("\u200b", "", 2, 1)),
        ("a\u200d’" + "a" * 99, Swap("\u200d", "", 2, 1)),
        ("cafe\u0301" + "a" * 99, Swap("e\u0301", "é", 2, 1)),
        ("[’]" * 30 + "a" * 200, Swap("’", "'", 5, 3)),
        ("’" * 71 + "😀", None),  # the emoji keeps it dear
        ("…" * 35 + "a" * 35 + "😀", None),  # and three dots are longer than one
        ("\u200b" * 10 + "a" * 63 + "😀", Swap("\u200b", "", 2, 1)),
        ("’", None),  # one segment either way
        ("a" * 161, None),
        ("", None),
        ("é" * 161, None),
        ("ç" * 71, None),
        ("\ufb03" * 60, None),  # 60 units become 180 septets
    ],
)
def test_cheaper(text: str, swap: Swap | None) -> None:
    assert cheaper(text) == swap
