"""Commands for who runs the bot: doctor, stats, backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.common import ConfigFile, Knowledge, fail, finished, load_settings, open_base

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


def backup(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write; it must not be there.")],
    config: ConfigFile = None,
) -> None:
    """Back the database up, encrypted, while the bot runs, and read the file back. Keep the key file elsewhere."""
    from bot.terminal.backups import write_backup

    finished(write_backup(load_settings(config), out))


def restore(
    backup: Annotated[Path, typer.Argument(metavar="BACKUP", help="A file that casewire backup wrote.")],
    config: ConfigFile = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a backup in place of the database of a stopped bot: what waits is held, who was forgotten stays forgotten."""
    from bot.terminal.backups import put_back, show_backup

    settings = load_settings(config)
    finished(show_backup(settings, backup))
    if not yes and not typer.confirm("Put it in place of all that is in the database now?"):
        fail("Nothing was changed.")
    finished(put_back(settings, backup))
