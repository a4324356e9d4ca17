import pytest

from bot.rules.note import (
    COMMANDS,
    AskFirst,
    Command,
    Empty,
    Note,
    ReplyKind,
    Text,
    note_words,
    read_reply,
)


@pytest.mark.parametrize(
    "text",
    [
        "// call her at 5",
        "//call her",
        "! careful",
        "!careful",
        "!!! great",
        "//example.com",
        "// note\nsecond line",
        "// note\n// and more",
        "  \n// note",
        "\u200b// note",
        "\ufeff ! note",
        "/\u200b/ note",
        "> // note",
        "*!* note",
        "`// note`",
        "- ! note",
        "1. // note",
        "！note",
        "／／ note",
        "//text Ana hi",
    ],
)
def test_a_marked_reply_stays_in_slack(text: str) -> None:
    assert read_reply(text) == Note()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Hi Ana\n// she is slow", "// she is slow"),
        ("Hi\n\n  ! careful\nbye", "! careful"),
        ("Hi\r// careful", "// careful"),
        ("Hi\u2028! careful", "! careful"),
        ("Hi\n- // careful", "- // careful"),
        ("Hi\n//example.com", "//example.com"),
    ],
)
def test_a_later_marker_asks_first(text: str, line: str) -> None:
    assert read_reply(text) == AskFirst(line)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_our_commands_are_never_texted(command: str) -> None:
    for text in (
        command,
        f" {command} Ana hi",
        f"{command.upper()}\nAna",
        f"`{command} Ana`",
        f"{command}: hi",
    ):
        assert read_reply(text) == Command(command)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi Ana", Text()),
        ("Great!", Text()),
        ("Hi // there", Text()),
        ("https://oak.example/12", Text()),
        ("¡Hola!", Text()),
        ("❗ Tomorrow", Text()),
        ("*Tomorrow*", Text()),
        ("1/2 bath", Text()),
        ("/texts", Text()),
        ("/giphy cat", Text()),
        ("see /text", Text()),
        ("", Empty()),
        (" \n\u200b", Empty()),
    ],
)
def test_the_rest_is_text(text: str, expected: ReplyKind) -> None:
    assert read_reply(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("// call her back", "call her back"),
        ("!call", "call"),
        ("//// ! twice", "! twice"),
        ("／／ wide", "wide"),
        ("！wide", "wide"),
        ("> *// bold and quoted*", "bold and quoted*"),
        ("1. // in a list", "in a list"),
        ("//", ""),
        ("  \n// first\n\n// second ", "first\n\n// second"),
        ("no mark at all", "no mark at all"),
        ("http://a.example // not first", "http://a.example // not first"),
        ("", ""),
    ],
)
def test_what_a_note_says(text: str, words: str) -> None:
    assert note_words(text) == words
