"""What an operator's commands need at a terminal: the storage of a configuration, a publisher, and what was typed."""

import getpass
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.answering import once
from bot.config import Config
from bot.publishing.errors import PublishingError
from bot.publishing.publisher import Actor, Publisher
from bot.publishing.recipients import Answer
from bot.storage import Storage
from handlers.ports import Operator
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.states import DeliveryState


@asynccontextmanager
async def storage_of(config: Config) -> AsyncIterator[Storage]:
    """Open the storage of a configuration."""
    assert config.storage.url is not None, "load_config sets it"
    assert config.storage.key_file is not None, "load_config sets it"
    storage = await Storage.open(config.storage.url, config.storage.key_file)
    try:
        yield storage
    finally:
        await storage.close()


@asynccontextmanager
async def publisher_of(
    config: Config, base: KnowledgeBase, answer: Answer, clock: Callable[[], datetime]
) -> AsyncIterator[Publisher]:
    """Open the storage of a configuration for publishing from a case folder that was just read."""
    async with storage_of(config) as storage:
        yield Publisher(storage, base, answer, clock, config.notices.second_admin)


def told_operator(config: Config) -> Operator:
    """Return what readers are told of who runs the bot."""
    about, feedback = config.about, config.feedback
    told = (about.operator, about.contact, about.corrections, feedback.keep_days, feedback.review_questions)
    return Operator(*told, pages=config.site.url)


def fact_finder(base: KnowledgeBase) -> Answer:
    """Return what finds the fact that answers a question; the answerer is made at the first one."""
    made = once(base)
    return lambda question: made().fact_for(question)


def operator() -> Actor:
    """Return who works at this terminal."""
    try:
        return Actor(getpass.getuser())
    except (OSError, KeyError):
        return Actor("somebody")


def notice_of(base: KnowledgeBase, notice_id: str) -> Notice:
    """Return a notice of the case; raises `PublishingError` for one that is not there."""
    notice = base.notices.get(notice_id)
    if notice is None:
        known = ", ".join(base.notices) or "none"
        raise PublishingError(f"There is no notice {notice_id!r} in the case's folder notices; there are: {known}.")
    return notice


def read_time(text: str, now: datetime) -> datetime:
    """Return the time that an operator typed, as ISO 8601; without an offset it is UTC.

    Raises `PublishingError` for one that is no time, or is over.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise PublishingError(
            f"--at: {text!r} is no time. Write it as 2026-12-01T09:00 or 2026-12-01T09:00+02:00."
        ) from None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    if at <= now:
        raise PublishingError(f"--at: {at.isoformat()} is over. Leave --at out to publish now.")
    return at


async def cancel(config: Config, notice_id: str, now: datetime) -> bool:
    """Take back what was proposed or scheduled for a notice, whatever its file says; False if nothing was."""
    async with storage_of(config) as storage:
        return await storage.approvals.cancel(notice_id, operator().name, now)


async def release(
    config: Config, notice_id: str, state: DeliveryState, now: datetime, of: DeliveryState = DeliveryState.HELD
) -> int:
    """Send deliveries after all (waiting), or never (skipped), that are `of` a state; return how many.

    Raises `PublishingError` for a notice that was never published.
    """
    async with storage_of(config) as storage:
        await check_published(storage, notice_id)
        return await storage.outbox.release(notice_id, state, operator().name, now.timestamp(), of)


async def check_published(storage: Storage, notice_id: str) -> None:
    """Raise `PublishingError` for a notice that was never published."""
    published = sorted(known for known, (_, number, _) in (await storage.notices.states()).items() if number)
    if notice_id not in published:
        known = ", ".join(published) or "none"
        raise PublishingError(f"No notice {notice_id!r} was published; there are: {known}.")
