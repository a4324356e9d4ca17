import pytest

from bot.rules.opt_out_line import DEFAULT_TEMPLATE, Lined, free_segments, too_long, with_opt_out_line

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


@pytest.mark.parametrize(
    ("body", "free"),
    [
        ("a" * 100, 0),
        ("a" * 111, 0),  # 111 + line end + 48 = 160
        ("a" * 112, 1),
        ("a" * 160, 1),
        ("a" * 300, 1),
        ("’" * 60, 1),
        ("Hi. Reply STOP to opt out", 0),
    ],
)
def test_segments_that_only_the_line_makes_are_free(body: str, free: int) -> None:
    assert free_segments(body, with_opt_out_line(body, DEFAULT_TEMPLATE, "Maria Lopez", "Oak Realty")) == free


def test_a_name_that_makes_the_whole_text_dear_is_free_as_well() -> None:
    body = "a" * 130
    assert free_segments(body, with_opt_out_line(body, DEFAULT_TEMPLATE, "Zoë Çelik’s", "Oak Realty")) == 2


@pytest.mark.parametrize(
    ("text", "over"),
    [("", 0), ("a" * 1600, 0), ("a" * 1601, 1), ("😀" * 800, 0), ("😀" * 801, 2), ("€" * 1600, 0)],
)
def test_too_long(text: str, over: int) -> None:
    assert too_long(text) == over
