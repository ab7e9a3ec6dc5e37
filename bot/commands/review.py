"""The command that goes through what readers asked and did not get."""

from typing import Annotated

import typer

from bot.commands.common import ConfigFile, Knowledge, finished, settings_and_base


def review(
    config: ConfigFile = None,
    knowledge: Knowledge = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, and ask nothing.")] = False,
) -> None:
    """Go through what readers asked and did not get, those asked most first; one key says what becomes of each."""
    from bot.answering import once
    from bot.application import now
    from bot.terminal.review import go_through, print_json
    from knowledge.casefile.shipped import default_case

    settings, base = settings_and_base(config, knowledge)
    folder = knowledge or settings.knowledge.path or default_case()
    work = print_json if as_json else go_through
    finished(work(settings, base, once(base), folder, now))
