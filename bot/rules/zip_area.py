"""Which states and time zones a ZIP code may be in, by its first three digits (USPS; zones: 49 CFR 71)."""

EASTERN, CENTRAL, MOUNTAIN, PACIFIC = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
ARIZONA, ALASKA, ADAK = "America/Phoenix", "America/Anchorage", "America/Adak"
_LONG = {
    "E": EASTERN,
    "C": CENTRAL,
    "M": MOUNTAIN,
    "P": PACIFIC,
    "A": ARIZONA,
    "K": ALASKA,
    "D": ADAK,
    "H": "Pacific/Honolulu",
    "R": "America/Puerto_Rico",
    "V": "America/St_Thomas",
    "G": "Pacific/Guam",
    "N": "Pacific/Saipan",
    "S": "Pacific/Pago_Pago",
}
_ZONES = """
AK KD|AL CE|AR C|AZ AM|CA P|CO M|CT E|DC E|DE E|FL EC|GA E|HI H|IA C|ID MP|IL C|IN EC|KS CM|KY EC|LA C
MA E|MD E|ME E|MI EC|MN C|MO C|MS C|MT M|NC E|ND CM|NE CM|NH E|NJ E|NM M|NV PM|NY E|OH E|OK C|OR PM|PA E
RI E|SC E|SD CM|TN CE|TX CM|UT M|VA E|VT E|WA P|WI C|WV E|WY M|PR R|VI V|GU G|MP N|AS S
"""
# State and the prefixes that are only its own.
_PREFIXES = """
NY 005 100-149|PR 006 007 009|VI 008|MA 010-027 055|RI 028 029|NH 030-038|ME 039-049|VT 050-054 056-059
CT 060-069|NJ 070-089|PA 150-196|DE 197-199|DC 200 202-205 569|VA 201 220-246|MD 206-212 214-219
WV 247-268|NC 270-289|SC 290-299|GA 300-319 398 399|FL 320-339 341 342 344 346 347 349
AL 350-352 354-369|TN 370-385|MS 386-397|KY 400-427|OH 430-459|IN 460-479|MI 480-499|IA 500-528
WI 530-532 534 535 537-549|MN 550 551 553-567|SD 570-577|ND 580-588|MT 590-599|IL 600-620 622-629
MO 630 631 633-641 644-658|KS 660-662 664-679|NE 680 681 683-693|LA 700 701 703-708 710-714|AR 716-729
OK 730 731 734-741 743-749|TX 733 750-770 772-799 885|CO 800-816|WY 820-831|ID 832-838|UT 840-847
AZ 850-853 855-857 859 860 863-865|NM 870 871 873-875 877-884|NV 889-891 893-895 897 898
CA 900-908 910-928 930-961|HI 967 968|GU 969|OR 970-979|WA 980-986 988-994|AK 995-999
"""
# A few prefixes also hold places of a second state.
_SHARED = {"063": "NY", "834": "WY", "967": "AS", "969": "MP"}
# In states with two zones: the prefixes that lie in one, and those that the border cuts.
_CUT = """
AL C 350-352 354-367 369|AL CE 368|FL E 320-323 326-339 341 342 344 346 347 349|FL C 325|FL EC 324
IN E 460-462 466-468 470-474 478|IN C 463 464 477|IN EC 465 469 475 476 479|KY E 402-418 425
KY C 420-424|KY EC 400 401 426 427|MI E 480-497|MI EC 498 499|TN C 370-372 380-384|TN E 374 376 378 379
TN CE 373 377 385|ND C 580-584 587|ND CM 585 586 588|SD C 570-574|SD M 577|SD CM 575 576
NE C 680 681 683-689|NE M 693|NE CM 690-692|KS C 660-662 664-676|KS CM 677-679|TX C 733 750-770 772-797
TX M 799 885|TX CM 798|OR P 970-978|OR PM 979|ID M 832-834 836 837|ID P 838|ID MP 835
NV P 889-891 893-895 897|NV PM 898|AZ A 850-853 855-857 859 863 864|AZ AM 860 865|AK K 996-998
AK KD 995 999
"""


def _entries(table: str) -> list[list[str]]:
    return [entry.split() for entry in table.strip().replace("\n", "|").split("|")]


def _each(span: str) -> list[str]:
    """ "010-012": the prefixes from the first to the last."""
    first, _, last = span.partition("-")
    return [f"{one:03}" for one in range(int(first), int(last or first) + 1)]


_OF_STATE = {state: tuple(_LONG[one] for one in letters) for state, letters in _entries(_ZONES)}
_STATES: dict[str, tuple[str, ...]] = {
    one: (state,) for state, *spans in _entries(_PREFIXES) for span in spans for one in _each(span)
}
_STATES |= {one: (*_STATES[one], other) for one, other in _SHARED.items()}
_OF_PREFIX = {
    one: tuple(_LONG[letter] for letter in letters)
    for _, letters, *spans in _entries(_CUT)
    for span in spans
    for one in _each(span)
}


def zones_of_state(state: str) -> tuple[str, ...]:
    """The IANA zones of a state or territory ("NJ"); () for one that is none."""
    return _OF_STATE.get(state, ())


def states_of_zip(zip_code: str) -> tuple[str, ...]:
    """The states a ZIP code may be in, the likely one first; () for none and for the armed forces' own."""
    return _STATES.get(zip_code[:3], ()) if zip_code[:5].isascii() and zip_code[:5].isdigit() else ()


def zones_of_zip(zip_code: str) -> tuple[str, ...]:
    """The IANA zones a ZIP code may be in; () where `states_of_zip` knows none."""
    states = states_of_zip(zip_code)
    if not states:
        return ()
    near = _OF_PREFIX.get(zip_code[:3]) or _OF_STATE[states[0]]
    return tuple(dict.fromkeys([*near, *(zone for other in states[1:] for zone in _OF_STATE[other])]))
