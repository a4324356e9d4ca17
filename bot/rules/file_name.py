"""Names of files: one for addresses, one for people."""

import re
from collections.abc import Mapping
from unicodedata import normalize

from bot.rules.blank import one_line

_LONGEST_TITLE = 80
_NAMELESS = "file"

_ALIASES: Mapping[str, str] = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "image/x-ms-bmp": "image/bmp",
}
_EXTENSIONS: Mapping[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/bmp": "bmp",
    "image/tiff": "tif",
    "image/heic": "heic",
    "image/heif": "heif",
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/zip": "zip",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "text/plain": "txt",
    "text/csv": "csv",
    "text/calendar": "ics",
    "text/vcard": "vcf",
    "text/x-vcard": "vcf",
}
_SAME = {"jpeg": "jpg", "tiff": "tif"}
_EXTENSION = re.compile(r"[a-z0-9]{1,5}")
_NO_EXTENSION = "bin"


def safe_name(name: str, mimetype: str, most: int = 20) -> str:
    """A file name for a URL: ASCII letters, digits and dashes, and the extension of its type ("plan.pdf").

    At most `most` characters, which must be 7 or more; Twilio takes no more than 20. A type that is not known
    keeps the extension of `name`.
    """
    base = normalize("NFKD", re.split(r"[/\\]", name)[-1]).encode("ascii", "ignore").decode()
    stem, dot, own = base.rpartition(".")
    own = _SAME.get(own.lower(), own.lower()) if dot else ""
    known = _EXTENSIONS.get(kind_of(mimetype))
    extension = known or (own if _EXTENSION.fullmatch(own) else _NO_EXTENSION)
    words = re.sub(r"[^A-Za-z0-9]+", "-", stem if dot else base).strip("-")
    room = most - len(extension) - 1
    return f"{words[:room].strip('-') or _NAMELESS[:room]}.{extension}"


def safe_title(name: str) -> str:
    """A file's name for people: one line of at most 80 characters that shows in the order it is written."""
    return one_line(name, _LONGEST_TITLE) or _NAMELESS


def kind_of(mimetype: str) -> str:
    """A media type in its usual spelling, without parameters."""
    plain = mimetype.partition(";")[0].strip().lower()
    return _ALIASES.get(plain, plain)
