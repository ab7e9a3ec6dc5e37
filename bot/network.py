"""How Telegram is reached: proxies and certificates of the environment are checked before libraries read them."""

import time
from collections.abc import MutableMapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from telegram.request import HTTPXRequest

from bot.config import ConfigError

_PROXIES = ("http_proxy", "https_proxy", "all_proxy")
_SCHEMES = frozenset({"http", "https", "socks5", "socks5h"})
_SOCKS = "socks://"
"""What desktops write for a SOCKS proxy of no given version."""


def check_environment(environment: MutableMapping[str, str], has_socks: bool | None = None) -> None:
    """Check the proxies and certificates of an environment, and write `socks://` as the `socks5://` that it means.

    Raises `ConfigError`, a sentence with the variable's name and never with a password.
    """
    has_socks = find_spec("socksio") is not None if has_socks is None else has_socks
    for name, value in list(environment.items()):
        if name.lower() in _PROXIES and value:
            if value.lower().startswith(_SOCKS):
                value = environment[name] = f"socks5://{value[len(_SOCKS) :]}"
            _check_proxy(name, value, has_socks)
        elif name.lower() == "no_proxy":
            _check_exceptions(name, value)
    for name, what, is_there in (("SSL_CERT_FILE", "file", Path.is_file), ("SSL_CERT_DIR", "folder", Path.is_dir)):
        value = environment.get(name, "")
        if value and not is_there(Path(value)):
            raise ConfigError(f"environment {name}: there is no {what} {value}. Correct it, or unset {name}.")


def _check_proxy(name: str, value: str, has_socks: bool) -> None:
    try:
        parts = urlsplit(value if "://" in value else f"http://{value}")
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
        httpx.URL(scheme=parts.scheme, host=parts.hostname or "", port=parts.port)
    except (ValueError, httpx.InvalidURL):
        parts, usable = None, False
    shown = value.rpartition("@")[2] if "@" in value else value
    if parts is None or not usable:
        raise ConfigError(f"environment {name}: {shown} is no address of a proxy. Correct it, or unset {name}.")
    if parts.scheme not in _SCHEMES:
        raise ConfigError(
            f"environment {name}: {parts.scheme} is no kind of proxy; there are http, https, socks5 and socks5h. "
            f"Correct it, or unset {name}."
        )
    if parts.scheme.startswith("socks") and not has_socks:
        raise ConfigError(
            f"environment {name}: a SOCKS proxy needs another package: pip install 'casewire[socks]'. "
            f"To do without the proxy, unset {name}."
        )


def _check_exceptions(name: str, value: str) -> None:
    for host in filter(None, (part.strip() for part in value.split(","))):
        try:
            httpx.URL(host if "://" in host else f"all://[{host}]" if ":" in host else f"all://{host.lstrip('*')}")
        except httpx.InvalidURL:
            raise ConfigError(f"environment {name}: {host} is no host name. Correct it, or unset {name}.") from None


class Contact:
    """When Telegram last answered, on the clock of `time.monotonic`."""

    def __init__(self) -> None:
        self.at = float("-inf")


class _Request(HTTPXRequest):
    """Sends requests, and notes when Telegram answers: a refusal is a sign of life, a failure of its own is none."""

    def __init__(self, contact: Contact, **settings: Any) -> None:
        super().__init__(**settings)
        self._contact = contact

    async def do_request(self, *arguments: Any, **settings: Any) -> tuple[int, bytes]:
        status, payload = await super().do_request(*arguments, **settings)
        if status < httpx.codes.INTERNAL_SERVER_ERROR:
            self._contact.at = time.monotonic()
        return status, payload


def requests(concurrency: int, contact: Contact) -> tuple[HTTPXRequest, HTTPXRequest]:
    """Return what sends requests for a number of chats at once, and what polls.

    Raises `ConfigError` for settings of the environment that cannot be used.
    """
    try:
        shared = {"verify": httpx.create_ssl_context()}  # reading all certificates takes 20 ms
        size = concurrency + 8
        sending = _Request(contact, connection_pool_size=size, read_timeout=15, pool_timeout=30, httpx_kwargs=shared)
        return sending, _Request(contact, connection_pool_size=2, httpx_kwargs=shared)
    except (httpx.InvalidURL, ValueError, RuntimeError, OSError) as error:  # An `ssl.SSLError` is an `OSError`.
        raise ConfigError(
            f"The network settings of the environment cannot be used: {error}. "
            "Correct or unset HTTPS_PROXY, ALL_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR."
        ) from error
