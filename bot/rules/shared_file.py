"""A file as Slack describes it: in an event, in a form, in a thread that is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.rules.file_kind import Sent, way_of
from models.enums import Way

UNNAMED = "file"


@dataclass(frozen=True)
class Attached:
    """A file that somebody in Slack wants to send."""

    url: str  # where Slack hands it out to us
    name: str
    mimetype: str
    size: int

    @property
    def sent(self) -> Sent:
        return Sent(self.name, self.mimetype, self.size)

    @property
    def way(self) -> Way:
        return way_of(self.sent)


def read_shared(files: Sequence[Mapping[str, Any]]) -> list[Attached]:
    """Slack's file objects as far as we need them, whatever is missing in them."""
    return [_read(one) for one in files if isinstance(one, Mapping)]


def _read(file: Mapping[str, Any]) -> Attached:
    name = str(file.get("name") or file.get("title") or UNNAMED)
    size = file.get("size")
    return Attached(
        _address(file),
        name,
        str(file.get("mimetype") or "application/octet-stream").split(";", maxsplit=1)[0].strip().lower(),
        size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else 0,
    )


def _address(file: Mapping[str, Any]) -> str:
    """Where the bytes are; "" if Slack does not say: files of another company's, deleted and hidden ones."""
    if file.get("file_access") == "check_file_info" or file.get("mode") in ("tombstone", "hidden_by_limit"):
        return ""
    if file.get("is_external"):
        return ""  # a page at another service, which our token must not be shown to
    address = file.get("url_private_download")
    return address if isinstance(address, str) else ""
