"""Commands for the bot as a service: run, migrate."""

from typing import TYPE_CHECKING

import typer

from bot.commands.common import ConfigFile, Knowledge, fail, finished, load_base, load_settings
from bot.optional_imports import without

if TYPE_CHECKING:
    from bot.config import Config


def run(config: ConfigFile = None, knowledge: Knowledge = None) -> None:
    """Run the bot in Telegram, by polling."""
    # httpx and structlog take these in for terminals of their own: 4 MB, and a quarter of the time of their import.
    with without("rich", "pygments"):
        from bot.application import serve
    from bot.config import ConfigError
    from knowledge.casefile.loading import default_case

    settings = load_settings(config)
    try:
        settings.token()
    except ConfigError as error:
        fail(str(error))
    folder = knowledge or settings.knowledge.path or default_case()
    raise typer.Exit(serve(settings, load_base(folder, None), folder))


def migrate(config: ConfigFile = None) -> None:
    """Bring the database's tables up to date; the bot does so at every start."""
    from bot.publishing.operator import storage_of

    async def work(settings: "Config") -> None:
        async with storage_of(settings):
            pass

    settings = load_settings(config)
    finished(work(settings))
    print("The tables are up to date.")
