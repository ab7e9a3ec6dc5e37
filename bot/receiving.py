"""Takes updates in and has them answered, by polling or by a webhook, until the process is stopped."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, ExtBot

import handlers
from bot.config import Config
from bot.intake.intake import Intake
from bot.intake.reader_limits import Rates, ReaderLimits
from bot.intake.webhook import WebhookIntake
from bot.intake.webhook_setting import WebhookSetting
from bot.meters import Meter
from bot.reloading.reloader import Reloader
from bot.reloading.served import ServedBase
from bot.storage import Storage
from bot.storage.crypto import pseudonym
from handlers.commands import announce
from handlers.context import SERVICES, Services
from handlers.hints import Hints
from handlers.reloads import Edition

if TYPE_CHECKING:
    from bot.web.site import Site

log = structlog.get_logger()

App = Application[Any, Any, Any, Any, Any, Any]


def build(bot: ExtBot[None], services: Services) -> App:
    """Return the application with all handlers around a bot; it never polls by itself."""
    application = ApplicationBuilder().bot(bot).updater(None).job_queue(None).build()
    handlers.register(application, services)
    return application


async def receive(
    config: Config,
    services: Services,
    reloader: Reloader,
    storage: Storage,
    bot: ExtBot[None],
    stop: asyncio.Event,
    meter: Meter,
    site: "Site | None",
) -> None:
    """Take questions in and answer them, until the process is stopped."""
    application = build(bot, services)

    def take(new: ServedBase) -> None:
        """Answer from another base: one assignment, so that each update sees the one or the other."""
        edition = Edition(new.number, new.since)
        application.bot_data[SERVICES] = replace(services, base=new.base, answerer=new.answerer(), edition=edition)

    reloader.replica.tell(take)
    take(reloader.replica.served)
    hints = Hints(bot, lambda: application.bot_data[SERVICES])
    reloader.tell_refusals(hints.reload_refused)
    await application.initialize()
    intake = _intake(config, application, storage, hints, meter, site)
    stopping = asyncio.create_task(stop.wait())
    stopping.add_done_callback(lambda _: intake.stop())
    menus = asyncio.create_task(_announce(bot, services))
    try:
        if site is not None:
            site.readiness.loaded(stop)
        base = services.base
        log.info(
            "answering", bot=f"@{bot.username}", case=base.case.id, facts=len(base.facts), mode=config.telegram.mode
        )
        await intake.run()
        log.info("stopped")
    finally:
        stopping.cancel()
        menus.cancel()
        await asyncio.gather(stopping, menus, return_exceptions=True)


def _intake(
    config: Config, application: App, storage: Storage, hints: Hints, meter: Meter, site: "Site | None"
) -> Intake | WebhookIntake:
    """Return what takes updates in, in the way that the configuration asks for."""
    clock, concurrency = application.bot_data[SERVICES].clock, config.intake.concurrency
    limits = ReaderLimits(
        Rates(config.intake.burst, config.intake.seconds_each, config.intake.per_hour, config.intake.per_minute)
    )
    if config.telegram.mode == "polling":
        seconds = config.intake.poll_seconds
        return Intake(application, storage.inbox, clock, concurrency, seconds, limits=limits, hints=hints, meter=meter)
    assert site is not None, "load_config sees to it"
    assert config.telegram.webhook_url is not None, "load_config sees to it"
    secret = pseudonym(storage.database.key, "webhook", application.bot.token).hex()
    setting = WebhookSetting(application.bot, config.telegram.webhook_url, secret)
    intake = WebhookIntake(
        application,
        storage.inbox,
        storage.claims,
        clock,
        concurrency,
        limits=limits,
        hints=hints,
        meter=meter,
        setting=setting.run,
    )
    site.accept(secret, intake.take)
    return intake


async def _announce(bot: ExtBot[None], services: Services) -> None:
    """Set the command menus and descriptions; a bot without them still answers."""
    try:
        await announce(bot, services)
    except TelegramError as error:
        log.warning("the command menus could not be set; they are set at the next start", error=type(error).__name__)
