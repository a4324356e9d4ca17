"""What people do with blocks, modals and shortcuts: each act becomes the payload that Slack would send."""

from copy import deepcopy
from typing import Any

from playground.blocks import options_of
from playground.door import Door
from playground.replies import Replies
from playground.stage import Stage
from playground.views import NOT_ANSWERED, VALUE_KEYS, View, Views, chosen_value, find_element, missing
from playground.wire import Answer
from playground.workspace import APP_ID, TEAM_ID, SlackError, Workspace

Payload = dict[str, Any]


class Interactions(Workspace):
    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.views = Views(stage, self.judge)
        self.replies = Replies(self)
        self.door = Door(stage)

    def click(
        self,
        user: str,
        action_id: str,
        value: Any = None,
        *,
        channel: str = "",
        ts: str = "",
        block_id: str = "",
    ) -> Answer:
        """A button or a choice: in the message at channel and ts, else in the top modal, else in Home."""
        with self.stage.lock:
            source, where = self._surface(user, channel, ts)
            block, element = find_element(source, action_id, block_id, value)
            chosen = chosen_value(element, value)
            values = {} if ts else source["state"]["values"]
            if element["type"] in VALUE_KEYS:
                entered = {"type": element["type"], **chosen}
                values.setdefault(block["block_id"], {})[action_id] = entered
            action = {"action_id": action_id, "block_id": block.get("block_id", ""), "type": element["type"]}
            payload = {"type": "block_actions", "state": {"values": values}, **where}
            payload["actions"] = [{**action, **chosen, "action_ts": self.next_ts()}]
            payload |= self._about(user) | {"trigger_id": self.views.trigger(user)}
        return self._interact(payload, user, channel)

    def type_in_view(self, user: str, block_id: str, action_id: str, value: Any) -> Answer | None:
        """Fill one field, files as (name, type, content); answered where the input asks for every change."""
        with self.stage.lock:
            view, _ = self._surface(user)
            block, element = find_element(view, action_id, block_id, None)
            if element["type"] == "file_input":
                value = [one if isinstance(one, dict) else self._uploaded(user, *one) for one in value]
            entered = {"type": element["type"], **chosen_value(element, value)}
            view["state"]["values"].setdefault(block_id, {})[action_id] = entered
            self.stage.touch()
        if block["type"] == "input" and not block.get("dispatch_action"):
            return None
        triggers = element.get("dispatch_action_config", {}).get("trigger_actions_on", ["on_enter_pressed"])
        if VALUE_KEYS[element["type"]] == "value" and "on_character_entered" not in triggers:
            return None
        return self.click(user, action_id, value, block_id=block_id)

    def suggest(
        self, user: str, block_id: str, action_id: str, query: str, channel: str = "", ts: str = ""
    ) -> list[Payload]:
        """The options of an external select for what was typed so far."""
        with self.stage.lock:
            _, where = self._surface(user, channel, ts)
            payload = {"type": "block_suggestion", "action_id": action_id, "block_id": block_id}
            payload |= {"value": query, **where, **self._about(user)}
        body = self._interact(payload, user, channel).body
        return options_of(body) if isinstance(body, dict) else []

    def submit(self, user: str) -> Answer:
        """Slack itself holds back an empty required field (status 0); else the bot's answer is obeyed."""
        with self.stage.lock:
            view = self._modal(user)
            if empty := missing(view):
                self.views.complain(view, empty)
                return Answer(0, {"response_action": "errors", "errors": empty}, 0.0)
            payload = {"type": "view_submission", "view": deepcopy(view), "response_urls": []}
            payload |= self._about(user) | {"trigger_id": self.views.trigger(user)}
        answer = self.door.payload(payload)
        with self.stage.lock:
            self.views.obey(user, view["id"], answer.body if answer.ok else NOT_ANSWERED)
        return answer

    def close_view(self, user: str) -> Answer | None:
        with self.stage.lock:
            view = self._modal(user)
            self.views.pop(user)
            payload = {"type": "view_closed", "view": view, "is_cleared": False, **self._about(user)}
        return self.door.payload(payload) if view["notify_on_close"] else None

    def shortcut(self, user: str, callback_id: str, channel: str = "", ts: str = "") -> Answer:
        """Global, or on the message at channel and ts."""
        with self.stage.lock:
            payload = {"type": "shortcut", "callback_id": callback_id, "action_ts": self.next_ts()}
            if ts:
                payload |= {**self._surface(user, channel, ts)[1], "type": "message_action", "message_ts": ts}
            payload |= self._about(user) | {"trigger_id": self.views.trigger(user)}
        return self._interact(payload, user, channel)

    def view_of(self, user: str) -> View | None:
        with self.stage.lock:
            return deepcopy(self.views.top(user))

    def home_of(self, user: str) -> View | None:
        with self.stage.lock:
            return deepcopy(self.views.homes.get(user))

    def _uploaded(self, user: str, name: str, mimetype: str, content: bytes) -> Payload:
        return self.add_file(name, mimetype, content, user).wire(self.stage.api_url)

    def channel_name(self, channel: str) -> str:
        return str(self.channels[channel].get("name", "directmessage"))

    def _about(self, user: str) -> Payload:
        name = self.users[user]["name"]
        who = {"id": user, "name": name, "username": name, "team_id": TEAM_ID}
        about: Payload = {"user": who, "team": {"id": TEAM_ID, "domain": "oak-realty"}, "api_app_id": APP_ID}
        return about | {"token": "playground", "enterprise": None, "is_enterprise_install": False}

    def _surface(self, user: str, channel: str = "", ts: str = "") -> tuple[Payload, Payload]:
        """Where something is done, and how the payload says so."""
        if not ts:
            view = self.views.top(user) or self.views.homes.get(user)
            if view is None:
                raise SlackError("not_found")
            return view, {"view": view, "container": {"type": "view", "view_id": view["id"]}}
        whisper = next((each for each in self.whispers if each["ts"] == ts and each["to"] == user), None)
        message = whisper or self.find(channel, ts)
        container: Payload = {"type": "message", "message_ts": ts, "channel_id": channel}
        container |= {"is_ephemeral": bool(whisper)}
        container |= {"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {}
        where: Payload = {"channel": {"id": channel, "name": self.channel_name(channel)}}
        where |= {"container": container, "response_url": self.replies.new_url(user, channel, message)}
        return message, where | ({} if whisper else {"message": message})

    def _modal(self, user: str) -> View:
        view = self.views.top(user)
        if view is None:
            raise SlackError("not_found")
        return view

    def _interact(self, payload: Payload, user: str, channel: str) -> Answer:
        answer = self.door.payload(payload)
        view = payload.get("view")
        if view:
            self.views.complain(view, {} if answer.ok else {"": NOT_ANSWERED})
        elif not answer.ok:
            self.whisper(channel or self.dm_of(user), user, NOT_ANSWERED, is_error=True)
        return answer
