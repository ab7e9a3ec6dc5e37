"""The command line: which commands there are, in the order in which `casewire --help` lists them."""

from typing import Annotated

import typer

from bot import __version__
from bot.commands import (
    add,
    cases,
    citing,
    drafting,
    notices,
    operating,
    phrasings,
    questions,
    reloading,
    reports,
    review,
    service,
    site,
)

app = typer.Typer(
    help="Answers questions about a legal case only with what the case's documents say.",
    add_completion=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"casewire {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Answers questions about a legal case only with what the case's documents say."""


app.command()(questions.chat)
app.command()(questions.ask)
app.command(name="new")(cases.new)
app.command()(add.add)
app.command()(cases.check)
app.command(name="eval")(cases.evaluate)
app.command()(cases.migrate_case)
app.command()(citing.cite)
app.command()(drafting.draft)
app.command()(citing.export)
app.add_typer(site.site, name="site")
app.add_typer(phrasings.phrasings, name="phrasings")
app.command()(service.run)
app.command()(reloading.reload)
app.command()(reloading.history)
app.command()(operating.doctor)
app.command()(operating.stats)
app.command()(operating.backup)
app.command()(operating.restore)
app.command()(service.migrate)
app.command()(notices.publish)
app.command()(notices.correct)
app.command()(notices.recall)
app.command()(notices.deliveries)
app.add_typer(notices.notices, name="notices")
app.add_typer(reports.reports, name="reports")
app.command()(review.review)
