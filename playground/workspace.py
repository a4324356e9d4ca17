"""Oak Realty's Slack: its people, channels, messages and files, and what may be done to them."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from playground.accessibility import accessibility
from playground.stage import Stage

Message = dict[str, Any]

TEAM_ID, APP_ID, BOT_ID, BOT_USER = "T0OAK", "APARLEY", "BPARLEY", "UPARLEY"
GENERAL, CLIENTS, LISTINGS = "C0GENERAL", "C0CLIENTS", "C0LISTINGS"
PEOPLE = {"UMARIA", "UBEN", "UZOE"}
CHANNELS = {
    GENERAL: ("general", PEOPLE | {"UBOT2", BOT_USER}),
    CLIENTS: ("maria-clients", PEOPLE | {BOT_USER}),
    LISTINGS: ("listings", PEOPLE),
}
MAX_TEXT, MAX_UPDATE = 40_000, 4_000


class SlackError(Exception):
    """Slack's {"ok": false, "error": ...}."""

    def __init__(self, code: str, *messages: str) -> None:
        super().__init__(code, *messages)
        self.code = code
        self.messages = list(messages)


@dataclass
class File:
    id: str
    name: str
    mimetype: str
    content: bytes
    title: str = ""
    user: str = BOT_USER
    alt_text: str = ""
    shares: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def wire(self, api_url: str) -> dict[str, Any]:
        url = f"{api_url}/slack/files/{self.id}/{quote(self.name)}"
        wire: dict[str, Any] = {"id": self.id, "name": self.name, "mimetype": self.mimetype, "mode": "hosted"}
        wire |= {"title": self.title or self.name, "filetype": self.name.rsplit(".", 1)[-1]}
        wire |= dict.fromkeys(("url_private", "url_private_download", "permalink"), url)
        wire |= {"alt_txt": self.alt_text, "size": len(self.content), "user": self.user}
        return wire | {"shares": {"private": self.shares}}


def person(user_id: str, name: str, *, admin: bool = False, bot: bool = False) -> dict[str, Any]:
    first = name.split(maxsplit=1)[0]
    profile = {"real_name": name, "display_name": first, "email": f"{first.lower()}@oakrealty.example"}
    flags = dict.fromkeys(("deleted", "is_app_user", "is_restricted", "is_ultra_restricted"), False)
    flags |= {"is_admin": admin, "is_owner": admin, "is_bot": bot}
    names = {"id": user_id, "team_id": TEAM_ID, "name": first.lower(), "real_name": name}
    return {**names, **flags, "tz": "America/Chicago", "tz_offset": -21600, "profile": profile}


class Workspace:
    """All of it guarded by the stage's lock; callers on other threads take it first."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        cast = [person("UMARIA", "Maria Lopez", admin=True), person("UBEN", "Ben Carter")]
        cast += [person("UZOE", "Zoe Kim"), person("UBOT2", "Calendar", bot=True)]
        cast += [person(BOT_USER, "Parley", bot=True)]
        self.users = {user["id"]: user for user in cast}
        self.channels: dict[str, dict[str, Any]] = {}
        self.posts: dict[str, dict[str, Message]] = {}
        for channel, (name, members) in CHANNELS.items():
            self._open(channel, {*members}, name=name)
        self.whispers: list[Message] = []
        self.files: dict[str, File] = {}
        self.complaints: list[tuple[str, list[str]]] = []
        self._last_micros = 0

    def next_ts(self) -> str:
        self._last_micros = max(int(self.stage.now().timestamp() * 1e6), self._last_micros + 1)
        seconds, micros = divmod(self._last_micros, 1_000_000)
        return f"{seconds}.{micros:06d}"

    def dm_of(self, user: str) -> str:
        """The person's direct messages with the bot."""
        with self.stage.lock:
            if user not in self.users:
                raise SlackError("user_not_found")
            channel = f"D{user[1:]}"
            if channel not in self.channels:
                self._open(channel, {user, BOT_USER}, is_im=True, user=user)
            return channel

    def _open(self, channel: str, members: set[str], **more: Any) -> None:
        flags = dict.fromkeys(("is_im", "is_private", "is_archived"), False)
        self.channels[channel] = {"id": channel, "members": members, **flags, **more}
        self.posts[channel] = {}

    def judge(self, surface: str, shown: Message) -> None:
        """Keep what somebody who cannot see the screen would miss in what the bot shows."""
        if problems := accessibility(shown):
            self.complaints.append((surface, problems))

    def seen_channel(self, channel: str, by: str = BOT_USER) -> dict[str, Any]:
        """What this member may know of: a private channel hides from those outside."""
        found = self.channels.get(self.dm_of(channel) if channel in self.users else channel)
        hidden = found and (found["is_private"] or found["is_im"]) and by not in found["members"]
        if found is None or hidden:
            raise SlackError("channel_not_found")
        return found

    def channel_id(self, channel: str, by: str = BOT_USER, *, writing: str = "") -> str:
        """The channel, if its member may read it; `writing`: what Slack says when it is archived."""
        found = self.seen_channel(channel, by)
        if by not in found["members"]:
            raise SlackError("not_in_channel")
        if writing and found["is_archived"]:
            raise SlackError(writing)
        return str(found["id"])

    def find(self, channel: str, ts: str) -> Message:
        message = self.posts.get(channel, {}).get(ts)
        if message is None:
            raise SlackError("message_not_found")
        return message

    def post(
        self, channel: str, user: str, text: str, thread: str | None, *, broadcast: bool = False, **more: Any
    ) -> Message:
        """A reply to a parent that is gone lands in the channel itself, as in Slack."""
        ts = self.next_ts()
        message: Message = {"type": "message", "user": user, "team": TEAM_ID, "ts": ts}
        message["text"] = text[:MAX_TEXT]
        message |= {name: value for name, value in more.items() if value}
        if user == BOT_USER:
            message |= {"bot_id": BOT_ID, "app_id": APP_ID}
        if parent := self.posts[channel].get(thread or ""):
            self._reply(message, self.posts[channel].get(parent.get("thread_ts", ""), parent), broadcast)
        self.posts[channel][ts] = message
        for file in message.get("files", []):
            share = {"ts": ts, "thread_ts": message.get("thread_ts", ts)}
            self.files[file["id"]].shares.setdefault(channel, []).append(share)
        self.stage.touch()
        return message

    def _reply(self, message: Message, parent: Message, broadcast: bool) -> None:
        parent["thread_ts"] = parent["ts"]
        parent["reply_count"] = parent.get("reply_count", 0) + 1
        parent["latest_reply"] = message["ts"]
        message |= {"thread_ts": parent["ts"], "parent_user_id": parent["user"]}
        if broadcast:
            message["subtype"] = "thread_broadcast"

    def change(self, channel: str, ts: str, by: str, **new: Any) -> Message:
        message = self.find(channel, ts)
        if message["user"] != by:
            raise SlackError("cant_update_message")
        if len(new.get("text") or "") > MAX_UPDATE and by == BOT_USER:
            raise SlackError("msg_too_long")
        message |= {name: value for name, value in new.items() if value is not None}
        message["edited"] = {"user": by, "ts": self.next_ts()}
        self.stage.touch()
        return message

    def remove(self, channel: str, ts: str) -> Message:
        message = self.find(channel, ts)
        del self.posts[channel][ts]
        parent = self.posts[channel].get(message.get("thread_ts", ""))
        if parent:
            left = [reply["ts"] for reply in self.thread(channel, parent["ts"])[1:]]
            parent |= {"reply_count": len(left), "latest_reply": left[-1] if left else ""}
        self.stage.touch()
        return message

    def thread(self, channel: str, ts: str) -> list[Message]:
        parent = self.posts[channel].get(ts)
        if parent is None:
            raise SlackError("thread_not_found")
        replies = [
            post for post in self.posts[channel].values() if post.get("thread_ts") == ts and post["ts"] != ts
        ]
        return [parent, *replies]

    def react(self, channel: str, ts: str, name: str, user: str) -> None:
        reactions = self.find(channel, ts).setdefault("reactions", [])
        found = next((each for each in reactions if each["name"] == name), None)
        if found is None:
            reactions.append({"name": name, "users": [user], "count": 1})
        elif user in found["users"]:
            raise SlackError("already_reacted")
        else:
            found |= {"users": [*found["users"], user], "count": found["count"] + 1}
        self.stage.touch()

    def unreact(self, channel: str, ts: str, name: str, user: str) -> None:
        message = self.find(channel, ts)
        found = next((each for each in message.get("reactions", []) if each["name"] == name), None)
        if found is None or user not in found["users"]:
            raise SlackError("no_reaction")
        users = [each for each in found["users"] if each != user]
        found |= {"users": users, "count": len(users)}
        message["reactions"] = [each for each in message["reactions"] if each["users"]]
        self.stage.touch()

    def whisper(self, channel: str, user: str, text: str, blocks: Any = None, **more: Any) -> Message:
        """An ephemeral message: one person sees it, nothing keeps it."""
        with self.stage.lock:
            message: Message = {"user": BOT_USER, "text": text, "channel": channel, "to": user}
            message |= {"ts": self.next_ts()}
            self.whispers.append(message | {"blocks": blocks or [], "is_ephemeral": True} | more)
            self.stage.touch()
            return self.whispers[-1]

    def add_file(self, name: str, mimetype: str, content: bytes, user: str = BOT_USER) -> File:
        file = File(f"F{uuid4().hex[:10].upper()}", name, mimetype, content, user=user)
        self.files[file.id] = file
        return file

    def messages(self, channel: str, thread_ts: str | None = None) -> list[Message]:
        """Copies: the channel as it shows (with broadcasts), or one thread from its parent on."""
        with self.stage.lock:
            if thread_ts:
                return deepcopy(self.thread(channel, thread_ts))
            top = (post for post in self.posts[channel].values() if _in_channel(post))
            return [deepcopy(post) for post in top]

    def ephemerals(self, user: str) -> list[Message]:
        with self.stage.lock:
            return [deepcopy(message) for message in self.whispers if message["to"] == user]


def _in_channel(message: Message) -> bool:
    is_reply = message.get("thread_ts", message["ts"]) != message["ts"]
    return not is_reply or message.get("subtype") == "thread_broadcast"
