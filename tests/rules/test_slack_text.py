import pytest

from bot.rules.slack_text import PhoneText, blocks_to_phone, escape, mentioned, to_phone

NAMES = {"U1": "Maria & Co", "W2": "Sam", "S1": "closers", "C2": "listings"}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Running 5 late", "Running 5 late"),
        ("see <https://oak.example/12|the listing>", "see https://oak.example/12"),
        ("see <https://oak.example/12>", "see https://oak.example/12"),
        ("<https://oak.example/?a=1&amp;b=2|x>", "https://oak.example/?a=1&b=2"),
        ("https://oak.example/?a=1&amp;b=2 ok", "https://oak.example/?a=1&b=2 ok"),
        ("<mailto:ana@oak.example|Ana>", "ana@oak.example"),
        ("<mailto:ana@oak.example?subject=Hi>", "ana@oak.example"),
        ("<tel:+12015550123|(201) 555-0123>", "(201) 555-0123"),
        ("<tel:+12015550123>", "+12015550123"),
        ("ask <@U1>", "ask Maria & Co"),
        ("ask <@U1|old name>", "ask Maria & Co"),
        ("ask <@U9|kim>", "ask kim"),
        ("<@W2> knows", "Sam knows"),
        ("<#C1|general>", "#general"),
        ("<#C2>", "#listings"),
        ("<!here>", "@here"),
        ("<!channel|channel>", "@channel"),
        ("<!everyone>", "@everyone"),
        ("<!subteam^S9|@team>", "@team"),
        ("<!subteam^S1>", "@closers"),
        ("<!date^1392734382^{date}^https://x.example|Feb 18>", "Feb 18"),
        ("<!date^1392734382^{date}>", ""),
        ("<!unheard^of|what>", "what"),
        ("Smith &amp; Sons &lt;3 &gt;", "Smith & Sons <3 >"),
        ("&amp;lt;", "&lt;"),
        ("&amp;amp;", "&amp;"),
        ("&nbsp;", "&nbsp;"),
        ("a < b > c", "a < b > c"),
        ("<Note: call me>", "<Note: call me>"),
        ("*bold* _it_ ~s~ `c`", "*bold* _it_ ~s~ `c`"),
    ],
)
def test_markup_becomes_plain(typed: str, shown: str) -> None:
    assert to_phone(typed, NAMES) == PhoneText(shown)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (":tada:", "🎉"),
        ("Sold:tada:", "Sold🎉"),
        (":tada::house:", "🎉🏠"),
        (":wave:", "👋"),
        (":wave::skin-tone-3:", "👋🏼"),
        (":handshake::skin-tone-2-3:", "🫱🏻‍🫲🏼"),
        (":tada::skin-tone-3:", "🎉🏼"),
        (":+1:", "👍"),
        (":thumbsup:", "👍"),
        (":-1::skin-tone-6:", "👎🏿"),
        (":flag-us:", "🇺🇸"),
        (":us:", "🇺🇸"),
        (":man-shrugging:", "🤷‍♂️"),
        (":heart:", "❤️"),
        (":100:", "💯"),
        (":x:", "❌"),
        ("10:30:45", "10:30:45"),
        ("10:100:45", "10:100:45"),
        ("10:30:45:tada:", "10:30:45🎉"),
        ("a:x:b", "a:x:b"),
        ("http://x:80:", "http://x:80:"),
        ("<http://x:80:>", "http://x:80:"),
        ("re:this:that", "re:this:that"),
        (":Note: mine", ":Note: mine"),
        ("::", "::"),
        (": tada :", ": tada :"),
    ],
)
def test_shortcodes_become_emoji_and_other_colons_stay(typed: str, shown: str) -> None:
    assert to_phone(typed, {}) == PhoneText(shown)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (":partyparrot:", PhoneText(":partyparrot:", (":partyparrot:",))),
        (
            ":oak-logo: :tada: :blob:, :oak-logo:",
            PhoneText(":oak-logo: 🎉 :blob:, :oak-logo:", (":oak-logo:", ":blob:")),
        ),
        (":blob::skin-tone-2:", PhoneText(":blob::skin-tone-2:", (":blob::skin-tone-2:",))),
        ("ask <@U9> and <@U8> or <@U9>", PhoneText("ask [name] and [name] or [name]", (), ("U9", "U8"))),
        ("<#C9> <!subteam^S9>", PhoneText("[name] [name]", (), ("C9", "S9"))),
    ],
)
def test_what_is_not_known_is_listed(typed: str, expected: PhoneText) -> None:
    assert to_phone(typed, {}) == expected


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Hi  \n\n", "Hi"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\n\n  two", "one\n\n  two"),
        ("\ufeffHi\u200b ", "Hi"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("❤️", "❤️"),
        (" \u200b\n", ""),
        ("", ""),
    ],
)
def test_ends_and_lines_are_tidied(typed: str, shown: str) -> None:
    assert to_phone(typed, {}).text == shown


def test_many_colons_take_no_long_time() -> None:
    assert to_phone("a:a" * 20_000, {}).text == "a:a" * 20_000
    assert to_phone(":tada: " * 5_000, {}).text == ("🎉 " * 5_000).rstrip()


def test_names_are_not_unescaped_or_read_again() -> None:
    assert to_phone("<@U1>", {"U1": "&lt;!here&gt; :tada:"}).text == "&lt;!here&gt; :tada:"


def test_mentions_are_found_in_text_and_blocks() -> None:
    quote = {"type": "rich_text_quote", "elements": [{"type": "user", "user_id": "U3"}]}
    blocks = [{"type": "rich_text", "elements": [quote, {"type": "user", "user_id": 7}, "odd"]}]
    assert mentioned("<@U1> and <@W2|sam> not <@C1> nor @U5", blocks) == {"U1", "W2", "U3"}
    assert mentioned("none", []) == frozenset()


@pytest.mark.parametrize(
    ("words", "safe"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("<https://evil.example|bank>", "&lt;https://evil.example|bank&gt;"),
        ("A & B &lt;", "A &amp; B &amp;lt;"),
        ("plain", "plain"),
    ],
)
def test_a_clients_words_are_harmless_in_slack(words: str, safe: str) -> None:
    assert escape(words) == safe
    assert to_phone(safe, {}).text == words


def test_blocks_are_tidied_like_text() -> None:
    section = {
        "type": "rich_text_section",
        "elements": [{"type": "text", "text": "\ufeffHi *you* &amp; me\r\n\n"}],
    }
    assert blocks_to_phone([{"type": "rich_text", "elements": [section]}], {}) == PhoneText("Hi *you* & me")
