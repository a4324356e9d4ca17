from collections.abc import Iterable

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.segment import BASIC, EXTENSION, Segments, count_segments, utf16_units

FAMILY = "👨‍👩‍👧‍👦"  # one cluster of 11 units
ACCENTED = "e\u0301"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 158 + "€", 1),
        ("a" * 159 + "€", 2),
        ("a" * 152 + "^" + "a" * 151, 2),
        ("a" * 152 + "^" + "a" * 152, 3),
        ("]" * 80, 1),
        ("]" * 81, 2),
        ("]" * 152, 2),
        ("]" * 153, 3),
        ("a" * 80 + "\r\n" + "a" * 79, 2),
        ("a" * 80 + "\n" + "a" * 79, 1),
        ("a" * 200 + "\r\n" + "a" * 105, 3),
    ],
)
def test_gsm_texts_are_counted_in_septets(text: str, count: int) -> None:
    assert count_segments(text).count == count
    assert count_segments(text).encoding == "GSM-7"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("中" * 70, 1),
        ("中" * 71, 2),
        ("中" * 134, 2),
        ("中" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
        ("a" * 66 + "😀" + "a" * 65, 2),
        ("a" * 66 + "😀" + "a" * 66, 3),
        (FAMILY * 6, 1),
        (FAMILY * 7, 2),
        (FAMILY * 12, 2),
        (FAMILY * 13, 3),
        ("a" * 57 + FAMILY + "a" * 66, 3),
        (ACCENTED * 70, 3),
        ("’" * 71, 2),
        ("'" * 71 + "’", 2),
        ("this is a " + "]" * 75 + " 😘", 2),
        ("中" * 66 + "\r\n" + "中" * 66, 2),  # the two are packed apart
    ],
)
def test_other_texts_are_counted_in_utf16_units(text: str, count: int) -> None:
    assert count_segments(text).count == count
    assert count_segments(text).encoding == "UCS-2"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi", Segments("GSM-7", 1, 2, ())),
        ("{Hi}", Segments("GSM-7", 1, 6, ())),
        ("{Hi}’", Segments("UCS-2", 1, 5, ("’",))),
        ("It’s “on” – it’s 🎉", Segments("UCS-2", 1, 19, ("’", "“", "”", "–", "🎉"))),
    ],
)
def test_all_that_is_known_of_a_text(text: str, expected: Segments) -> None:
    assert count_segments(text) == expected


@pytest.mark.parametrize("char", [*BASIC])
def test_basic_characters_are_one_septet(char: str) -> None:
    assert count_segments(char) == Segments("GSM-7", 1, 1, ())


@pytest.mark.parametrize("char", [*EXTENSION])
def test_extended_characters_are_two_septets_in_gsm_and_one_unit_otherwise(char: str) -> None:
    assert count_segments(char).units == 2
    assert count_segments(char + "中").units == 2


@pytest.mark.parametrize("char", [*"\t`\u00a0\x1bµç’‘“”–—…•áíóúâêôãõ\u200b\ufeff\x00"])
def test_characters_outside_the_alphabet_make_a_text_dear(char: str) -> None:
    assert count_segments("a" + char).costly == (char,)


def test_capital_c_cedilla_is_the_one_in_the_alphabet() -> None:
    assert len(set(BASIC)) == 127
    assert "Ç" in BASIC


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" + "\u0301" * 69, 1),  # one cluster, all alone
        ("a" + "\u0301" * 70, 2),
        ("a" + "\u0301" * 66 + "b", 1),
        ("a" + "\u0301" * 70 + "b", 3),  # nothing follows within its last part
        ("b" + "a" + "\u0301" * 70 + "b", 4),
        ("a" + "\u0301" * 1000, 15),
        ("a" + "\u0301" * 200_000, 2986),
    ],
)
def test_a_cluster_that_fits_nowhere_is_spread_over_parts_of_its_own(text: str, count: int) -> None:
    assert count_segments(text).count == count


def test_a_joiner_glues_what_follows() -> None:
    """Older Unicode rules, which Twilio's calculator has, keep letter, joiner and heart in one piece."""
    assert count_segments("中" * 65 + "a\u200d❤" + "中" * 65).count == 3


def test_a_lone_surrogate_is_one_unit() -> None:
    assert count_segments("\ud83d").units == 1


@pytest.mark.parametrize(("text", "units"), [("", 0), ("a", 1), ("中", 1), ("😀", 2), (FAMILY, 11)])
def test_utf16_units(text: str, units: int) -> None:
    assert utf16_units(text) == units


PIECES = [*"aZ] ^€中’", "\n", "\r\n", "😀", "👋🏽", "🇺🇸", FAMILY, ACCENTED, "क्षि", "\u200d", "❤️", "한글"]
texts = st.lists(st.sampled_from(PIECES), max_size=220).map("".join) | st.text(max_size=120)
thorough = settings(max_examples=150, deadline=None, database=None)


@thorough
@given(texts)
def test_never_fewer_parts_than_the_units_need(text: str) -> None:
    found = count_segments(text)
    alone, part = (160, 153) if found.encoding == "GSM-7" else (70, 67)
    assert found.count >= (1 if found.units <= alone else -(-found.units // part))


@thorough
@given(texts, texts)
def test_more_text_is_never_cheaper(text: str, more: str) -> None:
    assert count_segments(text + more).count >= count_segments(text).count


@thorough
@given(texts)
def test_never_under_plain_greedy_packing(text: str) -> None:
    assert count_segments(text).count >= _greedy(text)


def _greedy(text: str) -> int:
    """The packing of Twilio's calculator, written plainly; a giant overfills its part there."""
    if set(text) <= set(BASIC + EXTENSION):
        weights = [1 + (char in EXTENSION) for char in text]
        return 1 if sum(weights) <= 160 else _packed(weights, 153)
    weights = [utf16_units(cluster) for cluster in regex.findall(r"\r|\n|\X", text)]
    return 1 if sum(weights) <= 70 else _packed(weights, 67)


def _packed(weights: Iterable[int], room: int) -> int:
    count, used = 1, 0
    for weight in weights:
        if used + weight > room:
            count, used = count + 1, 0
        used += weight
    return count
