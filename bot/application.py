"""Puts the parts together and runs the bot until it is told to stop."""

import asyncio
import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application, ApplicationBuilder
from telegram.request import BaseRequest

import handlers
from bot import logs
from bot.answering import answerer_for
from bot.config import Config, ConfigError
from bot.desk import Desk
from bot.failures import asked_pause, backoff
from bot.folders import is_open_to_others
from bot.intake import PATIENCE, Intake, IntakeError, rejected
from bot.lenient import LenientChats
from bot.network import check_environment, requests
from bot.outages import OutageLog
from bot.post import TelegramPost
from bot.reader_limits import ReaderLimits
from bot.sender import Sender
from bot.storage import KeyFileError, Storage, StorageError
from bot.witness import Witness
from handlers.context import Services
from handlers.hints import Hints
from knowledge.model import KnowledgeBase

_TIDY = 60
log = structlog.get_logger()

App = Application[Any, Any, Any, Any, Any, Any]


def now() -> datetime:
    """Return the current time, in UTC."""
    return datetime.now(UTC)


def build(token: str, services: Services, api_url: str, request: BaseRequest, polling: BaseRequest) -> App:
    """Return the application with all handlers; it never polls by itself."""
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .request(request)
        .get_updates_request(polling)
        .updater(None)
        .job_queue(None)
        .build()
    )
    handlers.register(application, services)
    return application


def serve(config: Config, base: KnowledgeBase, folder: Path) -> int:
    """Run the bot with the base that is in a case folder until SIGTERM or SIGINT; return the exit code."""
    token = config.token()
    logs.configure(config.log.level, token)
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
    storage = await Storage.open(url, key_file)
    try:
        await storage.notices.need_second_admin(config.notices.second_admin)
        answerer = answerer_for(base)
        desk = Desk(storage, base, answerer.fact_for, now, folder, config.notices.second_admin)
        services = Services(base, answerer, LenientChats(storage), now, frozenset(config.telegram.admins), desk)
        application = build(token, services, config.telegram.api_url, *requests(config.intake.concurrency))
        intake = Intake(
            application,
            storage.inbox,
            now,
            config.intake.concurrency,
            config.intake.poll_seconds,
            limits=ReaderLimits(config.intake.per_minute),
            hints=Hints(application.bot, services),
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, intake.stop)
        post = TelegramPost(application.bot, base)
        witness = Witness.of(url, os.environ)
        sender = Sender(
            storage.outbox,
            post,
            now,
            config.notices.per_second,
            witness=witness,
            schedule=desk,
            properties=storage.properties,
        )
        tidying = asyncio.create_task(_tidy(storage))
        try:
            await _run(application, intake, services, sender)
        finally:
            tidying.cancel()
            await asyncio.gather(tidying, return_exceptions=True)
    finally:
        await storage.close()


async def _run(application: App, intake: Intake, services: Services, sender: Sender) -> None:
    if not await _sign_in(application, intake):
        return
    menus = asyncio.create_task(_announce(application, services))
    sending = asyncio.create_task(sender.run())
    sending.add_done_callback(lambda _: intake.stop())
    try:
        log.info("answering", bot=f"@{application.bot.username}", case=services.base.case.id)
        await intake.run()
        log.info("stopped")
    finally:
        menus.cancel()
        sender.stop()
        await asyncio.wait([sending], timeout=PATIENCE)
        await application.shutdown()
    if sending.done():
        sending.result()
    sending.cancel()


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


async def _sign_in(application: App, intake: Intake) -> bool:
    """Ask Telegram who the bot is, until it answers; False if the process is stopped first."""
    failures, outage = 0, OutageLog("Telegram cannot be reached; trying again")
    while not intake.stopping:
        try:
            await application.initialize()
        except InvalidToken:
            raise IntakeError(rejected()) from None
        except TelegramError as error:
            outage.failed(error=type(error).__name__)
            await intake.pause(asked_pause(error) if isinstance(error, RetryAfter) else backoff(failures))
            failures += 1
        else:
            outage.over()
            return True
    return False


async def _announce(application: App, services: Services) -> None:
    """Set the command menus and descriptions; a bot without them still answers."""
    try:
        await handlers.announce(application.bot, services)
    except TelegramError as error:
        log.warning("the command menus could not be set; they are set at the next start", error=type(error).__name__)
