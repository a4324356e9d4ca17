"""Our numbers at the pretend carrier, where their texts go, and the service that may overrule them."""

from dataclasses import dataclass
from typing import Any

from playground.phones import OWN_NUMBERS

ELSEWHERE = "https://demo.twilio.com/welcome/sms/reply"  # where a number that was just bought points
SPARE, FOR_CALLS, WITHOUT_PICTURES = "+13125550103", "+13125550104", "+13125550105"


@dataclass
class Line:
    """A number of the account."""

    phone: str
    sms_url: str = ""  # "": the bot's
    sms_method: str = "POST"
    application: str = ""
    can_text: bool = True
    can_picture: bool = True

    @property
    def sid(self) -> str:
        return f"PN{self.phone[1:]:0>32}"

    def wire(self, bot_url: str) -> dict[str, Any]:
        can = {"voice": True, "sms": self.can_text, "mms": self.can_picture, "fax": False}
        named = {"sid": self.sid, "phone_number": self.phone, "friendly_name": self.phone}
        goes = {"sms_url": self.goes_to(bot_url), "sms_method": self.sms_method}
        return named | goes | {"sms_application_sid": self.application or None, "capabilities": can}

    def goes_to(self, bot_url: str) -> str:
        return self.sms_url or f"{bot_url}/twilio/inbound"


@dataclass
class Service:
    """A Messaging Service: its own setting counts for its numbers, unless it leaves them theirs."""

    sid: str
    phones: set[str]
    inbound_url: str = ""
    defers: bool = False

    def wire(self) -> dict[str, Any]:
        inbound = {"inbound_request_url": self.inbound_url or None, "inbound_method": "POST"}
        return {"sid": self.sid, "use_inbound_webhook_on_number": self.defers} | inbound


def our_lines() -> dict[str, Line]:
    spare = [
        Line(SPARE, ELSEWHERE),
        Line(FOR_CALLS, ELSEWHERE, can_text=False, can_picture=False),
        Line(WITHOUT_PICTURES, ELSEWHERE, can_picture=False),
    ]
    return {one.phone: one for one in [*(Line(phone) for phone in OWN_NUMBERS), *spare]}
