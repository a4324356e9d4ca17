"""The two pages that Stripe hosts, as one: a card is typed, and the way leads back."""

import re
from html import escape

from flask import Blueprint, Response, request

from playground.stripe import Stripe, StripeError

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Pretend Stripe</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 26rem; margin: 3rem auto; padding: 0 1rem }}
label, input, button {{ display: block; width: 100%; box-sizing: border-box; font: inherit }}
input, button {{ padding: .6rem; margin: .2rem 0 1rem }}
[role=alert] {{ color: #b00020 }}
</style></head><body><main><h1>{title}</h1>{content}</main></body></html>"""
FORM = """<p>Nothing here leaves this computer and no money moves.</p><p role="alert">{problem}</p>
<form method="post">
<label>Card number <input name="number" autocomplete="off" required value="{number}"></label>
<label>Expiry, MM/YY <input name="expiry" autocomplete="off" required value="{expiry}"></label>
<label>Security code <input name="cvc" autocomplete="off" required value="123"></label>
<button>Save card</button></form>
<ul><li>4242 4242 4242 4242 works</li><li>4000 0000 0000 0341 is declined when it is charged</li>
<li>4000 0000 0000 9995 has too little money</li><li>4000 0025 0000 3155 wants its owner to confirm</li>
<li>4000 0000 0000 0002 is declined on this page</li></ul>"""
DONE = """<p>Your card is on file. <a href="{back}">Go back</a></p>"""


def stripe_pages(stripe: Stripe) -> Blueprint:
    pages = Blueprint("stripe_pages", __name__)

    @pages.route("/pay/<page_id>", methods=["GET", "POST"])
    def pay(page_id: str) -> Response:
        with stripe.stage.lock:
            page = stripe.kept.get(page_id, {})
            back = page.get("success_url") or page.get("return_url", "")
        typed = request.form.to_dict() or {"number": "4242 4242 4242 4242", "expiry": "12/34"}
        if request.method == "GET" and page.get("status") == "open":
            return _form(typed, "")
        try:
            stripe.type_card(page_id, typed["number"], *_expiry(typed.get("expiry", "")))
        except StripeError as problem:
            return (
                _form(typed, str(problem)) if page.get("status") == "open" else _said(str(problem), "", 404)
            )
        return _said("Thank you", DONE.format(back=escape(back)), 200)

    return pages


def _expiry(typed: str) -> tuple[int, int]:
    found = re.fullmatch(r"\s*(0?[1-9]|1[0-2])\s*/\s*(?:20)?(\d\d)\s*", typed)
    if not found:
        raise StripeError(402, "Your card's expiry date is invalid.", "invalid_expiry_month")
    return int(found[1]), 2000 + int(found[2])


def _form(typed: dict[str, str], problem: str) -> Response:
    values = {name: escape(typed.get(name, "")) for name in ("number", "expiry")}
    return _said("Your card", FORM.format(problem=escape(problem), **values), 402 if problem else 200)


def _said(title: str, content: str, status: int) -> Response:
    return Response(PAGE.format(title=escape(title), content=content), status, mimetype="text/html")
