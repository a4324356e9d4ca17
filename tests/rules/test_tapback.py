import pytest

from bot.rules.emoji import name_of
from bot.rules.tapback import Tapback, matches, read_tapback

WORDS = "See you at 5"


@pytest.mark.parametrize(
    ("body", "emoji", "removed"),
    [
        ("Liked “See you at 5”", "thumbsup", False),
        ("Loved “See you at 5”", "heart", False),
        ("Disliked “See you at 5”", "thumbsdown", False),
        ("Laughed at “See you at 5”", "joy", False),
        ("Emphasized “See you at 5”", "exclamation", False),
        ("Emphasised “See you at 5”", "exclamation", False),
        ("Questioned “See you at 5”", "question", False),
        ('Liked "See you at 5"', "thumbsup", False),
        ("Liked « See you at 5 »", "thumbsup", False),
        (" Liked\u00a0“See you at 5” \n", "thumbsup", False),
        ("Reacted 🎉 to “See you at 5”", "tada", False),
        ("Reacted ❤️ to “See you at 5”", "heart", False),
        ("Reacted ❤ to “See you at 5”", "heart", False),
        ("Reacted 👍 to “See you at 5”", "thumbsup", False),
        ("Reacted 👍🏽 to “See you at 5”", "thumbsup::skin-tone-4", False),
        ("Reacted 🤷🏻‍♀️ to “See you at 5”", "woman-shrugging::skin-tone-2", False),
        ("Reacted 👨‍👩‍👧 to “See you at 5”", "man-woman-girl", False),
        ("Reacted ‼️ to “See you at 5”", "bangbang", False),
        ("Reacted 🇺🇸 to “See you at 5”", "us", False),
        ("Removed a heart from “See you at 5”", "heart", True),
        ("Removed a like from “See you at 5”", "thumbsup", True),
        ("Removed a dislike from “See you at 5”", "thumbsdown", True),
        ("Removed a laugh from “See you at 5”", "joy", True),
        ("Removed an exclamation from “See you at 5”", "exclamation", True),
        ("Removed a question mark from “See you at 5”", "question", True),
        ("Removed 🎉 from “See you at 5”", "tada", True),
        ("👍 to “See you at 5”", "thumbsup", False),
        ("\u200a\u200b👍\u200b to “\u200aSee you at 5\u200a”\u200a", "thumbsup", False),
        ("👨‍👩‍👧\u200b to “See you at 5”", "man-woman-girl", False),
        ("\u200a\u200bRemoved 👍\u200b from “\u200aSee you at 5\u200a”\u200a", "thumbsup", True),
        ("Le gustó “See you at 5”", "thumbsup", False),
        ("Le encantó “See you at 5”", "heart", False),
        ("No le gustó “See you at 5”", "thumbsdown", False),
        ("Le dio risa “See you at 5”", "joy", False),
        ("Exclamó por “See you at 5”", "exclamation", False),
        ("Dudó sobre “See you at 5”", "question", False),
        ("Reaccionó con 🎉 a “See you at 5”", "tada", False),
        ("🎉 a “See you at 5”", "tada", False),
        ("Quitó un corazón de “See you at 5”", "heart", True),
        ("Eliminó un me gusta de “See you at 5”", "thumbsup", True),
    ],
)
def test_a_reaction(body: str, emoji: str, removed: bool) -> None:
    assert read_tapback(body) == Tapback(emoji, WORDS, removed)


@pytest.mark.parametrize(
    ("body", "quoted"),
    [
        ("Liked an image", ""),
        ("Liked an attachment", ""),
        ("Loved a movie", ""),
        ("Liked 2 images", ""),
        ("👍 to an image", ""),
        ("Reacted 👍 to a photo", ""),
        ("Removed a like from an image", ""),
        ("Le gustó una imagen", ""),
        ("Liked “See you at…”", "See you at…"),
        ("Liked “one\n\ntwo”", "one\n\ntwo"),
        ("Liked “He said “ok” to it”", "He said “ok” to it"),
        ("Liked “He said “ok…”", "He said “ok…"),
        ('Liked “5" pipe”', '5" pipe'),
        ("Liked “😀”", "😀"),
        ("Liked “”", ""),
    ],
)
def test_what_it_stands_on(body: str, quoted: str) -> None:
    found = read_tapback(body)
    assert found is not None
    assert found.quoted == quoted


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Liked",
        "Liked the house a lot",
        'Loved "Gladiator", did you see it?',
        "Loved “Gladiator”, did you see it?",
        "Loved “Gladiator” and “Titanic”",
        'Loved "Gladiator" and "Titanic"',
        "I Liked “See you at 5”",
        "liked “See you at 5”",
        "Liked “See you at 5",
        "Liked “See you at 5\"",
        "Liked See you at 5",
        "Liked “See you at 5” ok?",
        "Liked an image of it",
        "Liked the kitchen",
        "Reacted badly to “See you at 5”",
        "Reacted to “See you at 5”",
        "Said yes to “See you at 5”",
        "Pointed to “See you at 5”",
        "Removed a wall from “See you at 5”",
        "Removed the door from “Oak St”",
        "👍",
        "👍 “See you at 5”",
        "👍 to you",
        "1 to “10”",
        "# to “10”",
        "STOP",
        "Le gustó mucho la casa",
        "“" * 3000,
        "Liked “" + "”" * 3000,
        "Removed a " + "a" * 3000,
    ],
)  # fmt: skip
def test_a_text(body: str) -> None:
    assert read_tapback(body) is None


@pytest.mark.parametrize(
    ("quoted", "body", "expected"),
    [
        ("See you at 5", "See you at 5", True),
        ("See you at 5", "See you at 5 \n", True),
        ("See you  at 5", "See\nyou at\u00a05", True),
        ("It's \"on\"", "It’s “on”", True),
        ("It’s “on”", "It's \"on\"", True),
        ("See you…", "See you at 5", True),
        ("See you …", "See you at 5", True),
        ("See y...", "See you at 5", True),
        ("wait…", "wait…", True),
        ("wait...", "wait…", True),
        ("❤", "❤️", True),
        ("Hi 👨‍👩‍👧…", "Hi 👨‍👩‍👧, see you", True),
        ("See you", "See you at 5", False),
        ("you at 5", "See you at 5", False),
        ("See you at 5", "See you", False),
        ("see you at 5", "See you at 5", False),
        ("See them…", "See you at 5", False),
        ("…", "See you at 5", False),
        ("", "See you at 5", False),
        ("", "", False),
        ("…", "…", True),
    ],
)  # fmt: skip
def test_matches(quoted: str, body: str, expected: bool) -> None:
    assert matches(quoted, body) is expected


@pytest.mark.parametrize(
    ("drawn", "name"),
    [
        ("👍", "thumbsup"),
        ("❤️", "heart"),
        ("❤", "heart"),
        ("👋🏼", "wave::skin-tone-3"),
        ("🧑🏼‍🤝‍🧑🏾", "people_holding_hands::skin-tone-3-5"),
        ("a", None),
        ("👍👍", None),
        ("", None),
    ],
)
def test_name_of(drawn: str, name: str | None) -> None:
    assert name_of(drawn) == name
