"""Texts through Twilio's REST API."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from bot.gateways.fetch import Address, ask, read_address
from bot.ports import Accepted, Busy, File, Listed, OurNumber, Refused, Unclear

TIMEOUT_SECONDS = 10.0  # the client's own default is to wait for ever
MENU_SECONDS = 1.5  # for what a person waits for: Slack gives a menu three seconds
PAGE = 1000  # numbers
API = "api"  # the product at which texts and numbers are; others have a host of their own
TOO_MANY = 20429  # refused before it was processed, so always safe to repeat
STEPS = 3  # from Twilio to where it keeps a file
GONE = (404, 410)
LARGEST_FILE = 20 * 1024 * 1024  # bytes; carriers stop far below


class _Http(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's own client, sent to one base address.

    Host names are replaced here because TWILIO_EDGE and TWILIO_REGION in the environment would corrupt a
    base URL given any other way.
    """

    def __init__(self, base: str, pool: int, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self._base = base
        adapter = requests.adapters.HTTPAdapter(pool_maxsize=pool)
        self.session.mount("https://", adapter)
        self.session.mount("http://", adapter)
        self.session.trust_env = False

    def request(self, method: str, url: str, *args: Any, **options: Any) -> Any:
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        base = self._base_of(parts.netloc.split(".")[0])
        return super().request(method, f"{base}{parts.path}{query}", *args, **options)

    def _base_of(self, product: str) -> str:
        """Twilio's products are hosts; on another server that speaks for it they are folders."""
        if product == API:
            return self._base
        is_twilio = self._base == "https://api.twilio.com"
        return f"https://{product}.twilio.com" if is_twilio else f"{self._base}/{product}"


class TwilioGateway:
    """The phone network behind one Twilio account."""

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        api_url: str,
        service_sid: str | None,
        pool: int,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._base, self._timeout = api_url.rstrip("/"), timeout
        self._http = _Http(self._base, pool, timeout)
        self._client = Client(account_sid, auth_token, http_client=self._http, environment={"PARLEY": "1"})
        quick = _Http(self._base, pool, min(timeout, MENU_SECONDS))
        self._quick = Client(account_sid, auth_token, http_client=quick, environment={"PARLEY": "1"})
        self._messages = self._client.messages  # loads Twilio's modules now, not in the first text
        self._validator = RequestValidator(auth_token)
        self._login = (account_sid, auth_token)
        self._api_host = urlsplit(api_url).netloc.lower()
        self._service_sid = service_sid
        self._service: dict[str, Any] = {"messaging_service_sid": service_sid} if service_sid else {}

    def send(
        self,
        from_phone: str,
        to_phone: str,
        body: str,
        callback_url: str,
        media: Sequence[str] = (),
        as_mms: bool = False,
    ) -> Accepted:
        carried = self._service | ({"body": body} if body else {})
        carried |= {"media_url": [*media]} if media else {}
        carried |= {"send_as_mms": True} if as_mms else {}
        try:
            sent = self._messages.create(
                to=to_phone, from_=from_phone, status_callback=callback_url, **carried
            )
        except (requests.exceptions.ConnectTimeout, requests.exceptions.SSLError) as error:
            raise Busy(f"Twilio cannot be reached: {error}") from error
        except requests.exceptions.ConnectionError as error:
            raise _from_connection(error) from error
        except TwilioException as error:
            raise _from_send(error) from error
        except (requests.exceptions.RequestException, ValueError) as error:
            raise Unclear(f"no clear answer from Twilio: {error}") from error
        return Accepted(str(sent.sid), _count(sent.num_segments), str(sent.status))

    def list_sent(self, from_phone: str, to_phone: str, since: datetime) -> list[Listed]:
        # A text that has not left yet has no date_sent: Twilio's own filter would hide it.
        found = self._list(from_=from_phone, to=to_phone, limit=200)
        return [one for one in found if one.created_at >= since]

    def list_received(self, to_phone: str, since: datetime) -> list[Listed]:
        found = self._list(to=to_phone, date_sent_after=since.astimezone(UTC), page_size=200)
        return sorted((one for one in found if one.status == "received"), key=lambda one: one.created_at)

    def _list(self, **filters: Any) -> list[Listed]:
        return [_listed(one) for one in _asking(lambda: self._messages.list(**filters))]

    def look_up(self, sid: str) -> Listed:
        return _listed(_asking(lambda: self._client.messages(sid).fetch()))

    def media_of(self, sid: str) -> list[tuple[str, str]]:
        found = _asking(lambda: self._client.messages(sid).media.list(limit=10))
        return [
            (f"https://api.twilio.com{str(one.uri).removesuffix('.json')}", str(one.content_type))
            for one in found
        ]

    def fetch_media(self, url: str) -> File:
        address = self._at_twilio(url)
        answer, file = ask(self._http.session, address, LARGEST_FILE, self._timeout, auth=self._login)
        for _ in range(STEPS):
            if not answer.is_redirect:
                break
            # Twilio keeps the bytes at another company: that gets the address and not our password.
            there = read_address(urljoin(address.url, answer.headers["Location"]))
            if there is None or not (there.scheme == "https" or there.host == self._api_host):
                raise Refused("Twilio sends us to an unsafe address for the file")
            address = there
            answer, file = ask(self._http.session, address, LARGEST_FILE, self._timeout)
        if answer.status_code in GONE:
            raise Refused("Twilio no longer has the file")
        if answer.status_code != requests.codes.ok:
            raise Busy(f"Twilio answered {answer.status_code} for a file")
        return file

    def delete_media(self, url: str) -> None:
        path = self._at_twilio(url).rest
        answer = _asking(
            lambda: self._http.session.delete(
                f"{self._base}{path}.json", auth=self._login, timeout=self._timeout, allow_redirects=False
            )
        )
        if answer.status_code not in (requests.codes.no_content, *GONE):
            raise Busy(f"Twilio answered {answer.status_code} for a file to be deleted")

    def _at_twilio(self, url: str) -> Address:
        """Where a file is, on the server that we ask for everything else. Our password goes nowhere else."""
        address = read_address(url)
        if address is None or address.host not in ("api.twilio.com", self._api_host):
            raise Refused("the file is not at Twilio")
        base = read_address(self._base)
        assert base is not None  # the settings are checked
        return Address(base.scheme, base.host, f"{base.rest.rstrip('/')}{address.rest}")

    def numbers(self, phone: str = "") -> list[OurNumber]:
        wanted = {"phone_number": phone} if phone else {}
        found = _asking(lambda: self._quick.incoming_phone_numbers.list(page_size=PAGE, **wanted))
        return [_our_number(one) for one in found if phone in ("", one.phone_number)]

    def point_here(self, sid: str, url: str) -> None:
        # While a number names an application, its own address counts for nothing.
        told = {"sms_url": url, "sms_method": "POST", "sms_application_sid": ""}
        _asking(lambda: self._client.incoming_phone_numbers(sid).update(**told))

    def overruled_by(self, sid: str) -> str | None:
        if self._service_sid is None:
            return None
        service = self._quick.messaging.v1.services(self._service_sid)
        try:
            _asking(lambda: service.phone_numbers(sid).fetch())  # refused where it is not in the service
            found = _asking(service.fetch)
        except (Busy, Refused):
            return None
        return None if found.use_inbound_webhook_on_number else str(found.inbound_request_url or "")

    def is_genuine(self, url: str, form: Mapping[str, str], signature: str) -> bool:
        return bool(self._validator.validate(url, dict(form), signature))


def _asking(ask: Any) -> Any:
    """Run a question, which is always safe to repeat."""
    try:
        return ask()
    except TwilioRestException as error:
        if error.status < 500 and error.code != TOO_MANY:
            raise Refused(str(error.msg), error.code) from error
        raise Busy(f"Twilio answered {error.status}") from error
    except (TwilioException, requests.exceptions.RequestException, ValueError) as error:
        raise Busy(f"no answer from Twilio: {error}") from error


def _from_send(error: TwilioException) -> Exception:
    if not isinstance(error, TwilioRestException):
        return Unclear(f"Twilio answered {error}")
    if error.code == TOO_MANY or error.status == requests.codes.too_many_requests:
        return Busy("Twilio asks to slow down")
    if error.status >= 500:
        return Unclear(f"Twilio answered {error.status}")
    return Refused(str(error.msg), error.code)


def _from_connection(error: requests.exceptions.ConnectionError) -> Exception:
    """A connection that was never made sent nothing; one that broke later may have."""
    cause = getattr(error.args[0] if error.args else None, "reason", None)
    if type(cause).__name__ in ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError"):
        return Busy(f"Twilio cannot be reached: {cause}")
    return Unclear(f"the connection to Twilio broke: {error}")


def _count(segments: object) -> int | None:
    """Twilio's count; a text through a messaging service says 0 until a sender is chosen."""
    text = str(segments or "")
    return int(text) or None if text.isdigit() else None


def _our_number(one: Any) -> OurNumber:
    can = one.capabilities if isinstance(one.capabilities, Mapping) else {}
    goes_to = str(one.sms_application_sid or one.sms_url or "")
    about = (str(one.phone_number), str(one.sid), bool(can.get("sms")), bool(can.get("mms")), goes_to)
    return OurNumber(*about, str(one.sms_method or "POST"))


def _listed(one: Any) -> Listed:
    created = one.date_created or datetime.min.replace(tzinfo=UTC)
    return Listed(
        str(one.sid),
        str(one.from_ or ""),
        str(one.to or ""),
        str(one.body or ""),
        created,
        str(one.status),
        _count(one.num_segments),
        int(one.num_media or 0),
    )
