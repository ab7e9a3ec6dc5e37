"""Prints replies, summaries and evaluations in a terminal, or as plain text where the output is not one."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.terminal.console import console
from bot.terminal.reply_html import Span, blocks, plain

if TYPE_CHECKING:
    from knowledge.answering.explanation import Explanation

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strike",
    "code": "cyan",
}


def print_html(out: Console, html: str) -> None:
    """Print the HTML of a reply; quotes are set off by a bar, and links are shown where they cannot be clicked."""
    if not out.is_terminal:
        if text := plain(html):
            out.print(Text(text))
        return
    for spans, quoted in blocks(html, links=True):
        body = Text().join(Text(span.text, _style(span)) for span in spans)
        if not quoted:
            out.print(body)
            continue
        for line in body.wrap(out, max(20, out.width - 4)):
            out.print(Text("  │ ", style="dim") + line)


def _style(span: Span) -> Style:
    link = Style(link=span.url) if span.url else Style.null()
    return Style.combine([Style.null(), *(Style.parse(_STYLES.get(tag, "none")) for tag in span.tags), link])


def print_explanation(explanation: "Explanation") -> None:
    """Print how a question was read and compared, and why it was decided as it was."""
    out = console()
    out.print(Text(f"read as [{explanation.language}] {explanation.read_as}", style="bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for heading in ("term", "key", "kind", "weight", "facts", "like"):
        table.add_column(heading, justify="right" if heading in {"weight", "facts"} else "left")
    for term in explanation.terms:
        table.add_row(
            Text(term.text), Text(term.key), term.kind, f"{term.weight:.2f}", str(term.facts), Text(" ".join(term.like))
        )
    out.print(table)
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    near = "meaning" if explanation.by_meaning else "near"
    for heading in ("fact", "P", "fit", "cover", "like", near, "gap", "lost", "against it"):
        left = heading in {"fact", "against it"}
        table.add_column(heading, justify="left" if left else "right", overflow="fold", no_wrap=not left)
    for match in explanation.candidates:
        nearness = match.sentence_cosine if explanation.by_meaning else match.word_cosine
        seen = match.evidence
        uncovered = (seen.uncovered_unknown, seen.uncovered_elsewhere) if seen else (0.0, 0.0)
        figures = (match.score, match.best_overlap, match.coverage, match.ngram_cosine, nearness, *uncovered)
        against = [*(f"lacks {term}" for term in match.missing), *(seen.against if seen else ())]
        table.add_row(match.fact_id, *(f"{figure:.2f}" for figure in figures), Text(", ".join(against)))
    out.print(table)
    if other := explanation.out_of_scope:
        out.print(Text(f"or it is {other.id}, which the documents do not answer: {other.score:.2f}"))
    needed = f"; an answer needs a probability of {explanation.threshold:.2f}" if explanation.candidates else ""
    stopped = f"stopped by {explanation.guard}: " if explanation.guard else ""
    out.print(Text(f"{stopped}{explanation.reason}{needed}\n", style="bold"))
