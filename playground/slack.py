"""People at work in the pretend Slack: what they type becomes the request that Slack would send."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from playground.faults import Faults
from playground.interactions import Interactions
from playground.limits import Limits
from playground.stage import Stage
from playground.typed import as_slack
from playground.wire import Answer
from playground.workspace import APP_ID, BOT_USER, TEAM_ID, Message, SlackError

SUBSCRIPTIONS = {"app_home_opened", "message.im", "message.channels", "message.groups"}
SUBSCRIPTIONS |= {"reaction_added", "reaction_removed", "app_uninstalled", "tokens_revoked", "user_change"}
TEAM = {"team_id": TEAM_ID, "team_domain": "oak-realty", "api_app_id": APP_ID, "token": "playground"}


class Call(NamedTuple):
    """One Web API call of the bot."""

    method: str
    args: dict[str, Any]
    at: datetime


class Slack(Interactions):
    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.faults = Faults(stage.closing)
        self.limits = Limits()
        self.calls: list[Call] = []
        self.enforce_tiers = True
        self.subscriptions = set(SUBSCRIPTIONS)
        self.is_installed = True

    def fail(self, method: str, kind: str, times: int = 1) -> None:
        """`method` as in the Web API, or "upload", "download", "response_url", "*"."""
        self.faults.add(method, kind, times)

    def command(self, user: str, command: str, text: str = "", channel: str | None = None) -> Answer:
        where = channel or self.dm_of(user)
        with self.stage.lock:
            fields = TEAM | {"command": command, "text": text, "is_enterprise_install": "false"}
            fields |= {"user_id": user, "user_name": self.users[user]["name"]}
            fields |= {"channel_id": where, "channel_name": self.channel_name(where)}
            fields |= {"trigger_id": self.views.trigger(user)}
            fields |= {"response_url": self.replies.new_url(user, where)}
        answer = self.door.form(fields)
        error = "" if answer.ok else "dispatch_failed"
        try:
            self.replies.say(user, where, answer.body if answer.ok else "")
        except SlackError as problem:
            error = problem.code
        if error:
            error = "operation_timeout" if answer.body == "http_timeout" else error
            self.whisper(where, user, f"{command} failed with the error “{error}”", is_error=True)
        return answer

    def type(
        self,
        user: str,
        channel: str,
        text: str,
        thread_ts: str | None = None,
        files: Sequence[tuple[str, str, bytes]] = (),
        *,
        broadcast: bool = False,
        deliver: bool = True,
    ) -> str:
        """A message of a person's own, files as (name, type, content); its ts."""
        shown, rich = as_slack(text)
        with self.stage.lock:
            self.channel_id(channel, by=user, writing="is_archived")
            attached = [self.add_file(*file, user=user).wire(self.stage.api_url) for file in files]
            more = {"blocks": rich, "files": attached, "client_msg_id": str(uuid4())}
            more |= {"subtype": "file_share"} if files else {}
            message = self.post(channel, user, shown, thread_ts, broadcast=broadcast, **more)
        if deliver:
            self.deliver_message_event(channel, message["ts"])
        return str(message["ts"])

    def deliver_message_event(
        self, channel: str, ts: str, event_id: str | None = None, retry_num: int | None = None
    ) -> int:
        """Again with the same event id unless told another; by hand nothing is retried by itself."""
        with self.stage.lock:
            event = {**self.find(channel, ts), "event_ts": ts}
        by_hand = event_id is not None or retry_num is not None
        return self._message_event(channel, event, event_id, retry_num or 0, auto=not by_hand)

    def edit(self, user: str, channel: str, ts: str, text: str, *, deliver: bool = True) -> int:
        shown, rich = as_slack(text)
        with self.stage.lock:
            previous = deepcopy(self.find(channel, ts))
            message = deepcopy(self.change(channel, ts, user, text=shown, blocks=rich))
            event = {"subtype": "message_changed", "message": message, "previous_message": previous}
        return self._changed(channel, event) if deliver else 0

    def delete(self, user: str, channel: str, ts: str, *, deliver: bool = True) -> int:
        with self.stage.lock:
            event = {"subtype": "message_deleted", "previous_message": self.remove(channel, ts)}
            event |= {"deleted_ts": ts}
        return self._changed(channel, event) if deliver else 0

    def add_reaction(self, user: str, channel: str, ts: str, name: str) -> int:
        with self.stage.lock:
            self.react(channel, ts, name, user)
        return self._reaction("reaction_added", user, channel, ts, name)

    def remove_reaction(self, user: str, channel: str, ts: str, name: str) -> int:
        with self.stage.lock:
            self.unreact(channel, ts, name, user)
        return self._reaction("reaction_removed", user, channel, ts, name)

    def open_home(self, user: str, tab: str = "home") -> int:
        with self.stage.lock:
            event: Message = {"type": "app_home_opened", "user": user, "tab": tab}
            event |= {"channel": self.dm_of(user)}
            event |= {"view": self.views.homes[user]} if user in self.views.homes else {}
            event |= {"event_ts": self.next_ts()}
        return self._event(event)

    def archive(self, channel: str) -> int:
        self.channels[channel]["is_archived"] = True
        return self._about_channel("channel_archive", channel)

    def remove_bot(self, channel: str) -> int:
        self.channels[channel]["members"].discard(BOT_USER)
        return self._about_channel("channel_left", channel)

    def invite_bot(self, channel: str) -> int:
        self.channels[channel]["members"].add(BOT_USER)
        return self._about_channel("member_joined_channel", channel)

    def deactivate(self, user: str) -> int:
        """An admin of the workspace closes somebody's account."""
        return self.edit_profile(user, deleted=True)

    def reactivate(self, user: str) -> int:
        return self.edit_profile(user, deleted=False)

    def edit_profile(self, user: str, **new: Any) -> int:
        """Something about a member changes: the event brings all of them as they are now."""
        with self.stage.lock:
            self.users[user] |= new
            event: Message = {
                "type": "user_change",
                "user": deepcopy(self.users[user]),
                "event_ts": self.next_ts(),
            }
            event |= {"cache_ts": int(self.stage.now().timestamp())}
            self.stage.touch()
        return self._event(event)

    def uninstall(self) -> int:
        """An admin of the workspace takes the app away: its token is worth nothing from here on."""
        self.is_installed = False
        return self._event({"type": "app_uninstalled"})

    def _about_channel(self, kind: str, channel: str) -> int:
        self.stage.touch()
        return self._event({"type": kind, "channel": channel, "user": BOT_USER, "event_ts": self.next_ts()})

    def _event(self, event: Message) -> int:
        return self.door.event(event).status if event["type"] in self.subscriptions else 0

    def _reaction(self, kind: str, user: str, channel: str, ts: str, name: str) -> int:
        if BOT_USER not in self.channels[channel]["members"]:
            return 0
        item = {"type": "message", "channel": channel, "ts": ts}
        with self.stage.lock:
            event = {"type": kind, "user": user, "reaction": name, "item": item, "event_ts": self.next_ts()}
            event |= {"item_user": self.find(channel, ts)["user"]}
        return self._event(event)

    def _changed(self, channel: str, event: Message) -> int:
        with self.stage.lock:
            ts = self.next_ts()
        event |= {"type": "message", "hidden": True, "ts": ts, "event_ts": ts}
        return self._message_event(channel, event)

    def _message_event(
        self, channel: str, event: Message, event_id: str | None = None, retry: int = 0, *, auto: bool = True
    ) -> int:
        here = self.channels[channel]
        kind = "im" if here["is_im"] else "group" if here["is_private"] else "channel"
        name = {"im": "message.im", "group": "message.groups", "channel": "message.channels"}[kind]
        if BOT_USER not in here["members"] or name not in self.subscriptions:
            return 0
        event_id = event_id or f"Ev{event['ts'].replace('.', '')}"
        event |= {"channel": channel, "channel_type": kind}
        return self.door.event(event, event_id, retry, auto=auto).status
