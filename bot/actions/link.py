"""Signed addresses under which a phone fetches a file: docs/decisions/signed-links.md."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from itsdangerous import BadSignature, Signer
from itsdangerous.encoding import base64_decode, base64_encode

from bot.rules.file_kind import safe_title
from bot.work import Tools
from models.enums import Way
from models.media import Media

PICTURES_LAST = timedelta(days=1)  # Twilio fetches within seconds, and waits ten hours at most
LINKS_LAST = timedelta(days=30)  # time to read a contract; later the address in an old text opens nothing
ID, UNTIL = 16, 4  # bytes
SALT = "parley.media"


class Expired(Exception):
    """The address was ours, and its time is over."""


def address(tools: Tools, key: str, media_id: UUID, lasts: timedelta) -> str:
    """Where a phone, or Twilio for it, fetches this file. All are as long: a text can be counted before."""
    until = int((tools.clock.real() + lasts).timestamp())
    return f"{_base(tools)}{write_token(key, media_id, until)}"


def write_token(key: str, media_id: UUID, until: int) -> str:
    """`until` in seconds since 1970."""
    return _signer(key).sign(base64_encode(media_id.bytes + until.to_bytes(UNTIL, "big"))).decode()


def read_token(key: str, token: str, now: datetime) -> UUID | None:
    """Which file an address stands for; None if we never gave it out. Raises Expired."""
    try:
        payload = base64_decode(_signer(key).unsign(token))
    except BadSignature:  # itsdangerous raises its sub-kinds for bad base64, too
        return None
    if len(payload) != ID + UNTIL:
        return None
    if datetime.fromtimestamp(int.from_bytes(payload[ID:], "big"), UTC) <= now:
        raise Expired
    return UUID(bytes=payload[:ID])


def _signer(key: str) -> Signer:
    # SHA-1 in an HMAC still forges nothing, and is half as long: every character is in a text that costs.
    return Signer(key, salt=SALT)


def _base(tools: Tools) -> str:
    return f"{tools.policy.public_url.rstrip('/')}/media/"


def with_links(tools: Tools, key: str, words: str, files: Sequence[tuple[UUID, str]]) -> str:
    """The words with a line for each (id, name) of the files that leave as links."""
    lines = [_line(tools, key, media_id, name) for media_id, name in files]
    return "\n".join([*([words] if words.strip() else []), *lines])


def _line(tools: Tools, key: str, media_id: UUID, name: str) -> str:
    return f"{safe_title(name)}: {address(tools, key, media_id, LINKS_LAST)}"


def holds_link(body: str, file: Media) -> re.Match[str] | None:
    """Where a text names the address of this file, whenever it was issued."""
    beginning = base64_encode(file.id.bytes).decode()[:-1]  # the last character also holds later bits
    return re.search(rf"\S*/media/{re.escape(beginning)}[\w.-]*", body)


def unlinked(body: str, files: Sequence[Media]) -> str:
    """The words as they were typed, without the lines that `with_links` added."""
    linked = [one for one in files if one.way == Way.LINK]
    return "\n".join(line for line in body.split("\n") if not any(holds_link(line, one) for one in linked))


def relinked(tools: Tools, key: str, body: str, files: Sequence[Media]) -> str:
    """The body with every link issued anew: a scheduled text outlives its links, an edited one lost them.

    A new address is as long as the old one, so what was counted stays true.
    """
    for file in (one for one in files if one.way == Way.LINK):
        if found := holds_link(body, file):
            new = address(tools, key, file.id, LINKS_LAST)
            body = f"{body[: found.start()]}{new}{body[found.end() :]}"
        else:
            body = with_links(tools, key, body, [(file.id, file.name)])
    return body
