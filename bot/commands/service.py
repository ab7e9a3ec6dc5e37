"""Commands for the bot as a service: run, migrate."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.commands.common import ConfigFile, Knowledge, fail, finished, load_settings, open_base
from bot.optional_imports import without

if TYPE_CHECKING:
    from bot.config import Config
    from knowledge.model import KnowledgeBase


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
    raise typer.Exit(serve(settings, _base_of(settings, folder), folder))


def _base_of(settings: "Config", folder: Path) -> "KnowledgeBase":
    """Return the case in a folder; of one that has become broken, what was served last: a restart ends no answers."""
    from knowledge.casefile.problems import KnowledgeError

    try:
        return open_base(folder)
    except KnowledgeError as error:
        kept = finished(_served_last(settings)) if (folder / "case.yaml").is_file() else None
        if kept is None:
            fail(str(error))
        typer.echo(f"{error}\nThe case folder has problems, so what was served last is served again.", err=True)
        return kept


async def _served_last(settings: "Config") -> "KnowledgeBase | None":
    from bot.publishing.operator import storage_of
    from bot.reloading.beginning import served_last

    async with storage_of(settings) as storage:
        return await served_last(storage)


def migrate(config: ConfigFile = None) -> None:
    """Bring the database's tables up to date; the bot does so at every start."""
    from bot.publishing.operator import storage_of

    async def work(settings: "Config") -> None:
        async with storage_of(settings):
            pass

    settings = load_settings(config)
    finished(work(settings))
    print("The tables are up to date.")
