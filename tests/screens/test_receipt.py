"""What became of an order, as the message and the mail say it."""

from datetime import date

import pytest

from bot.screens.checkout import Moves
from bot.screens.receipt import Receipt, Renewal, mail, post
from models.enums import Meter, OrderState


def receipt(state: OrderState = OrderState.DONE, **more: object) -> Receipt:
    values: dict[str, object] = {
        "state": state,
        "meter": Meter.SMS,
        "what": "Smith & Co's 1,000",
        "is_pack": False,
        "name": "",
        "by": None,
        "moves": Moves(750, 0, 1600, 0, 132, "USD"),
        "reason": "",
        "tax_name": "sales tax",
        "paid_with": "Visa ending in 4242",
        "brokerage": "",
        "available": 860,
        "renews": Renewal(date(2026, 4, 1), 1000, 2500, 206),
    }
    return Receipt(**(values | more))  # type: ignore[arg-type]


def test_the_mail_says_the_same_without_marks() -> None:
    assert mail(receipt()) == (
        "Receipt: Smith & Co's 1,000",
        "\n".join(
            [
                "Smith & Co's 1,000",
                "750 credits added, 860 credits left now.",
                "Paid with Visa ending in 4242: $16.00 + $1.32 sales tax = $17.32.",
                "On April 1: 1,000 credits for $25.00 + $2.06 sales tax = $27.06.",
            ]
        ),
    )


CREDITED, STILL = Moves(0, 300, 0, 400, -33, "USD"), Moves(0, 0, 0, 0, 0, "USD")
REFUSED: dict[str, object] = {"state": OrderState.REFUSED, "reason": "Ben did not approve it"}
DECLINED: dict[str, object] = {"state": OrderState.DECLINED, "reason": "No money."}
CASES: list[tuple[dict[str, object], str]] = [
    ({"moves": CREDITED}, "Credited on the next bill: $4.00 + $0.33 sales tax = $4.33."),
    ({"moves": STILL}, "Nothing was added or removed, 860 credits left now."),
    ({"brokerage": "Oak <Realty>"}, "Billed to Oak &lt;Realty&gt;: $16.00"),
    ({"paid_with": "", "name": "Ben"}, "Paid with the card on file: $16.00"),
    ({"by": "Maria Lopez"}, "Ordered by Maria Lopez."),
    ({"by": ""}, "Bought by itself"),
    (DECLINED, "was not paid, so nothing has changed.\nNo money."),
    (REFUSED, "was not ordered: Ben did not approve it."),
    ({"state": OrderState.WAITING}, "waits for approval"),
]


@pytest.mark.parametrize(("more", "said"), CASES)
def test_the_message(more: dict[str, object], said: str) -> None:
    assert said in post(receipt(**more)).text  # type: ignore[arg-type]


def test_the_way_on_stands_below_what_was_not_done() -> None:
    for state in OrderState:
        has_button = "open_plan" in str(post(receipt(state)).blocks)
        assert has_button == (state in (OrderState.DECLINED, OrderState.REFUSED))
    assert "open_plan" not in str(post(receipt(OrderState.DECLINED, name="Ben")).blocks)
