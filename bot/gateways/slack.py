"""Slack's Web API for everything that goes through the worker."""

import json
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.gateways.slack_files import SlackFiles
from bot.ports import Busy, File, Identity, Person, Post, Posted, Refused, Room, Said, Unclear

TIMEOUT_SECONDS = 10
PATIENCE_SECONDS = 2  # while a person waits for the answer to a command
AGAIN = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
PAGE = 200  # messages; Slack advises no more
OURS_TO_MEND = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "missing_scope",
}
EVENT_TYPE = "parley_post"  # the name under which Slack keeps our key with a post


class ShutOut(Busy):
    """Slack refuses our token, not the thing we asked for: everything waits until an operator mends it."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"Slack refuses SLACK_BOT_TOKEN ({word}): install the app again and set the new token"
        )
        self.word = word


class SlackGateway:
    """One workspace's bot.

    The SDK's own retries are off: one of them repeats a post whose answer was lost.
    """

    def __init__(self, token: str, api_url: str) -> None:
        self._client = WebClient(token, base_url=api_url, timeout=TIMEOUT_SECONDS, retry_handlers=[])
        self._quick = WebClient(token, base_url=api_url, timeout=PATIENCE_SECONDS, retry_handlers=[])
        self._files = SlackFiles(token, api_url)
        self._hosts = {"hooks.slack.com", urlsplit(api_url).netloc}

    def identity(self) -> Identity:
        try:
            answer = _ask(self._client, "auth.test")
        except ShutOut as shut_out:
            raise Refused(shut_out.word) from shut_out
        name, url = answer.get("team") or "", answer.get("url") or ""
        return Identity(answer["team_id"], name, answer["user_id"], url)

    def person(self, slack_user_id: str) -> Person:
        user = _ask(self._quick, "users.info", user=slack_user_id)["user"]
        profile = user.get("profile", {})
        guest = user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger")
        full = not (user.get("is_bot") or user.get("deleted") or guest or slack_user_id == "USLACKBOT")
        name = profile.get("real_name") or user.get("real_name") or user.get("name") or slack_user_id
        return Person(slack_user_id, name, profile.get("email"), full)

    def room(self, channel: str) -> Room:
        seen = _ask(self._quick, "conversations.info", channel=channel)["channel"]
        shared = seen.get("is_ext_shared") or seen.get("is_pending_ext_shared")
        flags = (seen.get("is_member"), seen.get("is_archived"), shared)
        return Room(seen.get("name") or "", *map(bool, flags))

    def publish_home(self, slack_user_id: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        _ask(self._client, "views.publish", user_id=slack_user_id, view={"type": "home", "blocks": [*blocks]})

    def open_dm(self, slack_user_id: str) -> str:
        return str(_ask(self._client, "conversations.open", users=slack_user_id)["channel"]["id"])

    def post(
        self, channel: str, post: Post, key: str, thread_ts: str | None = None, broadcast: bool = False
    ) -> Posted:
        body = _body(post) | {"channel": channel, "unfurl_links": False, "unfurl_media": False}
        body["metadata"] = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
        if thread_ts:
            body |= {"thread_ts": thread_ts, "reply_broadcast": broadcast}
        answer = _do(self._client, "chat.postMessage", body)
        return _posted(answer["channel"], answer["message"] | {"ts": answer["ts"]})

    def find(self, channel: str, key: str, thread_ts: str | None) -> Posted | None:
        for message in self._posts(channel, thread_ts):
            if message.get("metadata", {}).get("event_payload", {}).get("key") == key:
                return _posted(channel, message)
        return None

    def _posts(self, channel: str, thread_ts: str | None) -> Iterator[Any]:
        """A whole thread, oldest first, or the channel's latest page: we look soon after we posted."""
        method = "conversations.replies" if thread_ts else "conversations.history"
        asked = {"channel": channel, "include_all_metadata": True, "limit": PAGE}
        asked |= {"ts": thread_ts} if thread_ts else {}
        while True:
            answer = _ask(self._client, method, **asked)
            yield from answer.get("messages", [])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not (cursor and thread_ts):
                return
            asked["cursor"] = cursor

    def said_since(self, channel: str, thread_ts: str, oldest: str) -> list[Said]:
        asked = {"channel": channel, "ts": thread_ts, "oldest": oldest, "limit": 200}
        try:
            answer = _ask(self._client, "conversations.replies", **asked)
        except Refused:
            return []  # the thread is gone
        found = (one for one in answer.get("messages", []) if one.get("user") and not one.get("bot_id"))
        return [_said(one) for one in found if one["ts"] > oldest and one["ts"] != thread_ts]

    def update(self, channel: str, ts: str, post: Post) -> None:
        _ask(self._client, "chat.update", channel=channel, ts=ts, **_body(post))

    def delete(self, channel: str, ts: str) -> None:
        _unless("message_not_found", self._client, "chat.delete", channel=channel, ts=ts)

    def whisper(self, channel: str, slack_user_id: str, text: str, thread_ts: str | None) -> None:
        place = {"channel": channel, "user": slack_user_id} | ({"thread_ts": thread_ts} if thread_ts else {})
        _do(self._client, "chat.postEphemeral", place | {"text": text})

    def react(self, channel: str, ts: str, emoji: str) -> None:
        _unless("already_reacted", self._client, "reactions.add", channel=channel, timestamp=ts, name=emoji)

    def unreact(self, channel: str, ts: str, emoji: str) -> None:
        _unless("no_reaction", self._client, "reactions.remove", channel=channel, timestamp=ts, name=emoji)

    def upload(self, channel: str, thread_ts: str, name: str, alt: str, file: File) -> str:
        place = _ask(
            self._client, "files.getUploadURLExternal", filename=name, length=len(file.content), alt_txt=alt
        )
        _put(place["upload_url"], file)
        shared = {"files": [{"id": place["file_id"], "title": name}], "channel_id": channel}
        _do(self._client, "files.completeUploadExternal", shared | {"thread_ts": thread_ts})
        return str(place["file_id"])

    def download(self, url: str) -> File:
        return self._files.download(url)

    def find_upload(self, channel: str, thread_ts: str, name: str) -> str | None:
        files = (file for message in self._posts(channel, thread_ts) for file in message.get("files", []))
        return next(
            (str(file["id"]) for file in files if name in (file.get("name"), file.get("title"))), None
        )

    def respond(self, url: str, post: Post, instead: bool) -> None:
        if urlsplit(url).netloc not in self._hosts:
            raise Refused("the answer's address is not Slack's")
        hook = WebhookClient(url, timeout=TIMEOUT_SECONDS, retry_handlers=[])
        try:
            answer = hook.send_dict(_body(post) | {"replace_original": instead, "response_type": "ephemeral"})
        except (SlackClientError, OSError, HTTPException) as error:
            raise Unclear(f"no answer from Slack: {error}") from error
        if answer.status_code != 200:
            raise Refused(f"Slack answered {answer.status_code}")


def _body(post: Post) -> dict[str, Any]:
    return {"text": post.text} | ({"blocks": [*post.blocks]} if post.blocks else {})


def _said(message: Any) -> Said:
    files, blocks = message.get("files") or (), message.get("blocks") or ()
    return Said(message["user"], message["ts"], message.get("text") or "", blocks, files)


def _posted(channel: str, message: Any) -> Posted:
    # A parent that has replies carries its own ts as thread_ts.
    thread_ts = message.get("thread_ts")
    return Posted(channel, message["ts"], None if thread_ts == message["ts"] else thread_ts)


def _ask(client: WebClient, method: str, **asked: Any) -> Any:
    """A call that may be repeated: whatever went wrong on the way, nothing is in doubt."""
    try:
        return client.api_call(method, data=_plain(asked))
    except SlackApiError as error:
        raise _refusal(error) or Busy(f"Slack answered {_status(error)}") from error
    except (SlackClientError, URLError, OSError, HTTPException, ValueError) as error:
        raise Busy(f"no answer from Slack: {error}") from error


def _do(client: WebClient, method: str, body: dict[str, Any]) -> Any:
    """A call that must not be repeated blindly: a lost answer is Unclear."""
    try:
        return client.api_call(method, json=body)
    except SlackApiError as error:
        raise _refusal(error) or Unclear(f"Slack answered {_status(error)}") from error
    except URLError as error:
        if isinstance(error.reason, ConnectionRefusedError):
            raise Busy(f"Slack cannot be reached: {error}") from error
        raise Unclear(f"no answer from Slack: {error}") from error
    except (SlackClientError, OSError, HTTPException, ValueError) as error:
        raise Unclear(f"no answer from Slack: {error}") from error


def _unless(done: str, client: WebClient, method: str, **asked: Any) -> None:
    """A call whose goal may be reached already: Slack then answers with that word."""
    try:
        _ask(client, method, **asked)
    except Refused as refused:
        if refused.reason != done:
            raise


def _refusal(error: SlackApiError) -> Exception | None:
    """Slack's own word for no, or patience it asks for; None when nobody can tell."""
    status = _status(error)
    if status == 429:
        return Busy("Slack asks to slow down", float(error.response.headers.get("Retry-After", 1)))
    word = error.response.get("error") if status == 200 else None
    if word in OURS_TO_MEND:
        return ShutOut(str(word))
    if word == "ratelimited":
        return Busy("Slack asks to slow down", 1)
    return Refused(str(word)) if word and word not in AGAIN else None


def _status(error: SlackApiError) -> int:
    return int(getattr(error.response, "status_code", 0) or 0)


def _plain(asked: dict[str, Any]) -> dict[str, Any]:
    """Slack's reading methods take forms, not JSON: what is not flat goes in as JSON text."""
    return {
        name: json.dumps(value) if isinstance(value, (list, dict)) else value for name, value in asked.items()
    }


def _put(url: str, file: File) -> None:
    """Bring the bytes to the place Slack named; until it is shared nobody sees them, so repeating is safe."""
    headers = {"Content-Type": file.content_type}
    request = Request(url, data=file.content, headers=headers, method="POST")  # noqa: S310
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS * 6):  # noqa: S310
            pass
    except (URLError, OSError, HTTPException) as error:
        raise Busy(f"Slack did not take the file: {error}") from error
