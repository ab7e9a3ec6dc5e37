"""Prints replies, summaries and evaluations in a terminal, or as plain text where the output is not one."""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from handlers.callback_kinds import OpenFact
from handlers.callbacks import decode

if TYPE_CHECKING:
    from handlers.replies.fitting import Reply
    from knowledge.answering.answerer import Answerer
    from knowledge.answering.explanation import Explanation
    from knowledge.casefile.golden import GoldenQuestion
    from knowledge.quality.check import Report, Summary
    from knowledge.quality.evaluation import Evaluation, Tally
    from knowledge.quality.phrasing_lint import Kind

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strike",
    "code": "cyan",
}
_HINTS = 20
"""At most so many of each kind are shown."""
_CONTROLS = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
"""A reply may repeat what people typed, and control characters would steer the terminal."""


def console() -> Console:
    """Return a console on standard output: no colours and no wrapping where that is not a terminal."""
    terminal = sys.stdout.isatty()
    return Console(highlight=False, soft_wrap=not terminal, no_color=not terminal, emoji=False, markup=False)


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


def print_summary(summary: "Summary", path: Path) -> None:
    """Print what a good case holds, on one screen."""
    out = console()
    phrasings = ", ".join(f"{count} {language}" for language, count in summary.phrasings.items())
    rows = {
        "documents": f"{summary.documents} ({summary.passages} passages)",
        "facts": f"{summary.facts} in {summary.topics} topics",
        "dates": f"{summary.dated} facts dated ({summary.derived} derived), {summary.undated} without a date",
        "phrasings": f"{sum(summary.phrasings.values())} ({phrasings})",
        "unanswered": f"{summary.unanswered} questions that the documents do not answer",
        "names": f"{summary.names} with {summary.spellings} spellings",
        "golden": f"{summary.golden_answerable} questions to answer, {summary.golden_unanswerable} not to answer",
    }
    out.print(Text(f"{summary.title}  ", style="bold").append(str(path), style="dim"))
    _print_rows(out, rows)
    out.print("Every quote stands in its document. No problems.")


def print_hints(report: "Report") -> None:
    """Print what could be better in a case: at most so many hints of each kind."""
    from knowledge.quality.phrasing_lint import MOST

    out = console()
    if report.too_many:
        out.print(f"More than {MOST:,} phrasings: too many to look for hints.")
    if report.hints:
        out.print(Text("\nHints", style="bold"))
    counts: Counter[Kind] = Counter()
    for hint in report.hints:
        counts[hint.kind] += 1
        if counts[hint.kind] <= _HINTS:
            out.print(Text(str(hint)))
    for kind, count in counts.items():
        if count > _HINTS:
            out.print(f"and {count - _HINTS} more {kind}")


def _print_rows(out: Console, rows: Mapping[str, str]) -> None:
    table = Table.grid(padding=(0, 2))
    for name, value in rows.items():
        table.add_row(f"  {name}", value)
    out.print(table)


def print_evaluation(evaluation: "Evaluation") -> None:
    """Print the shares by kind and language, and the failures by name."""
    from knowledge.quality.evaluation import Verdict

    out = console()
    for outcome in evaluation.outcomes:
        if outcome.verdict is not Verdict.RIGHT:
            golden = outcome.golden
            expected = " or ".join(golden.facts) or "no answer"
            given = _given(outcome.answer)
            name = f"{outcome.verdict.value:9} {golden.tag:13} {golden.language}  {golden.question}"
            out.print(
                f"{name}\n{'':27}expected {expected}; got {given}",
                style="red" if outcome.verdict is Verdict.WRONG else None,
            )
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for heading in ("", "questions", "found", "or suggested", "no answer", "wrong"):
        table.add_column(heading, justify="left" if not heading else "right", no_wrap=True)
    for group, tally in evaluation.tallies.items():
        table.add_row(*_row(group, tally), style="bold" if group == "all" else None)
    out.print(table)


def print_thresholds(answerer: "Answerer", golden: Sequence["GoldenQuestion"]) -> None:
    """Print what each least probability of an answer would do to the golden questions."""
    from knowledge.answering.answerer import DEFAULT_ANSWER_THRESHOLD
    from knowledge.quality.evaluation import evaluate

    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for heading in ("answer_from", "found", "or suggested", "wrong", "false premises"):
        table.add_column(heading, justify="right", no_wrap=True)
    shipped = answerer.answer_from
    current = DEFAULT_ANSWER_THRESHOLD if shipped is None else shipped
    for threshold in sorted({*(step / 20 for step in range(4, 20)), current}):
        answerer.answer_from = threshold
        found = evaluate(answerer, golden)
        shares = (found.found_share, found.suggested_share, found.wrong_share, found.false_premises_share)
        style = "bold" if threshold == current else None
        table.add_row(f"{threshold:.2f}", *(f"{part:.1%}" for part in shares), style=style)
    answerer.answer_from = shipped
    console().print(table)


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


def _row(group: str, tally: "Tally") -> tuple[str, ...]:
    found = share(tally.found, tally.answerable)
    suggested = share(tally.found + tally.suggested, tally.answerable)
    silent = share(tally.silent, tally.unanswerable)
    return group, str(tally.total), found, suggested, silent, share(tally.wrong, tally.total)


def share(part: int, whole: int) -> str:
    """Return a share as a percentage, or a dash where there is nothing to share."""
    return f"{part / whole:.1%}" if whole else "-"


def _given(answer: object) -> str:
    from knowledge.answering.answers import asserted_facts

    name = type(answer).__name__.lower()
    facts = asserted_facts(answer) or [match.fact_id for match in getattr(answer, "matches", ())]  # type: ignore[arg-type]
    return f"{name} {', '.join(facts)}".rstrip()
