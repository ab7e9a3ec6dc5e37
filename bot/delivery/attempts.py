"""Sends one delivery that is claimed, and says what came of that: each failure means something of its own."""

from collections.abc import Callable, Sequence
from typing import Protocol

import structlog
from telegram.error import ChatMigrated, RetryAfter, TelegramError

from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.refusals import Meaning, meaning_of, plain
from bot.retries import asked_pause, backoff, jittered
from bot.storage.deliveries import Delivery, Lost, Moved, Refused, Retry, SendResult, Sent, TopicGone
from bot.storage.rescheduling import TOPIC_CLOSED
from knowledge.notices.audience import Unreachable

REPEATS = (30.0, 3600.0)
"""Seconds after which a message that may have arrived is sent for a second and a third time."""
NO_RIGHTS_PAUSE, LONGEST_NO_RIGHTS_PAUSE = 3600.0, 86_400.0
"""Seconds until a chat in which the bot may not write is tried again: the first pause, doubled up to the longest."""
FLOODED = 3
"""Threshold: number of chats for which Telegram asks in a row to wait, after which its limit is that of the bot."""
NOT_SENT, PERHAPS_SENT = "not sent", "perhaps sent"
"""Notes of deliveries to which Telegram gave no answer."""
ASKED_TO_WAIT = "asked to wait"
"""Note of deliveries to which Telegram answered 429."""

log = structlog.get_logger()


class Channel(Protocol):
    """What puts a delivery into words and sends it."""

    def part(self, delivery: Delivery) -> Delivery:
        """Return what one message holds of a delivery: at least one of its notices."""

    async def send(self, delivery: Delivery, silent: bool, bare: bool = False) -> int:
        """Send a delivery, `bare` without buttons; return the id of the message that now shows it.

        Raises `TelegramError`.
        """

    async def send_to_general(self, delivery: Delivery) -> None:
        """Say in General that what a forum topic followed comes there now; raises `TelegramError`."""

    async def ping(self) -> None:
        """Ask Telegram for a sign of life; raises `TelegramError`."""


class Attempts:
    """Sends deliveries, one at each call; several may be under way."""

    def __init__(
        self,
        channel: Channel,
        limiter: RateLimiter,
        now: Callable[[], float],
        repeats: Sequence[float] = REPEATS,
    ) -> None:
        """Take the time in UTC seconds, and the seconds after which what may have arrived is repeated."""
        self._channel = channel
        self._limiter = limiter
        self._now = now
        self._repeats = repeats
        self._flooded: set[int] = set()
        """Chats for which Telegram asked to wait since a message last arrived."""

    def arrived(self) -> None:
        """Take note that a message arrived somewhere: the limits that were hit are of single chats."""
        self._flooded.clear()

    async def send(self, delivery: Delivery) -> SendResult:
        """Send one delivery that is claimed; return what came of it."""
        silent = delivery.silent or delivery.uncertain_sends > 0
        try:
            return Sent(delivery, await self._channel.send(delivery, silent))
        except TelegramError as error:
            meaning = meaning_of(error)
            if meaning not in {Meaning.UNFIT, Meaning.UNKNOWN}:
                return await self._failed(delivery, meaning, error)
            log.error("Telegram refuses a notice; sending it without buttons", why=plain(error))
            refused = plain(error)
        try:
            sent = await self._channel.send(delivery, silent, bare=True)
        except TelegramError as error:
            return await self._failed(delivery, meaning_of(error), error)
        return Sent(delivery, sent, f"sent without buttons: {refused}")

    async def _failed(self, delivery: Delivery, meaning: Meaning | Unreachable, error: TelegramError) -> SendResult:
        now = self._now()
        match meaning:
            case Meaning.FLOOD if isinstance(error, RetryAfter):
                return self._flood(delivery, asked_pause(error), now)
            case Meaning.MOVED if isinstance(error, ChatMigrated):
                return Moved(delivery, error.new_chat_id)
            case Meaning.TOPIC_GONE if delivery.thread:
                return await self._leave_topic(delivery)
            case Meaning.TOPIC_CLOSED:
                return Retry(delivery, now + _no_rights_pause(delivery), TOPIC_CLOSED)
            case Unreachable.NO_RIGHTS:
                return Lost(delivery, Unreachable.NO_RIGHTS, plain(error), now + _no_rights_pause(delivery))
            case Unreachable():
                return Lost(delivery, meaning, plain(error), now)
            case Meaning.NOT_SENT:
                return Retry(delivery, now + backoff(delivery.failures), NOT_SENT)
            case Meaning.PERHAPS_SENT:
                pause = self._repeats[min(delivery.uncertain_sends, len(self._repeats) - 1)]
                return Retry(delivery, now + jittered(pause), PERHAPS_SENT, uncertain=True)
            case Meaning.UNKNOWN:
                log.error("Telegram refuses a notice without buttons too; it is tried again", why=plain(error))
                return Retry(delivery, now + _no_rights_pause(delivery), f"refused: {plain(error)}")
            case _:
                log.error("Telegram refuses a notice without buttons too: casewire deliveries", why=plain(error))
                return Refused(delivery, f"refused: {plain(error)}")

    async def _leave_topic(self, delivery: Delivery) -> SendResult:
        """Say in General that a topic is gone; where that has to wait, the delivery waits too."""
        try:
            await self._channel.send_to_general(delivery)
        except TelegramError as error:
            meaning = meaning_of(error)
            if meaning in {Meaning.FLOOD, Meaning.MOVED, Meaning.NOT_SENT} or isinstance(meaning, Unreachable):
                return await self._failed(delivery, meaning, error)
        return TopicGone(delivery)

    def _flood(self, delivery: Delivery, seconds: float, now: float) -> SendResult:
        """Let a chat wait as long as Telegram asks for it; if it asks for one chat after another, let all wait."""
        self._limiter.stop_chat(delivery.chat_id, seconds)
        self._flooded.add(delivery.chat_id)
        if len(self._flooded) >= FLOODED:
            self._limiter.stop(seconds)
            log.warning("Telegram asks the bot to wait; no notice is sent meanwhile", seconds=seconds)
        else:
            log.warning("Telegram asks to wait for one chat; the others go on", seconds=seconds)
        return Retry(delivery, now + seconds, ASKED_TO_WAIT, chat_waits=True)


def _no_rights_pause(delivery: Delivery) -> float:
    """Return the seconds until a chat or topic is tried again in which the bot may not write now."""
    return jittered(min(NO_RIGHTS_PAUSE * 2.0 ** min(delivery.failures, 10), LONGEST_NO_RIGHTS_PAUSE))
