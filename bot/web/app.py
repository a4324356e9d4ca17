"""The HTTP doors in one Flask app."""

from collections.abc import Callable

from flask import Flask, Request, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from werkzeug.exceptions import HTTPException

from bot.actions import house
from bot.web import lead, media, stripe, twilio
from bot.work import Tools

LONGEST = 3_000_000  # bytes of a request


def build(
    tools: Tools,
    slack: Callable[[Request], Response] | None,
    registry: CollectorRegistry,
    is_ready: Callable[[], bool],
) -> Flask:
    """Every path that the outside world knows. `slack` is None in Socket Mode."""
    app = Flask("parley", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LONGEST
    app.config["MAX_FORM_PARTS"] = 1000

    @app.post("/slack/events")
    def slack_events() -> Response:
        return slack(request) if slack else Response("Slack talks over Socket Mode", 404)

    @app.get("/healthz")
    def healthz() -> Response:
        """The process answers."""
        return Response("ok", mimetype="text/plain")

    @app.get("/readyz")
    def readyz() -> Response:
        """The process can work: the database answers and the worker, if it runs here, lives."""
        ready = is_ready() and house.is_reachable(tools)
        return Response("ready" if ready else "not ready", 200 if ready else 503, mimetype="text/plain")

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    @app.errorhandler(HTTPException)
    def plain(error: HTTPException) -> Response:
        return Response(error.name, error.code or 500, mimetype="text/plain")

    twilio.register(app, tools)
    stripe.register(app, tools)
    media.register(app, tools)
    lead.register(app, tools)
    return app
