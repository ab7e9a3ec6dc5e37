"""Commands that ask a case: chat, ask."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.common import Knowledge, Language, load_base

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

    base = load_base(knowledge, language)
    answerer = answerer_for(base)
    context: tuple[str, ...] = ()
    for line in _questions(question):
        answer, after = answerer.converse(line, language=language, context=context)
        if explain:
            from bot.terminal.printing import print_explanation
            from knowledge.answering.explanation import explain as explanation_of

            print_explanation(explanation_of(answerer, line, language=language, context=context))
        if conversation:
            context = after
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
        from bot.terminal.replies import print_reply
        from handlers.replies.answers import render_answer

        print_reply(render_answer(answer, base))
