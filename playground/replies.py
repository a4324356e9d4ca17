"""What the bot says back without the Web API: the body of an answered command, and response URLs."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from playground.blocks import check_message, with_ids
from playground.workspace import BOT_USER, Message, SlackError, Workspace

MAX_USES, LIFE_SECONDS = 5, 30 * 60


@dataclass
class Url:
    user: str
    channel: str
    source: Message | None
    until: float
    uses: int = 0


class Replies:
    def __init__(self, space: Workspace) -> None:
        self._space = space
        self.urls: dict[str, Url] = {}

    def new_url(self, user: str, channel: str, source: Message | None = None) -> str:
        name = uuid4().hex
        self.urls[name] = Url(user, channel, source, time.monotonic() + LIFE_SECONDS)
        return f"{self._space.stage.api_url}/slack/response/{name}"

    def use(self, name: str, body: dict[str, Any]) -> tuple[int, str]:
        with self._space.stage.lock:
            url = self.urls.get(name)
            if url is None or time.monotonic() > url.until:
                return 404, "expired_url"
            if url.uses >= MAX_USES:
                return 404, "used_url"
            try:
                self._apply(url, body)
            except SlackError as problem:
                return 400, problem.code
            url.uses += 1
            return 200, "ok"

    def say(self, user: str, channel: str, body: Any) -> None:
        """A command's 200: nothing, plain text, or a message as JSON."""
        if body:
            with self._space.stage.lock:
                self._apply(Url(user, channel, None, 0.0), body if isinstance(body, dict) else {"text": body})

    def _apply(self, url: Url, body: dict[str, Any]) -> None:
        text, blocks = body.get("text", ""), with_ids(body.get("blocks", []))
        if problems := check_message(blocks):
            raise SlackError("invalid_blocks", *problems)
        if text or blocks:
            self._space.judge("response", {"text": text, "blocks": blocks})
        if body.get("delete_original") or body.get("replace_original"):
            self._replace(url, None if body.get("delete_original") else {"text": text, "blocks": blocks})
        elif body.get("response_type") == "in_channel":
            self._space.post(url.channel, BOT_USER, text, body.get("thread_ts"), blocks=blocks)
        elif text or blocks:
            self._space.whisper(url.channel, url.user, text, blocks, thread_ts=body.get("thread_ts"))
        else:
            raise SlackError("no_text")

    def _replace(self, url: Url, new: dict[str, Any] | None) -> None:
        space, ts = self._space, (url.source or {}).get("ts", "")
        whisper = next((each for each in space.whispers if each["ts"] == ts), None)
        if whisper is None and new is None:
            space.remove(url.channel, ts)
        elif whisper is None:
            space.change(url.channel, ts, BOT_USER, **(new or {}))
        elif new is None:
            space.whispers.remove(whisper)
        else:
            whisper |= new
        space.stage.touch()
