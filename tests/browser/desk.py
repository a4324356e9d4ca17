"""What a person does on the playground's page, in a person's words."""

import os
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PEOPLE = {"Maria Lopez": "UMARIA", "Ben Carter": "UBEN", "Zoe Kim": "UZOE"}
SOON = 15_000  # milliseconds: a text waits five seconds before it leaves


class Desk:
    """Somebody at the page. Everything is found as a person finds it: by what it says."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.folder = Path(os.environ.get("PICTURES", folder))
        self.channel = page.get_by_role("log", name="Messages")
        self.thread = page.get_by_role("complementary", name="Thread")
        self.texts = page.get_by_role("log", name="Texts")
        self.modal = page.get_by_role("dialog")
        self.home = page.locator("#home")

    def picture(self, name: str) -> None:
        """A screenshot: with PICTURES=docs/images they become the README's."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.page.evaluate("document.getElementById('unhint').click()")
        self.page.screenshot(path=self.folder / f"{name}.png", animations="disabled")

    def be(self, who: str) -> None:
        with self.page.expect_response(lambda answer: f"user={PEOPLE[who]}" in answer.url):
            self.page.get_by_label("You are").select_option(label=who)

    def say(self, words: str) -> None:
        """Type into the channel's own message box."""
        box = self.page.get_by_label("Message, or / for commands")
        box.fill(words)
        box.press("Enter")

    def card(self, name: str) -> Locator:
        """A client's card in the channel."""
        button = self.page.get_by_role("button", name=f"Text {name}", exact=True)
        return self.channel.get_by_role("article").filter(has=button).last

    def open(self, name: str) -> None:
        """Open a client's thread."""
        self.card(name).locator(".replies").click()
        expect(self.thread.get_by_role("textbox")).to_be_visible()

    def reply(self, words: str) -> Locator:
        """Reply in the open thread."""
        box = self.thread.get_by_role("textbox")
        box.fill(words)
        box.press("Enter")
        return self.thread.get_by_role("article").filter(has_text=words).first

    def menu(self, message: Locator, item: str) -> None:
        """Choose something of a message's own menu."""
        message.hover()
        message.get_by_role("button", name="More actions").last.click()
        self.choose(item)

    def choose(self, item: str) -> None:
        self.page.get_by_role("menuitem", name=item).click()

    def whisper(self, words: str) -> Locator:
        """What only the person at the desk sees."""
        return self.channel.locator("article.whisper").filter(has_text=words).last

    def phone(self, name: str) -> None:
        """Look at a client's phone."""
        roster = self.page.get_by_label("Phones", exact=True)
        roster.get_by_role("button", name=name).first.click()

    def arrived(self, words: str, times: int = 1) -> None:
        """On the phone that is looked at."""
        expect(self.texts.get_by_text(words)).to_have_count(times, timeout=SOON)

    def write(self, words: str) -> None:
        """The client types a text."""
        self.page.get_by_label("Text message").fill(words)
        self.page.get_by_role("button", name="Send text").click()

    def soon(self) -> None:
        """Let the seconds pass in which a text can be taken back."""
        self.move_clock("1 minute")

    def move_clock(self, by: str) -> None:
        self.page.locator(".weather .time").click()
        self.page.get_by_role("menuitem", name=by).click()

    def bad_day(self, what: str) -> None:
        self.page.locator("#bad").click()
        self.page.get_by_role("menuitemcheckbox", name=what).click()
        self.page.keyboard.press("Escape")

    def all_well(self) -> None:
        self.page.locator("#bad").click()
        self.page.get_by_role("menuitem", name="All well again").click()
        self.page.keyboard.press("Escape")

    def look_at(self, thing: Locator) -> None:
        """Bring it into sight, even while the page is drawn anew."""
        thing.evaluate("node => node.scrollIntoView({block: 'center'})")

    def shut(self) -> None:
        """Close the window."""
        self.modal.get_by_role("button", name="Close").last.click()
        expect(self.modal).to_be_hidden()

    def send(self) -> None:
        """The window's main button."""
        self.modal.get_by_role("button", name="Send", exact=True).click()
        expect(self.modal).to_be_hidden()

    def set(self, label: str, option: str) -> None:
        """Change one setting of one's own."""
        self.say("/parley settings")
        self.modal.get_by_label(label).select_option(label=option)
        self.modal.get_by_role("button", name="Save").click()
        expect(self.modal).to_be_hidden()
