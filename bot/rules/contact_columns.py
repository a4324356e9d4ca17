"""What the columns of a table of contacts hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Field(StrEnum):
    """What a column can hold. A column that holds none of these is left out."""

    NAME = "name"
    FIRST = "first name"
    MIDDLE = "middle name"
    LAST = "last name"
    PREFIX = "title"  # "Dr."
    SUFFIX = "suffix"  # "Jr."
    NICKNAME = "nickname"
    PHONE = "phone"
    LABEL = "kind of phone"  # "Mobile", about the phone beside it
    EXTENSION = "extension"
    FAX = "fax"  # which no text reaches
    EMAIL = "e-mail"
    COMPANY = "company"
    STREET = "street"
    CITY = "city"
    STATE = "state"
    ZIP = "zip code"
    ADDRESS = "whole address"
    TAGS = "tags"
    NOTE = "note"
    CONSENT = "consent to texts"
    OPTED_OUT = "wants no texts"
    SUBSCRIBED = "wants texts"  # a "no" here is an opt-out


@dataclass(frozen=True)
class Columns:
    """What each column holds, by its place from 0; `unsure` have content that nobody knows."""

    fields: Mapping[int, Field] = field(default_factory=dict)
    unsure: tuple[int, ...] = ()

    def chosen(self, column: int, holds: Field | None) -> "Columns":
        """The same with one column decided by a person; None leaves it out."""
        others = {place: one for place, one in self.fields.items() if place != column}
        fields = others if holds is None else others | {column: holds}
        return replace(self, fields=fields, unsure=tuple(one for one in self.unsure if one != column))

    def to_dict(self) -> dict[str, Any]:
        """As JSON can keep it."""
        fields = {str(place): one.value for place, one in self.fields.items()}
        return {"fields": fields, "unsure": list(self.unsure)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Columns":
        """What `to_dict` gave."""
        fields = {int(place): Field(one) for place, one in kept.get("fields", {}).items()}
        return cls(fields, tuple(kept.get("unsure", ())))
