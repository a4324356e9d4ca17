"""The text in a file that somebody sent, whatever program wrote it; a sentence if there is none."""

import codecs

from bot.rules.blank import one_line

LARGEST = 20_000_000  # bytes

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SHEET = "“{}” is a spreadsheet: open it, choose Save As (or Download), CSV, and send that file."
_PICTURE = "“{}” is a picture: send a CSV or vCard file, or paste the list as text."
_NO_TEXT = "“{}” has no list of people in it: send a CSV or vCard file, or paste the list as text."
_STARTS = {
    b"PK\x03\x04": _SHEET,
    b"\xd0\xcf\x11\xe0": _SHEET,
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"BM": _PICTURE,
    b"II*\x00": _PICTURE,
    b"MM\x00*": _PICTURE,
    b"%PDF": "“{}” is a PDF: export the list as CSV, or copy it from the PDF and paste it.",
    b"{\\rtf": "“{}” is a text document: copy the list in it and paste it.",
}
_SAMPLE = 4000  # bytes by which text is told from other things
_BINARY = 0.05  # of them that may be control characters
_CONTROLS = bytes({*range(32)} - {*b"\t\n\v\f\r\x1a\x1b"})


class FileRefusal(ValueError):
    """Nobody can be read out of this file. The sentence says what to do instead."""


def read_text(content: bytes, name: str) -> str:
    """The text: UTF-8, UTF-16 or Windows-1252, without NUL. Raises FileRefusal."""
    title = one_line(name, 80) or "The file"
    if len(content) > LARGEST:
        raise FileRefusal(f"“{title}” is larger than {LARGEST // 1_000_000} MB: split it into several files.")
    if refusal := _other_kind(content):
        raise FileRefusal(refusal.format(title))
    text = decoded(content).replace("\0", "")
    if not text.strip():
        raise FileRefusal(f"“{title}” is empty: export it again, or choose another file.")
    if text[:200].lstrip().lower().startswith(("<!doctype", "<html", "<?xml")):
        raise FileRefusal(f"“{title}” is a web page: choose CSV where you export it.")
    return text


def decoded(content: bytes) -> str:
    """The letters that these bytes stand for. What no encoding knows is Windows-1252, as Excel writes it."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if wide := _wide(content[:_SAMPLE]):
        return content.decode(wide, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _wide(sample: bytes) -> str:
    """UTF-16 without its mark shows: every other byte of English is zero."""
    if len(sample) < 8:
        return ""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half, other = sample[first::2], sample[1 - first :: 2]
        if half.count(0) > 0.4 * len(half) and other.count(0) < 0.1 * len(half):
            return encoding
    return ""


def _other_kind(content: bytes) -> str:
    for start, refusal in _STARTS.items():
        if content.startswith(start):
            return refusal
    if content[4:8] == b"ftyp":  # HEIC, as iPhones take pictures
        return _PICTURE
    sample = content[:_SAMPLE]
    marked = sample.startswith(tuple(_MARKS)) or _wide(sample)
    odd = 0 if marked else len(sample) - len(sample.translate(None, _CONTROLS))
    return _NO_TEXT if odd > _BINARY * len(sample) and odd > 2 else ""
