"""Spaces out what is sent on its own accord, so that Telegram's limits are kept without being told."""

import asyncio
from collections import deque
from collections.abc import Callable

GROUP_MESSAGES, GROUP_SECONDS = 20, 60.0
"""Telegram lets a bot send so many messages into one group in so many seconds."""
PRIVATE_SECONDS = 1.0
"""Seconds between two messages into one chat."""
_REMEMBERED = 50_000


class Pace:
    """Gives turns: at most `rate` a second overall, one a second in a chat, 20 a minute in a group."""

    def __init__(self, rate: float, clock: Callable[[], float]) -> None:
        """Take the clock from the caller: seconds that never go back."""
        self._space = 1 / rate
        self._clock = clock
        self._next = 0.0
        self._order = asyncio.Lock()
        self._last: dict[int, deque[float]] = {}

    async def turn(self, chat_id: int) -> None:
        """Wait until a message may be sent to a chat. Of turns that come late only one is made up for."""
        while True:
            await self._until(lambda: self._chat_pause(chat_id))
            async with self._order:
                await self._until(lambda: self._next - self._clock())
                if self._chat_pause(chat_id) > 0:
                    continue
                now = self._clock()
                self._next = max(self._next, now - self._space) + self._space
                self._note(chat_id, now)
                return

    async def _until(self, pause: Callable[[], float]) -> None:
        """Wait as long as there is a pause; it may grow meanwhile."""
        while (seconds := pause()) > 0:  # noqa: ASYNC110 - it is a time that is waited for
            await asyncio.sleep(seconds)

    def stop(self, seconds: float) -> None:
        """Give nobody a turn for so long: Telegram has asked for it."""
        self._next = max(self._next, self._clock() + seconds)

    def _chat_pause(self, chat_id: int) -> float:
        sent = self._last.get(chat_id)
        if not sent:
            return 0.0
        ready = sent[-1] + PRIVATE_SECONDS
        if chat_id < 0 and len(sent) == GROUP_MESSAGES:
            ready = max(ready, sent[0] + GROUP_SECONDS)
        return ready - self._clock()

    def _note(self, chat_id: int, slot: float) -> None:
        if len(self._last) >= _REMEMBERED:
            old = slot - GROUP_SECONDS
            self._last = {chat: sent for chat, sent in self._last.items() if sent[-1] > old}
        self._last.setdefault(chat_id, deque(maxlen=GROUP_MESSAGES)).append(slot)
