"""The phrases by which people say that they want no texts, and those that take it back.

Each line, with what is set in below it, matches one clause as `plain_opt_out` leaves it: small letters, no
accents, no apostrophes, "do not" as "dont". <word> stands for any of a list below, NAME for a name of those
whom we think we text.
"""

import re
from collections.abc import Mapping

# Short forms and what they stand for, before anything is compared.
SHORT: Mapping[str, str] = {
    "u": "you", "ur": "your", "txt": "text", "txts": "texts", "txting": "texting", "textin": "texting",
    "msg": "message", "msgs": "messages", "pls": "please", "plz": "please", "plse": "please",
    "porfa": "please", "porfavor": "please", "nbr": "number", "num": "number", "dnt": "dont",
    "stahp": "stop", "unsub": "unsubscribe",
}  # fmt: skip
TOGETHER = (
    ("do not", "dont"), ("don t", "dont"), ("does not", "doesnt"), ("is not", "isnt"), ("can not", "cant"),
    ("cannot", "cant"), ("will not", "wont"), ("i am", "im"), ("you are", "youre"), ("any more", "anymore"),
    ("por favor", "please"), ("thank you", "thanks"),
)  # fmt: skip
# Longer words that are known also with one slip of a thumb.
SLIPS = (
    "texting", "texted", "message", "messages", "messaging", "number", "wrong", "remove", "unsubscribe",
    "contact", "contacting", "subscription", "person", "please", "mensaje", "mensajes", "numero",
    "equivocado", "persona", "contacto",
)  # fmt: skip

_LISTS: Mapping[str, str] = {
    "polite": """please thanks sorry hi hello hey ok okay now already again just immediately asap sir maam bro
        dude man gracias yes no i said and pal lol hola senor senora perdon disculpe disculpa favor ya so all
        right fucking""",
    "stop": "stop quit cease desist enough done cancel end",
    "sent": "texts? messages? sms calls? communications? emails? alerts? updates? mensajes? textos?",
    "texting": """texting messaging contacting writing bothering harassing spamming bugging pestering annoying
        calling emailing""",
    "all": "all any more these those the your my with this such of sending getting me us text",
    "me": "me us here (this|my)_(number|phone|cell)",
    "mine": "me us (my|this|our)_(phone_)?(numbers?|phone|info|information|name|data|contact|cell|details)",
    "list": "lists? database system contacts records phone subscription texts messages crm",
    "his": "his her their NAMES",
    "paper": "listing deed title loan lease offer contract flyer sign ad thread group",
    "when": """before until till after while during at today tonight tomorrow the right_now instead when
        because if unless so about this_(week|morning|evening) on_(my_work|sunday|saturday|weekends)""",
    "others": "lender bank agents? they he she sellers? buyers? neighbors? contractor",
    "person": "numbers? # person guy man woman lady girl dude phone contact party one people",
    "lead": """sorry hi hello hey no oops uh um im i we think believe guess afraid its this_is thats that_is
        it_is must_be the a you have got""",
    "escriba": """escriba[sn]? mande[sn]? envie[sn]? contacte[sn]? moleste[sn]? textee[sn]? busque[sn]?
        mensajee[sn]?""",
    "escribir": "escrib\\w* llam\\w* contact\\w* mand\\w* envi\\w* molest\\w* text\\w*",
    "borre": "quit[ea] saqu?[ea] borr[ea] elimin[ea] remuev[ea]",
    "mios": "mi_(numero|telefono|nombre|contacto|informacion) mis_datos este_numero",
    "mensajes": "mensajes? textos? sms llamadas?",
    "nunca": "mas nunca jamas otra_vez",
}

_GOES_ON = re.compile(r"\n +")  # in a phrase that takes several lines

# The whole clause, but for polite words around it.
ALONE = r"""
(stop ?)+(it|this|that|everything)?
opt(ed)? ((me|us) )?out( me)?
unsubscribe( (me|us))?
no (more|mas)
basta|ya basta|alto|paren?|parar|cancelar
no (more )?(<sent>|texting|contact|calls or texts)
go away|get lost|(f|fuck|piss|buzz|bug|sod) off|fuck you
enough( is enough)?
block(ed)?|spam|reported|dnc|remove|delete me|end this|lose it
(take|get) (me|us) off( it)?
stop (this |it )?(nonsense|crap|shit|bullshit)
"""
# Anywhere in a clause.
UNWANTED = r"""
\b<stop>( from| with)? (\w+ ){0,3}<texting>\b(?! (him|her|them|the \w+|my \w+))
\b(stop|quit|cease|cancel|end|enough with|no more|basta de) (<all> )*<sent>\b
\bstop sending( (me|us|these|this|stuff|anything|it|them))*$
\bcancel (my|the|this|our) subscription\b
\b(dont|never|not to|no longer) (you )?(ever )?(call (or |and )?)?(text|message|contact|bother|write|sms
    |email)( to)?( (<me>|anymore|again|ever)\b|$)
\b(dont|never) (ever )?(call|reach out)( to)? ?<me>? ?(anymore|again|ever)\b
\b(dont|no longer|never|didnt) (want|wish|need|like|care|ask)(ed)? ((to|for) )?(\w+ ){0,4}?<sent>\b
    (?! (about|with|before|from (?!you)))
\b(dont|no longer) (want|wish|like|care) to (be|get) (\w+ )?(text(ed)?|contacted|messaged|called|bothered
    |on (this|your|the))
\b(dont|no longer) (want|wish|need|care) to hear from (you|anyone|any of you|this)\b
\b(remove|delete|erase|scrub|lose|forget|drop|unsubscribe) <mine>\b(?! (from|off|in|on) (the|this) <paper>\b)
\b(take|get|pull|keep) <mine> (off|out)( of| from)?($| (\w+ ){0,4}<list>\b)
\b(want|wanna be|like to be|need to be|be) ((taken|removed) )?(off|from) (of )?(\w+ ){0,4}<list>\b
\bopt ((me|us) )?out\b(?! (of|from) (?!these|this|your|all|any|texts?|messages?|the (texts?|messages?|list)))
\bunsubscribe\b(?! from (?!these|this|your|all|any|you|texts?|messages?))
\bleave (me|us) (the \w+ )?alone\b
\b(asked|told|tell|telling|asking|want|need|begging|warned) you (\w+ )?(to )?stop( (this|it|that|now
    |already|please))*$
\byou (can|need to|must|should|have to|gotta|better|may) (please )?stop( (this|it|now|already|please))*$
\bthis (needs|has|must)( to)? stop$
\bdont (call|contact|text|disturb)( or \w+)? (list|registry)\b|\bno call list\b
\b(revoke|withdraw|withdrawing|revoking|rescind) ((my|all|any) )?(consent|permission)\b
^(\w+ )?(this|that|it|its|thats) (is )?spam$|\breport(ing|ed)? (you|this|as spam)\b
\b(block|blocking|blocked) (you|(this|your) number)\b|\byoure blocked\b
\bcease and desist\b
\bno ((me|nos|le) )?(vuelv\w+ a )?<escriba>( (<nunca>|nada|<mensajes>|a este numero)\b|$)
\bno ((me|nos) )?llame[sn]? <nunca>\b
\bno ((me|nos) )?(vuelv\w+|volver) a <escribir>
\b(deje|dejen|deja|dejar|pare|paren|para|parar|basta) de (\w+ )?<escribir>
\bno (quiero|deseo|quisiera|queremos)( que)? (\w+ ){0,3}(<mensajes>|contacten?|escriban?)\b
\b<borre>(n|r)?(me|nme|nos)? (a )?(<mios>|de (su|la|tu|esta|sus) (lista|base|agenda|contactos))\b
\b(borre|borra|borren|elimine|elimina|eliminen)(me|nme)\b
\b(dame|deme|denme|darme|darnos|doy|dar) de baja\b
\bdej(a|e|en)(me|nos) (en paz|tranquil\w+)\b
\bno mas (\w+ )?<mensajes>\b
"""
WRONG = r"""
^(<lead> )*wrong (numbers?|#|person|guy|phone( number)?|dude|lady|contact|party)\b(?! (on|in|for|of|at
    |listed|is|was|by|to|from))
\b(you|youve|youre|you guys) (\w+ ){0,3}?((a|the) )?wrong <person>\b(?! (on|in|for|of|at|listed|by|to|from))
\b(this|that|it|its|im|i was|number) (isnt|not|aint|wasnt|was|(is )?no longer) (even )?(NAME|<his> (old )?
    (phone|number|cell)\w*)\b
\b(this is|thats|its) (\w+ ){0,2}(<his>|NAME) (old|former|previous) (number|phone)\b
\bisnt (\w+ )?(NAME|<his>) ?(anymore|number|phone|cell)\b|\b(isnt|im not|not) NAME$
\b(there is|theres|there are) (no|nobody|no one|not) (any )?(NAME|by that name|named|called)\b
\bno NAME (here|at this|lives|on this|by)\b|^no NAME$
\bNAME (doesnt|dont|no longer|never) (have|has|had|use|uses|own|owns|live|lives) (\w+ )?(this|here|at this)\b
\bdont (know|recognize) ((any|a|an|who|anyone named|anybody named|who is) )?NAME\b
\b(nobody|no one|noone|anybody|anyone) (here )?((by|with) that name|named|called)\b
\b(he|she|they|NAME) ((has|have) )?(changed|switched|gave up|lost) (<his>|this) (phone )?number
\b(got|have|had|bought) (this|a new|the) (new )?(number|phone( number)?|sim)\b(?! (for|of|from))
\bnumber ((is|was) )?(no longer|doesnt|not|isnt) (belongs?|belonging|her|his|theirs|owned)
\b(not|isnt) (who|whom|the (one|person|guy)) you(re| are)? ?(think|looking|want|need)?
\byoure (looking for|trying to reach|after) (some ?one|somebody) else\b
\byou (((must|might|may) be|are) )?(mistaken|mistake me|confused me|mixed me)\b|\byoure mistaken\b
^((creo que|que|lo siento|es|este es|tiene|tienes|tienen|el|un|ud|usted) )*(numero|telefono) (equivocado
    |incorrecto|erroneo)$
\b(se|te|os) ((ha|has) )?(equivoco|equivocaste|equivocaron|equivocado)( de (numero|persona|telefono)|$)
^((usted|creo que|ud) )*(esta|estas|estan) equivocad\w+$|^equivocad[oa]$|\bpersona equivocada\b
\bequivocad\w (de )?numero\b
\bno soy NAME\b|\b(aqui|aca) no (vive|hay|es|esta)n? (ningun\w? )?NAME\b|\bno conozco a (ningun\w? )?NAME\b
\bno es (el |su )?(numero|telefono|celular) d[ee] (NAME|el|ella|esa)\b
\bNAME (ya )?no (tiene|usa|vive) (este|mas este|aqui|aca)\b
"""
# What says the opposite, or is about something else: not read at all.
TAKEN_BACK = r"""
(?<!you )\b(dont|never|wont|cant|couldnt|didnt|doesnt|not|non|wouldnt|isnt|without) (\w+ )?(ever )?(stop
    |quit)(ping)?\b.*
\bno (deje|dejes|dejen|deja|pare|pares|paren) de\b.*
\b(make|made|asked|told|tell|get|got|wants?|have|had) (them|him|her|it|(the|my|his|her|our) \w+)
    ( to)? stop\b.*
\b(dont|never|no) (\w+ ){0,2}(text|message|contact|call|write|email)\w* ((me|us) )?<when>\b.*
\b<others> (\w+ )?(to )?(stop|stopped|stops|quit)\b.*
\bno me (escriba|llame|contacte|mande)\w* (antes|hasta|despues|hoy|ahora|manana|al trabajo|por)\b.*
"""
# Whoever also asks to be texted wants another thing to end.
WANTED = r"""
\b(but|please|just|and|so|instead) (keep|continue|do) (on )?(texting|sending|messaging|text|send)
(^|\b(but|just|please|instead|rather|only|better) )text me\b(?! (again|anymore))
\btext (me )?(is|instead|only|works|ok)\b
\b(send|text) me (only|just|instead|your own)
\b(escribame|mandeme|texteeme) (mejor|por)\b|\bmejor (escribame|mandeme)
"""


def any_of(phrases: str) -> str:
    """One pattern that finds any of the lines, with the lists put in."""
    lines = _GOES_ON.sub("", phrases).strip().splitlines()
    return "|".join(f"(?:{_listed(one)})" for one in lines)


def alone(phrases: str) -> re.Pattern[str]:
    """The same for a whole clause, whatever politeness stands around it."""
    polite = _listed("<polite>")
    return re.compile(f"(?:{polite} )*(?:{any_of(phrases)})(?: {polite})*")


def _listed(phrase: str) -> str:
    return re.sub(r"<(\w+)>", lambda found: _one_of(_LISTS[found[1]]), phrase)


def _one_of(words: str) -> str:
    return f"(?:{'|'.join(words.split()).replace('_', ' ')})"
