import pytest

from bot.rules.merge import FIELDS, Merged, first_name, has_fields, merge

VALUES = {
    "first_name": "Ana",
    "name": "Ana Lopez",
    "agent": "Maria Diaz",
    "agent_first_name": "Maria",
    "brokerage": "Oak Realty",
}


@pytest.mark.parametrize(
    ("text", "merged"),
    [
        ("", ""),
        ("Hi", "Hi"),
        ("Hi {first_name}!", "Hi Ana!"),
        ("{name}, {agent} here", "Ana Lopez, Maria Diaz here"),
        ("{agent_first_name} of {brokerage}", "Maria of Oak Realty"),
        ("{first_name}{first_name}", "AnaAna"),
        ("{First_Name} {NAME}", "Ana Ana Lopez"),
        ("{first_name|there}", "Ana"),
        ("{first_name | there}", "Ana"),
        ("{first_name|}", "Ana"),
        ("{{first_name}}", "{Ana}"),
        # Ordinary braces.
        ("{ } {} { {a b} {1} {:)} } {a-b} {first name}", "{ } {} { {a b} {1} {:)} } {a-b} {first name}"),
        ("{first_name", "{first_name"),
        ("{first\nname}", "{first\nname}"),
        ("{ first_name }", "{ first_name }"),
        ("{first_name|a\nb}", "{first_name|a\nb}"),
        ("{name.a} {name[0]} {name!r} %(name)s $name", "{name.a} {name[0]} {name!r} %(name)s $name"),
    ],
)  # fmt: skip
def test_filled_and_nothing_to_report(text: str, merged: str) -> None:
    assert merge(text, VALUES) == Merged(merged, (), ())


@pytest.mark.parametrize(
    ("text", "values", "merged"),
    [
        ("Hi {first_name}", {}, Merged("Hi {first_name}", ("first_name",), ())),
        ("Hi {first_name}", {"first_name": " \u200b"}, Merged("Hi {first_name}", ("first_name",), ())),
        ("{Name} {name} {agent}", {}, Merged("{Name} {name} {agent}", ("name", "agent"), ())),
        ("Hi {first_name|there}", {}, Merged("Hi there", (), ())),
        ("Hi {first_name | my friend }", {}, Merged("Hi my friend", (), ())),
        ("Hi {first_name|}!", {}, Merged("Hi !", (), ())),
        ("{name|x|y}", {}, Merged("x|y", (), ())),
        ("{first_name} {first_name|you}", {}, Merged("{first_name} you", ("first_name",), ())),
        ("{oops} {oops} {Oops2|x}", VALUES, Merged("{oops} {oops} {Oops2|x}", (), ("oops", "Oops2"))),
        ("{price} {name}", {"price": "5"}, Merged("{price} {name}", ("name",), ("price",))),
        ("{name}", {"name": "{agent} \\1 {oops}"}, Merged("{agent} \\1 {oops}", (), ())),
        ("{name|{agent}}", {"agent": "Maria"}, Merged("{name|Maria}", (), ())),
        ("{name}", {"name": " Ana "}, Merged("Ana", (), ())),
    ],
)
def test_missing_unknown_and_fallbacks(text: str, values: dict[str, str], merged: Merged) -> None:
    assert merge(text, values) == merged


def test_every_field_can_be_filled() -> None:
    assert set(VALUES) == set(FIELDS)
    assert all(FIELDS.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Hi", False), ("{name}", True), ("{Name|x}", True), ("{oops}", False), ("{ }", False), ("", False)],
)
def test_has_fields(text: str, expected: bool) -> None:
    assert has_fields(text) is expected


def test_a_hostile_template_takes_no_age() -> None:
    assert merge("{a" * 50_000 + "{a|" * 50_000 + " " * 50_000, VALUES).unknown == ()


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ana", "Ana"),
        ("Ana Lopez", "Ana"),
        ("  ana   lopez ", "ana"),
        ("Ana-Maria Lopez", "Ana-Maria"),
        ("Zoë O’Brien", "Zoë"),
        ("D'Angelo Fox", "D'Angelo"),
        ("J. Smith", "J."),
        ("Dr. Ana Lopez", "Ana"),
        ("DR ANA LOPEZ", "ANA"),
        ("Prof. Dr. Ana Lopez", "Ana"),
        ("Mr. Novak", "Mr. Novak"),
        ("Dr Novak", "Dr Novak"),
        ("Dr.", "Dr."),
        ("Ana (Zillow)", "Ana"),
        ("Ana, buyer", "Ana"),
        ("🏠 Ana Lopez", "Ana"),
        ("“Bob” Smith", "Bob"),
        ("王小明", "王小明"),
        ("Tom & Jerry Novak", "Tom & Jerry"),
        ("Tom and Jerry Novak", "Tom and Jerry"),
        ("Tom Novak & Jerry Smith", "Tom & Jerry"),
        ("Ana y Luis Diaz", "Ana y Luis"),
        ("Tom + Jerry", "Tom + Jerry"),
        ("Dr. Tom Novak and Mrs. Ana Novak", "Tom and Ana"),
        ("Tom &", "Tom"),
        ("& Tom", "Tom"),
        ("Mr. & Mrs. Novak", "Mr. & Mrs. Novak"),
        ("Mr. and Mrs. Tom Novak", "Mr. and Mrs. Tom Novak"),
        ("", ""),
        (" \u200b ", ""),
        ("(201) 555-0123", ""),
        ("+12015550123", ""),
        ("?", ""),
        ("🏠", ""),
        ("&", ""),
    ],
)
def test_first_name(name: str, first: str) -> None:
    assert first_name(name) == first
