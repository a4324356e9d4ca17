"""The words by which a contact is found, and what a misspelled word may have been meant to be."""

from collections.abc import Collection, Iterable, Sequence

from rapidfuzz.distance import OSA

from bot.rules.fold import fold

NUMBER = "#"  # how the words of phone numbers begin: no name does
LONGEST = 60  # characters of a word that are kept
SHORTEST = 3  # letters of a word that may be misspelled: below, everything is near everything
_ENDINGS = (7, 4)  # digits that people know a number by, besides all of it
# Letters that are taken for each other in names. What is left of a word is what its speakers hear.
_ALIKE = str.maketrans(
    {"c": "k", "q": "k", "g": "k", "z": "s", "v": "f", "b": "p", "d": "t", "y": "", "h": "", "w": ""}
    | dict.fromkeys("aeiou", "")
)
_TOGETHER = (("ph", "f"), ("sch", "s"), ("ch", "s"), ("sh", "s"), ("ck", "k"), ("x", "ks"), ("j", "s"))
_HEARD = "fklmnprst"  # the letters of which sounds are made, after their first


def words_of(names: Iterable[str], email: str | None, phones: Iterable[str]) -> dict[str, str | None]:
    """Word -> sound: every word of the names, tags and company, the e-mail address, and the numbers (E.164).

    Only words have a sound: nobody spells a number by ear.
    """
    found: dict[str, str | None] = {}
    for name in names:
        found |= {word: sound_of(word) for word in split(name)}
    if email:
        found[fold(email)[:LONGEST]] = None
    for phone in phones:
        digits = phone.removeprefix("+")
        national = digits[1:] if digits.startswith("1") and len(digits) == 11 else digits
        endings = (digits, national, *(national[-length:] for length in _ENDINGS))
        found |= {f"{NUMBER}{one}": None for one in endings if one}
    return found


def split(name: str) -> list[str]:
    """The words of a name as they are compared: "Anne-Marie O’Brien" is "anne-marie", "anne", "marie" and
    "obrien"."""
    whole = [one.strip(',;:()"')[:LONGEST] for one in fold(name).split()]
    parts = [part for one in whole if "-" in one for part in one.split("-")]
    return [one for one in dict.fromkeys([*whole, *parts]) if one.strip("-&/")]


def asked_for(query: str) -> list[str]:
    """The words that somebody typed to find a contact; a number, however it is written, is one word."""
    digits = "".join(char for char in query if char.isdigit())
    if len(digits) > 1 and not any(map(str.isalpha, query)):
        return [f"{NUMBER}{digits}"]
    words = [one.strip(',;:()"')[:LONGEST] for one in fold(query).split()]
    numbered = [f"{NUMBER}{one}" if one.isdigit() and len(one) > 1 else one for one in words]
    return [one for one in dict.fromkeys(numbered) if one.strip("-&/")]


def sound_of(word: str) -> str | None:
    """How a word sounds, so that most ways to misspell it sound the same; None for what is no word.

    Vowels inside do not count, and neither does how often a letter stands: "Catherine" and "Kathryn" are
    "ktrn".
    """
    if not word.isalpha() or not word.isascii():
        return None
    heard = word
    for written, said in _TOGETHER:
        heard = heard.replace(written, said)
    first = "a" if heard[0] in "aeiouyh" else ""
    kept = heard.translate(_ALIKE)
    once = "".join(char for place, char in enumerate(kept) if place == 0 or char != kept[place - 1])
    return first + once or None


def near_sounds(sound: str) -> list[str]:
    """This sound and those of a word with one letter wrong, missing, too many, or swapped with the next."""
    places = range(len(sound) + 1)
    swapped = [sound[:i] + sound[i + 1] + sound[i] + sound[i + 2 :] for i in places[:-2]]
    dropped = [sound[:i] + sound[i + 1 :] for i in places[:-1]]
    others = [sound[:i] + one + sound[i + 1 :] for i in places[:-1] for one in _HEARD]
    more = [sound[:i] + one + sound[i:] for i in places for one in _HEARD]
    return [one for one in dict.fromkeys([sound, *swapped, *dropped, *others, *more]) if one]


def fits(typed: Sequence[str], words: Collection[str]) -> bool:
    """Whether each typed word begins one of a contact's words, give or take a slip or two."""
    return all(any(_is_near(one, word) for word in words) for one in typed)


def _is_near(typed: str, word: str) -> bool:
    if word.startswith(typed):
        return True
    if len(typed) < SHORTEST or typed.startswith(NUMBER) or word.startswith(NUMBER):
        return False
    slips = 1 if len(typed) < 6 else 2
    heads = {word[: len(typed) + more] for more in (-1, 0, 1)} | {word}
    return any(OSA.distance(typed, head, score_cutoff=slips) <= slips for head in heads)
