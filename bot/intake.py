"""Takes updates in: poll, process (a chat's in order, chats at once), and acknowledge only what is finished."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

import structlog
from httpx import ConnectError, ConnectTimeout, PoolTimeout
from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application

UPDATES = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"]
"""The kinds of updates that are asked for."""

_GLANCE = 0.1
"""Seconds between polls while answers are under way: Telegram then shows the unfinished updates again at once."""
_LONGEST_PAUSE = 30.0
_PATIENCE = 10.0
"""Seconds that answers under way get at a stop."""

T = TypeVar("T")
log = structlog.get_logger()


class IntakeError(Exception):
    """The bot cannot go on; str() is one sentence that says why and what to do."""


class Finished(Protocol):
    """Which updates are finished, over restarts."""

    async def finished(self, update_ids: Sequence[int]) -> frozenset[int]:
        """Return which of some updates are finished."""

    async def finish(self, update_id: int, now: datetime) -> None:
        """Keep that an update is finished."""

    async def prune(self, below: int) -> None:
        """Forget the finished updates below an id."""


class Intake:
    """The loop between Telegram and the handlers.

    Telegram forgets the updates below the offset of a poll, so the offset is the first unfinished update: after a
    kill, everything unfinished comes again, and `Finished` keeps the rest from being answered twice.
    """

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        store: Finished,
        clock: Callable[[], datetime],
        concurrency: int = 32,
        poll_seconds: int = 30,
    ) -> None:
        self._application = application
        self._store = store
        self._clock = clock
        self._poll_seconds = poll_seconds
        self._slots = asyncio.Semaphore(concurrency)
        self._chats: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._done: set[int] = set()
        self._next = 0
        self._pruned = 0
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Ask the loop to finish what is under way and end."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether the loop has been asked to stop."""
        return self._stop.is_set()

    async def run(self) -> None:
        """Take updates in until `stop` is called.

        Raises `IntakeError` if Telegram does not accept the token.
        """
        failures = 0
        while not self._stop.is_set():
            updates = await self._poll(failures)
            failures = failures + 1 if updates is None else 0
            fresh = await self._start(updates or ())
            if self._under_way and not fresh:
                await self._until_stopped(_any(self._under_way.values()), _GLANCE)
        await self._finish()

    async def _poll(self, failures: int) -> Sequence[Update] | None:
        """Return the next updates; None after a failure, when the pause it deserves has passed."""
        bot = self._application.bot
        offset = self._offset()
        waiting = 0 if self._under_way else self._poll_seconds
        request = bot.get_updates(offset=offset or None, timeout=waiting, allowed_updates=UPDATES)
        try:
            updates = await self._until_stopped(request)
        except InvalidToken as error:
            raise IntakeError(rejected(error)) from None
        except RetryAfter as error:
            await self.pause(_seconds(error.retry_after))
        except Conflict:
            log.warning("another process polls with this token; stop it, or this one", retry="with a growing pause")
            await self.pause(backoff(failures + 2))
        except (NetworkError, TelegramError) as error:
            log.warning("Telegram cannot be reached; trying again", error=type(error).__name__, failures=failures + 1)
            await self.pause(backoff(failures))
        else:
            await self._prune(offset)
            return updates or ()
        return None

    def _offset(self) -> int:
        """Return the id of the first update that is not finished: all below may be forgotten by Telegram."""
        return min(self._under_way, default=self._next)

    async def _prune(self, offset: int) -> None:
        if offset > self._pruned:
            await self._store.prune(offset)
            self._done = {update_id for update_id in self._done if update_id >= offset}
            self._pruned = offset

    async def _start(self, updates: Sequence[Update]) -> int:
        """Begin with the updates that are neither under way nor finished; return how many these are."""
        known = self._done.union(self._under_way)
        new = [update for update in updates if update.update_id not in known]
        if new:
            finished = await self._store.finished([update.update_id for update in new])
            self._done |= finished
            new = [update for update in new if update.update_id not in finished]
        for update in new:
            task = asyncio.create_task(self._process(update))
            self._under_way[update.update_id] = task
        self._next = max([self._next, *(update.update_id + 1 for update in updates)])
        return len(new)

    async def _process(self, update: Update) -> None:
        """Answer one update when its chat's turn comes, and keep that it is finished."""
        chat = _chat_of(update)
        lock = self._chats.setdefault(chat, asyncio.Lock())
        self._waiting[chat] = self._waiting.get(chat, 0) + 1
        try:
            async with lock, self._slots:
                if await self._answer(update):
                    await self._store.finish(update.update_id, self._clock())
                    self._done.add(update.update_id)
        finally:
            self._under_way.pop(update.update_id, None)
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat], self._chats[chat]

    async def _answer(self, update: Update) -> bool:
        """Run the handlers until the answer is sent, or cannot be; False if the process stops first."""
        failures = self._application.bot_data["failures"]
        tries = unsure = 0
        while not (tries and self._stop.is_set()):
            await self._application.process_update(update)
            failure = failures.pop(update.update_id)
            if failure is None:
                return True
            if isinstance(failure, RetryAfter):
                pause = _seconds(failure.retry_after)
            elif surely_not_sent(failure):
                pause = backoff(tries)
            elif unsure:
                log.warning("an answer may not have arrived; not repeated again", error=type(failure).__name__)
                return True
            else:
                unsure, pause = 1, backoff(0)
            tries += 1
            log.warning("an answer could not be sent; trying again", error=type(failure).__name__, tries=tries)
            await self.pause(pause)
        return False

    async def _finish(self) -> None:
        """Give what is under way a little time, then tell Telegram what is finished."""
        if self._under_way:
            await asyncio.wait(self._under_way.values(), timeout=_PATIENCE)
        for task in list(self._under_way.values()):
            task.cancel()
        if offset := self._offset():
            try:
                await self._application.bot.get_updates(offset=offset, limit=1, timeout=0, allowed_updates=UPDATES)
            except TelegramError as error:
                log.warning(
                    "the last answers are not acknowledged; they are kept as finished", error=type(error).__name__
                )

    async def pause(self, seconds: float) -> None:
        """Wait, but not longer than until the loop is asked to stop."""
        await self._until_stopped(asyncio.sleep(seconds))

    async def _until_stopped(self, work: Awaitable[T], seconds: float | None = None) -> T | None:
        """Return the result of `work`, or None if the loop is asked to stop or the time is over first."""
        task = asyncio.ensure_future(work)
        stop = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait({task, stop}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            stop.cancel()
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)


async def _any(tasks: Any) -> None:
    """Wait for the first of some tasks, and leave all of them alone."""
    await asyncio.wait(list(tasks), return_when=asyncio.FIRST_COMPLETED)


def _chat_of(update: Update) -> int:
    """Return what keeps updates in order: the chat, or else the person (inline queries)."""
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else 0


def surely_not_sent(error: BaseException) -> bool:
    """Whether a failed request never reached Telegram; after any other failure the message may have arrived."""
    return isinstance(error.__cause__, ConnectError | ConnectTimeout | PoolTimeout)


def rejected(error: InvalidToken) -> str:
    """Return the sentence for a token that Telegram does not accept; never the token itself."""
    del error  # its text holds the token
    return (
        "Telegram does not accept the bot's token. Ask @BotFather for the current one (/mybots, API Token), "
        "set telegram.token or telegram.token_file, and start again."
    )


def backoff(failures: int) -> float:
    """Return the seconds to wait after so many failures in a row: doubling from 0.5 up to 30, with jitter."""
    return min(_LONGEST_PAUSE, 0.5 * 2 ** min(failures, 10)) * random.uniform(0.5, 1.0)  # noqa: S311


def _seconds(pause: float | timedelta) -> float:
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)
