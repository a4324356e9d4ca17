"""Stripe's webhook. The signature covers the body byte by byte, so it is read raw."""

from flask import Flask, Response, abort, request

from bot.actions.billing_event import take_event
from bot.work import Tools


def register(app: Flask, tools: Tools) -> None:
    @app.post("/stripe/webhook")
    def stripe_event() -> Response:
        """Committed before the answer; kinds that mean nothing to us are answered like the others."""
        if tools.billing is None:
            abort(404)
        event = tools.billing.read_event(request.get_data(), request.headers.get("Stripe-Signature", ""))
        if event is None:
            abort(400)
        take_event(tools, event)
        return Response(status=200)
