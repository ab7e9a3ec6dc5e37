"""The command that brings documents into a case: add."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import fail

if TYPE_CHECKING:
    from bot.importing.converter import Converted
    from bot.importing.filing import Case
    from bot.importing.gathering import Gathered

Sources = Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Files, or addresses of web pages and feeds.")]
CaseFolder = Annotated[
    Path, typer.Option("--case", "--knowledge", metavar="PATH", help="The case folder; the current one if not given.")
]


def add(
    sources: Sources,
    case: CaseFolder = Path(),
    identifier: Annotated[
        str | None, typer.Option("--id", metavar="NAME", help="The id of the document, if one source is given.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let a changed text take the place of the one that the case has.")
    ] = False,
    seconds: Annotated[
        float, typer.Option("--seconds", min=1, max=3600, help="How long the reading of one source may take.")
    ] = 9.0,
    private_addresses: Annotated[
        bool,
        typer.Option(
            "--private-addresses", help="Also fetch from this machine and local networks: only what is yours."
        ),
    ] = False,
) -> None:
    """Add documents to a case: PDF, DOCX, ODT, HTML, Markdown, text, e-mail, Telegram's export, WARC, pages, feeds."""
    _check(sources, case, identifier)
    try:
        from bot.importing.converter import convert_all
        from bot.importing.filing import Case
    except ModuleNotFoundError as error:
        package = (error.name or "a package").partition(".")[0]
        fail(f"{package} is not installed. casewire add needs more packages: pip install 'casewire[import]'")
    from bot.importing.gathering import gather
    from bot.importing.limits import Limits
    from bot.terminal.imports import import_progress

    limits = Limits(seconds=seconds)
    with import_progress() as watch:
        watch("gathering", 0, len(sources))
        gathered = gather(sources, limits, private_addresses)
        read = [one.source for one in gathered if one.source is not None]
        results: dict[int, Converted] = {}
        for place, result in convert_all(read, limits):
            results[place] = result
            watch("reading", len(results), len(read))
    try:
        unfinished = _file(gathered, results, Case(case), identifier or "", replace)
    except OSError as error:
        fail(f"{error.filename or case} cannot be written: {error.strerror}.")
    if unfinished:
        raise typer.Exit(1)


def _check(sources: Sequence[str], case: Path, identifier: str | None) -> None:
    from knowledge.casefile.fields import ID_RULE, is_identifier

    if not (case / "case.yaml").is_file():
        fail(f"{case} is no case folder: it has no case.yaml. Give --case PATH, or begin one with casewire new.")
    if identifier is not None and not is_identifier(identifier):
        fail(f"{identifier} is not an id; {ID_RULE}.", code=2)
    if identifier is not None and len(sources) > 1:
        fail("--id names one document; give one source.", code=2)


def _file(
    gathered: "Sequence[Gathered]", results: "dict[int, Converted]", case: "Case", identifier: str, replace: bool
) -> int:
    """Write what was read into the case and print what became of it; return how many sources need a person."""
    from bot.importing.filing import Outcome
    from bot.terminal.imports import print_filed, print_refusal

    unfinished = place = 0
    for one in gathered:
        if one.source is None:
            print_refusal(one.name, one.refusal)
            unfinished += 1
            continue
        result = results[place]
        place += 1
        if isinstance(result, str):
            print_refusal(one.name, result)
            unfinished += 1
            continue
        for filed in case.file(result, one.source, identifier, replace):
            print_filed(one.name, filed, case.folder)
            unfinished += filed.outcome is Outcome.CHANGED
    return unfinished
