"""Words about the files that clients send."""

from mimetypes import guess_extension

from bot.ports import Post
from bot.rules.slack_text import escape

# What phones send and no table of a machine agrees about.
ENDINGS = {
    "application/pdf": ".pdf",
    "audio/3gpp": ".3gp",
    "audio/amr": ".amr",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "text/directory": ".vcf",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "video/3gpp": ".3gp",
    "video/mp4": ".mp4",
}
WHAT = {
    "application/pdf": "Document",
    "text/directory": "Contact card",
    "text/vcard": "Contact card",
    "text/x-vcard": "Contact card",
    "text/calendar": "Appointment",
}
FAMILIES = {"image": "Picture", "audio": "Recording", "video": "Video"}


def file_name(place: int, content_type: str, media_id: str) -> str:
    """A name of our own: what the sender called the file is not to be trusted."""
    kind = _kind(content_type)
    ending = ENDINGS.get(kind) or guess_extension(kind) or ".bin"
    return f"file-{place + 1}-{media_id[-12:]}{ending}"


def alt_text(name: str, content_type: str) -> str:
    return f"{_what(content_type)} from {name}"


def not_shown(name: str, content_type: str, place: int, count: int, problem: str) -> Post:
    """One file did not come through; of several it is said which."""
    which = f"{_what(content_type)} {place + 1} of {count}" if count > 1 else f"{_what(content_type)}"
    return Post(f"{which} from {escape(name)} could not be shown: {problem}. Ask them to send it again.")


def _what(content_type: str) -> str:
    kind = _kind(content_type)
    return WHAT.get(kind) or FAMILIES.get(kind.partition("/")[0], "File")


def _kind(content_type: str) -> str:
    return content_type.split(";", maxsplit=1)[0].strip().lower()
