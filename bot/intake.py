"""Takes updates in: poll, process (a chat's in order, chats at once), and acknowledge only what is finished."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application

from bot.failures import Attempts, asked_pause, backoff
from bot.storage import StorageError

UPDATES = ["message", "edited_message", "channel_post", "callback_query", "inline_query", "my_chat_member"]
"""The kinds of updates that are asked for."""

_GLANCE = 0.1
_LONGEST_GLANCE = 0.5
"""Seconds between polls while answers are under way: Telegram then shows the unfinished updates again at once."""
_CONFLICT = 2
"""A conflict counts for so many failures more: the other process will not go away in a second."""
PATIENCE = 10.0
"""Seconds that answers under way get at a stop."""

T = TypeVar("T")
log = structlog.get_logger()


class IntakeError(Exception):
    """The bot cannot go on; str() is one sentence that says why and what to do."""


class Finished(Protocol):
    """Which updates are finished, over restarts. All raise `StorageError` if the storage fails."""

    async def finished(self, update_ids: Sequence[int]) -> frozenset[int]:
        """Return which of some updates are finished."""

    async def finish(self, update_id: int, now: datetime) -> None:
        """Keep that an update is finished."""

    async def prune(self, below: int) -> None:
        """Forget the finished updates below an id."""


class Intake:
    """The loop between Telegram and the handlers.

    Telegram forgets the updates below the offset of a poll, so the offset is the first unfinished update: after a
    kill, everything unfinished comes again, and `Finished` keeps the rest from being answered twice. One poll brings
    at most 100 updates from the offset on, so no more than these are ever under way.
    """

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        store: Finished,
        clock: Callable[[], datetime],
        concurrency: int = 32,
        poll_seconds: int = 30,
        patience: float = PATIENCE,
    ) -> None:
        self._application = application
        self._store = store
        self._clock = clock
        self._poll_seconds = poll_seconds
        self._patience = patience
        self._slots = asyncio.Semaphore(concurrency)
        self._turns: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}
        self._unfinished: dict[int, asyncio.Task[None]] = {}
        self._done: set[int] = set()
        self._next = 0
        self._pruned = 0
        self._stop = asyncio.Event()
        self._broken: BaseException | None = None

    def stop(self) -> None:
        """Ask the loop to finish what is under way and end."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether the loop has been asked to stop."""
        return self._stop.is_set()

    async def run(self) -> None:
        """Take updates in until `stop` is called.

        Raises `IntakeError` if Telegram does not accept the token, `StorageError` if the storage fails from the start
        to the stop.
        """
        try:
            await self._take_in()
            await self._wind_up()
        finally:
            left = list(self._unfinished.values())
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
        if self._broken is not None:
            raise self._broken

    async def _take_in(self) -> None:
        failures, glance = 0, _GLANCE
        while not self._stop.is_set():
            try:
                updates = await self._poll()
            except TelegramError as error:
                await self._recover(error, failures)
                failures += 1
                continue
            failures = 0
            fresh = await self._begin(updates)
            if self._unfinished:
                glance = _GLANCE if fresh else min(glance * 2, _LONGEST_GLANCE)
                await self._until_stopped(_all(self._unfinished.values()), glance)

    async def _poll(self) -> Sequence[Update]:
        """Return the next updates, none if the loop is asked to stop meanwhile."""
        offset = self._offset()
        waiting = 0 if self._unfinished else self._poll_seconds
        bot: Bot = self._application.bot
        request = bot.get_updates(offset=offset or None, timeout=waiting, allowed_updates=UPDATES)
        updates = await self._until_stopped(request)
        if updates is None:
            return ()
        await self._prune(offset)
        return updates

    async def _recover(self, error: TelegramError, failures: int) -> None:
        """Do what a failed poll asks for, most often wait.

        Raises `IntakeError` for a token that is not accepted.
        """
        kind = type(error).__name__
        match error:
            case InvalidToken():
                raise IntakeError(rejected()) from None
            case RetryAfter():
                await self.pause(asked_pause(error))
            case Conflict(message=message) if "webhook" in message:
                log.warning("a webhook is set for this token; removing it, since this process polls")
                await self._remove_webhook()
                await self.pause(backoff(failures))
            case Conflict():
                log.warning("another process polls with this token; stop it, or this one", failures=failures + 1)
                await self.pause(backoff(failures + _CONFLICT))
            case _:
                log.warning("Telegram cannot be reached; trying again", error=kind, failures=failures + 1)
                await self.pause(backoff(failures))

    async def _remove_webhook(self) -> None:
        try:
            await self._application.bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            log.warning("the webhook could not be removed", error=type(error).__name__)

    def _offset(self) -> int:
        """Return the id of the first update that is not finished: all below may be forgotten by Telegram."""
        return min(self._unfinished, default=self._next)

    async def _prune(self, offset: int) -> None:
        """Forget what Telegram has just been told is finished."""
        if offset <= self._pruned:
            return
        try:
            await self._store.prune(offset)
        except StorageError as error:
            log.warning("old updates are not forgotten yet", error=str(error))
            return
        self._done = {update_id for update_id in self._done if update_id >= offset}
        self._pruned = offset

    async def _begin(self, updates: Sequence[Update]) -> int:
        """Begin with the updates that are neither under way nor finished; return how many these are."""
        known = self._done.union(self._unfinished)
        new = [update for update in updates if update.update_id not in known]
        if new:
            ids = [update.update_id for update in new]
            finished = await self._known(ids)
            self._done |= finished
            new = [update for update in new if update.update_id not in finished]
        for update in new:
            task = asyncio.create_task(self._process(update))
            task.add_done_callback(self._ended)
            self._unfinished[update.update_id] = task
        self._next = max([self._next, *(update.update_id + 1 for update in updates)])
        return len(new)

    async def _known(self, ids: Sequence[int]) -> frozenset[int]:
        """Return which updates were finished by an earlier process.

        What that had begun with is in the first poll, so this must be known then; later, answering comes first.
        """
        if not self._next:
            return await self._stored(lambda: self._store.finished(ids))
        try:
            return await self._store.finished(ids)
        except StorageError as error:
            log.error("the storage fails; answering all the same", error=str(error))
            return frozenset()

    async def _process(self, update: Update) -> None:
        """Answer one update when its chat's turn comes, and keep that it is finished."""
        chat = _chat_of(update)
        turn = self._turns.setdefault(chat, asyncio.Lock())
        self._waiting[chat] = self._waiting.get(chat, 0) + 1
        try:
            async with turn:
                await self._answer(update)
        finally:
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat], self._turns[chat]

    async def _answer(self, update: Update) -> None:
        """Try until the answer is sent, or cannot be; if the process stops first, it comes again at the next start."""
        attempts = Attempts()
        while not (attempts.tries and self._stop.is_set()):
            async with self._slots:
                pause = await self._attempt(update, attempts)
            if pause is None:
                self._done.add(update.update_id)
                del self._unfinished[update.update_id]
                return
            await self.pause(pause)

    async def _attempt(self, update: Update, attempts: Attempts) -> float | None:
        """Run the handlers; return None once the update is finished, else the seconds until the next attempt.

        The slot is kept until the storage has it: so no more answers than there are slots are sent twice after a kill.
        If the storage fails, that it is finished is kept by Telegram alone, from the next poll on.
        """
        await self._application.process_update(update)
        failure = self._application.bot_data["failures"].pop(update.update_id)
        pause = attempts.pause_after(failure) if failure else None
        if failure:
            kind = type(failure).__name__
            if pause is not None:
                log.warning("an answer could not be sent; trying again", error=kind, tries=attempts.tries)
                return pause
            log.warning("an answer may not have arrived; it is not repeated again", error=kind)
        try:
            await self._store.finish(update.update_id, self._clock())
        except StorageError as error:
            log.error("the storage fails; an answered update is known to Telegram alone", error=str(error))
        return None

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Stop the process when an update broke the loop itself: it stays unfinished and is not lost."""
        if not task.cancelled() and (error := task.exception()) is not None:
            self._broken = self._broken or error
            self._stop.set()

    async def _wind_up(self) -> None:
        """Give what is under way a little time, then tell Telegram what is finished."""
        if self._unfinished:
            await asyncio.wait(self._unfinished.values(), timeout=self._patience)
        if offset := self._offset():
            try:
                await self._application.bot.get_updates(offset=offset, limit=1, timeout=0, allowed_updates=UPDATES)
            except TelegramError as error:
                kind = type(error).__name__
                log.warning("the last answers are not acknowledged; they are kept as finished", error=kind)

    async def _stored(self, work: Callable[[], Awaitable[T]]) -> T:
        """Return the result of the storage, which is asked until it works.

        Raises `StorageError` if the loop is asked to stop first.
        """
        failures = 0
        while True:
            try:
                return await work()
            except StorageError as error:
                if self._stop.is_set():
                    raise
                log.error("the storage fails; trying again", error=str(error))
            await self.pause(backoff(failures))
            failures += 1

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


async def _all(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Wait until all of some tasks are over; if this wait is ended, they are left alone."""
    await asyncio.wait(list(tasks))


def _chat_of(update: Update) -> int:
    """Return what keeps updates in order: the chat, or else the person (inline queries)."""
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else 0


def rejected() -> str:
    """Return the sentence for a token that Telegram does not accept; never the token itself."""
    return (
        "Telegram does not accept the bot's token. Ask @BotFather for the current one (/mybots, API Token), "
        "set telegram.token or telegram.token_file, and start again."
    )
