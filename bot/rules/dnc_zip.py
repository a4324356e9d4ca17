"""The one list in a zipped do-not-call file."""

from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

MARK = b"PK\x03\x04"
LARGEST = 6_000_000_000  # bytes; the whole registry is about 3 GB of text
BOMB = 100  # a list of numbers shrinks to a tenth; whatever shrinks more was made to do harm
SMALL = 10_000_000  # bytes that harm nobody


class DncFileRefusal(ValueError):
    """This is no do-not-call list that can be used. The sentence says what to do."""


BROKEN = "The zip file is damaged. Download it again."
SEVERAL = "The zip file must hold exactly one list. Unzip it and bring in one list after the other."
LOCKED = "The zip file has a password. Unzip it and bring in the list itself."
HUGE = "What is in the zip file is far larger than a list can be. Unzip it and look what it is."


def opened(stream: BinaryIO) -> BinaryIO:
    """The text of a file that may be zipped, from its beginning. Raises DncFileRefusal.

    Nothing is unpacked that is larger than the zip file itself says, and that is looked at first.
    """
    is_zip = stream.read(len(MARK)) == MARK
    stream.seek(0)
    if not is_zip:
        return stream
    try:
        archive = ZipFile(stream)
        return cast(BinaryIO, archive.open(_only(archive)))
    except (BadZipFile, NotImplementedError, OSError) as error:
        raise DncFileRefusal(BROKEN) from error


def _only(archive: ZipFile) -> ZipInfo:
    lists = [
        one for one in archive.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX")
    ]
    if len(lists) != 1:
        raise DncFileRefusal(SEVERAL)
    found = lists[0]
    if found.flag_bits & 1:
        raise DncFileRefusal(LOCKED)
    if found.file_size > max(min(BOMB * found.compress_size, LARGEST), SMALL):
        raise DncFileRefusal(HUGE)
    return found
