"""What is served over HTTP: health, metrics and the webhook. Starlette, uvicorn and prometheus are used here alone."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

from telegram import Bot

from bot.config import Config, ConfigError
from bot.network import Contact
from bot.storage import Storage

if TYPE_CHECKING:
    from bot.web.site import Site

_PACKAGES = ("prometheus_client", "starlette", "uvicorn")


@asynccontextmanager
async def opened(
    config: Config, storage: Storage, bot: Bot, contact: Contact, clock: Callable[[], datetime]
) -> "AsyncIterator[Site | None]":
    """Open the site of a bot and close it afterwards; yield None if it is to have none.

    Raises `ConfigError` if it cannot be opened.
    """
    if config.web.listen is None:
        yield None
        return
    if not all(map(find_spec, _PACKAGES)):
        raise ConfigError(
            "web.listen: this needs more packages: pip install 'casewire[web]'. To do without, leave it empty."
        )
    from bot.web.health import Readiness
    from bot.web.site import Site

    site = Site(config, storage, Readiness(storage.outbox, bot, contact), clock)
    try:
        yield site
    finally:
        await site.stop()
