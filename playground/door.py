"""From the pretend Slack to the bot: signed, answered within 3 s, events tried again as Slack does."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from playground.stage import Stage
from playground.wire import Answer, post, slack_headers
from playground.workspace import APP_ID, BOT_USER, TEAM_ID

ACK_SECONDS = 3.0
RETRY_AFTER = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
Event = dict[str, Any]
FORM = "application/x-www-form-urlencoded"


class Door:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.retry_events = True
        self.ack_seconds = ACK_SECONDS

    def form(self, fields: dict[str, str]) -> Answer:
        return self._post(urlencode(fields).encode(), FORM)

    def payload(self, payload: Event) -> Answer:
        return self._post(urlencode({"payload": self._json(payload)}).encode(), FORM)

    def event(
        self, event: Event, event_id: str = "", retry: int = 0, reason: str = "", *, auto: bool = True
    ) -> Answer:
        event_id = event_id or f"Ev{uuid4().hex[:12]}"
        again: dict[str, str] = {}
        if retry:
            again = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason or "http_error"}
        answer = self._post(self._json(self._envelope(event, event_id)).encode(), "application/json", again)
        stop = answer.headers.get("x-slack-no-retry") == "1" or not (auto and self.retry_events)
        if not answer.ok and retry < len(RETRY_AFTER) and not stop:
            why = "" if answer.status else str(answer.body)
            when = self._stage.now() + RETRY_AFTER[retry]
            self._stage.at(when, lambda: self.event(event, event_id, retry + 1, why))
        return answer

    def _envelope(self, event: Event, event_id: str) -> Event:
        seen_by = {"enterprise_id": None, "team_id": TEAM_ID, "user_id": BOT_USER, "is_bot": True}
        envelope: Event = {"type": "event_callback", "event_id": event_id}
        envelope |= {"event_time": int(self._stage.now().timestamp())}
        envelope |= {"team_id": TEAM_ID, "api_app_id": APP_ID, "token": "playground", "event": event}
        return envelope | {
            "authorizations": [seen_by | {"is_enterprise_install": False}],
            "is_ext_shared_channel": False,
        }

    def _json(self, value: Event) -> str:
        with self._stage.lock:  # payloads point into the live state
            return json.dumps(value)

    def _post(self, body: bytes, content_type: str, more: dict[str, str] | None = None) -> Answer:
        wiring = self._stage.wiring
        headers = slack_headers(wiring.signing_secret, body, content_type) | (more or {})
        return post(f"{wiring.bot_url}/slack/events", body, headers, self.ack_seconds)
