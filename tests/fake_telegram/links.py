"""Which links Telegram accepts in texts and on buttons, and how it writes them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PROTOCOL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://)?")
_HOST = re.compile(r"[^\s/?#@:.]+(?:\.[^\s/?#@:.]+)+")


class LinkError(ValueError):
    """The reason why a link is refused, in Telegram's words."""


def user_of(link: str) -> int | None:
    """The user id of a `tg://user?id=...` link."""
    found = re.fullmatch(r"(?:tg:(?://)?)user/?\?id=(\d+)", link.strip(), re.IGNORECASE)
    return int(found.group(1)) if found else None


def checked_link(link: str) -> str:
    """The link as Telegram stores it; raises LinkError."""
    link = link.strip()
    found = _PROTOCOL.match(link)
    protocol = found.group(1).lower() if found and "." not in found.group(1) else ""
    if protocol in {"tg", "ton", "tonsite"}:
        return link
    if protocol not in {"", "http", "https"}:
        raise LinkError("Unsupported URL protocol")
    return _checked_web_link(link if protocol else f"http://{link}")


def _checked_web_link(link: str) -> str:
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise LinkError("Wrong HTTP URL") from error
    if not host:
        raise LinkError("URL host is empty")
    if not _HOST.fullmatch(host) or re.search(r"\s", parts.netloc):
        raise LinkError("Wrong HTTP URL")
    path = parts.path or "/"
    return parts._replace(path=path, netloc=parts.netloc.lower()).geturl()
