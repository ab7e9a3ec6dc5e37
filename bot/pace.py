"""Spaces out what is sent on its own accord, so that Telegram's limits are kept without being told."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

GROUP_MESSAGES, GROUP_SECONDS = 20, 60.0
"""Telegram lets a bot send so many messages into one group in so many seconds."""
PRIVATE_SECONDS = 1.0
"""Seconds between two messages into one chat."""
LATE = 0.5
"""Seconds by which turns may come late and be made up for; more is idleness."""
IN_THE_AIR = 2.0
"""Seconds after which a message without an answer counts as arrived."""
_REMEMBERED = 50_000


class _Turn:
    """A message: when it was sent, and once Telegram has answered, when it did."""

    __slots__ = ("at", "ended")

    def __init__(self, at: float) -> None:
        self.at = at
        self.ended = asyncio.Event()


class Pace:
    """Gives turns: at most `rate` a second overall, one a second in a chat, 20 a minute in a group.

    A message arrives at some time between the begin and the end of its turn. So that no second has more than `rate`
    messages where they arrive, a turn is given only when the one `rate` turns before ended a second ago.
    """

    def __init__(self, rate: float, clock: Callable[[], float]) -> None:
        """Take the clock from the caller: seconds that never go back."""
        self._space = 1 / rate
        self._clock = clock
        self._next = 0.0
        self._order = asyncio.Lock()
        self._recent: deque[_Turn] = deque(maxlen=max(int(rate), 1))
        self._chats: dict[int, deque[_Turn]] = {}

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """Wait until a message may be sent to a chat; leave when Telegram has answered."""
        turn = await self._given(chat_id)
        try:
            yield
        finally:
            turn.at = self._clock()
            turn.ended.set()

    async def _given(self, chat_id: int) -> _Turn:
        while True:
            await self._until(lambda: self._chat_pause(chat_id))
            async with self._order:
                await self._room()
                await self._until(lambda: self._next - self._clock())
                if self._chat_pause(chat_id) > 0:
                    continue
                now = self._clock()
                self._next = (self._next if now - self._next < LATE else now) + self._space
                turn = _Turn(now)
                self._recent.append(turn)
                self._note(chat_id, turn)
                return turn

    async def _room(self) -> None:
        """Wait until the earliest of the recent turns is so long over that another fits in."""
        if len(self._recent) < (self._recent.maxlen or 0):
            return
        first = self._recent[0]
        if not first.ended.is_set():
            left = first.at + IN_THE_AIR - self._clock()
            try:
                await asyncio.wait_for(first.ended.wait(), max(left, 0))
            except TimeoutError:
                first.at = self._clock()
        await self._until(lambda: first.at + len(self._recent) * self._space - self._clock())

    async def _until(self, pause: Callable[[], float]) -> None:
        """Wait as long as there is a pause; it may grow meanwhile."""
        while (seconds := pause()) > 0:  # noqa: ASYNC110 - it is a time that is waited for
            await asyncio.sleep(seconds)

    def stop(self, seconds: float) -> None:
        """Give nobody a turn for so long: Telegram has asked for it."""
        self._next = max(self._next, self._clock() + seconds)

    def _chat_pause(self, chat_id: int) -> float:
        sent = self._chats.get(chat_id)
        if not sent:
            return 0.0
        ready = sent[-1].at + PRIVATE_SECONDS
        if chat_id < 0 and len(sent) == GROUP_MESSAGES:
            ready = max(ready, sent[0].at + GROUP_SECONDS)
        return ready - self._clock()

    def _note(self, chat_id: int, turn: _Turn) -> None:
        if len(self._chats) >= _REMEMBERED:
            old = turn.at - GROUP_SECONDS
            self._chats = {chat: sent for chat, sent in self._chats.items() if sent[-1].at > old}
        self._chats.setdefault(chat_id, deque(maxlen=GROUP_MESSAGES)).append(turn)
