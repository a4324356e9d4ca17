import pytest

from bot.rules.opt_out_line import DEFAULT_TEMPLATE, Lined, with_opt_out_line

FULL = "- Maria Lopez, Oak Realty. Reply STOP to opt out"
NAMELESS = "- Oak Realty. Reply STOP to opt out"
FROM = "{name} from {brokerage}: text STOP to end"


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Hi Ana", FULL),
        ("Hi Ana, it's Maria", NAMELESS),
        ("Hi Ana, MARIA LOPEZ here.", NAMELESS),
        ("Hi from María", NAMELESS),
        ("Mariana says hi", FULL),
        ("Please text, stop by at 5", FULL),
        ("I will stop by. Reply", FULL),
        ("Reply stop-by time", FULL),
    ],
)
def test_the_line_names_who_writes(body: str, line: str) -> None:
    assert with_opt_out_line(body, DEFAULT_TEMPLATE, "Maria Lopez", "Oak Realty") == Lined(
        f"{body}\n{line}", line
    )


@pytest.mark.parametrize(
    "body",
    [
        "Hi. Reply STOP to opt out",
        "Hi. reply stop to unsubscribe",
        "Hi (text STOP to end).",
        "Hi. Reply with “STOP” if this is not Ana",
        "Hi. Send STOP",
    ],
)
def test_no_line_where_the_way_out_is_named(body: str) -> None:
    assert with_opt_out_line(body, DEFAULT_TEMPLATE, "Maria Lopez", "Oak Realty") == Lined(body, "")


@pytest.mark.parametrize(
    ("body", "template", "name", "brokerage", "line"),
    [
        ("Hi", DEFAULT_TEMPLATE, "Maria Lopez", "", "- Maria Lopez. Reply STOP to opt out"),
        ("Maria here", DEFAULT_TEMPLATE, "Maria Lopez", "", "Reply STOP to opt out"),
        ("Hi", DEFAULT_TEMPLATE, "", "Oak Realty", NAMELESS),
        ("Hi", DEFAULT_TEMPLATE, " ", " ", "Reply STOP to opt out"),
        ("Hi", DEFAULT_TEMPLATE, "Maria", "Oak Inc.", "- Maria, Oak Inc. Reply STOP to opt out"),
        ("Will you be there", DEFAULT_TEMPLATE, "Will Fox", "Oak", "- Will Fox, Oak. Reply STOP to opt out"),
        ("Will Fox here", DEFAULT_TEMPLATE, "Will Fox", "Oak", "- Oak. Reply STOP to opt out"),
        ("a b c", DEFAULT_TEMPLATE, "B. Fox", "Oak", "- B. Fox, Oak. Reply STOP to opt out"),
        ("Hi", FROM, "Maria", "Oak", "Maria from Oak: text STOP to end"),
        ("Maria", FROM, "Maria", "Oak", "Oak: text STOP to end"),
        ("Hi", FROM, "Maria", "", "Maria: text STOP to end"),
        ("Maria", FROM, "Maria", "", "text STOP to end"),
        ("Hi", "Text STOP to end", "Maria", "Oak", "Text STOP to end"),
        ("Hi", "{name.__class__} {x} {} STOP", "Maria", "Oak", "{name.__class__} {x} {} STOP"),
        ("Hi", DEFAULT_TEMPLATE, "{brokerage}", "{name}", "- {brokerage}, {name}. Reply STOP to opt out"),
        ("Hi", "", "Maria", "Oak", ""),
    ],
)
def test_the_wording_is_a_setting(body: str, template: str, name: str, brokerage: str, line: str) -> None:
    assert with_opt_out_line(body, template, name, brokerage).line == line


def test_a_picture_without_words_has_only_the_line() -> None:
    assert with_opt_out_line("", DEFAULT_TEMPLATE, "Maria Lopez", "Oak Realty") == Lined(FULL, FULL)
