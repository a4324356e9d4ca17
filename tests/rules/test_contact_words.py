"""Finding somebody by what was typed."""

import pytest

from bot.rules.contact_words import asked_for, fits, near_sounds, sound_of, words_of


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", []),
        ("  Ana   LOPEZ ", ["ana", "lopez"]),
        ("José O’Brien", ["jose", "obrien"]),
        ("(201) 555-0123", ["#2015550123"]),
        ("+1 201", ["#1201"]),
        ("0123", ["#0123"]),
        ("ana 0123", ["ana", "#0123"]),
        ("5", ["5"]),
        ("Lopez, Ana", ["lopez", "ana"]),
        ("ana ana", ["ana"]),
        ("& - /", []),
        ("ana@example.com", ["ana@examplecom"]),
    ],
)
def test_what_was_typed(query: str, words: list[str]) -> None:
    assert asked_for(query) == words


def test_what_a_card_is_found_by() -> None:
    words = words_of(["Anne-Marie O’Brien", "Open house"], "Anne@X.com", ["+12015550123", "+447400123456"])
    assert {"anne-marie", "anne", "marie", "obrien", "open", "house", "anne@xcom"} <= set(words)
    assert {"#12015550123", "#2015550123", "#5550123", "#0123", "#447400123456", "#3456"} <= set(words)
    assert (words["obrien"], words["anne@xcom"], words["#0123"]) == ("aprn", None, None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("john", "jon"),
        ("john", "jhon"),
        ("catherine", "kathryn"),
        ("phillip", "filip"),
        ("schmidt", "shmit"),
        ("smith", "smtih"),
        ("gonzalez", "gonsales"),
        ("hernandez", "ernandes"),
        ("amanda", "amnda"),
        ("maria", "mariah"),
        ("rodriguez", "rodirguez"),
    ],
)
def test_what_sounds_alike(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


@pytest.mark.parametrize("word", ["", "3rd", "李", "o-b"])
def test_what_has_no_sound(word: str) -> None:
    assert sound_of(word) is None


@pytest.mark.parametrize(
    ("typed", "meant"), [("gsrcia", "garcia"), ("bejnamin", "benjamin"), ("anfrea", "andrea")]
)
def test_one_wrong_letter_is_near(typed: str, meant: str) -> None:
    sound, other = sound_of(meant), sound_of(typed)
    assert sound
    assert other
    assert sound in near_sounds(other)
    assert fits([typed], [meant])


@pytest.mark.parametrize(
    ("typed", "words", "found"),
    [
        (["an"], ["ana", "lopez"], True),
        (["an", "lo"], ["ana", "lopez"], True),
        (["ana", "okafor"], ["ana", "lopez"], False),
        (["jo"], ["ann"], False),
        (["jon"], ["jan"], True),
        (["jonhson"], ["johnson"], True),
        (["#0123"], ["#0124"], False),
        (["garcai"], ["garcia"], True),
        (["martines"], ["martin"], True),
        (["lopez"], ["ana"], False),
    ],
)
def test_slips_that_are_forgiven(typed: list[str], words: list[str], found: bool) -> None:
    assert fits(typed, words) is found
