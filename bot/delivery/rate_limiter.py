"""Client-side rate limiter: overall, per chat and per group, so that Telegram need not ask for it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

GROUP_MESSAGES, GROUP_SECONDS = 20, 60.0
"""Maximum number of messages into one group, in that number of seconds."""
PRIVATE_SECONDS = 1.0
"""Seconds between two messages into one chat."""
LATE = 0.5
"""Seconds by which slots may come late and be made up for; more is idleness."""
IN_THE_AIR = 2.0
"""Seconds after which a message without an answer counts as arrived."""
_REMEMBERED = 50_000
"""Threshold: number of chats from which on those are forgotten that had no message lately; arbitrary."""


class Slot:
    """The right to send one message: `at` is when it was given, and once Telegram has answered, when it did."""

    __slots__ = ("_limiter", "at", "open")

    def __init__(self, at: float, limiter: "RateLimiter") -> None:
        self.at = at
        self.open = True
        self._limiter = limiter

    def end(self) -> None:
        """Say that Telegram has answered, or that nothing was sent after all."""
        self._limiter.ended(self)


class RateLimiter:
    """Gives slots for sending: at most `rate` a second overall, one a second in a chat, 20 a minute in a group.

    A message arrives at some time between the begin and the end of its slot. So that no second has more than `rate`
    messages where they arrive, a slot is given only when the one `rate` slots before ended a second ago.
    """

    def __init__(self, rate: float, clock: Callable[[], float]) -> None:
        """Take the clock from the caller: seconds that never go back."""
        self._space = 1 / rate
        self._clock = clock
        self._next = 0.0
        self._recent: deque[Slot] = deque(maxlen=max(int(rate), 1))
        self._chats: dict[int, deque[Slot]] = {}
        self._stopped: dict[int, float] = {}
        self._freed = asyncio.Event()

    def pause(self, chat_id: int) -> float:
        """Return the seconds until a message may be sent to a chat, if no other is sent before; at most 0 is now."""
        return max(self.overall_pause(), self.chat_pause(chat_id))

    def overall_pause(self) -> float:
        """Return the seconds until a message may be sent to some chat."""
        now = self._clock()
        pause = self._next - now
        if len(self._recent) < (self._recent.maxlen or 0):
            return pause
        first = self._recent[0]
        if first.open and now < first.at + IN_THE_AIR:
            return max(pause, first.at + IN_THE_AIR - now)
        if first.open:
            first.at, first.open = now, False
        return max(pause, first.at + len(self._recent) * self._space - now)

    def chat_pause(self, chat_id: int) -> float:
        """Return the seconds until a chat may get a message."""
        now = self._clock()
        ready = self._stopped.get(chat_id, now)
        if sent := self._chats.get(chat_id):
            ready = max(ready, sent[-1].at + PRIVATE_SECONDS)
            if chat_id < 0 and len(sent) == GROUP_MESSAGES:
                ready = max(ready, sent[0].at + GROUP_SECONDS)
        return ready - now

    def take(self, chat_id: int) -> Slot:
        """Take a slot, for which `pause` must be over."""
        now = self._clock()
        self._next = (self._next if now - self._next < LATE else now) + self._space
        slot = Slot(now, self)
        self._recent.append(slot)
        self._note(chat_id, slot)
        return slot

    @asynccontextmanager
    async def slot(self, chat_id: int) -> AsyncIterator[None]:
        """Wait until a message may be sent to a chat; leave when Telegram has answered."""
        while (seconds := self.pause(chat_id)) > 0:
            try:
                await asyncio.wait_for(self._freed.wait(), seconds)
            except TimeoutError:
                continue
        slot = self.take(chat_id)
        try:
            yield
        finally:
            slot.end()

    def ended(self, slot: Slot) -> None:
        """Note the end of a slot, which may make room for others."""
        slot.at, slot.open = self._clock(), False
        self._freed.set()
        self._freed = asyncio.Event()

    def stop(self, seconds: float) -> None:
        """Give nobody a slot for a number of seconds: Telegram has asked the bot for it."""
        self._next = max(self._next, self._clock() + seconds)

    def stop_chat(self, chat_id: int, seconds: float) -> None:
        """Give one chat no slot for a number of seconds: Telegram has asked for it."""
        now = self._clock()
        self._stopped = {chat: until for chat, until in self._stopped.items() if until > now}
        self._stopped[chat_id] = now + seconds

    def _note(self, chat_id: int, slot: Slot) -> None:
        if len(self._chats) >= _REMEMBERED:
            old = slot.at - GROUP_SECONDS
            self._chats = {chat: sent for chat, sent in self._chats.items() if sent[-1].at > old}
        self._chats.setdefault(chat_id, deque(maxlen=GROUP_MESSAGES)).append(slot)
