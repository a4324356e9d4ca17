"""Reactions that a phone sends as a text of its own because SMS knows none: Liked “On my way”.

The words are those of iPhones and of Google Messages, in English and Spanish. Whatever is not clearly a
reaction is a text: a reaction shown as a text is odd, a text taken for a reaction is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import regex

from bot.rules.blank import INVISIBLE, plain, strip_blank
from bot.rules.emoji import name_of
from bot.rules.swap import plain_letters

_VERBS: Mapping[str, tuple[str, ...]] = {
    "thumbsup": ("Liked", "Le gustó", "Le gusta", "Le ha gustado"),
    "heart": ("Loved", "Le encantó", "Le encanta", "Le ha encantado"),
    "thumbsdown": ("Disliked", "No le gustó", "No le gusta", "No le ha gustado", "Le disgustó"),
    "joy": ("Laughed at", "Le dio risa", "Se rió de", "Se rio de", "Le ha hecho gracia"),
    "exclamation": ("Emphasized", "Emphasised", "Exclamó por", "Enfatizó", "Destacó", "Ha enfatizado"),
    "question": ("Questioned", "Dudó sobre", "Dudó de", "Cuestionó", "Preguntó por", "Ha cuestionado"),
}
_NOUNS: Mapping[str, tuple[str, ...]] = {
    "thumbsup": ("like", "thumbs up", "me gusta"),
    "heart": ("heart", "love", "corazón", "me encanta"),
    "thumbsdown": ("dislike", "thumbs down", "no me gusta"),
    "joy": ("laugh", "haha", "risa", "jaja"),
    "exclamation": ("exclamation", "exclamation mark", "exclamation point", "emphasis", "exclamación",
                    "signo de exclamación"),
    "question": ("question", "question mark", "interrogación", "signo de interrogación"),
}  # fmt: skip
_BY_VERB = {word: name for name, words in _VERBS.items() for word in words}
_BY_NOUN = {word: name for name, words in _NOUNS.items() for word in words}

_THING = (
    r"(?:(?:an?|the|una?|el|la|\d+)\s(?:image|photo|picture|movie|video|attachment|file|audio\smessage|"
    r"voice\smessage|sticker|GIF|link|location|contact|imagen|foto|película|vídeo|archivo(?:\sadjunto)?|"
    r"adjunto|mensaje\sde\s(?:audio|voz)|enlace|ubicación|contacto)(?:e?s)?)"
)
_ON = rf"\s(?:(?P<quote>[“\"«].*[”\"»])|{_THING})"
_UNDONE = r"(?:[Rr]emoved|Quitó|Eliminó|Ha\s(?:quitado|eliminado))"
_WHAT = rf"(?:(?P<noun>{'|'.join(_BY_NOUN)})|(?P<emoji>\S{{1,40}}))"
_FORMS = tuple(
    regex.compile(form + _ON, regex.DOTALL)
    for form in (
        rf"(?P<verb>{'|'.join(_BY_VERB)})",
        r"(?:(?:Reacted|Reaccionó\scon|Ha\sreaccionado\scon)\s)?(?P<emoji>\S{1,40})\s(?:to|a)",
        rf"(?P<removed>{_UNDONE})\s(?:(?:an?|una?|el|la)\s)?{_WHAT}\s(?:from|de|del)",
    )
)
_UNSEEN = dict.fromkeys(map(ord, INVISIBLE.replace("\u200d", "")))  # all but the joiner within emoji
_SHUT = {"“": "”", "«": "»"}


@dataclass(frozen=True, slots=True)
class Tapback:
    """A reaction: Slack's name of the emoji, the words it stands on ("" for a picture), if it was undone.

    `quoted` may be shortened, with … at its end.
    """

    emoji: str
    quoted: str
    removed: bool


def read_tapback(body: str) -> Tapback | None:
    """The reaction that the whole of `body` is; None for a text.

    Loved “Gladiator” alone reads as one, too: ask `matches` whether the words are ours.
    """
    # Google Messages puts hair spaces and characters of no width between its words.
    text = strip_blank(body.translate(_UNSEEN))
    form = next((found for pattern in _FORMS if (found := pattern.fullmatch(text))), None)
    name = form and _name(form.groupdict())
    quoted = form and form["quote"]
    if form is None or name is None or (quoted and not _one_quote(quoted)):
        return None
    return Tapback(name, strip_blank(quoted[1:-1]) if quoted else "", bool(form.groupdict().get("removed")))


def matches(quoted: str, body: str) -> bool:
    """Whether the words of a reaction mean this text: all of it, or its beginning if they end with "…".

    White space and the shape of quotes do not count. Nothing is quoted from a picture, which matches no text.
    """
    shown, text = _comparable(quoted), _comparable(body)
    start = shown.removesuffix("...").rstrip()
    return bool(shown) and (shown == text or (start != shown and start != "" and text.startswith(start)))


def _name(found: Mapping[str, str | None]) -> str | None:
    if verb := found.get("verb"):
        return _BY_VERB[verb]
    if noun := found.get("noun"):
        return _BY_NOUN[noun]
    return name_of(found.get("emoji") or "")


def _one_quote(quote: str) -> bool:
    """Whether what opens at the start shuts at the end only: “A”, “B” are two titles in a sentence."""
    opener, inside = quote[0], quote[1:-1]
    if quote[-1] != _SHUT.get(opener, opener):
        return False
    depth = 1
    for char in inside:
        depth += (char == opener != '"') - (char == quote[-1])
        if depth == 0:
            return False
    return True


def _comparable(text: str) -> str:
    return " ".join(plain(plain_letters(text)).replace("\ufe0f", "").split())
