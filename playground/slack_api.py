"""The Slack Web API as the bot calls it, with Slack's refusals."""

import json
import mimetypes
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request

from playground.blocks import check_message, with_ids
from playground.slack import Call, Slack
from playground.workspace import BOT_ID, BOT_USER, MAX_TEXT, TEAM_ID, SlackError

Args = dict[str, Any]
Method = Callable[[Slack, Args], Args]

AS_JSON = ("blocks", "view", "metadata", "files")
PAGE = 100


def slack_routes(slack: Slack) -> Blueprint:
    routes = Blueprint("slack", __name__)

    @routes.route("/slack/api/<method>", methods=["GET", "POST"])
    def call(method: str) -> Response:
        return slack.faults.answer(method, lambda: _answer(slack, method), _refuse)

    @routes.post("/slack/response/<name>")
    def respond(name: str) -> Response:
        def accept() -> Response:
            status, text = slack.replies.use(name, request.get_json())
            return Response(text, status)

        return slack.faults.answer("response_url", accept, _refuse)

    @routes.post("/slack/files/upload/<file_id>")
    def upload(file_id: str) -> Response:
        def accept() -> Response:
            with slack.stage.lock:
                slack.files[file_id].content = request.get_data()
            return Response(f"OK - {request.content_length}")

        return slack.faults.answer("upload", accept, _refuse)

    @routes.get("/slack/files/<file_id>/<name>")
    def download(file_id: str, name: str) -> Response:
        file = slack.files.get(file_id)
        if request.headers.get("Authorization") != f"Bearer {slack.stage.wiring.bot_token}" or file is None:
            return Response(
                status=302, headers={"Location": "/"}
            )  # Slack sends strangers to its sign-in page
        return slack.faults.answer(
            "download", lambda: Response(file.content, content_type=file.mimetype), _refuse
        )

    return routes


def _refuse(status: int) -> Response:
    body = {"ok": False, "error": "ratelimited" if status == 429 else "internal_error"}
    response = jsonify(body)
    response.status_code = status
    if status == 429:
        response.headers["Retry-After"] = "1"
    return response


def _answer(slack: Slack, method: str) -> Response:
    args = _args()
    try:
        _authenticate(slack, args)
        with slack.stage.lock:
            wait = slack.limits.seconds_to_wait(method, args.get("channel", "")) if slack.enforce_tiers else 0
            if not wait:
                slack.calls.append(Call(method, args, slack.stage.now()))
                return jsonify({"ok": True, **METHODS.get(method, _unknown)(slack, args)})
    except SlackError as problem:
        detail = {"response_metadata": {"messages": problem.messages}, "errors": problem.messages}
        return jsonify({"ok": False, "error": problem.code, **(detail if problem.messages else {})})
    response = _refuse(429)
    response.headers["Retry-After"] = str(wait)
    return response


def _args() -> Args:
    """Form or JSON; in a form the structured arguments are JSON of their own."""
    args: Args = dict(request.values) | (request.get_json(silent=True) or {})
    for name in AS_JSON:
        if isinstance(args.get(name), str):
            args[name] = json.loads(args[name])
    return {name: value for name, value in args.items() if value is not None}


def _authenticate(slack: Slack, args: Args) -> None:
    token = args.pop("token", "") or request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token:
        raise SlackError("not_authed")
    if token != slack.stage.wiring.bot_token:
        raise SlackError("invalid_auth")


def _need(args: Args, *names: str) -> list[Any]:
    absent = [name for name in names if name not in args]
    if absent:
        raise SlackError("invalid_arguments", *(f"[ERROR] missing required field: {name}" for name in absent))
    return [args[name] for name in names]


def _flag(args: Args, name: str) -> bool:
    return str(args.get(name, "")).lower() in ("1", "true")


def _blocks(args: Args) -> Any:
    blocks = args.get("blocks")
    if problems := check_message(blocks or []):
        raise SlackError("invalid_blocks", *problems)
    return with_ids(blocks) if blocks else blocks


def _unknown(slack: Slack, args: Args) -> Args:
    raise SlackError("unknown_method")


def _auth_test(slack: Slack, args: Args) -> Args:
    ids = {"team_id": TEAM_ID, "user_id": BOT_USER, "bot_id": BOT_ID}
    return {"url": "https://oak-realty.slack.com/", "team": "Oak Realty", "user": "parley", **ids}


def _users_info(slack: Slack, args: Args) -> Args:
    (user,) = _need(args, "user")
    if user not in slack.users:
        raise SlackError("user_not_found")
    return {"user": slack.users[user]}


def _users_list(slack: Slack, args: Args) -> Args:
    return {"members": list(slack.users.values()), "response_metadata": {"next_cursor": ""}}


def _conversations_open(slack: Slack, args: Args) -> Args:
    (users,) = _need(args, "users")
    return {"channel": {"id": slack.dm_of(users), "is_im": True}}


def _chat_post(slack: Slack, args: Args) -> Args:
    (channel,) = _need(args, "channel")
    channel, blocks, text = slack.channel_id(channel), _blocks(args), args.get("text", "")
    if not text and not blocks:
        raise SlackError("no_text")
    more = {"blocks": blocks, "metadata": args.get("metadata"), "username": args.get("username")}
    broadcast, thread = _flag(args, "reply_broadcast"), args.get("thread_ts")
    message = slack.post(channel, BOT_USER, text, thread, broadcast=broadcast, **more)
    warning = {"warning": "message_truncated"} if len(text) > MAX_TEXT else {}
    return {"channel": channel, "ts": message["ts"], "message": message, **warning}


def _chat_update(slack: Slack, args: Args) -> Args:
    channel, ts = _need(args, "channel", "ts")
    new = {"text": args.get("text"), "blocks": _blocks(args), "metadata": args.get("metadata")}
    message = slack.change(slack.channel_id(channel), ts, BOT_USER, **new)
    return {"channel": channel, "ts": ts, "text": message["text"], "message": message}


def _chat_delete(slack: Slack, args: Args) -> Args:
    channel, ts = _need(args, "channel", "ts")
    if slack.find(slack.channel_id(channel), ts)["user"] != BOT_USER:
        raise SlackError("cant_delete_message")
    slack.remove(channel, ts)
    return {"channel": channel, "ts": ts}


def _chat_whisper(slack: Slack, args: Args) -> Args:
    channel, user = _need(args, "channel", "user")
    channel, blocks, text = slack.channel_id(channel), _blocks(args), args.get("text", "")
    if user not in slack.channels[channel]["members"]:
        raise SlackError("user_not_in_channel")
    if not text and not blocks:
        raise SlackError("no_text")
    return {"message_ts": slack.whisper(channel, user, text, blocks, thread_ts=args.get("thread_ts"))["ts"]}


def _replies(slack: Slack, args: Args) -> Args:
    channel, ts = _need(args, "channel", "ts")
    return _page(slack.thread(slack.channel_id(channel), ts), args)


def _history(slack: Slack, args: Args) -> Args:
    (channel,) = _need(args, "channel")
    posts = [
        one for one in slack.messages(slack.channel_id(channel)) if one.get("thread_ts") in (None, one["ts"])
    ]
    return _page(posts[::-1], args)


def _page(messages: list[Args], args: Args) -> Args:
    start, limit = int(args.get("cursor") or 0), int(args.get("limit") or PAGE)
    end, keep = start + limit, _flag(args, "include_all_metadata")
    page = [{k: v for k, v in each.items() if keep or k != "metadata"} for each in messages[start:end]]
    more = end < len(messages)
    return {
        "messages": page,
        "has_more": more,
        "response_metadata": {"next_cursor": str(end) if more else ""},
    }


def _react(slack: Slack, args: Args) -> Args:
    channel, ts, name = _need(args, "channel", "timestamp", "name")
    slack.react(slack.channel_id(channel), ts, name, BOT_USER)
    return {}


def _unreact(slack: Slack, args: Args) -> Args:
    channel, ts, name = _need(args, "channel", "timestamp", "name")
    slack.unreact(slack.channel_id(channel), ts, name, BOT_USER)
    return {}


def _views_open(slack: Slack, args: Args) -> Args:
    return {"view": slack.views.open(*_need(args, "trigger_id", "view"))}


def _views_push(slack: Slack, args: Args) -> Args:
    return {"view": slack.views.push(*_need(args, "trigger_id", "view"))}


def _views_update(slack: Slack, args: Args) -> Args:
    ids = (args.get("view_id", ""), args.get("external_id", ""), args.get("hash", ""))
    return {"view": slack.views.update(*ids, *_need(args, "view"))}


def _views_publish(slack: Slack, args: Args) -> Args:
    user, view = _need(args, "user_id", "view")
    return {"view": slack.views.publish(user, view, args.get("hash", ""))}


def _files_upload_url(slack: Slack, args: Args) -> Args:
    name, _ = _need(args, "filename", "length")
    file = slack.add_file(name, mimetypes.guess_type(name)[0] or "application/octet-stream", b"")
    file.alt_text = args.get("alt_txt", "")
    return {"upload_url": f"{slack.stage.api_url}/slack/files/upload/{file.id}", "file_id": file.id}


def _files_complete(slack: Slack, args: Args) -> Args:
    (listed,) = _need(args, "files")
    if any(each["id"] not in slack.files for each in listed):
        raise SlackError("file_not_found")
    for each in listed:
        slack.files[each["id"]].title = each.get("title") or ""
    files = [slack.files[each["id"]].wire(slack.stage.api_url) for each in listed]
    if channel := args.get("channel_id"):
        if channel in slack.users:
            raise SlackError("channel_not_found")
        text, thread = args.get("initial_comment", ""), args.get("thread_ts")
        slack.post(slack.channel_id(channel), BOT_USER, text, thread, files=files)
    return {"files": files}


def _files_info(slack: Slack, args: Args) -> Args:
    (file,) = _need(args, "file")
    if file not in slack.files:
        raise SlackError("file_not_found")
    return {"file": slack.files[file].wire(slack.stage.api_url)}


METHODS: dict[str, Method] = {
    "auth.test": _auth_test,
    "users.info": _users_info,
    "users.list": _users_list,
    "conversations.open": _conversations_open,
    "conversations.history": _history,
    "conversations.replies": _replies,
    "chat.postMessage": _chat_post,
    "chat.update": _chat_update,
    "chat.delete": _chat_delete,
    "chat.postEphemeral": _chat_whisper,
    "reactions.add": _react,
    "reactions.remove": _unreact,
    "views.open": _views_open,
    "views.push": _views_push,
    "views.update": _views_update,
    "views.publish": _views_publish,
    "files.getUploadURLExternal": _files_upload_url,
    "files.completeUploadExternal": _files_complete,
    "files.info": _files_info,
}
