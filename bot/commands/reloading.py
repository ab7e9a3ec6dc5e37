"""Commands for a base that changes while the bot runs: reload, and history, which says what was said when."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import ConfigFile, Knowledge, fail, finished, load_settings

if TYPE_CHECKING:
    from bot.config import Config
    from knowledge.model import KnowledgeBase, Notice

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def reload(
    config: ConfigFile = None,
    knowledge: Knowledge = None,
    rollback: Annotated[bool, typer.Option("--rollback", help="Go back to the version before.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Take the case in although its golden questions get worse answers.")
    ] = False,
) -> None:
    """Let the running bot answer from the case folder as it is now; the old base answers until the new one is there."""
    from bot.terminal.reloads import print_reload, take_in

    if rollback and force:
        fail("Choose one of --rollback and --force.", code=2)
    settings = load_settings(config)
    if not print_reload(*finished(take_in(settings, _folder(settings, knowledge), rollback=rollback, force=force))):
        raise typer.Exit(1)


def history(
    fact: Annotated[str | None, typer.Argument(metavar="[FACT]", help="The id of a fact.")] = None,
    on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="What was said on a day, in UTC.")
    ] = None,
    config: ConfigFile = None,
    json: Json = False,
) -> None:
    """Show what the bot said of a fact and when, or all that it said on a day: wording, citations, dates."""
    from bot.terminal.history import print_history, print_history_json, versions

    if fact is None and on is None:
        fail("Name a fact, or a day with --on.", code=2)
    found = finished(versions(load_settings(config), fact, on))
    if not found:
        what = f"of {fact!r}" if fact else ""
        fail(f"Nothing is recorded {what}{f' on {on:%Y-%m-%d}' if on else ''}.".replace("  ", " "))
    (print_history_json if json else print_history)(found)


def serve_first(settings: "Config", knowledge: Path | None, base: "KnowledgeBase", notice: "Notice") -> None:
    """Let the running bot take the case folder in where it lacks what a notice names; a refusal ends the process."""
    from bot.terminal.reloads import is_lacking, print_reload, take_in

    if not finished(is_lacking(settings, base, notice)):
        return
    typer.echo("The running bot does not have all that the notice names: it takes the case folder in first.")
    if not print_reload(*finished(take_in(settings, _folder(settings, knowledge)))):
        fail("So nothing is published.")


def _folder(settings: "Config", knowledge: Path | None) -> Path:
    from knowledge.casefile.shipped import default_case

    return knowledge or settings.knowledge.path or default_case()
