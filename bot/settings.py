"""What an operator may set: read once, typed, refused when wrong."""

import re
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.rules.email import AddressRefusal, read_address
from bot.rules.phone import PhoneRefusal, parse_phone

LIVE = ("SLACK_BOT_TOKEN", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN")


class SettingsError(Exception):
    """A setting is missing or wrong. The sentence says which and what to do."""


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is no time zone; write one such as America/Chicago")
    return name


def _url(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good:
        raise ValueError(f"{url!r} is no address; write one such as https://parley.example.com")
    return url


def _database(url: str) -> str:
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        parts = None
    if parts is None or parts.drivername not in ("sqlite", "postgresql+psycopg"):
        raise ValueError("write sqlite:///parley.db or postgresql+psycopg://user:password@host:5432/name")
    if parts.drivername == "sqlite" and parts.database in (None, "", ":memory:"):
        raise ValueError("name a file, such as sqlite:///parley.db: a database in memory would forget")
    return url


def _mail_server(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good:  # not repeated: there may be a password in it
        raise ValueError("write smtp://user:password@mail.example.com or smtps:// for TLS from the start")
    return url


def _email(address: str) -> str:
    try:
        return read_address(address)
    except AddressRefusal as refusal:
        raise ValueError(str(refusal)) from refusal


def _secret(secret: str) -> str:
    if not re.fullmatch(r"[!-~]+", secret.strip()):
        raise ValueError("it has a space or a letter that no token holds; copy it again")
    return secret.strip()


def _phone(number: str) -> str:
    try:
        return parse_phone(number).e164
    except PhoneRefusal as refusal:
        raise ValueError(str(refusal)) from refusal


Zone = Annotated[str, AfterValidator(_zone)]
Url = Annotated[str, AfterValidator(_url)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
PhoneNumber = Annotated[str, AfterValidator(_phone)]
MailServer = Annotated[str, AfterValidator(_mail_server)]
EmailAddress = Annotated[str, AfterValidator(_email)]
Secret = Annotated[str, AfterValidator(_secret)]


class Settings(BaseSettings):
    """Environment or `.env`; the README lists the meanings."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    database_url: DatabaseUrl | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=1, le=65535)
    public_url: Url = "http://127.0.0.1:3000"
    slack_bot_token: Secret | None = None
    slack_signing_secret: Secret | None = None
    slack_app_token: Secret | None = None
    slack_api_url: Url = "https://slack.com/api/"
    twilio_account_sid: Secret | None = None
    twilio_auth_token: Secret | None = None
    twilio_api_url: Url = "https://api.twilio.com"
    twilio_phone_number: PhoneNumber | None = None
    twilio_messaging_service_sid: Secret | None = None
    twilio_delete_media: bool = False
    twilio_timeout_seconds: float = Field(default=10.0, gt=0, le=60)
    smtp_url: MailServer | None = None
    mail_from: EmailAddress = "agents@mailer.example.com"
    stripe_api_key: Secret | None = None
    stripe_webhook_secret: Secret | None = None
    stripe_api_url: Url = "https://api.stripe.com"
    workspace_time_zone: Zone = "America/Chicago"
    number_pace_seconds: float = Field(default=1.0, ge=0, le=60)
    channel_pace_seconds: float = Field(default=1.1, ge=0, le=60)
    lease_seconds: float = Field(default=30.0, ge=1, le=3600)
    back_off_seconds: float = Field(default=1.0, gt=0, le=60)
    look_again_seconds: float = Field(default=30.0, ge=0, le=3600)
    undo_seconds: int = Field(default=5, ge=0, le=60)
    welcome_credits: int = Field(default=100, ge=0, le=1_000_000)
    worker_threads: int = Field(default=64, ge=1, le=200)
    web_threads: int = Field(default=8, ge=1, le=200)

    @property
    def is_playground(self) -> bool:
        """No vendor is named: the pretend world stands in for all of them."""
        vendors = ("slack_", "twilio_", "stripe_")
        return not any(name.startswith(vendors) for name in self.model_fields_set)


def read_settings(env_file: str | None = ".env") -> Settings:
    """The settings, or SettingsError with one line for each thing that is missing or wrong."""
    try:
        settings = Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as error:
        lines = [f"{str(one['loc'][0]).upper()}: {_words(one['msg'])}" for one in error.errors()]
        raise SettingsError(f"{'; '.join(lines)}. Change this in the environment or in .env") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{env_file} is not a text file ({error}). Write it again as UTF-8") from error
    if not settings.is_playground:
        _check_complete(settings)
    return settings


def _words(message: str) -> str:
    return message.removeprefix("Value error, ").rstrip(".")


def _check_complete(settings: Settings) -> None:
    missing = [name for name in LIVE if getattr(settings, name.lower()) is None]
    if settings.slack_signing_secret is None and settings.slack_app_token is None:
        missing.append("SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for Socket Mode)")
    missing += _half_of_stripe(settings)
    if missing:
        raise SettingsError(
            f"missing: {', '.join(missing)}. Set them in the environment or in .env, "
            "or remove every SLACK_, TWILIO_ and STRIPE_ setting to start the playground"
        )


def _half_of_stripe(settings: Settings) -> list[str]:
    """Without the secret a payment would never be heard of, without the key none could be asked for."""
    names = ("STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRET")
    missing = [name for name in names if getattr(settings, name.lower()) is None]
    return missing if len(missing) == 1 else []
