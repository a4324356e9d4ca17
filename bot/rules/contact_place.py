"""The address in a row of a table: which columns belong together, and what they say."""

from collections.abc import Callable, Iterable, Sequence

from bot.rules.contact_cell import read_cell
from bot.rules.contact_columns import Columns, Field
from bot.rules.contact_heading import plain_heading
from bot.rules.region_name import read_address, read_state, read_zip

Places = tuple[dict[Field, tuple[int, ...]], ...]  # the columns of each address, the one to take first

_FIELDS = {Field.STREET, Field.CITY, Field.STATE, Field.ZIP, Field.ADDRESS}
_FIRST = {"home", "primary", "casa", "personal", "mailing"}
_ABOUT = {
    "street", "address", "line", "one", "two", "three", "po", "box", "extended", "city", "state", "region",
    "province", "postal", "zip", "code", "formatted", "and", "calle", "ciudad", "estado", "direccion",
    "codigo",
}  # fmt: skip


def find_places(header: Sequence[str], columns: Columns) -> Places:
    """The addresses of a table. Another begins where the words before differ, or a city comes again."""
    groups: list[tuple[str, dict[Field, tuple[int, ...]]]] = []
    for at, field in sorted(columns.fields.items()):
        if field not in _FIELDS:
            continue
        name = _whose(header[at])
        group = next((one for known, one in reversed(groups) if known == name), None)
        if group is None or (field in group and (field is not Field.STREET or _begins(name, group))):
            group = {}
            groups.append((name, group))
        group[field] = (*group.get(field, ()), at)
    ordered = sorted(groups, key=lambda one: not _FIRST & set(one[0].split()))
    return tuple(group for _, group in ordered)


def read_place(places: Places, raw: Callable[[int], str]) -> tuple[str, str, str]:
    """Of several addresses the first that is there: street with city, state, zip code."""
    for group in places:
        parts = {field: joined(_lines(raw(at)) for at in columns) for field, columns in group.items()}
        if any(parts.values()):
            return _whole(parts)
    return "", "", ""


def joined(parts: Iterable[str]) -> str:
    """Those that are there, with commas between."""
    return ", ".join(filter(None, parts))


def _begins(name: str, group: dict[Field, tuple[int, ...]]) -> bool:
    """Whether a street begins the next of several addresses that have no names of their own."""
    return not name and len(group) > 1


def _lines(cell: str) -> str:
    return joined(map(read_cell, cell.splitlines())) if cell else ""


def _whole(parts: dict[Field, str]) -> tuple[str, str, str]:
    street = joined((parts.get(Field.STREET, ""), parts.get(Field.CITY, "")))
    state = read_state(parts.get(Field.STATE, ""))
    zip_code = read_zip(parts.get(Field.ZIP, ""), state)
    whole = parts.get(Field.ADDRESS, "")
    if parts.get(Field.STREET) or not whole:
        return street, state, zip_code
    if state or zip_code or street:
        return joined((whole, street)), state, zip_code
    return read_address(whole)


def _whose(heading: str) -> str:
    """ "home" of "Home Street 2" and "1" of "Address 1 - City": what tells addresses apart."""
    words = plain_heading(heading).split()
    counted = words[1:2] if words[:1] == ["address"] and len(words) > 2 and words[1].isdigit() else []
    return " ".join([*counted, *(one for one in words if one not in _ABOUT and not one.isdigit())])
