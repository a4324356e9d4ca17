"""How people who share a number are called together."""

from collections.abc import Sequence


def called_together(names: Sequence[str]) -> str:
    """ "Tom & Jerry Novak" for two of one family, "Tom Novak & Ana Lopez" for others; "" for nobody."""
    split = [name.split() for name in names]
    family = {words[-1] for words in split if words}
    if len(names) > 1 and len(family) == 1 and all(len(words) > 1 for words in split):
        firsts = [" ".join(words[:-1]) for words in split]
        return f"{' & '.join(firsts)} {family.pop()}"
    return " & ".join(names)
