"""Shows how far an import is, and what became of each source."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.text import Text

from bot.terminal.console import console

if TYPE_CHECKING:
    from bot.importing.filing import Filed
    from knowledge.casefile.requoting import Requoted
    from knowledge.importing.draft import Draft, Remark

_EXAMPLES = 3
"""Maximum number of examples that are shown of what was left out; arbitrary."""
_DIFFERENCES = 20
"""Maximum number of differing lines that are shown; arbitrary."""
_WIDTH = 200
"""Maximum length of a line or quote that is shown, in code points; arbitrary."""


class Watch(Protocol):
    """Is called with what is being done and how much of it is."""

    def __call__(self, what: str, done: int, total: int) -> None: ...


@contextmanager
def import_progress() -> Iterator[Watch]:
    """Show a bar on standard error; nothing where that is not a terminal."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def watch(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield watch


def print_refusal(name: str, sentence: str) -> None:
    """Print why a source could not be added."""
    console().print(Text.assemble(("refused    ", "red"), f"{name} {sentence}."))


def print_filed(name: str, filed: "Filed", case: Path) -> None:
    """Print what became of a document."""
    out = console()
    path = f"{case}/documents/{filed.id}.md"
    line = Text.assemble((f"{filed.outcome.value:<10} ", "bold"))
    match filed.outcome.value:
        case "unchanged":
            out.print(line.append(f"{name}: {path} has this text already; nothing was written."))
        case "new":
            out.print(line.append(f"{name}: {path} ({_size(filed.draft)})"))
            _print_new(out, filed)
        case "replaced":
            out.print(line.append(f"{name}: {path} ({_size(filed.draft)}); its other fields stay as they were."))
            _print_changes(out, filed)
        case _:
            out.print(line.append(f"{name}: {path} has another text; nothing was written."))
            _print_changes(out, filed)
            out.print(
                "           With --replace the new text takes its place; with --id NAME it is a document of its own."
            )


def _size(draft: "Draft") -> str:
    words = sum(len(block.text.split()) for block in draft.blocks)
    headings = sum(block.kind.value == "heading" for block in draft.blocks)
    pages = f"{_count(len(draft.pages), 'page')}, " if draft.pages else ""
    paragraphs = _count(len(draft.blocks) - headings, "paragraph")
    return f"{pages}{_count(headings, 'heading')}, {paragraphs}, {_count(words, 'word')}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _print_new(out: Console, filed: "Filed") -> None:
    draft = filed.draft
    for name, proposal in (("title", draft.title), ("date", draft.date), ("publisher", draft.publisher)):
        if proposal:
            out.print(Text.assemble(f"           {name}: {_cut(proposal.value)}  ", (f"({proposal.origin})", "dim")))
    if filed.to_fill_in:
        out.print(Text(f"           fill in: {', '.join(filed.to_fill_in)}", style="yellow"))
    for remark in draft.remarks:
        out.print(Text(f"           {_remark(remark)}", style="dim"))


def _remark(remark: "Remark") -> str:
    """Return a remark with the first of what it is about, for example `page numbers left out: 3 ("1", "2", "3")`."""
    examples = ", ".join(f'"{_cut(example, 80)}"' for example in remark.examples[:_EXAMPLES])
    return f"{remark.what}: {remark.count}{f' ({examples})' if examples else ''}"


def _print_changes(out: Console, filed: "Filed") -> None:
    for line in filed.difference[:_DIFFERENCES]:
        out.print(Text(f"           {_cut(line)}", style="green" if line.startswith("+") else "red"))
    if len(filed.difference) > _DIFFERENCES:
        out.print(f"           and {len(filed.difference) - _DIFFERENCES} more lines")
    if not filed.quotes:
        out.print("           No fact quotes this document.")
        return
    standing = sum(one.stands for one in filed.quotes)
    quotes = _count(len(filed.quotes), "quote")
    out.print(f"           {quotes}: {standing} word for word in the new text, {len(filed.quotes) - standing} not.")
    for one in filed.quotes:
        out.print(Text(f"           {_place(one)}", style="dim" if one.stands else "yellow"))


def _place(one: "Requoted") -> str:
    quote = f'{one.quote.fact_id} ({one.quote.location}): "{_cut(one.quote.text, 80)}"'
    if one.stands:
        return f"{quote} stands in paragraph {one.passage}"
    if not one.passage:
        return f"{quote} is gone; nothing is like it"
    return f'{quote} is broken; paragraph {one.passage} now says "{_cut(one.text)}" ({one.likeness:.0f}% alike)'


def _cut(text: str, most: int = _WIDTH) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= most else f"{folded[: most - 1]}…"
