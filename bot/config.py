"""The configuration: its sections and keys, read once, frozen, passed on."""

import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, field_validator

HOW_TO_SIGN_IN = (
    "No bot token. Talk to @BotFather in Telegram, send /newbot, and put the token it gives you into the file named by "
    "telegram.token_file, or into telegram.token (environment: CASEWIRE_TELEGRAM__TOKEN). "
    "To try the bot without a token: casewire chat."
)
_TOKEN_FILE = 4096
"""Maximum bytes that are read of a token's file, which may be a device without an end."""


_OTHER_PATHS = frozenset({"", "/", "/healthz", "/readyz", "/metrics"})
"""Paths that are not the webhook's."""


class ConfigError(Exception):
    """The configuration cannot be used; str() says what is wrong, where, and what to do, a line for each problem."""


def _split(value: Any) -> Any:
    """Let a list be written as one text with commas, as the environment has to."""
    if not isinstance(value, str):
        return value
    return [part.strip() for part in value.strip().removeprefix("[").removesuffix("]").split(",") if part.strip()]


ReloadOn = Literal["never", "files", "revision"]
"""What makes the bot take its case folder in by itself: a change of its files, or of the git revision."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TelegramConfig(_Section):
    """How to reach Telegram, and who administers the bot."""

    token: SecretStr | None = None
    token_file: Path | None = None
    api_url: str = "https://api.telegram.org"
    admins: Annotated[tuple[int, ...], BeforeValidator(_split)] = ()
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str | None = None

    @field_validator("webhook_url")
    @classmethod
    def _is_a_page(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme == "https" and parts.hostname and parts.path not in _OTHER_PATHS:
            return value
        raise ValueError("must be an address with a path such as https://bot.example.org/telegram")

    @property
    def webhook_path(self) -> str:
        """The path of `webhook_url`, which is set."""
        return urlsplit(self.webhook_url or "").path

    @field_validator("api_url")
    @classmethod
    def _is_a_root(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        try:
            if urlsplit(value).hostname and urlsplit(value).port != 0:
                return value.rstrip("/")
        except ValueError:
            pass
        raise ValueError("must be an address such as https://api.telegram.org")


class KnowledgeConfig(_Section):
    """Which case is answered from, and when it is taken in anew."""

    path: Path | None = None
    reload_on: ReloadOn = "never"
    reload_seconds: float = Field(default=30, gt=0, le=86_400)
    margin: float = Field(default=1, ge=0, le=100)


class StorageConfig(_Section):
    """Where the bot keeps what it must remember."""

    url: str | None = None
    key_file: Path | None = None


class IntakeConfig(_Section):
    """How updates are taken in."""

    concurrency: int = Field(default=32, ge=1, le=256)
    poll_seconds: int = Field(default=30, ge=0, le=50)
    burst: int = Field(default=5, ge=1, le=100_000)
    seconds_each: float = Field(default=3, gt=0, le=3600)
    per_hour: int = Field(default=60, ge=1, le=1_000_000)
    per_minute: int = Field(default=60, ge=1, le=100_000)


class NoticesConfig(_Section):
    """How notices are sent."""

    per_second: float = Field(default=25, gt=0, le=1000)
    second_admin: bool = False


class PhrasingsConfig(_Section):
    """Which language model proposes phrasings, when a curator asks for them; the bot itself never asks one."""

    endpoint: str | None = None
    model: str | None = None
    key: SecretStr | None = None


class AboutConfig(_Section):
    """Who runs the bot, for those who ask; shown as it is written."""

    operator: str = ""
    contact: str = ""
    corrections: str = ""


class SiteConfig(_Section):
    """Where the pages of the case stand, and which bot they link to."""

    url: str = ""
    bot: str = Field(default="", pattern=r"^@?[A-Za-z0-9_]*$")

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s\"<>?#]+", value):
            raise ValueError("must be an address such as https://case.example")
        return value.rstrip("/")


class FeedbackConfig(_Section):
    """What readers report."""

    keep_days: int = Field(default=90, ge=1, le=3650)
    review_questions: bool = False


class LogConfig(_Section):
    """What is logged, on standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class WebConfig(_Section):
    """Where health, metrics and the webhook are served; nowhere without `listen`."""

    listen: str | None = None
    metrics_folder: Path | None = None

    @field_validator("listen")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            parts = urlsplit(f"//{value}")
            if parts.hostname and parts.port is not None and parts.netloc == value:
                return value
        except ValueError:
            pass
        raise ValueError("must be an address and a port such as 127.0.0.1:8080 or [::1]:8080")

    @property
    def address(self) -> tuple[str, int]:
        """Host and port of `listen`, which is set."""
        parts = urlsplit(f"//{self.listen}")
        return parts.hostname or "", parts.port or 0


class Config(_Section):
    """The whole configuration."""

    telegram: TelegramConfig = TelegramConfig()
    knowledge: KnowledgeConfig = KnowledgeConfig()
    storage: StorageConfig = StorageConfig()
    intake: IntakeConfig = IntakeConfig()
    notices: NoticesConfig = NoticesConfig()
    phrasings: PhrasingsConfig = PhrasingsConfig()
    about: AboutConfig = AboutConfig()
    site: SiteConfig = SiteConfig()
    feedback: FeedbackConfig = FeedbackConfig()
    web: WebConfig = WebConfig()
    log: LogConfig = LogConfig()

    def token(self) -> str:
        """Return the bot's token.

        Raises `ConfigError` if there is none, or if the file that should hold it cannot be read.
        """
        if self.telegram.token is not None and self.telegram.token.get_secret_value().strip():
            return _one_word("telegram.token", self.telegram.token.get_secret_value())
        if self.telegram.token_file is None:
            raise ConfigError(HOW_TO_SIGN_IN)
        file = self.telegram.token_file
        try:
            with file.open("rb") as opened:
                content = opened.read(_TOKEN_FILE + 1)
            token = content.decode("utf-8-sig").strip()
        except OSError as error:
            raise ConfigError(f"telegram.token_file: {file} cannot be read: {error.strerror}.") from error
        except ValueError:
            raise ConfigError(f"telegram.token_file: {file} is no text in UTF-8. Save the token so.") from None
        if len(content) > _TOKEN_FILE:
            raise ConfigError(f"telegram.token_file: {file} is too large to be a token. Name another file.")
        if not token:
            raise ConfigError(f"telegram.token_file: {file} is empty. {HOW_TO_SIGN_IN}")
        return _one_word("telegram.token_file", token)


def _one_word(key: str, token: str) -> str:
    """Return a token that can stand in an address; raises `ConfigError`, which does not show the token."""
    token = token.strip().strip("\ufeff").strip()  # Editors put a byte order mark before a text.
    if not re.fullmatch(r"[!-~]+", token) or set(token) & set("/?#%"):
        raise ConfigError(f"{key}: this is no bot token; one looks like 123456789:AAE-… and has no spaces or slashes.")
    return token


def known_keys() -> tuple[str, ...]:
    """Return all keys, as `section.key`."""
    return tuple(
        f"{section}.{key}"
        for section, field in Config.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        for key in field.annotation.model_fields
    )
