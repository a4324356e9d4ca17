"""States and provinces by their names, and the ends of written addresses."""

import re
from functools import lru_cache

from bot.rules.fold import fold

_NAMES = """
AL alabama|AK alaska|AZ arizona|AR arkansas|CA california|CO colorado|CT connecticut|DE delaware
DC district of columbia|FL florida|GA georgia|HI hawaii|ID idaho|IL illinois|IN indiana|IA iowa|KS kansas
KY kentucky|LA louisiana|ME maine|MD maryland|MA massachusetts|MI michigan|MN minnesota|MS mississippi
MO missouri|MT montana|NE nebraska|NV nevada|NH new hampshire|NJ new jersey|NM new mexico|NY new york
NC north carolina|ND north dakota|OH ohio|OK oklahoma|OR oregon|PA pennsylvania|RI rhode island
SC south carolina|SD south dakota|TN tennessee|TX texas|UT utah|VT vermont|VA virginia|WA washington
WV west virginia|WI wisconsin|WY wyoming|PR puerto rico|VI virgin islands|GU guam|AS american samoa
MP northern mariana islands|AB alberta|BC british columbia|MB manitoba|NB new brunswick
NL newfoundland and labrador|NS nova scotia|NT northwest territories|NU nunavut|ON ontario
PE prince edward island|QC quebec|SK saskatchewan|YT yukon
"""
_CODES = {
    name: code for entry in re.split(r"[|\n]", _NAMES.strip()) for code, _, name in [entry.partition(" ")]
} | {"washington dc": "DC", "us virgin islands": "VI", "newfoundland": "NL", "nueva york": "NY"}
STATES = frozenset(_CODES.values())
_SPELLED = {code: name for name, code in reversed(_CODES.items())}  # of two names the first
_LAST_OF_US = "MP"
_ZERO_FIRST = {"CT", "MA", "ME", "NH", "NJ", "RI", "VT", "PR", "VI"}  # zip codes that lose it

_ZIP = r"\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d"
_END = re.compile(
    rf"(?P<rest>.*?)[\s,]+(?P<state>[A-Z]{{2}})[\s,]+(?P<zip>{_ZIP})"
    r"(?:[\s,]+(?:US|USA|United States|CA|Canada)\.?)?",
    re.DOTALL,
)


@lru_cache(maxsize=2000)
def read_state(written: str) -> str:
    """ "NJ" for "New Jersey", "nj" and "N.J."; other words as they are written."""
    code = written.upper()
    if code in STATES:
        return code
    folded = fold(written)
    return _CODES.get(folded) or (folded.upper() if folded.upper() in STATES else written)


def state_name(code: str) -> str:
    """ "New Jersey" for "NJ"."""
    return _SPELLED[code].title().replace(" Of ", " of ").replace(" And ", " and ")


def us_states() -> list[tuple[str, str]]:
    """Code and name of every state, the district and the territories."""
    codes = list(dict.fromkeys(_CODES.values()))
    return [(code, state_name(code)) for code in codes[: codes.index(_LAST_OF_US) + 1]]


def read_zip(written: str, state: str) -> str:
    """The code, with the zero that a spreadsheet took from its beginning."""
    code = written.removesuffix(".0")
    short = (
        code.isascii() and code.isdigit() and (len(code) == 4 or (len(code) == 3 and state in {"PR", "VI"}))
    )
    return code.zfill(5) if short and state in _ZERO_FIRST else code


def read_address(written: str) -> tuple[str, str, str]:
    """Street with city, state, zip code of "12 Oak St, Newark, NJ 07102"; all in one if it ends otherwise."""
    found = _END.fullmatch(written)
    if found is None or found["state"] not in STATES:
        return written, "", ""
    return found["rest"].rstrip(" ,\n"), found["state"], found["zip"]
