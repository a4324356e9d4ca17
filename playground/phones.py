"""The clients' phones, and what a text weighs on the way to them."""

import re

ROSTER = {
    "+12015550123": "Ana Lopez",
    "+13125550141": "Ana Silva",
    "+17735550162": "Will Smith",
    "+16305550118": "Grace Hall",
    "+14155550137": "Mark Chen",
    "+16465550175": "May Turner",
    "+18475550129": "Tom & Jerry Novak",
    "+13055550184": "Sofía Ramírez",
    "+17085550156": "Bill O’Neil",
    "+12245550133": "Noor Haddad",
    "+15145550171": "Élodie Tremblay",
    "+442079460123": "Emma Clarke",
}
OWN_NUMBERS = ("+13125550100", "+13125550101", "+13125550102")
LANDLINES = {"+13125550190", "+12015550190"}
# number -> how every text to it ends
BAD_HANDSETS = {
    "+13125550195": ("undelivered", 30003),
    "+13125550196": ("undelivered", 30005),
    "+13125550197": ("undelivered", 30007),
    "+13125550198": ("failed", 30008),
}
CANADA = (
    "204 226 236 249 250 289 306 343 403 416 418 438 450 506 514 519 579 581 587 604 613 639 647 705 709 "
    "778 780 807 819 902"
)

STOP = {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
START = {"START", "YES", "UNSTOP"}
HELP = {"HELP", "INFO"}
STOPPED = "You have successfully been unsubscribed. You will not receive any more messages from this number. "
STOPPED += "Reply START to resubscribe."
HELPED = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
STARTED = "You have successfully been re-subscribed to messages from this number. Reply HELP for help. "
STARTED += HELPED

_VALID = re.compile(r"\+(1[2-9]\d\d[2-9]\d{6}|[2-9]\d{7,14})")
_BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
_BASIC += "¿abcdefghijklmnopqrstuvwxyzäöñüà"
_EXTENDED = "^{}\\[~]|€\f"


def is_number(number: str) -> bool:
    return bool(_VALID.fullmatch(number)) and not number.startswith("+1555")


def country(number: str) -> str:
    """Only where Twilio would say it: "" outside +1."""
    if not number.startswith("+1"):
        return ""
    return "CA" if number[2:5] in CANADA.split() else "US"


def segments(text: str) -> int:
    """A part holds 153 septets or 67 UTF-16 units and never half a character; a single one 160 or 70."""
    if all(each in _BASIC or each in _EXTENDED for each in text):
        weights, single, part = [2 if each in _EXTENDED else 1 for each in text], 160, 153
    else:
        weights, single, part = [len(each.encode("utf-16-le")) // 2 for each in text], 70, 67
    if sum(weights) <= single:
        return 1
    count, used = 1, 0
    for weight in weights:
        count, used = (count, used + weight) if used + weight <= part else (count + 1, weight)
    return count
