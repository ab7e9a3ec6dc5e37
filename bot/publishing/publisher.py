"""Publishes, corrects and recalls notices for the operator."""

import asyncio
import getpass
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime

from bot.answering import once
from bot.config import Config
from bot.publishing.serving import lacking, serving, tellable
from bot.storage import Follower, Storage
from bot.storage.approvals import ApprovalNeededError, Pending
from bot.storage.notices import Preview
from bot.storage.publications import Plan, Published
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.audience import About, Audience, due
from knowledge.notices.content import packed
from knowledge.notices.diff import Digests
from knowledge.notices.reasons import Reason
from knowledge.notices.states import DeliveryState, NoticeState, Outcome

Answer = Callable[[str], str | None]
"""Returns the id of the fact that answers a question, or None: `Answerer.fact_for`."""


class PublishingError(Exception):
    """A notice cannot be published; str() says why and what to do."""


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


def decider(
    notice: Notice, base: KnowledgeBase, now: datetime, audience: Audience | None = None
) -> Callable[[Follower], Plan | None]:
    """Return what decides for a follower whether it gets a notice, why and when.

    The questions that a notice answers are the reason before all others, for they are over once it has come.
    """
    compared = audience or Audience(notice, base, answering(base))

    def decide(follower: Follower) -> Plan | None:
        reason = compared.reason(follower.subscriptions)
        if reason is None:
            return None
        at = due(follower.settings, reason.rhythm, notice.urgent, now)
        codes = compared.answered(follower.subscriptions)
        why = Reason(About.QUESTION, codes=codes) if codes else Reason.by(reason.about, reason.value)
        return Plan(why, reason.rhythm.value, at.timestamp())

    return decide


def followers_of_facts(decide: Callable[[Follower], Plan | None]) -> Callable[[Follower], Plan | None]:
    """Return what decides the same, but counts only the facts that a follower follows: for a correction."""

    def only(follower: Follower) -> Plan | None:
        kept = (one for one in follower.subscriptions if one.about in {About.FACT, About.WITHOUT})
        return decide(replace(follower, subscriptions=tuple(kept)))

    return only


async def audience_of(storage: Storage, notice: Notice, base: KnowledgeBase, answer: Answer | None = None) -> Audience:
    """Return the audience of a notice for `decider`: the waiting questions are answered, so no transaction waits.

    Without `answer` an answerer is made if a question waits.
    """
    audience = Audience(notice, base, answer or answering(base))
    for question in await storage.subscribers.questions():
        audience.answers(question)
        await asyncio.sleep(0)
    return audience


def answering(base: KnowledgeBase) -> Answer:
    """Return what finds the fact that answers a question; the answerer is made at the first one."""
    made = once(base)
    return lambda question: made().fact_for(question)


def unexplained(notice: Notice, base: KnowledgeBase) -> str:
    """Return what to do before a notice can be corrected or recalled: its file has to say what was wrong and why."""
    example = "\n".join(["correction:", *(f"  {language}: ..." for language in base.case.languages)])
    file = notice.location.path if notice.location else f"notices/{notice.id}.yaml"
    return f"{file} does not say what was wrong and why, and readers are told. Add it in each language:\n{example}"


def notice_of(base: KnowledgeBase, notice_id: str) -> Notice:
    """Return a notice of the case; raises `PublishingError` for one that is not there."""
    notice = base.notices.get(notice_id)
    if notice is None:
        known = ", ".join(base.notices) or "none"
        raise PublishingError(f"There is no notice {notice_id!r} in the case's folder notices; there are: {known}.")
    return notice


async def publish(
    config: Config,
    base: KnowledgeBase,
    notice: Notice,
    now: datetime,
    answer: Answer | None = None,
    at: datetime | None = None,
) -> Published | Outcome:
    """Publish a notice: it is sent by the running bot.

    With `at` it is only scheduled; where another admin has to approve it, by the configuration or by that of the bot
    which was started last, it is only proposed.
    """
    async with storage_of(config) as storage:
        _, number, _ = (await storage.notices.states()).get(notice.id, ("", 0, None))
        if number:
            return Published(number, 0, again=True)
        served = await _served(storage, notice, base)
        if at is None and not config.notices.second_admin:
            decide = decider(notice, base, now, await audience_of(storage, notice, base, answer))
            told = tellable(base, served, await storage.baseline.read())
            with suppress(ApprovalNeededError):
                return await storage.publications.publish(notice.id, packed(notice), decide, actor(), now, digests=told)
        return await _plan(storage, config, notice, NoticeState.PUBLISHED, now, at)


async def _served(storage: Storage, notice: Notice, base: KnowledgeBase) -> Digests | None:
    """Return the digests of the base that the running bot has, if one runs.

    Raises `PublishingError` if it lacks something of the notice.
    """
    served = await serving(storage)
    if missing := lacking(notice, base, served):
        raise PublishingError(
            f"The running bot does not have {', '.join(missing)} as the case folder has it now, so nothing is sent. "
            "Restart the bot, then publish."
        )
    return served


async def _plan(
    storage: Storage, config: Config, notice: Notice, action: NoticeState, now: datetime, at: datetime | None = None
) -> Outcome:
    """Schedule something for `at`, or propose it where another admin has to approve it, or where there is no `at`."""
    alone = at is not None and not config.notices.second_admin
    due_at = at.timestamp() if at else None
    what = Pending(notice.id, action, packed(notice), actor(), None, alone, due_at)
    return Outcome.SCHEDULED if await storage.approvals.propose(what, now) else Outcome.PROPOSED


async def cancel(config: Config, notice_id: str, now: datetime) -> bool:
    """Drop what was proposed or scheduled for a notice; False if nothing was."""
    async with storage_of(config) as storage:
        return await storage.approvals.cancel(notice_id, actor(), now)


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


async def reach(
    config: Config, base: KnowledgeBase, notice: Notice, now: datetime, answer: Answer | None = None
) -> Preview:
    """Return what the publication of a notice would do."""
    async with storage_of(config) as storage:
        decide = decider(notice, base, now, await audience_of(storage, notice, base, answer))
        return await storage.notices.preview(notice.id, decide)


async def amend(
    config: Config, base: KnowledgeBase, notice: Notice, state: NoticeState, now: datetime
) -> Published | Outcome:
    """Correct or recall a notice where it was told, and tell a correction to who follows its facts.

    Where another admin has to approve that, it is only proposed.

    Raises `PublishingError` if it never was published, or if its file does not say what was wrong.
    """
    async with storage_of(config) as storage:
        await _published_number(storage, base, notice)
        if state is NoticeState.CORRECTED:
            await _served(storage, notice, base)
        if not config.notices.second_admin:
            decide = followers_of_facts(decider(notice, base, now))
            with suppress(ApprovalNeededError):
                done = await storage.publications.amend(notice.id, packed(notice), state, actor(), now, decide=decide)
                assert done is not None, "it has a number"
                return done
        return await _plan(storage, config, notice, state, now)


async def number_to_amend(config: Config, base: KnowledgeBase, notice: Notice) -> int:
    """Return the number of a notice that shall be corrected or recalled.

    Raises `PublishingError` if it never was published, or if its file does not say what was wrong.
    """
    async with storage_of(config) as storage:
        return await _published_number(storage, base, notice)


async def _published_number(storage: Storage, base: KnowledgeBase, notice: Notice) -> int:
    _, number, _ = (await storage.notices.states()).get(notice.id, ("", 0, None))
    if not number:
        raise PublishingError(f"{notice.id} was never published. Publish it first: casewire publish {notice.id}")
    if not notice.correction:
        raise PublishingError(unexplained(notice, base))
    return number


async def release(
    config: Config, notice_id: str, state: DeliveryState, now: datetime, of: DeliveryState = DeliveryState.HELD
) -> int:
    """Send deliveries after all (waiting), or never (skipped), that are `of` a state; return how many.

    Raises `PublishingError` for a notice that was never published.
    """
    async with storage_of(config) as storage:
        await check_published(storage, notice_id)
        return await storage.outbox.release(notice_id, state, actor(), now.timestamp(), of)


async def check_published(storage: Storage, notice_id: str) -> None:
    """Raise `PublishingError` for a notice that was never published."""
    published = sorted(known for known, (_, number, _) in (await storage.notices.states()).items() if number)
    if notice_id not in published:
        known = ", ".join(published) or "none"
        raise PublishingError(f"No notice {notice_id!r} was published; there are: {known}.")


def actor() -> str:
    """Return who works at this terminal."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"
