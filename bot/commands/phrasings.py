"""Commands for phrasings: ask for more, take a reply, propose some, thin them out, and take an addition back."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import ConfigFile, Knowledge, fail, load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.casefile.golden import GoldenQuestion
    from knowledge.casefile.symbol_table import SymbolTable
    from knowledge.model import Fact, KnowledgeBase

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
    count: Annotated[int, typer.Option("--count", min=1, help="How many to ask for, for each fact and language.")] = 12,
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
    from knowledge.phrasing.prompts import PER_PROMPT, prompts, unanswered_prompt

    base, _ = _read(knowledge)
    chosen = _chosen(base, facts or [])
    if weakest is not None:
        chosen = _weakest(base, chosen, weakest)
    if unanswered:
        texts = [unanswered_prompt(base, chosen, count)]
    else:
        texts = list(prompts(base, chosen, PER_PROMPT if send else None, count))
    if send:
        texts = _sent(texts, config, endpoint, model)
    _put_out("\n\n".join(texts), output)


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
    from knowledge.phrasing.proving import prove
    from knowledge.phrasing.replies import read_reply
    from knowledge.phrasing.taking import take as take_in
    from knowledge.phrasing.targets import targets_of
    from knowledge.phrasing.writing import WritingError, add

    base, symbols = _read(knowledge)
    if fact is not None:
        _chosen(base, [fact])
    proposals = read_reply(_text_of(file), targets_of(base), fact, unanswered)
    if not proposals:
        fail(f"{file} has no phrasings: no list, no question, no YAML or JSON of them.")
    with progress() as watch:
        taken = take_in(base, proposals, _evaluation(knowledge, symbols), watch)
        proof = prove(base, taken, watch) if taken.kept else None
    print_taken(taken)
    if proof is None:
        fail("Nothing is kept.")
    print_gained(proof)
    if not yes and not typer.confirm(f"Write the {len(taken.kept)} kept into {_case(knowledge)}?"):
        fail("Nothing was written.")
    try:
        written = add(_case(knowledge), base, taken.added(False), taken.added(True), origin or ORIGIN)
    except WritingError as error:
        fail(f"{_case(knowledge)}: {error}")
    print_written(written, _case(knowledge))


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

    base, symbols = _read(knowledge)
    chosen = _chosen(base, facts or [])
    with progress() as watch:
        watch("reading the facts", 0, 1)
        proposals = list(proposals_for(Matcher(base), chosen))
        taken = take_in(base, proposals, _evaluation(knowledge, symbols), watch)
    if not taken.kept:
        fail("Nothing to propose that the case does not find already.")
    _put_out(as_yaml(taken.added(False)), output)


@phrasings.command()
def undo(knowledge: Knowledge = None) -> None:
    """Take back what was last written by take or thin, if nobody changed the files since."""
    from bot.terminal.phrasings import print_undone
    from knowledge.phrasing.writing import WritingError
    from knowledge.phrasing.writing import undo as take_back

    try:
        print_undone(take_back(_case(knowledge)))
    except WritingError as error:
        fail(f"{_case(knowledge)}: {error}")


def _case(knowledge: Path | None) -> Path:
    from knowledge.casefile.shipped import default_case

    return knowledge or default_case()


def _read(knowledge: Path | None) -> "tuple[KnowledgeBase, SymbolTable]":
    from knowledge.casefile.loading import KnowledgeError, read
    from knowledge.casefile.symbol_table import SymbolTable

    symbols = SymbolTable()
    base = read(_case(knowledge), symbols)
    try:
        symbols.problems.raise_if_any()
    except KnowledgeError as error:
        fail(str(error))
    return base, symbols


def _evaluation(knowledge: Path | None, symbols: "SymbolTable") -> "list[GoldenQuestion]":
    from itertools import chain

    from knowledge.casefile.loading import read_evaluation

    return list(chain.from_iterable(read_evaluation(_case(knowledge), symbols).values()))


def _chosen(base: "KnowledgeBase", facts: "Sequence[str]") -> "list[Fact]":
    from knowledge.casefile.problems import suggestion

    for one in facts:
        if one not in base.facts:
            fail(
                f"The case has no fact {one}; {suggestion(one, base.facts) or 'casewire check lists what it has'}.",
                code=2,
            )
    return [base.facts[one] for one in facts] or list(base.valid)


def _weakest(base: "KnowledgeBase", facts: "Sequence[Fact]", count: int) -> "list[Fact]":
    from bot.terminal.case_reports import progress
    from knowledge.quality.forecast import forecast

    with progress() as watch:
        worst = forecast(base, watch).facts
    wanted = {fact.id for fact in facts}
    return [one.fact for one in worst if one.fact.id in wanted][:count]


def _sent(texts: "list[str]", config: Path | None, endpoint: str | None, model: str | None) -> "list[str]":
    from bot.chat_model import ModelError, ask_model
    from bot.terminal.case_reports import progress

    settings = load_settings(config).phrasings
    endpoint, model = endpoint or settings.endpoint, model or settings.model
    if not endpoint or not model:
        missing = "endpoint" if not endpoint else "model"
        fail(
            f"No {missing}: give --{missing}, or set phrasings.{missing} in the configuration. Nothing was sent.",
            code=2,
        )
    key = settings.key.get_secret_value() if settings.key else None
    try:
        with progress() as watch:
            return ask_model(endpoint, model, key, texts, lambda done: watch("asking the model", done, len(texts)))
    except ModelError as error:
        fail(str(error))


def _text_of(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        fail(f"{file} is no text in UTF-8. Save the reply so.")


def _put_out(text: str, output: Path | None) -> None:
    if output is None:
        print(text)
        return
    try:
        output.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}.")
    typer.echo(f"Written to {output}.", err=True)
