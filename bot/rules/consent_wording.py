"""Whether a form's field holds the words that somebody agreed to, or only a mark that they did."""

import re
from collections.abc import Sequence

from bot.rules.fold import fold

FEWEST = 4  # words: "yes", "I agree" and "opted in" say that somebody agreed and not to what
_NO = re.compile(
    r"(?:no|not|none|false|off|never|0|n|unchecked|dont|declined?|refused?|opt(?:ed)? out)\b|do not\b"
)


def agreed_wording(fields: Sequence[str], wordings: Sequence[str] = ()) -> str:
    """The wording that was agreed to; "" where nobody agreed, or to nothing that can be read.

    `fields`: what stands in fields that only somebody who agrees fills. `wordings`: texts that a page sends
    beside them; they count only where one of the fields says yes, as the page may send them always.
    """
    if not says_yes(fields):
        return ""
    return next((one for one in [*fields, *wordings] if len(one.split()) >= FEWEST), "")


def says_yes(fields: Sequence[str]) -> bool:
    """Whether somebody filled one of these fields and said no in none."""
    return any(one.strip() for one in fields) and not any(_NO.match(fold(one)) for one in fields)
