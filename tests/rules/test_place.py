"""Where a client may be: by the card, by the ZIP, by the number."""

import phonenumbers
import pytest
from phonenumbers import geocoder

from bot.rules.area_code import state_of
from bot.rules.place import ANYWHERE, Address, Place, place_of
from bot.rules.region_name import read_state
from bot.rules.zip_area import states_of_zip, zones_of_zip

NEW_YORK, CHICAGO, DENVER = "America/New_York", "America/Chicago", "America/Denver"
LOS_ANGELES, PHOENIX, BOISE = "America/Los_Angeles", "America/Phoenix", "America/Boise"
ANA = "+12015550123"


@pytest.mark.parametrize(
    ("phone", "addresses", "place"),
    [
        (ANA, [], Place((NEW_YORK,), ("NJ",))),
        (ANA, [Address()], Place((NEW_YORK,), ("NJ",))),
        (ANA, [Address(time_zone=DENVER)], Place((DENVER,), ("NJ",))),
        (ANA, [Address(time_zone="Mars/Olympus")], Place((NEW_YORK,), ("NJ",))),
        (ANA, [Address(DENVER, "CO", "80202")], Place((DENVER,), ("CO",))),
        (ANA, [Address(state="TX")], Place((CHICAGO, DENVER), ("TX",))),
        (ANA, [Address(state="TX", zip_code="75201")], Place((CHICAGO,), ("TX",))),
        (ANA, [Address(zip_code="79901-1234")], Place((DENVER,), ("TX",))),
        (ANA, [Address(zip_code="06390")], Place((NEW_YORK,), ("CT", "NY"))),
        (ANA, [Address(state="FL", zip_code="90210")], Place((LOS_ANGELES, NEW_YORK, CHICAGO), ("FL",))),
        (ANA, [Address(state="Narnia", zip_code="1")], Place((NEW_YORK,), ("NJ",))),
        (ANA, [Address(state="ON", zip_code="K1A 0B1")], Place((NEW_YORK,), ("NJ",))),
        (ANA, [Address(zip_code="09012")], Place((NEW_YORK,), ("NJ",))),  # the army's own
        (ANA, [Address(state="RI"), Address(state="CA")], Place((NEW_YORK, LOS_ANGELES), ("RI", "CA"))),
        ("+12085550123", [], Place((BOISE, LOS_ANGELES), ("ID",))),
        ("+18005550123", [], Place(ANYWHERE)),
        ("+15558675310", [], Place(ANYWHERE)),
        ("+17875550123", [], Place(("America/Puerto_Rico",), ("PR",))),
        ("+16715550123", [], Place(("Pacific/Guam",), ("GU",))),
        ("+14165550123", [], Place(("America/Toronto",))),
        ("+442079460958", [], Place(("Europe/London",))),
        ("+442079460958", [Address(state="NJ")], Place((NEW_YORK,), ("NJ",))),
        ("12345", [], Place(())),
        ("12345", [Address(state="NJ")], Place(())),
    ],
)
def test_place(phone: str, addresses: list[Address], place: Place) -> None:
    assert place_of(phone, addresses) == place


@pytest.mark.parametrize(
    ("zip_code", "states", "zones"),
    [
        ("07102", ("NJ",), (NEW_YORK,)),
        ("32501", ("FL",), (CHICAGO,)),
        ("33101", ("FL",), (NEW_YORK,)),
        ("32456", ("FL",), (NEW_YORK, CHICAGO)),
        ("46402", ("IN",), (CHICAGO,)),
        ("46204", ("IN",), (NEW_YORK,)),
        ("42101", ("KY",), (CHICAGO,)),
        ("37203", ("TN",), (CHICAGO,)),
        ("37402", ("TN",), (NEW_YORK,)),
        ("49938", ("MI",), (NEW_YORK, CHICAGO)),
        ("57701", ("SD",), (DENVER,)),
        ("83814", ("ID",), (LOS_ANGELES,)),
        ("97914", ("OR",), (LOS_ANGELES, DENVER)),
        ("85001", ("AZ",), (PHOENIX,)),
        ("86045", ("AZ",), (PHOENIX, DENVER)),
        ("99501", ("AK",), ("America/Anchorage", "America/Adak")),
        ("96799", ("HI", "AS"), ("Pacific/Honolulu", "Pacific/Pago_Pago")),
        ("96910", ("GU", "MP"), ("Pacific/Guam", "Pacific/Saipan")),
        ("00802", ("VI",), ("America/St_Thomas",)),
        ("00000", (), ()),
        ("34001", (), ()),
        ("070", ("NJ",), (NEW_YORK,)),
        ("abcde", (), ()),
        ("", (), ()),
    ],
)
def test_zip(zip_code: str, states: tuple[str, ...], zones: tuple[str, ...]) -> None:
    assert states_of_zip(zip_code) == states
    assert zones_of_zip(zip_code) == zones


@pytest.mark.parametrize(
    ("phone", "state"),
    [
        (ANA, "NJ"),
        ("+13605550123", "WA"),
        ("+18005550123", ""),
        ("+14165550123", ""),
        ("12345", ""),
        ("", ""),
    ],
)
def test_state_of(phone: str, state: str) -> None:
    assert state_of(phone) == state


def test_the_table_of_area_codes_says_what_the_library_says() -> None:
    """The library's own data takes 100 MB, so that the product does without it."""
    for code in range(200, 1000):
        phone = f"+1{code}5550100"
        number = phonenumbers.parse(phone)
        if phonenumbers.region_code_for_number(number) == "US":
            where = geocoder.description_for_number(number, "en").rpartition(", ")[2]
            told = read_state(where.replace("Washington State", "WA").replace("D.C.", "DC"))
            assert state_of(phone) == ("DC" if told == "Washington DC" else told), phone
