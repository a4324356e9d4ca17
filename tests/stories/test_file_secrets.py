"""Our passwords are shown to Slack and Twilio and to nobody else, whatever address somebody sends us."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, Response, redirect, request

from bot.gateways.slack_files import SlackFiles
from bot.ports import Busy, Refused
from tests.stories.test_pictures_out import jpeg, words
from tests.support import ANA, BOT_TOKEN, MARIA, OURS, Socket, Town


class Thief:
    """Another server that writes down who shows it what."""

    def __init__(self, socket: Socket) -> None:
        self.seen: list[dict[str, str]] = []
        self.url = socket.url
        page = Flask("thief")

        @page.route("/<path:path>", methods=["GET", "HEAD", "POST", "DELETE"])
        def anything(path: str) -> Response:
            self.seen.append(dict(request.headers))
            return Response(b"stolen", content_type="image/jpeg")

        socket.app = page

    def knows(self) -> list[str]:
        return [value for headers in self.seen for name, value in headers.items() if name == "Authorization"]


@pytest.fixture
def thief() -> Iterator[Thief]:
    socket = Socket(4)
    yield Thief(socket)
    socket.close()


def ask_for(town: Town, url: str) -> None:
    """A reply with a picture that stands at this address."""
    town.meet_ana()
    dm, thread = town.world.slack.dm_of(MARIA), town.thread_of(MARIA, "201")
    files = [("house.jpg", "image/jpeg", jpeg())]
    ts = town.world.slack.type(MARIA, dm, "Look", thread_ts=thread, files=files, deliver=False)
    town.world.slack.find(dm, ts)["files"][0]["url_private_download"] = url
    town.world.slack.deliver_message_event(dm, ts)
    town.settle()


def test_the_token_does_not_go_to_another_server(town: Town, thief: Thief) -> None:
    ask_for(town, f"{thief.url}/files-pri/T1/house.jpg")
    assert "house.jpg could not be read from Slack" in words(town)[-1]
    assert (town.bodies(), thief.seen) == ([], [])


def divert(socket: Socket, path: str, where: str, status: int = 302) -> None:
    """Let everything whose path holds a word be sent elsewhere."""
    inner = socket.app

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        if path in environ["PATH_INFO"]:
            return redirect(where, status)(environ, start_response)
        return inner(environ, start_response)

    socket.app = app


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_token_does_not_follow_a_redirect(
    town: Town, thief: Thief, sockets: list[Socket], status: int
) -> None:
    divert(sockets[1], "/slack/files/", f"{thief.url}/house.jpg", status)
    town.meet_ana()
    town.reply(MARIA, "201", "Look", files=[("house.jpg", "image/jpeg", jpeg())])
    town.settle()
    assert "Slack asked us to sign in" in words(town)[-1]
    assert (town.bodies(), thief.seen) == ([], [])


def test_slacks_sign_in_page_is_no_picture(town: Town, sockets: list[Socket]) -> None:
    inner = sockets[1].app

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        if "/slack/files/" in environ["PATH_INFO"]:
            page = Response("<html>Sign in</html>", content_type="text/html; charset=utf-8")
            return page(environ, start_response)
        return inner(environ, start_response)

    sockets[1].app = app
    town.meet_ana()
    for name, mimetype in (
        ("house.jpg", "image/jpeg"),
        ("plan.pdf", "application/pdf"),
        ("x.html", "text/html"),
    ):
        town.reply(MARIA, "201", "Look", files=[(name, mimetype, jpeg())])
        town.settle()
        assert f"{name} could not be read from Slack (Slack asked us to sign in)" in words(town)[-1]
    assert town.bodies() == []


NOT_SLACK = (
    "http://files.slack.com/x",
    "https://files.slack.com.evil.example/x",
    "https://files.slack.com@evil.example/x",
    "https://evil.example\\.slack.com/x",
    "https://evil.example#.slack.com/x",
    "https://evil.example?.slack.com/x",
    "https://slack.com.evil.example/x",
    "https://notslack.com/x",
    "https://files.slack.com:8443/x",
    "https://user:pass@files.slack.com/x",
    "ftp://files.slack.com/x",
    "file:///etc/passwd",
    "//files.slack.com/x",
    "https://[::1",
    "https://files.slack.com\t.evil.example/x",
    "",
)


@pytest.mark.parametrize("url", NOT_SLACK)
def test_only_slacks_own_hosts_are_asked(url: str) -> None:
    with pytest.raises(Refused, match="not at Slack"):
        SlackFiles("xoxb", "https://slack.com/api/").download(url)


def test_a_file_without_end_is_given_up(thief: Thief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.gateways.slack_files.LARGEST", 3)
    with pytest.raises(Refused, match="larger"):
        SlackFiles("xoxb", f"{thief.url}/api/").download(f"{thief.url}/x")
    assert thief.knows() == ["Bearer xoxb"], "that server is Slack to us"


def test_a_server_that_is_not_there_is_busy() -> None:
    with pytest.raises(Busy):
        SlackFiles("xoxb", "http://127.0.0.1:1/api/").download("http://127.0.0.1:1/x")


def test_twilios_redirect_gets_no_password(
    make_town: Callable[..., Town], sockets: list[Socket], thief: Thief
) -> None:
    """Over plain http it is not even followed, save to the server that is Twilio to us."""
    town = make_town()
    town.first_use()
    divert(sockets[1], "/Media/", f"{thief.url}/cdn/file")
    town.world.twilio.text(ANA, OURS, "Look", media=[("image/png", b"one")])
    town.settle()
    assert thief.seen == []
    assert "unsafe address" in words(town)[-1]


def test_twilios_redirect_is_followed_to_its_store(town: Town, sockets: list[Socket]) -> None:
    inner, seen = sockets[1].app, []

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] == "/cdn/file":
            seen.append(environ.get("HTTP_AUTHORIZATION"))
            return Response(b"from the store", content_type="image/png")(environ, start_response)
        if "/Media/" in environ["PATH_INFO"]:
            return redirect(f"{sockets[1].url}/cdn/file", 307)(environ, start_response)
        return inner(environ, start_response)

    sockets[1].app = app
    town.world.twilio.text(ANA, OURS, "Look", media=[("image/png", b"one")])
    town.settle()
    shared = [file for one in town.replies(MARIA, "201") for file in one.get("files", [])]
    assert [town.world.slack.files[one["id"]].content for one in shared] == [b"from the store"]
    assert seen == [None]


def test_the_token_is_what_slack_expects(town: Town) -> None:
    """Otherwise the tests above would prove nothing."""
    name = f"{town.world.api_url}/slack/files"
    file = town.world.slack.add_file("a.txt", "text/plain", b"hello")
    files = SlackFiles(BOT_TOKEN, f"{town.world.api_url}/slack/api/")
    assert files.download(f"{name}/{file.id}/a.txt").content == b"hello"
    with pytest.raises(Refused, match="sign in"):
        SlackFiles("xoxb-wrong", f"{town.world.api_url}/slack/api/").download(f"{name}/{file.id}/a.txt")
