"""The methods of the Slack Web API that the bot calls, with Slack's refusals."""

import mimetypes
from collections.abc import Callable
from typing import Any

from playground.blocks import check_message, with_ids
from playground.slack import Slack
from playground.workspace import BOT_ID, BOT_USER, MAX_TEXT, TEAM_ID, SlackError

Args = dict[str, Any]

PAGE = 100
WORKSPACE_URL = "https://oak-realty.slack.com/"
US = {"url": WORKSPACE_URL, "team": "Oak Realty", "user": "parley", "team_id": TEAM_ID}
US |= {"user_id": BOT_USER, "bot_id": BOT_ID}
LAST_PAGE = {"response_metadata": {"next_cursor": ""}}


def _need(args: Args, *names: str) -> list[Any]:
    absent = [name for name in names if name not in args]
    if absent:
        raise SlackError("invalid_arguments", *(f"[ERROR] missing required field: {name}" for name in absent))
    return [args[name] for name in names]


def _flag(args: Args, name: str) -> bool:
    return str(args.get(name, "")).lower() in ("1", "true")


def _found(known: dict[str, Any], error: str, wanted: str) -> Any:
    if wanted not in known:
        raise SlackError(error)
    return known[wanted]


def _words(args: Args) -> Args:
    """The text and blocks of a message, as far as given, checked."""
    words: Args = {name: args[name] for name in ("text", "blocks") if name in args}
    if problems := check_message(words.get("blocks", [])):
        raise SlackError("invalid_blocks", *problems)
    if "blocks" in words:
        words["blocks"] = with_ids(words["blocks"])
    return words


def _written(slack: Slack, args: Args) -> tuple[str, Args]:
    (channel,) = _need(args, "channel")
    channel, words = slack.channel_id(channel, writing="is_archived"), {"text": "", **_words(args)}
    if not any(words.values()):
        raise SlackError("no_text")
    return channel, words


def _users_info(slack: Slack, args: Args) -> Args:
    return {"user": _found(slack.users, "user_not_found", *_need(args, "user"))}


def _users_list(slack: Slack, args: Args) -> Args:
    return {"members": list(slack.users.values()), **LAST_PAGE}


def _conversations_open(slack: Slack, args: Args) -> Args:
    (user,) = _need(args, "users")
    if slack.users.get(user, {}).get("deleted"):
        raise SlackError("user_disabled")
    return {"channel": {"id": slack.dm_of(user), "is_im": True}}


def _conversations_info(slack: Slack, args: Args) -> Args:
    found = slack.seen_channel(*_need(args, "channel"))
    kinds = {"is_channel": not found["is_im"] and not found["is_private"], "is_group": found["is_private"]}
    about = {name: value for name, value in found.items() if name != "members"}
    return {"channel": about | kinds | {"is_member": BOT_USER in found["members"], "is_ext_shared": False}}


def _conversations_members(slack: Slack, args: Args) -> Args:
    return {"members": sorted(slack.seen_channel(*_need(args, "channel"))["members"]), **LAST_PAGE}


def _replies(slack: Slack, args: Args) -> Args:
    channel, ts = _need(args, "channel", "ts")
    return _page(slack.thread(slack.channel_id(channel), ts), args)


def _history(slack: Slack, args: Args) -> Args:
    posts = slack.messages(slack.channel_id(*_need(args, "channel")))
    return _page([one for one in posts if one.get("thread_ts") in (None, one["ts"])][::-1], args)


def _page(messages: list[Args], args: Args) -> Args:
    start, limit = int(args.get("cursor") or 0), int(args.get("limit") or PAGE)
    end, keep = start + limit, _flag(args, "include_all_metadata")
    page = [{k: v for k, v in each.items() if keep or k != "metadata"} for each in messages[start:end]]
    more = end < len(messages)
    next_cursor = {"response_metadata": {"next_cursor": str(end) if more else ""}}
    return {"messages": page, "has_more": more, **next_cursor}


def _post(slack: Slack, args: Args) -> Args:
    channel, words = _written(slack, args)
    more = {name: args.get(name) for name in ("metadata", "username")} | {"blocks": words.get("blocks")}
    broadcast, thread = _flag(args, "reply_broadcast"), args.get("thread_ts")
    message = slack.post(channel, BOT_USER, words["text"], thread, broadcast=broadcast, **more)
    slack.judge("message", message)
    warning = {"warning": "message_truncated"} if len(words["text"]) > MAX_TEXT else {}
    return {"channel": channel, "ts": message["ts"], "message": message, **warning}


def _update(slack: Slack, args: Args) -> Args:
    channel, ts = _need(args, "channel", "ts")
    channel, words = slack.channel_id(channel, writing="is_inactive"), _words(args)
    if not words:
        raise SlackError("no_text")
    message = slack.change(channel, ts, BOT_USER, **words, metadata=args.get("metadata"))
    slack.judge("update", message)
    return {"channel": channel, "ts": ts, "text": message["text"], "message": message}


def _delete(slack: Slack, args: Args) -> Args:
    channel, ts = _need(args, "channel", "ts")
    if slack.find(slack.channel_id(channel), ts)["user"] != BOT_USER:
        raise SlackError("cant_delete_message")
    slack.remove(channel, ts)
    return {"channel": channel, "ts": ts}


def _whisper(slack: Slack, args: Args) -> Args:
    (user,) = _need(args, "user")
    channel, words = _written(slack, args)
    if user not in slack.channels[channel]["members"]:
        raise SlackError("user_not_in_channel")
    slack.judge("ephemeral", words)
    return {"message_ts": slack.whisper(channel, user, **words, thread_ts=args.get("thread_ts"))["ts"]}


def _permalink(slack: Slack, args: Args) -> Args:
    channel, ts = _need(args, "channel", "message_ts")
    channel = slack.channel_id(channel)
    thread = slack.find(channel, ts).get("thread_ts", ts)
    link = f"{WORKSPACE_URL}archives/{channel}/p{ts.replace('.', '')}"
    return {"permalink": link + (f"?thread_ts={thread}&cid={channel}" if thread != ts else "")}


def _reaction(verb: str) -> Callable[[Slack, Args], Args]:
    def call(slack: Slack, args: Args) -> Args:
        channel, ts, name = _need(args, "channel", "timestamp", "name")
        getattr(slack, verb)(slack.channel_id(channel, writing="is_archived"), ts, name, BOT_USER)
        return {}

    return call


def _view(verb: str, *required: str, optional: tuple[str, ...] = ()) -> Callable[[Slack, Args], Args]:
    def call(slack: Slack, args: Args) -> Args:
        given = [*_need(args, *required), *(args.get(name, "") for name in optional)]
        return {"view": getattr(slack.views, verb)(*given)}

    return call


def _upload_url(slack: Slack, args: Args) -> Args:
    name, _ = _need(args, "filename", "length")
    file = slack.add_file(name, mimetypes.guess_type(name)[0] or "application/octet-stream", b"")
    file.alt_text = args.get("alt_txt", "")
    if file.mimetype.startswith("image/") and not file.alt_text:
        slack.complaints.append(("file", [f"a picture without alt text: {name}"]))
    return {"upload_url": f"{slack.stage.api_url}/slack/files/upload/{file.id}", "file_id": file.id}


def _upload_done(slack: Slack, args: Args) -> Args:
    (listed,) = _need(args, "files")
    files = [_found(slack.files, "file_not_found", each["id"]) for each in listed]
    for file, each in zip(files, listed, strict=True):
        file.title = each.get("title") or ""
    wires = [file.wire(slack.stage.api_url) for file in files]
    if channel := args.get("channel_id"):
        if channel in slack.users:
            raise SlackError("channel_not_found")
        text, thread = args.get("initial_comment", ""), args.get("thread_ts")
        slack.post(slack.channel_id(channel, writing="is_archived"), BOT_USER, text, thread, files=wires)
    return {"files": wires}


def _files_info(slack: Slack, args: Args) -> Args:
    return {"file": _found(slack.files, "file_not_found", *_need(args, "file")).wire(slack.stage.api_url)}


def unknown(slack: Slack, args: Args) -> Args:
    raise SlackError("unknown_method")


METHODS: dict[str, Callable[[Slack, Args], Args]] = {
    "auth.test": lambda slack, args: US,
    "users.info": _users_info,
    "users.list": _users_list,
    "conversations.open": _conversations_open,
    "conversations.info": _conversations_info,
    "conversations.members": _conversations_members,
    "conversations.history": _history,
    "conversations.replies": _replies,
    "chat.postMessage": _post,
    "chat.update": _update,
    "chat.delete": _delete,
    "chat.postEphemeral": _whisper,
    "chat.getPermalink": _permalink,
    "reactions.add": _reaction("react"),
    "reactions.remove": _reaction("unreact"),
    "views.open": _view("open", "trigger_id", "view"),
    "views.push": _view("push", "trigger_id", "view"),
    "views.update": _view("update", "view", optional=("view_id", "external_id", "hash")),
    "views.publish": _view("publish", "user_id", "view", optional=("hash",)),
    "files.getUploadURLExternal": _upload_url,
    "files.completeUploadExternal": _upload_done,
    "files.info": _files_info,
}
