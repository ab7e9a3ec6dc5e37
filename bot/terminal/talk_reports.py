"""Prints what came of the conversations that `casewire eval` plays."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.terminal.case_reports import share
from bot.terminal.console import console
from knowledge.casefile.talk import Wanted

if TYPE_CHECKING:
    from knowledge.casefile.talk import Expected
    from knowledge.quality.talk import Heard, Outcome, TalkEvaluation, Tally

_HEADINGS = ("", "turns", "direct", "or helped", "handled", "unhelpful", "wrong", "false")


def print_talk(evaluation: "TalkEvaluation", verbose: bool) -> None:
    """Print the shares by kind of turn and by language; with `verbose`, first the turns that failed."""
    out = console()
    if verbose:
        for outcome in evaluation.outcomes:
            if outcome.failed:
                _print_failed(out, outcome)
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for place, heading in enumerate(_HEADINGS):
        table.add_column(heading, justify="right" if place else "left", no_wrap=True)
    for group, tally in evaluation.tallies.items():
        table.add_row(group, *_row(tally), style="bold" if group == "all" else None)
    out.print(table)
    everything = evaluation.tallies["all"]
    out.print(
        f"Something that the documents mention is called not mentioned (false): {everything.false_mentions}. "
        f"Replies in another language than the turn: {everything.other_language}."
    )


def _row(tally: "Tally") -> tuple[str, ...]:
    return (
        str(tally.total),
        share(tally.direct, tally.answers),
        share(tally.direct + tally.helped, tally.answers),
        share(tally.handled, tally.acts),
        share(tally.unhelpful, tally.total),
        share(tally.wrong, tally.total),
        str(tally.false_mentions),
    )


def _print_failed(out: Console, outcome: "Outcome") -> None:
    turn = outcome.turn
    expected = " or ".join(map(_expected, turn.right))
    lines = [
        f"{outcome.verdict:9} {turn.kind:12} {outcome.conversation:6} {turn.say}",
        f"{'':30}expected {expected}; got {_heard(outcome.heard)}",
    ]
    if outcome.false_mentions:
        lines.append(f"{'':30}falsely not mentioned: {', '.join(outcome.false_mentions)}")
    out.print(Text("\n".join(lines)), style="red" if outcome.verdict == "wrong" or outcome.false_mentions else None)


def _expected(expected: "Expected") -> str:
    match expected.wanted:
        case Wanted.FACT:
            return " or ".join(expected.facts)
        case Wanted.PARTS:
            return f"parts ({'; '.join(' or '.join(part) or 'none' for part in expected.parts)})"
        case _:
            return expected.act or str(expected.wanted).replace("_", " ")


def _heard(heard: "Heard") -> str:
    from bot.terminal.json_output import kind
    from knowledge.answering.answers import act_of, asserted_facts

    if heard.answer is None:
        return "a reply that is no answer" if heard.replied else "nothing"
    name = act_of(heard.answer) or kind(heard.answer)
    return " ".join((name, *(asserted_facts(heard.answer) or sorted(heard.offered))))
