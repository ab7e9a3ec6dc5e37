"""Commands for who runs the bot: doctor, stats."""

from typing import Annotated

import typer

from bot.commands.common import ConfigFile, Knowledge, finished, load_settings, open_base

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def doctor(config: ConfigFile = None, knowledge: Knowledge = None, json: Json = False) -> None:
    """Check all that the bot needs, and say what to do; changes nothing. Exit code 1 if something fails."""
    from bot.terminal.checkup import examined
    from knowledge.casefile.problems import KnowledgeError
    from knowledge.casefile.shipped import default_case
    from knowledge.model import KnowledgeBase

    settings = load_settings(config)
    folder = knowledge or settings.knowledge.path or default_case()
    base: KnowledgeBase | KnowledgeError
    try:
        base = open_base(folder)
    except KnowledgeError as error:
        base = error
    if not finished(examined(settings, base, folder, json)):
        raise typer.Exit(1)


def stats(config: ConfigFile = None, json: Json = False) -> None:
    """Show how much is stored: followers by language, notices, what waits and for how long. Counts only."""
    from bot.terminal.checkup import show_statistics

    finished(show_statistics(load_settings(config), json))
