"""Commands that begin a case and look it through: new, check, migrate-case, eval."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import Knowledge, Language, fail, load_base

if TYPE_CHECKING:
    from knowledge.answering.answerer import Answerer
    from knowledge.casefile.golden import GoldenQuestion
    from knowledge.casefile.talk import Conversation
    from knowledge.model import KnowledgeBase


def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make; it must be new or empty.", metavar="FOLDER")],
) -> None:
    """Begin a case: a small example with every kind of file, whose comments say what to write where."""
    from bot.terminal.case_reports import print_new
    from knowledge.casefile.template import FolderInUseError, example_questions, write_case

    try:
        files = write_case(folder)
    except FolderInUseError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{folder} cannot be written: {error.strerror}.")
    print_new(folder, files, example_questions(folder))


def check(
    path: Annotated[Path | None, typer.Argument(help="The case folder.", metavar="[PATH]")] = None,
    knowledge: Knowledge = None,
    full: Annotated[
        bool, typer.Option("--full", help="Also ask the case its own phrasings: what collides, what is hard to find.")
    ] = False,
) -> None:
    """Check a case folder: every problem with its file and line, or a summary of what is in it."""
    import datetime
    import os

    from bot.paths import cache_or_none
    from bot.terminal.case_reports import print_hints, print_summary, progress
    from knowledge.casefile.loading import default_case
    from knowledge.language.kept_lists import keep_in
    from knowledge.quality.check import check as check_case

    keep_in(cache_or_none(os.environ))
    today = datetime.datetime.now(datetime.UTC).date()
    with progress() as watch:
        result = check_case(path or knowledge or default_case(), full, watch, today)
    if result.problems:
        for problem in result.problems:
            print(problem)
        count = len(result.problems)
        fail(f"{count} problem{'s' if count != 1 else ''}. Nothing is loaded until all are mended.")
    print_summary(result.summary, path or knowledge or default_case())
    print_hints(result)
    if result.forecast is not None:
        from bot.terminal.forecasts import print_forecast

        print_forecast(result.forecast, full)


def migrate_case(
    path: Annotated[Path | None, typer.Argument(help="The case folder.", metavar="[PATH]")] = None,
    knowledge: Knowledge = None,
    origin: Annotated[
        str | None,
        typer.Option("--origin", metavar="WHO", help="Who or what wrote the phrasings, if all are of one hand."),
    ] = None,
) -> None:
    """Bring a case folder into today's form: phrasings, unanswered and golden questions in folders of their own."""
    from bot.terminal.case_reports import print_migration
    from knowledge.casefile.loading import default_case
    from knowledge.casefile.migration import ORIGIN, MigrationError, migrate

    case = path or knowledge or default_case()
    try:
        print_migration(migrate(case, origin or ORIGIN), case)
    except MigrationError as error:
        fail(f"{case}: {error}")


def evaluate(
    knowledge: Knowledge = None,
    language: Language = None,
    golden: Annotated[
        Path | None,
        typer.Option("--golden", metavar="FILE", help="Other questions, for example evaluation/heldout.yaml."),
    ] = None,
    talk: Annotated[
        Path | None,
        typer.Option("--talk", metavar="FILE", help="Only conversations, for example evaluation/talk_heldout.yaml."),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Also show which turns of the conversations failed.")
    ] = False,
    thresholds: Annotated[
        bool, typer.Option("--thresholds", help="Show what other values of answer_from in case.yaml would do.")
    ] = False,
) -> None:
    """Ask the case's golden questions and play its conversations; exit code 1 below the floors that the case sets."""
    from bot.answering import answerer_for
    from bot.terminal.case_reports import print_thresholds
    from knowledge.casefile.loading import KnowledgeError, default_case, load_golden, load_talk
    from knowledge.quality.leaks import phrasings_of

    base, case = load_base(knowledge, language), knowledge or default_case()
    try:
        questions = () if talk else load_golden(golden or case, base)
        conversations = () if thresholds or (golden and not talk) else load_talk(talk or case, base)
    except KnowledgeError as error:
        fail(str(error))
    if language:
        questions = tuple(question for question in questions if question.language == language)
        conversations = tuple(conversation for conversation in conversations if conversation.language == language)
    answerer = answerer_for(base)
    if thresholds:
        print_thresholds(answerer, questions, phrasings_of(base))
        return
    missed = () if talk else _ask_golden(base, answerer, questions)
    if conversations:
        _play(base, answerer, conversations, verbose)
    if missed:
        fail("\n".join(missed))


def _ask_golden(base: "KnowledgeBase", answerer: "Answerer", questions: "Sequence[GoldenQuestion]") -> tuple[str, ...]:
    """Ask golden questions and print what came of them; return a sentence for each floor that is not reached."""
    from bot.terminal.case_reports import print_evaluation
    from knowledge.quality.evaluation import evaluate as evaluate_case
    from knowledge.quality.leaks import phrasings_of

    evaluation = evaluate_case(answerer, questions, phrasings_of(base))
    print_evaluation(evaluation)
    return evaluation.below(base.case.gates)


def _play(base: "KnowledgeBase", answerer: "Answerer", conversations: "Sequence[Conversation]", verbose: bool) -> None:
    """Play conversations with the bot and print what came of them."""
    from bot import logs
    from bot.terminal.rehearsal import rehearse
    from bot.terminal.talk_reports import print_talk
    from knowledge.quality.talk import evaluate_talk

    logs.configure("error")
    print_talk(evaluate_talk(rehearse(base, answerer, conversations)), verbose)
