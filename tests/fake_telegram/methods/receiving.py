"""How a bot gets its updates: long polling and the webhook settings."""

from __future__ import annotations

import re

from tests.fake_telegram.chat import Json
from tests.fake_telegram.errors import bad_request, conflict
from tests.fake_telegram.parameters import Parameters
from tests.fake_telegram.world import World

MAX_UPDATES = 100
MAX_POLL_SECONDS = 50


async def get_updates(world: World, given: Parameters) -> list[Json]:
    _allow(world, given)
    limit = given.integer("limit", MAX_UPDATES)
    if not 1 <= limit <= MAX_UPDATES:
        limit = MAX_UPDATES
    seconds = min(max(given.integer("timeout"), 0), MAX_POLL_SECONDS)
    return await world.updates.get(given.integer("offset"), limit, seconds)


def set_webhook(world: World, given: Parameters) -> bool:
    """Remembers the address and the secret; who carries updates there is said by the control `carry`."""
    url = given.text("url")
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = given.text("secret_token")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    _allow(world, given)
    if url:
        world.updates.interrupt(conflict("terminated by setWebhook request"))
    _drop_pending(world, given)
    world.updates.webhook, world.updates.secret = url, secret
    return True


def delete_webhook(world: World, given: Parameters) -> bool:
    _drop_pending(world, given)
    world.updates.webhook = ""
    return True


def get_webhook_info(world: World, given: Parameters) -> Json:
    return {
        "url": world.updates.webhook,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
    }


def _allow(world: World, given: Parameters) -> None:
    kinds = given.decoded("allowed_updates", "allowed updates")
    world.updates.allow(kinds if isinstance(kinds, list) else None)


def _drop_pending(world: World, given: Parameters) -> None:
    if given.boolean("drop_pending_updates"):
        world.updates.clear()
