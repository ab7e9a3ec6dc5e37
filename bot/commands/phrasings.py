"""Commands for phrasings: ask for more, take a reply, propose some, thin them out, and take an addition back."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.common import ConfigFile, Knowledge, fail, put_out
from bot.commands.phrasing_files import (
    case_of,
    chosen_facts,
    evaluation_of,
    measured_by,
    read_case,
    sent,
    text_of,
    weakest_facts,
)

Facts = Annotated[
    list[str] | None, typer.Argument(metavar="[FACT]...", help="The ids of facts; all, if none is given.")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there, not on the screen.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Origin = Annotated[
    str | None, typer.Option("--origin", metavar="WHO", help="Who or what wrote the phrasings, for the case's files.")
]

ORIGIN = "proposed, and approved by a person"
"""The origin of phrasings that are taken, where none is given."""

phrasings = typer.Typer(
    help="Find more words for a case: ask for phrasings, take those that help.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@phrasings.command()
def ask(
    facts: Facts = None,
    knowledge: Knowledge = None,
    config: ConfigFile = None,
    output: Output = None,
    unanswered: Annotated[
        bool, typer.Option("--unanswered", help="Ask for what readers want to know next and no document says.")
    ] = False,
    weakest: Annotated[
        int | None, typer.Option("--weakest", metavar="N", min=1, help="Only the N facts with the worst forecast.")
    ] = None,
    count: Annotated[
        int | None,
        typer.Option(
            "--count", min=1, help="How many to ask for: 12 for a fact and language, or 1 unanswered for a fact."
        ),
    ] = None,
    send: Annotated[
        bool,
        typer.Option("--send", help="Send it to the model of phrasings.endpoint or --endpoint; the reply comes back."),
    ] = False,
    endpoint: Annotated[
        str | None, typer.Option("--endpoint", metavar="URL", help="The root of a chat model in the form of OpenAI's.")
    ] = None,
    model: Annotated[str | None, typer.Option("--model", metavar="NAME", help="The model's name there.")] = None,
) -> None:
    """Write a text that asks for phrasings, to paste into any chat model; it goes nowhere by itself."""
    from knowledge.phrasing.prompts import PER_FACT, PER_PROMPT, prompts, unanswered_prompt

    base, _ = read_case(knowledge)
    chosen = chosen_facts(base, facts or [])
    if weakest is not None:
        chosen = weakest_facts(base, chosen, weakest)
    if unanswered:
        texts = [unanswered_prompt(base, chosen, count)]
    else:
        texts = list(prompts(base, chosen, PER_PROMPT if send else None, count or PER_FACT))
    if send:
        texts = sent(texts, config, endpoint, model)
    put_out("\n\n".join(texts), output)


@phrasings.command()
def take(
    file: Annotated[Path, typer.Argument(metavar="FILE", help='A reply, in any form; "-" reads standard input.')],
    knowledge: Knowledge = None,
    fact: Annotated[
        str | None, typer.Option("--fact", metavar="FACT", help="What phrasings without a heading are for.")
    ] = None,
    unanswered: Annotated[
        bool, typer.Option("--unanswered", help="The reply has questions that the documents do not answer.")
    ] = False,
    origin: Origin = None,
    yes: Yes = False,
) -> None:
    """Read a reply, keep what fits and adds, show what was dropped and why, and write it after a yes."""
    from bot.terminal.case_reports import progress
    from bot.terminal.phrasings import print_gained, print_taken, print_written
    from knowledge.casefile.writing import WritingError
    from knowledge.phrasing.proving import prove
    from knowledge.phrasing.replies import read_reply
    from knowledge.phrasing.taking import take as take_in
    from knowledge.phrasing.targets import targets_of
    from knowledge.phrasing.writing import add

    base, symbols = read_case(knowledge)
    if fact is not None:
        chosen_facts(base, [fact])
    proposals = read_reply(text_of(file), targets_of(base), fact, unanswered)
    if not proposals:
        fail(f"{file} has no phrasings: no list, no question, no YAML or JSON of them.")
    with progress() as watch:
        taken = take_in(base, proposals, measured_by(knowledge, symbols), watch)
        proof = prove(base, taken, watch) if taken.kept else None
    print_taken(taken)
    if proof is None:
        fail("Nothing is kept.")
    print_gained(proof)
    if not yes and not typer.confirm(f"Write the {len(taken.kept)} kept into {case_of(knowledge)}?"):
        fail("Nothing was written.")
    try:
        written = add(case_of(knowledge), base, taken.added(False), taken.added(True), origin or ORIGIN)
    except WritingError as error:
        fail(f"{case_of(knowledge)}: {error}")
    print_written(written, case_of(knowledge))


@phrasings.command()
def propose(
    facts: Facts = None,
    knowledge: Knowledge = None,
    output: Output = None,
) -> None:
    """Propose phrasings without any model, from what the facts say; look through them, then take the file."""
    from bot.terminal.case_reports import progress
    from knowledge.matching.matcher import Matcher
    from knowledge.phrasing.taking import take as take_in
    from knowledge.phrasing.templates import as_yaml
    from knowledge.phrasing.templates import propose as proposals_for

    base, symbols = read_case(knowledge)
    chosen = chosen_facts(base, facts or [])
    with progress() as watch:
        watch("reading the facts", 0, 1)
        proposals = list(proposals_for(Matcher(base), chosen))
        taken = take_in(base, proposals, measured_by(knowledge, symbols), watch)
    if not taken.kept:
        fail("Nothing to propose that the case does not find already.")
    put_out(as_yaml(taken.added(False)), output)


@phrasings.command()
def thin(
    knowledge: Knowledge = None,
    share: Annotated[
        float, typer.Option("--share", min=0.05, max=1.0, help="The share of the phrasings of a fact to keep.")
    ] = 0.5,
    yes: Yes = False,
) -> None:
    """Drop the phrasings that add least, if the case's own questions are answered no worse without them."""
    from bot.terminal.case_reports import progress
    from bot.terminal.phrasings import print_thinned, print_written
    from knowledge.casefile.writing import Files, WritingError, write
    from knowledge.phrasing.thinning import thin as thin_out
    from knowledge.phrasing.thinning import thinned_files
    from knowledge.quality.comparison import compare

    base, symbols = read_case(knowledge)
    case = case_of(knowledge)
    with progress() as watch:
        thinned = thin_out(base, case, share, watch)
        comparison = compare(base, thinned.base, evaluation_of(knowledge, symbols), watch)
    print_thinned(base, thinned, comparison)
    if not thinned.count:
        fail("Nothing can be dropped.")
    if not comparison.is_no_worse and not yes:
        fail("Nothing was written: answers would be worse. Keep a greater --share, or say --yes.")
    if not yes and not typer.confirm(f"Drop {thinned.count} phrasings from {case}?"):
        fail("Nothing was written.")
    try:
        contents = thinned_files(case, thinned)
        write(Files(case, dict(contents)))
    except WritingError as error:
        fail(f"{case}: {error}")
    print_written(tuple(contents), case)


@phrasings.command()
def undo(knowledge: Knowledge = None) -> None:
    """Take back what a command last wrote into the case, step by step, if nobody changed the files since."""
    from bot.terminal.phrasings import print_undone
    from knowledge.casefile.writing import WritingError
    from knowledge.casefile.writing import undo as take_back

    try:
        print_undone(take_back(case_of(knowledge)))
    except WritingError as error:
        fail(f"{case_of(knowledge)}: {error}")
