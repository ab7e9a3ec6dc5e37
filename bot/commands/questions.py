"""Commands that ask a case and look it through: chat, ask, check, eval."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import Knowledge, Language, fail, load_base

if TYPE_CHECKING:
    from knowledge.answering.answers import Answer
    from knowledge.model import KnowledgeBase


def chat(knowledge: Knowledge = None, language: Language = None) -> None:
    """Talk to the bot in this terminal: no token, no network, nothing stored."""
    base = load_base(knowledge, language)
    from bot.terminal.chat import converse

    raise typer.Exit(converse(base, language))


def ask(
    question: Annotated[
        str, typer.Argument(help='The question; "-" with --json reads one a line from standard input.')
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each question.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how it was read, what it was compared with, and why it was decided.")
    ] = False,
    conversation: Annotated[
        bool,
        typer.Option("--conversation", help="The lines are the turns of one chat: a short question leans on the last."),
    ] = False,
    knowledge: Knowledge = None,
    language: Language = None,
) -> None:
    """Answer one question, or one a line, from the case's documents."""
    from bot.answering import answerer_for
    from bot.terminal.printing import print_explanation
    from knowledge.answering.answers import asserted_facts, following
    from knowledge.answering.explanation import explain as explanation_of

    base = load_base(knowledge, language)
    answerer = answerer_for(base)
    context: tuple[str, ...] = ()
    for line in _questions(question):
        answer = answerer.answer(line, language=language, context=context)
        if explain:
            print_explanation(explanation_of(answerer, line, language=language, context=context))
        if conversation:
            context = following(asserted_facts(answer), context)
        _print(answer, base, as_json)


def _questions(question: str) -> Iterator[str]:
    """Give the question, or for "-" each line of standard input: an empty one too, so that line n gets object n."""
    if question == "-":
        yield from (line.rstrip("\r\n") for line in sys.stdin)
    else:
        yield question


def _print(answer: "Answer", base: "KnowledgeBase", as_json: bool) -> None:
    if as_json:
        from bot.terminal.json_output import line_of

        print(line_of(answer, base), flush=True)
    else:
        from bot.terminal.printing import print_reply
        from handlers.replies.answers import render_answer

        print_reply(render_answer(answer, base))


def check(
    path: Annotated[Path | None, typer.Argument(help="The case folder.", metavar="[PATH]")] = None,
    knowledge: Knowledge = None,
) -> None:
    """Check a case folder: every problem with its file and line, or a summary of what is in it."""
    from bot.terminal.printing import print_hints, print_summary
    from knowledge.casefile.loading import default_case
    from knowledge.quality.check import check as check_case

    result = check_case(path or knowledge or default_case())
    if result.problems:
        for problem in result.problems:
            print(problem)
        count = len(result.problems)
        fail(f"{count} problem{'s' if count != 1 else ''}. Nothing is loaded until all are mended.")
    print_summary(result.summary, path or knowledge or default_case())
    print_hints(result)


def evaluate(
    knowledge: Knowledge = None,
    language: Language = None,
    golden: Annotated[
        Path | None, typer.Option("--golden", metavar="FILE", help="Other questions in the form of golden.yaml.")
    ] = None,
    thresholds: Annotated[
        bool, typer.Option("--thresholds", help="Show what other values of answer_from in case.yaml would do.")
    ] = False,
) -> None:
    """Ask the case's golden questions; exit code 1 below the floors that the case sets."""
    from bot.answering import answerer_for
    from bot.terminal.printing import print_evaluation, print_thresholds
    from knowledge.casefile.loading import KnowledgeError, default_case, load_golden
    from knowledge.quality.evaluation import evaluate as evaluate_case

    base = load_base(knowledge, language)
    try:
        questions = load_golden(golden or knowledge or default_case(), base)
    except KnowledgeError as error:
        fail(str(error))
    if language:
        questions = tuple(question for question in questions if question.language == language)
    answerer = answerer_for(base)
    if thresholds:
        print_thresholds(answerer, questions)
        return
    evaluation = evaluate_case(answerer, questions)
    print_evaluation(evaluation)
    if missed := evaluation.below(base.case.gates):
        fail("\n".join(missed))
