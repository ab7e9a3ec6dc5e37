"""Prints replies, summaries and evaluations in a terminal, or as plain text where the output is not one."""

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.terminal.console import console
from handlers.callback_kinds import OpenFact
from handlers.callbacks import decode

if TYPE_CHECKING:
    from handlers.replies.fitting import Reply
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
_CONTROLS = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
"""Control characters, each shown as a mark: a reply may repeat what people typed, and they would steer the terminal."""


class _Reader(HTMLParser):
    """Reads the HTML of a reply as blocks of styled text, quotes apart."""

    def __init__(self, links: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[Text, bool]] = [(Text(), False)]
        self._styles: list[Style] = []
        self._links = links
        self._url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self.blocks.append((Text(), True))
        elif tag == "a":
            self._url = dict(attrs).get("href") or ""
            self._styles.append(Style(link=self._url) if self._links else Style.null())
        else:
            self._styles.append(Style.parse(_STYLES.get(tag, "none")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self.blocks.append((Text(), False))
        else:
            if tag == "a" and self._url and not self._links:
                self.blocks[-1][0].append(f" ({self._url})")
            if self._styles:
                self._styles.pop()

    def handle_data(self, data: str) -> None:
        self.blocks[-1][0].append(data.translate(_CONTROLS), Style.combine([Style.null(), *self._styles]))


def print_html(out: Console, html: str) -> None:
    """Print the HTML of a reply; quotes are set off by a bar, and links are shown where they cannot be clicked."""
    reader = _Reader(links=out.is_terminal)
    reader.feed(html)
    reader.close()
    for text, quoted in reader.blocks:
        body = _stripped(text)
        if not body.plain:
            continue
        if not quoted:
            out.print(body)
        elif out.is_terminal:
            for line in body.wrap(out, max(20, out.width - 4)):
                out.print(Text("  │ ", style="dim") + line)
        else:
            for line in body.split("\n"):
                out.print(Text("  | ") + line)


def _stripped(text: Text) -> Text:
    """Return a text without white space around it."""
    plain = text.plain
    return text[len(plain) - len(plain.lstrip()) : len(plain.rstrip())]


def print_reply(reply: "Reply") -> None:
    """Print a reply, and below it the facts that its buttons would open."""
    out = console()
    print_html(out, reply.html)
    for row in reply.buttons:
        for button in row:
            if isinstance(decode(button.data), OpenFact):
                out.print(Text(f"• {button.text}"))


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
        figures = (
            match.score,
            match.best_overlap,
            match.coverage,
            match.ngram_cosine,
            nearness,
            match.uncovered_unknown,
            match.uncovered_elsewhere,
        )
        against = [*(f"lacks {term}" for term in match.missing)]
        against += ["cannot serve it"] * match.unserved + ["asks for other things"] * match.other_focus
        against += [f"or {match.out_of_scope.id} ({match.out_of_scope.score:.2f})"] if match.out_of_scope else []
        table.add_row(match.fact_id, *(f"{figure:.2f}" for figure in figures), Text(", ".join(against)))
    out.print(table)
    needed = f"; an answer needs a probability of {explanation.threshold:.2f}" if explanation.candidates else ""
    out.print(Text(f"{explanation.reason}{needed}\n", style="bold"))
