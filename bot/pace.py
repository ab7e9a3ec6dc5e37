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
        self._stopped_until = 0.0
        self._last: dict[int, deque[float]] = {}

    async def turn(self, chat_id: int) -> None:
        """Wait until a message may be sent to a chat."""
        while (pause := self._chat_pause(chat_id)) > 0:  # noqa: ASYNC110 - it is a time that is waited for
            await asyncio.sleep(pause)
        slot = max(self._clock(), self._next)
        self._next = slot + self._space
        self._note(chat_id, slot)
        while (pause := max(slot, self._stopped_until) - self._clock()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(pause)

    def stop(self, seconds: float) -> None:
        """Give nobody a turn for so long: Telegram has asked for it."""
        self._stopped_until = max(self._stopped_until, self._clock() + seconds)
        self._next = max(self._next, self._stopped_until)

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
