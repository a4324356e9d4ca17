"""What a text costs, in credits. Messages cost the same in both directions."""

from collections.abc import Collection

from bot.rules.phone import region_of

HOME = ("US", "CA")
TERRITORIES = {
    "PR": "Puerto Rico",
    "GU": "Guam",
    "VI": "U.S. Virgin Islands",
    "AS": "American Samoa",
    "MP": "Northern Mariana Islands",
}
A_SEGMENT, A_SEGMENT_ABROAD = 1, 2
WITH_PICTURES = 3  # flat, whatever the words and the country
MMS_FROM = 4  # credits from which one picture message would be cheaper


def is_home(phone: str, territories: Collection[str] = ()) -> bool:
    """Whether a number has the rate of the US and Canada; a short code, which has no country, does.

    `territories` are those of the US that the workspace counts as home ("PR"); the others are abroad.
    """
    region = region_of(phone)
    return region in HOME or region in territories or not phone.startswith("+")


def price(phone: str, segments: int, has_pictures: bool, territories: Collection[str] = ()) -> int:
    """The credits for a text with somebody at `phone`; `segments` without those that are free."""
    if has_pictures:
        return WITH_PICTURES
    return segments * (A_SEGMENT if is_home(phone, territories) else A_SEGMENT_ABROAD)


def mms_saves(phone: str, credits: int, texts: int, territories: Collection[str] = ()) -> int:
    """How many credits one picture message would save for the same words; 0: none.

    Only where picture messages exist (US and Canada), and only for words that are a single text.
    """
    if texts != 1 or credits < MMS_FROM or not is_home(phone, territories):
        return 0
    return credits - WITH_PICTURES
