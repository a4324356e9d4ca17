import pytest

from bot.rules.price import TERRITORIES, mms_saves, price

CHICAGO, TORONTO, SAN_JUAN, GUAM, LONDON = (
    "+13125550123",
    "+14165550123",
    "+17875550123",
    "+16714720123",
    "+447700900123",
)
SHORT_CODE = "72345"


@pytest.mark.parametrize(
    ("phone", "segments", "pictures", "territories", "credits"),
    [
        (CHICAGO, 1, False, (), 1),
        (CHICAGO, 3, False, (), 3),
        (CHICAGO, 10, False, (), 10),
        ("+18005550199", 1, False, (), 1),  # toll-free
        (TORONTO, 1, False, (), 1),
        (TORONTO, 2, False, (), 2),
        (SHORT_CODE, 1, False, (), 1),
        ("311", 2, False, (), 2),
        # A territory is abroad until the workspace says otherwise, and only the one it names.
        (SAN_JUAN, 1, False, (), 2),
        (SAN_JUAN, 3, False, (), 6),
        (SAN_JUAN, 3, False, ("PR",), 3),
        (SAN_JUAN, 3, False, ("GU", "VI"), 6),
        (GUAM, 1, False, ("GU", "VI"), 1),
        (GUAM, 1, False, ("PR",), 2),
        (LONDON, 1, False, (), 2),
        (LONDON, 4, False, (), 8),
        (LONDON, 4, False, tuple(TERRITORIES), 8),
        ("+525512345678", 1, False, (), 2),  # Mexico
        ("+18765550123", 1, False, (), 2),  # Jamaica has a +1, too
        ("+15555550123", 1, False, (), 1),  # a +1 number that nobody has
        # A picture message is flat, whatever the words and wherever.
        (CHICAGO, 1, True, (), 3),
        (CHICAGO, 11, True, (), 3),
        (LONDON, 1, True, (), 3),
        (LONDON, 11, True, (), 3),
        (SAN_JUAN, 2, True, ("PR",), 3),
    ],
)
def test_price(phone: str, segments: int, pictures: bool, territories: tuple[str, ...], credits: int) -> None:
    assert price(phone, segments, pictures, territories) == credits


@pytest.mark.parametrize(
    ("phone", "credits", "texts", "saved"),
    [
        (CHICAGO, 3, 1, 0),
        (CHICAGO, 4, 1, 1),
        (CHICAGO, 11, 1, 8),
        (CHICAGO, 12, 2, 0),  # too long for one
        (LONDON, 8, 1, 0),
        (SAN_JUAN, 8, 1, 0),
    ],
)
def test_what_a_picture_message_saves(phone: str, credits: int, texts: int, saved: int) -> None:
    assert mms_saves(phone, credits, texts) == saved
