"""Prints what `casewire check`, `eval` and `migrate-case` found, and how far a long check is."""

import sys
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.terminal.console import console
from knowledge.casefile.phrasings import EXAMPLES
from knowledge.quality.hints import MAX_PHRASINGS, Kind, Watch, unwatched

if TYPE_CHECKING:
    from knowledge.answering.answerer import Answerer
    from knowledge.answering.answers import Answer
    from knowledge.casefile.golden import GoldenQuestion
    from knowledge.casefile.migration import Migration
    from knowledge.quality.check import Report, Summary
    from knowledge.quality.evaluation import Evaluation, Tally

_HINTS = 20
"""Maximum number of hints of each kind that are shown; arbitrary."""


@contextmanager
def progress() -> Iterator[Watch]:
    """Show how far a check is, as a bar on standard error; nothing where that is not a terminal."""
    if not sys.stderr.isatty():
        yield unwatched
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def watch(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield watch


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
    if summary.drafts:
        rows["facts"] += f"; drafts, which nobody is told: {summary.drafts}"
    if summary.held_out:
        rows["golden"] += f"; {summary.held_out} in other files"
    if summary.conversations:
        rows["talk"] = f"{summary.conversations} conversations with {summary.turns} turns"
    for origin, count in sorted(summary.origins.items(), key=lambda pair: -pair[1]):
        rows["origins"] = f"{rows['origins']}, " if "origins" in rows else ""
        rows["origins"] += f"{origin} ({count})"
    if summary.missing:
        rows["growing"] = "; ".join(map(_growing, summary.missing, summary.missing.values()))
    out.print(Text(f"{summary.title}  ", style="bold").append(str(path), style="dim"))
    _print_rows(out, rows)
    out.print("Every quote stands in its document. No problems.")


def _growing(language: str, missing: Mapping[str, int]) -> str:
    """Return what a growing language lacks."""
    lacks = ", ".join(f"{count} {what}" for what, count in missing.items())
    return f"{language} lacks {lacks}" if lacks else f"{language} lacks nothing: take it out of growing"


def print_hints(report: "Report") -> None:
    """Print what could be better in a case, the first hints of each kind."""
    out = console()
    if report.old_form:
        out.print("The case is in the older form. casewire migrate-case moves its phrasings to files of their own.")
    if report.too_many:
        out.print(f"More than {MAX_PHRASINGS:,} phrasings: too many to ask the case its own.")
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
    leaked = sum(outcome.leaked for outcome in evaluation.outcomes)
    if leaked:
        table.add_row(*_row("with leaks", evaluation.with_leaks), style="dim")
    out.print(table)
    if leaked:
        them = "1 question is a phrasing" if leaked == 1 else f"{leaked} questions are phrasings"
        out.print(f"{them} word for word: not counted above the last line.")


def print_new(folder: Path, files: Sequence[Path], questions: Sequence[str]) -> None:
    """Print the files of a new case, and what to do with it."""
    out = console()
    for file in files:
        out.print(Text(f"  {file.relative_to(folder)}"))
    out.print(f"\n{folder} is an example that works. Ask it: casewire chat --knowledge {folder}")
    for question in questions:
        out.print(Text(f"  {question}", style="dim"))
    out.print(f"Then replace it by your own, file by file, and look it through: casewire check {folder}")


def print_migration(done: "Migration", case: Path) -> None:
    """Print what became of a case that was brought into today's form."""
    out = console()
    if done.is_empty:
        out.print(f"{case} is in today's form: nothing to do.")
        return
    if done.files:
        out.print(f"facts/: a title and up to {EXAMPLES} examples for each fact in {done.files} files")
    if done.phrasings:
        out.print(f"phrasings/: {done.phrasings} phrasings of {done.facts} facts, a file each")
    if done.unanswered:
        topics = ", ".join(f"{topic} {count}" for topic, count in done.unanswered.items())
        out.print(f"unanswered/: {sum(done.unanswered.values())} questions by the topic they are most like ({topics})")
    if done.evaluation:
        out.print(f"evaluation/: {', '.join(done.evaluation)}")
    out.print("The case loads as before, with every comment. Look through it: casewire check")


def print_thresholds(answerer: "Answerer", golden: Sequence["GoldenQuestion"], phrasings: Container[str]) -> None:
    """Print what each least confidence of an answer would do to the golden questions, and which one suits them."""
    from knowledge.quality.evaluation import Evaluation, evaluate
    from knowledge.quality.thresholds import recommended, running, trials

    shipped = answerer.answer_from

    def evaluated(threshold: float) -> Evaluation:
        answerer.answer_from = threshold
        return evaluate(answerer, golden, phrasings)

    tried = trials(evaluated, shipped)
    answerer.answer_from = shipped
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for heading in ("answer_from", "found", "or suggested", "wrong", "false premises"):
        table.add_column(heading, justify="right", no_wrap=True)
    for trial in tried:
        found = trial.outcome
        shares = (found.found_share, found.suggested_share, found.wrong_share, found.false_premises_share)
        style = "bold" if trial.threshold == running(shipped) else None
        table.add_row(f"{trial.threshold:.2f}", *(f"{part:.1%}" for part in shares), style=style)
    best, out = recommended(tried), console()
    out.print(table)
    origin = "the default, for the case sets none" if shipped is None else "set by the case"
    out.print(f"What runs: {running(shipped):.2f} ({origin}).")
    out.print(
        f"Recommended: {best.threshold:.2f}, with {best.wrong} wrong of {best.outcome.tallies['all'].total};"
        f" of questions like these at most {best.wrong_at_most:.1%} are answered wrongly (95 %)."
    )


def _row(group: str, tally: "Tally") -> tuple[str, ...]:
    found = share(tally.found, tally.answerable)
    suggested = share(tally.found + tally.suggested, tally.answerable)
    silent = share(tally.silent, tally.unanswerable)
    return group, str(tally.total), found, suggested, silent, share(tally.wrong, tally.total)


def share(part: int, whole: int) -> str:
    """Return a share as a percentage, or a dash where there is nothing to share."""
    return f"{part / whole:.1%}" if whole else "-"


def _given(answer: "Answer") -> str:
    from knowledge.answering.answers import asserted_facts

    name = type(answer).__name__.lower()
    facts = asserted_facts(answer) or [match.fact_id for match in getattr(answer, "matches", ())]
    return f"{name} {', '.join(facts)}".rstrip()
