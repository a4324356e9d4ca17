"""Fetching one file: an end to its size and its time, and no step to another address by itself."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests

from bot.ports import Busy, File, Refused

PIECE = 64 * 1024  # bytes
SECONDS = 120  # for one file as a whole: a line that drips holds no worker for ever
_HOST = re.compile(r"[a-z0-9.-]+(:[0-9]+)?")


@dataclass(frozen=True)
class Address:
    """Where a file is: taken apart, checked, and put together again, so that no two readers differ on it."""

    scheme: str
    host: str  # with a port, where there is one
    rest: str

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}{self.rest}"


def read_address(url: str) -> Address | None:
    """None for what is no plain http address: another scheme, a login in it, a letter no host has."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = parts.netloc.lower()
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    return Address(parts.scheme, host, urlunsplit(("", "", parts.path or "/", parts.query, "")))


def ask(
    session: requests.Session, address: Address, most: int, timeout: float, **login: Any
) -> tuple[requests.Response, File]:
    """One GET that follows nothing. The file is empty unless the answer is 200. Raises Busy and Refused."""
    headers = {"Accept-Encoding": "identity"}
    ends = time.monotonic() + SECONDS
    try:
        with session.get(
            address.url,
            headers=headers | dict(login.pop("headers", {})),
            timeout=timeout,
            stream=True,
            allow_redirects=False,
            **login,
        ) as answer:
            if answer.status_code != requests.codes.ok:
                return answer, File(b"", "")
            return answer, File(_body(answer, most, ends), _kind(answer.headers))
    except requests.RequestException as error:
        raise Busy(f"the file did not come: {error}") from error


def _body(answer: requests.Response, most: int, ends: float) -> bytes:
    read = bytearray()
    for piece in answer.iter_content(PIECE):
        read += piece
        if len(read) > most:
            raise Refused(f"the file is larger than {most // (1024 * 1024)} MB")
        if time.monotonic() > ends:
            raise Busy(f"the file did not come within {SECONDS} seconds")
    return bytes(read)


def _kind(headers: Mapping[str, str]) -> str:
    return headers.get("Content-Type") or "application/octet-stream"
