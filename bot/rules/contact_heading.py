"""What the headings of tables of contacts mean, in English and Spanish."""

import re
from enum import Enum, auto
from functools import lru_cache

from bot.rules.contact_columns import Field
from bot.rules.fold import fold


class Verdict(Enum):
    """What else a heading can say."""

    OUT = auto()  # of no use here
    DOUBTFUL = auto()  # may be about somebody else: a person has to say


Meaning = Field | Verdict

_OPT = r"opt(?:ed)? ?(?:out|in)s?|unsubscribed?|subscri\w+|consent\w*"
_ABOUT = r"type|label|tipo|etiqueta|kind|status|verified|valid\w*|carrier|display|bounced?|score|count"
_PHONE = r"phones?|tel|telephone|telefonos?|mobile|cell|cellular|celular|movil"
_N = r"(?: number)?(?: \d+)?"
# The first that fits counts. Headings come as `plain_heading` leaves them.
_MEANINGS: tuple[tuple[Meaning, str], ...] = (
    (Verdict.OUT, rf"e?mails?(?: address)?{_N} (?:{_OPT}|{_ABOUT})"),
    (Verdict.OUT, rf"(?:{_OPT}|do not|no) (?:\w+ )?e?mails?|^is primary|^primary mark"),
    (Verdict.OUT, r"phonetic|yomi|assigned|assignee|agents?|lenders?|assistants?|managers?|brokers?"),
    (Field.OPTED_OUT, r"(?:do not|dont|no) (?:texts?|texting|sms|contact|call|messages?|disturb|solicit)"),
    (Field.OPTED_OUT, r"dnc|dnt|opt(?:ed)? ?outs?|unsubscribed?|(?:text|sms) blocked|baja"),
    (Field.OPTED_OUT, r"no (?:contactar|llamar|enviar\w*|textos?|mensajes?|molestar)"),
    (Field.SUBSCRIBED, r"subscribed|subscription|suscrito"),
    (Field.SUBSCRIBED, r"(?:ok|okay|can|allows?|may|receives?|wants) (?:to )?(?:texts?|sms)"),
    (Field.SUBSCRIBED, r"(?:text|sms) (?:ok|status|subscription|enabled|allowed)"),
    (Field.CONSENT, r"consent\w*|opt(?:ed)? ?ins?|permission|permiso|tcpa|autoriza\w*|acepta\w*"),
    (Verdict.DOUBTFUL, r"spouses?|partners?|wifes?|husbands?|relation\w*|child\w*|kids?|emergency|referred"),
    (Verdict.DOUBTFUL, r"property|owners?|conyuge|espos[oa]|pareja|co ?buyers?|secondary contact"),
    (Field.FAX, r"fax|facsimile|pager"),
    (Field.LABEL, rf"(?:{_PHONE}){_N} (?:type|label|tipo|etiqueta|kind)"),
    (Field.EXTENSION, r"ext|extn|extension"),
    (Verdict.OUT, rf"(?:{_PHONE}){_N} (?:{_ABOUT})|telex|tty|isdn|radio|callback|car"),
    (Field.PHONE, rf"{_PHONE}|cells|cellphones?|whatsapp|landline"),
    (Field.PHONE, r"^(?:home|work|office|business|main) number"),
    (Field.EMAIL, r"emails?|correos?|^mail"),
    (Verdict.OUT, r"(?:address|direccion)(?: \d+)? (?:type|label|tipo)|^label$|country|pais|county"),
    (Field.STREET, r"street|calle|po box|extended address|address line|addr(?:ess)? [1234]$|unit|suite"),
    (Field.CITY, r"city|town|ciudad|locality|municipio"),
    (Field.STATE, r"state|region|province|estado|provincia"),
    (Field.ZIP, r"zip|zipcode|postal|postcode|cp"),
    (Field.ADDRESS, r"address|formatted$|direccion|domicilio|adr"),
    (Verdict.OUT, r"organi[sz]ation(?: \d)? (?:title|department|symbol|type|label|location|job|yomi)"),
    (Verdict.OUT, r"birth\w*|anniversary|cumpleanos|gender|hobby|language|idioma|photo|job|department"),
    (Verdict.OUT, r"web\w*|url|link\w*|facebook|twitter|instagram|pinterest|skype|im \d.*|health"),
    (Verdict.OUT, r"created|updated|modified|added|date|fecha|year|month|u?uid|guid|id|source|campaign"),
    (Verdict.OUT, r"last (?:contact\w*|activity|touch|login|texted|called|emailed)|is contacted"),
    (Verdict.OUT, r"deal|price|budget|listing|mls|timeframe|^calls$|^texts$|account|subject|location"),
    (Verdict.OUT, r"sensitivity|priority|private|mileage|billing|directory|profession|occupation|user \d"),
    (Verdict.OUT, r"internet|office|initials?|(?:maiden|short|legal) name|file as"),
    (Field.COMPANY, r"company|organi[sz]ation|org|employer|empresa|compania|firm|business|brokerage|negocio"),
    (Field.FIRST, r"first|given|forename|fname|nombres|primer nombre|nombre de pila"),
    (Field.MIDDLE, r"middle|additional name|segundo nombre"),
    (Field.LAST, r"last(?: name)?$|lname|family|surname|apellidos?$|(?:primer|segundo) apellido"),
    (Field.PREFIX, r"(?:name )?prefix|^title$|honorific|salutation|tratamiento"),
    (Field.SUFFIX, r"suffix"),
    (Field.NICKNAME, r"nick ?name|apodo|preferred name|goes by"),
    (Field.NAME, r"^(?:\w+ )?(?:full )?names?(?: s)?$|^nombre(?: completo)?$|nombre y apellidos?|^fn$"),
    (Field.NAME, r"^(?:clients?|clientes?|contact|contacto|person|guest|attendee|visitor|buyer|seller)$"),
    (Field.TAGS, r"tags?|labels|groups?|categor(?:y|ies)|stage|etiquetas?|grupos?|categorias?"),
    (Field.NOTE, r"notes?|comments?|remarks?|description|background|messages?|about|memo"),
    (Field.NOTE, r"notas?|comentarios?|observaciones|mensaje"),
)  # fmt: skip
_READ = tuple((meaning, re.compile(rf"\b(?:{words})(?!\w)")) for meaning, words in _MEANINGS)

_KINDS = (
    ("fax", re.compile(r"fax|facsimile|pager")),
    ("mobile", re.compile(r"\b(?:mobile|cell\w*|movil|iphone|text|sms|whatsapp|m|c)\b")),
    ("home", re.compile(r"\b(?:home|house|casa|landline|residential|h)\b")),
    ("work", re.compile(r"\b(?:work|office|business|company|job|trabajo|oficina|empresa|w)\b")),
    ("other", re.compile(r"\b(?:other|main|otro|principal|personal|alternate|custom)\b")),
)


def plain_heading(heading: str) -> str:
    """The words of a heading: "E-mail 1 - Value" is "email 1 value", "firstName" is "first name"."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading.replace("#", " number "))
    words = re.sub(r"[\W_]+", " ", fold(parted))
    return re.sub(r"(?<=[a-z])(?=\d)", " ", words.replace("e mail", "email")).strip()


def meaning_of(heading: str) -> Meaning | None:
    """What a heading says; None if it says nothing."""
    plain = plain_heading(heading)
    return next((meaning for meaning, words in _READ if words.search(plain)), None)


@lru_cache(maxsize=2000)  # the same few words stand in every row
def kind_of_phone(said: str) -> str:
    """ "mobile", "home", "work", "other" or "fax" for "* Cell", "Teléfono de casa"; "" for other words."""
    plain = plain_heading(said)
    return next((kind for kind, words in _KINDS if words.search(plain)), "")


def stem(heading: str) -> str:
    """What headings about one thing share: "Phone 1 - Type" and "Phone 1 - Value" have "phone 1"."""
    words = plain_heading(heading).split()
    about = {"type", "label", "value", "number", "tipo", "kind", "ext", "extension", "extn", "etiqueta"}
    return " ".join(one for one in words if one not in about)
