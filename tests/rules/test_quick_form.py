import pytest

from bot.rules.name_words import NAME_WORDS
from bot.rules.quick_form import (
    Ask,
    AskReason,
    Empty,
    Exact,
    Match,
    Named,
    NameOnly,
    Nobody,
    fold,
    read_recipient,
)


def read(line: str, *names: str) -> Match:
    return read_recipient(line, [Named(name, name) for name in names])


def ask(reason: AskReason, **messages: str) -> Ask:
    names = [name.replace("_", " ") for name in messages]
    return Ask(tuple(Named(name, name) for name in names), tuple(messages.values()), reason)


@pytest.mark.parametrize(
    ("line", "names", "winner", "message"),
    [
        ("Ana Running 5 late", ["Ana Lopez"], "Ana Lopez", "Running 5 late"),
        ("Ana Lopez Running", ["Ana Lopez", "Ana Diaz"], "Ana Lopez", "Running"),
        ("Ana Lopez hi", ["Ana", "Ana Lopez"], "Ana Lopez", "hi"),
        ("Ana hi", ["Ana", "Ana Lopez"], "Ana", "hi"),
        ("Ana Maria hi", ["Ana Maria Lopez"], "Ana Maria Lopez", "hi"),
        ("Ana Maria hi", ["Ana Maria Lopez", "Ana Diaz"], "Ana Maria Lopez", "hi"),
        ("Ana Maria hi", ["Ana Maria", "Ana Maria Lopez"], "Ana Maria", "hi"),
        ("ANA lopez hi", ["Ana Lopez"], "Ana Lopez", "hi"),
        ("Jose hola", ["José Pérez"], "José Pérez", "hola"),
        ("JOSÉ PEREZ hola", ["Jose Pérez"], "Jose Pérez", "hola"),
        ("Jose\u0301 hola", ["José"], "José", "hola"),
        ("Ana   Lopez  hi", ["Ana Lopez"], "Ana Lopez", "hi"),
        ("  Ana hi", ["Ana Lopez"], "Ana Lopez", "hi"),
        ("Ana, hi", ["Ana Lopez"], "Ana Lopez", "hi"),
        ("Ana,hi", ["Ana Lopez"], "Ana Lopez", "hi"),
        ("Ana: hi", ["Ana Lopez"], "Ana Lopez", "hi"),
        ("Ana - hi", ["Ana Lopez"], "Ana Lopez", "hi"),
        ("Ana! Great news", ["Ana Lopez"], "Ana Lopez", "Great news"),
        ("Ana\nhi\nthere", ["Ana Lopez"], "Ana Lopez", "hi\nthere"),
        ("Ana\n- milk", ["Ana Lopez"], "Ana Lopez", "- milk"),
        ("Ana-Maria hi", ["Ana", "Ana-Maria Diaz"], "Ana-Maria Diaz", "hi"),
        ("O'Brien hi", ["O’Brien"], "O’Brien", "hi"),
        ("obrien hi", ["O'Brien"], "O'Brien", "hi"),
        ("D’Angelo's house", ["D'Angelo's house"], "D'Angelo's house", ""),
        ("Ana & Luis Lopez, hi", ["Ana & Luis Lopez", "Ana Diaz"], "Ana & Luis Lopez", "hi"),
        ("Ana & Luis hi", ["Ana & Luis Lopez"], "Ana & Luis Lopez", "hi"),
        ("Dr Ana Lopez hi", ["Dr. Ana Lopez"], "Dr. Ana Lopez", "hi"),
        ("Ana Lopez hi", ["Dr. Ana Lopez"], "Dr. Ana Lopez", "hi"),
        ("Anas hi", ["Anas"], "Anas", "hi"),
        ("Will Smith be there?", ["Will", "Will Smith"], "Will Smith", "be there?"),
        ("Mark Down hi", ["Mark Down"], "Mark Down", "hi"),
    ],
)
def test_one_contact_is_meant(line: str, names: list[str], winner: str, message: str) -> None:
    expected = Exact(winner, winner, message) if message else NameOnly(winner, winner)
    assert read(line, *names) == expected


@pytest.mark.parametrize(
    ("line", "names", "expected"),
    [
        (
            "Ana hi",
            ["Ana Lopez", "Ana Diaz"],
            ask(AskReason.SEVERAL, Ana_Lopez="hi", Ana_Diaz="hi"),
        ),
        ("Ana", ["Ana Lopez", "Ana Diaz"], ask(AskReason.SEVERAL, Ana_Lopez="", Ana_Diaz="")),
        (
            "Ana Maria hi",
            ["Ana", "Ana Maria Lopez", "Ana Diaz"],
            ask(AskReason.SEVERAL, Ana="Maria hi", Ana_Maria_Lopez="hi"),
        ),
        (
            "ana lopez hi",
            ["Ana Lopez", "ANA LÓPEZ"],
            Ask(
                (Named("Ana Lopez", "Ana Lopez"), Named("ANA LÓPEZ", "ANA LÓPEZ")),
                ("hi", "hi"),
                AskReason.SEVERAL,
            ),
        ),
        ("Will you be there", ["Will Smith"], ask(AskReason.MAYBE_A_WORD, Will_Smith="you be there")),
        ("Will you be there", ["Will"], ask(AskReason.MAYBE_A_WORD, Will="you be there")),
        (
            "will you be there",
            ["Will", "Will Smith"],
            ask(AskReason.MAYBE_A_WORD, Will="you be there", Will_Smith="you be there"),
        ),
        ("Will, call me", ["Will Smith"], ask(AskReason.MAYBE_A_WORD, Will_Smith="call me")),
        (
            "Grace hope you are well",
            ["Grace Hope Miller"],
            ask(AskReason.MAYBE_A_WORD, Grace_Hope_Miller="you are well"),
        ),
        ("New listing on Oak", ["New Lead"], ask(AskReason.MAYBE_A_WORD, New_Lead="listing on Oak")),
        ("2 bedrooms left", ["2 Oak buyer"], ask(AskReason.MAYBE_A_WORD, **{"2_Oak_buyer": "bedrooms left"})),
        ("Dr call me", ["Dr Ana"], ask(AskReason.MAYBE_A_WORD, Dr_Ana="call me")),
    ],
)
def test_what_can_be_read_two_ways_asks(line: str, names: list[str], expected: Ask) -> None:
    assert read(line, *names) == expected


@pytest.mark.parametrize("word", ["will", "may", "mark", "grace", "bill", "rob", "art", "hope", "can", "my"])
def test_a_word_is_never_taken_for_a_name(word: str) -> None:
    assert word in NAME_WORDS
    for name in (word, word.title(), f"{word.title()} Miller"):
        assert isinstance(read(f"{word.title()} you be there", name), Ask)


@pytest.mark.parametrize("word", ["Will", "May", "Ana"])
def test_a_name_alone_opens_the_composer(word: str) -> None:
    assert read(word, f"{word} Smith") == NameOnly(f"{word} Smith", f"{word} Smith")
    assert read(f"{word}:", f"{word} Smith") == NameOnly(f"{word} Smith", f"{word} Smith")


@pytest.mark.parametrize(
    ("line", "names", "expected"),
    [
        ("Ana's dog", ["Ana", "Ana Lopez"], Nobody("Ana's", "dog")),
        ("Ana’s dog", ["Ana", "Anas"], Nobody("Ana’s", "dog")),
        ("Lucas’ car", ["Lucas"], Nobody("Lucas’", "car")),
        ("Anabel hi", ["Ana"], Nobody("Anabel", "hi")),
        ("Ana-Maria hi", ["Ana"], Nobody("Ana-Maria", "hi")),
        ("Ana.lopez@oak.example", ["Ana"], Nobody("Ana.lopez@oak.example", "")),
        ("Groß hi", ["Gros"], Nobody("Groß", "hi")),
        ("Zoe Running 5 late", ["Ana"], Nobody("Zoe", "Running 5 late")),
        ("Zoe Miller, running late", [], Nobody("Zoe Miller", "running late")),
        ("zoe, hi", [], Nobody("zoe", "hi")),
        ("Zoe", [], Nobody("Zoe", "")),
        ("🏠 sold", ["🏠 Ana"], Nobody("🏠", "sold")),
        ("", ["Ana"], Empty()),
        (" \u200b\n", ["Ana"], Empty()),
        ("Ana hi", [""], Nobody("Ana", "hi")),
    ],
)
def test_nobody_fits(line: str, names: list[str], expected: Match) -> None:
    assert read(line, *names) == expected


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ana Lopez", "ana lopez"),
        ("  José \t Pérez ", "jose perez"),
        ("O’Brien", "obrien"),
        ("O'Brien", "obrien"),
        ("Dr. Müller-Groß", "dr muller-gross"),
        ("ＡＮＡ", "ana"),
        ("Ana & Luis", "ana & luis"),
        ("\u200bAna\ufeff", "ana"),
        ("李 明", "李 明"),
        ("", ""),
    ],
)
def test_fold(name: str, key: str) -> None:
    assert fold(name) == key
