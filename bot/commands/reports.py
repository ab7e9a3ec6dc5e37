"""Commands for what readers say of answers: list their reports, and say which are done."""

from typing import Annotated

import typer

from bot.commands.common import ConfigFile, Knowledge, fail, finished, load_settings, settings_and_base

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]

reports = typer.Typer(help="Show the errors that readers report, and what they rate.", invoke_without_command=True)


@reports.callback()
def show_reports(
    context: typer.Context, config: ConfigFile = None, knowledge: Knowledge = None, as_json: AsJson = False
) -> None:
    """Show the errors that readers report, and what they rate; without a command, the list."""
    if context.invoked_subcommand is None:
        list_reports(config, knowledge, as_json)
    elif config is not None or knowledge is not None or as_json:
        fail(f"Write the options after {context.invoked_subcommand}.", code=2)


@reports.command(name="list")
def list_reports(config: ConfigFile = None, knowledge: Knowledge = None, as_json: AsJson = False) -> None:
    """Show the reports that wait, the oldest first, and how often each wording of a fact was said to help."""
    from bot.application import now
    from bot.terminal.feedback import show

    settings, base = settings_and_base(config, knowledge)
    finished(show(settings, base, now(), as_json))


@reports.command(name="close")
def close_reports(
    reports: Annotated[
        list[str], typer.Argument(metavar="REPORT...", help="The ids of reports, as the list has them.")
    ],
    config: ConfigFile = None,
) -> None:
    """Delete reports that are done; exit code 1 if there is none with one of the ids."""
    from bot.terminal.feedback import close

    gone = finished(close(load_settings(config), reports))
    print(f"Deleted: {len(gone)}.")
    if missing := [one for one in reports if one not in gone]:
        fail(f"No report waits with the id {', '.join(missing)}. All of them: casewire reports")
