"""Puts the parts together and runs the bot until it is told to stop."""

import asyncio
import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from telegram.ext import ExtBot

from bot import logs
from bot.config import Config, ConfigError
from bot.delivery.heartbeat_file import HeartbeatFile
from bot.delivery.outbox_worker import OutboxWorker
from bot.delivery.restore_guard import MarkedChannel, RestoreGuard, TelegramMark
from bot.intake.intake import PATIENCE
from bot.intake.polling import IntakeError
from bot.intake.signing_in import sign_in
from bot.meters import UNMETERED, Meter
from bot.network import Contact, check_environment, requests
from bot.outages import OutageLog
from bot.paths import is_open_to_others
from bot.publishing.admin_publishing import AdminPublishing
from bot.publishing.operator import told_operator
from bot.publishing.publisher import Publisher
from bot.publishing.schedule import Schedule
from bot.receiving import receive
from bot.reloading.aside import Aside
from bot.reloading.beginning import begin
from bot.reloading.reloader import Reloader
from bot.reloading.replica import Replica
from bot.reviewer import Reviewer
from bot.storage import KeyFileError, Storage, StorageError
from bot.storage.fail_open import FailOpenChats
from bot.web import opened
from handlers.context import Services
from knowledge.model import KnowledgeBase

if TYPE_CHECKING:
    from bot.web.site import Site

_TIDY = 60
"""Seconds between two deletions of what has expired; arbitrary."""
_HEAD_START = 3.0
"""Maximum seconds that answering waits for the first notices: what keeps these waiting must not keep all waiting."""
log = structlog.get_logger()


def now() -> datetime:
    """Return the current time, in UTC."""
    return datetime.now(UTC)


def serve(config: Config, base: KnowledgeBase, folder: Path) -> int:
    """Run the bot with the base that is in a case folder until SIGTERM or SIGINT; return the exit code."""
    token = config.token()
    logs.configure(config.log.level, token, config.log.format)
    secrets = {"telegram.token_file": config.telegram.token_file, "storage.key_file": config.storage.key_file}
    for key, file in secrets.items():
        if file is not None and is_open_to_others(file):
            log.warning(f"{key}: others can read it; run: chmod 600 {file}")
    try:
        check_environment(os.environ)
        asyncio.run(_serve(config, token, base, folder))
    except (ConfigError, IntakeError, KeyFileError, StorageError) as error:
        log.error(str(error))
        return 1
    return 0


async def _serve(config: Config, token: str, base: KnowledgeBase, folder: Path) -> None:
    url, key_file = config.storage.url, config.storage.key_file
    assert url is not None, "load_config sets it"
    assert key_file is not None, "load_config sets it"
    stop, reload = asyncio.Event(), asyncio.Event()
    for number, event in ((signal.SIGTERM, stop), (signal.SIGINT, stop), (signal.SIGHUP, reload)):
        asyncio.get_running_loop().add_signal_handler(number, event.set)
    storage = await Storage.open(url, key_file)
    try:
        await storage.approvals.need_second_admin(config.notices.second_admin)
        contact = Contact()
        request, polling = requests(config.intake.concurrency, contact)
        bot: ExtBot[None] = ExtBot(
            token, f"{config.telegram.api_url}/bot", request=request, get_updates_request=polling
        )
        async with opened(config, storage, bot, contact, now) as site:
            if await sign_in(bot, stop):
                replica = await _replica(config, base, folder, storage)
                await _run(config, replica, folder, storage, bot, stop, reload, site)
    finally:
        await storage.close()


async def _replica(config: Config, base: KnowledgeBase, folder: Path, storage: Storage) -> Replica:
    """Return what this process answers from, after the others can see that it does."""
    assert config.storage.url is not None, "load_config sets it"
    assert config.storage.key_file is not None, "load_config sets it"
    aside = Aside(config.storage.url, config.storage.key_file, folder, config.knowledge.margin / 100)
    replica = Replica(storage, await begin(storage, base, now), aside, now)
    await replica.show()
    return replica


async def _run(
    config: Config,
    replica: Replica,
    folder: Path,
    storage: Storage,
    bot: ExtBot[None],
    stop: asyncio.Event,
    reload: asyncio.Event,
    site: "Site | None",
) -> None:
    """Send notices, and as soon as the index of the case is there, answer questions, until the process is stopped."""
    assert config.storage.url is not None, "load_config sets it"
    served = replica.served
    meter: Meter = site.meter if site is not None else UNMETERED
    if site is not None:
        site.served = lambda: replica.served
    publisher = Publisher(storage, served.base, served.fact_for, now, config.notices.second_admin, folder)
    guard = RestoreGuard(storage.marks, TelegramMark(bot), now)
    channel = MarkedChannel(bot, served.base, guard)
    replica.tell(lambda new: publisher.take(new.base, new.fact_for), lambda new: channel.take(new.base))
    reloader = Reloader(replica, storage.approvals, reload)
    sender = OutboxWorker(
        storage.outbox,
        channel,
        now,
        config.notices.per_second,
        heartbeat_file=HeartbeatFile.of(config.storage.url, os.environ),
        schedule=Schedule(publisher),
        properties=storage.properties,
        meter=meter,
    )
    sending = asyncio.create_task(guard.around(sender.run, stop))
    sending.add_done_callback(lambda _: stop.set())
    beside = [
        asyncio.create_task(work) for work in (_tidy(storage), replica.run(), reloader.run(config.knowledge, folder))
    ]
    try:
        await _first(sender.begun, stop, seconds=_HEAD_START)
        services = Services(
            served.base,
            await asyncio.to_thread(served.answerer),
            FailOpenChats(storage),
            now,
            frozenset(config.telegram.admins),
            AdminPublishing(publisher),
            told_operator(config),
            Reviewer(storage, replica.answerer, folder, now, config.feedback.review_questions),
            reloader,
            meter=meter,
        )
        await receive(config, services, reloader, storage, bot, stop, meter, site)
    finally:
        for task in beside:
            task.cancel()
        sender.stop()
        await asyncio.wait([sending], timeout=PATIENCE)
        await bot.shutdown()
        await asyncio.gather(*beside, return_exceptions=True)
    if sending.done():
        sending.result()
    sending.cancel()


async def _first(*events: asyncio.Event, seconds: float) -> None:
    """Wait until one of some events is set, but not longer than a number of seconds."""
    waits = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
    await asyncio.gather(*waits, return_exceptions=True)


async def _tidy(storage: Storage) -> None:
    """Delete what has expired, every minute."""
    outage = OutageLog("what has expired is not deleted yet")
    while True:
        try:
            await storage.expire(now())
            outage.over()
        except StorageError as error:
            outage.failed(error=str(error))
        await asyncio.sleep(_TIDY)
