"""Slack's doors for the bot: the Web API, response URLs, files up and down."""

import json
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, redirect, request

from playground.slack import Call, Slack
from playground.slack_methods import METHODS, Args, unknown
from playground.workspace import SlackError

AS_JSON = ("blocks", "view", "metadata", "files")


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
    def download(file_id: str, name: str) -> Any:
        file = slack.files.get(file_id)
        if request.headers.get("Authorization") != f"Bearer {slack.stage.wiring.bot_token}" or file is None:
            return redirect("/")  # Slack sends strangers to its sign-in page
        content, mimetype = file.content, file.mimetype
        return slack.faults.answer("download", lambda: Response(content, content_type=mimetype), _refuse)

    return routes


def _refuse(status: int, wait: int = 1) -> Response:
    body = {"ok": False, "error": "ratelimited" if status == 429 else "internal_error"}
    return make_response(jsonify(body), status, {"Retry-After": str(wait)} if status == 429 else {})


def _answer(slack: Slack, method: str) -> Response:
    args = _args()
    try:
        _authenticate(slack, args)
        with slack.stage.lock:
            wait = slack.limits.seconds_to_wait(method, args.get("channel", "")) if slack.enforce_tiers else 0
            if wait:
                return _refuse(429, wait)
            slack.calls.append(Call(method, args, slack.stage.now()))
            return jsonify({"ok": True, **METHODS.get(method, unknown)(slack, args)})
    except SlackError as problem:
        detail = {"response_metadata": {"messages": problem.messages}, "errors": problem.messages}
        return jsonify({"ok": False, "error": problem.code, **(detail if problem.messages else {})})


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
    if not slack.is_installed:
        raise SlackError("account_inactive")
