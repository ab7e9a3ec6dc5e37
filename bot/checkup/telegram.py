"""Checks at Telegram: is the API reachable, is the token accepted, what else is set for this bot."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from bot.checkup.findings import Finding, fail, ok, warn

_SECONDS = 10.0
"""Maximum seconds for a request; arbitrary."""
_SKEW = 30.0
"""Threshold: seconds by which the clock may be off; of a minute or more digests and quiet hours would be. Arbitrary."""
_BEHIND = 100
"""Threshold: updates that wait at Telegram; one poll takes as many."""
_REFUSED = (401, 404)
"""What the API answers to a token that it does not know, and to one that cannot be any."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the API answered."""

    status: int
    result: dict[str, Any]
    skew: float | None
    """Seconds by which this machine's clock is ahead of the API's; None if it does not say its time."""


async def check_telegram(api_url: str, token: str, webhook_url: str | None = None) -> AsyncIterator[Finding]:
    """Yield what Telegram says of a token, asking for nothing that changes anything.

    `webhook_url` is the address that it shall call, None where the bot polls.
    """
    try:
        async with httpx.AsyncClient(timeout=_SECONDS) as client:
            me = await _call(client, f"{api_url}/bot{token}/getMe")
            if me.status == httpx.codes.OK:
                hook = await _call(client, f"{api_url}/bot{token}/getWebhookInfo")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        found = f"{_host(api_url)} cannot be reached: {type(error).__name__}."
        yield fail("api", found, "Look at the network, telegram.api_url, and the proxy that the environment names.")
        return
    yield ok("api", f"{_host(api_url)} answers.")
    if me.status in _REFUSED:
        yield fail("token", "Telegram does not accept the token.", "Get the current one from @BotFather: /mybots.")
        return
    if me.status != httpx.codes.OK:
        yield fail("token", f"Telegram answers with an error {me.status}.", "Try again later.")
        return
    yield ok("token", f"It is accepted; the bot is @{me.result.get('username', '')}.")
    yield _privacy(me.result)
    yield _webhook(hook.result, webhook_url)
    yield _clock(me.skew)


def _host(api_url: str) -> str:
    return httpx.URL(api_url).host


async def _call(client: httpx.AsyncClient, address: str) -> _Answer:
    before = datetime.now(UTC)
    response = await client.post(address)
    after = datetime.now(UTC)
    body = response.json() if response.status_code == httpx.codes.OK else {}
    result = body.get("result") if isinstance(body, dict) else None
    skew = _skew(response.headers.get("date"), before, after)
    return _Answer(response.status_code, result if isinstance(result, dict) else {}, skew)


def _skew(date: str | None, before: datetime, after: datetime) -> float | None:
    """Return the smallest difference that a header in whole seconds allows."""
    try:
        theirs = parsedate_to_datetime(date or "")
    except ValueError:
        return None
    theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    early, late = (before - theirs).total_seconds() - 1, (after - theirs).total_seconds()
    return 0.0 if early <= 0 <= late else min(early, late, key=abs)


def _privacy(me: dict[str, Any]) -> Finding:
    if not me.get("can_read_all_group_messages"):
        return ok("privacy mode", "It is on: in groups the bot is sent only what is meant for it.")
    found = "It is off: in groups Telegram sends the bot all that people write."
    return warn("privacy mode", found, "@BotFather, /setprivacy, Enable; then remove the bot from groups and add it.")


def _webhook(hook: dict[str, Any], wanted: str | None) -> Finding:
    waiting = hook.get("pending_update_count", 0)
    if wanted is not None:
        return _own_webhook(hook, wanted, waiting)
    if hook.get("url"):
        found = "A webhook is set, so updates go elsewhere until the bot polls, which removes it."
        return warn("webhook", found, "Stop the other program that uses this token, or get a new token.")
    if waiting > _BEHIND:
        return warn(
            "webhook", f"None is set; {waiting} updates wait at Telegram.", "Start the bot, or look at its log."
        )
    return ok("webhook", f"None is set; {waiting} updates wait at Telegram.")


def _own_webhook(hook: dict[str, Any], wanted: str, waiting: int) -> Finding:
    if hook.get("url") != wanted:
        found = "Telegram does not call telegram.webhook_url."
        return warn("webhook", found, "Start the bot, which sets it; stop what else uses this token.")
    if waiting > _BEHIND:
        found = f"{waiting} updates wait at Telegram."
        return warn("webhook", found, "Look at the bot, at /readyz, and at the proxy before it.")
    return ok("webhook", f"Telegram calls telegram.webhook_url; {waiting} updates wait.")


def _clock(skew: float | None) -> Finding:
    if skew is None:
        return warn("clock", "The API does not say its time, so the clock was not compared.", "Compare it by hand.")
    if abs(skew) <= _SKEW:
        return ok("clock", f"It agrees with the API's to {max(abs(skew), 1):.0f} s.")
    found = f"It is {abs(skew):.0f} s {'ahead of' if skew > 0 else 'behind'} the API's."
    return fail("clock", found, "Let the machine set its clock by the network (NTP).")
