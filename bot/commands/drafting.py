"""The command that drafts facts from a document."""

from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.citing import document_of
from bot.commands.common import Case, fail


def draft(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="The id of a document of the case.")],
    case: Case = None,
    topic: Annotated[
        str | None,
        typer.Option("--topic", metavar="TOPIC", help="Their topic, after which the file is named."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Another new file than facts/<topic>.draft.yaml.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Also sentences without a name, a date or a number.")] = False,
) -> None:
    """Propose facts from a document, in its own words: drafts, which nobody is told until you approve them."""
    from bot.terminal.drafting import print_drafting
    from knowledge.casefile.loading import read
    from knowledge.casefile.problems import suggestion
    from knowledge.casefile.shipped import default_case
    from knowledge.casefile.symbol_table import SymbolTable
    from knowledge.casefile.writing import WritingError
    from knowledge.drafting.drafts import draft as drafts_of
    from knowledge.drafting.files import SUFFIX, as_yaml, write_drafts

    folder = case or default_case()
    source, symbols = document_of(folder, document), SymbolTable()
    base = read(folder, symbols)
    if topic and topic not in base.topics:
        fail(f"The case has no topic {topic}; {suggestion(topic, base.topics) or 'case.yaml lists them'}.", code=2)
    facts = chain(base.facts.values(), symbols.drafts.values())
    cited = tuple(chain.from_iterable(fact.citations for fact in facts))
    made = drafts_of(source, base, cited, symbols.phrasings, every)
    file = out or folder / "facts" / f"{topic or source.id}{SUFFIX}"
    only = next(iter(base.topics)) if len(base.topics) == 1 else ""
    try:
        if made.drafts:
            write_drafts(folder, file, as_yaml(made.drafts, source, topic or only))
    except WritingError as error:
        fail(f"{folder}: {error}")
    print_drafting(made, file)
    if not made.drafts:
        raise typer.Exit(1)
