"""Writes what the bot says to many questions and of every fact, for comparing a build with another byte by byte.

    python -m tests.freeze OUT

Asked are the golden and the held-out questions of the shipped case, each after those before it, and what people say in
the dialogs; each fact is shown in every language. A change that claims to change no answer leaves the file as it was.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import yaml

from bot.terminal.json_output import line_of
from handlers.replies.facts import render_context, render_fact, render_related
from knowledge.answering.answerer import Answerer
from knowledge.casefile.loading import default_case, load, load_golden
from knowledge.model import KnowledgeBase

DIALOGS = Path(__file__).parent / "dialogs"


def conversations(base: KnowledgeBase) -> Iterator[tuple[str, ...]]:
    """Yield conversations, each as what a person says in turn."""
    for file in (default_case(), default_case() / "evaluation" / "heldout.yaml"):
        for question in load_golden(file, base):
            yield (*question.after, question.question)
    for file in sorted(DIALOGS.glob("*.yaml")):
        turns = yaml.safe_load(file.read_text(encoding="utf-8"))["turns"]
        yield tuple(str(turn["say"]) for turn in turns if "say" in turn)


def answers(base: KnowledgeBase, answerer: Answerer, conversations: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the answers of conversations as JSON, a line each."""
    for conversation in conversations:
        context: tuple[str, ...] = ()
        for said in conversation:
            answer, context = answerer.converse(said, context=context)
            yield line_of(answer, base)


def lines(base: KnowledgeBase) -> Iterator[str]:
    """Yield the answers of all conversations, then the renderings of all facts."""
    yield from answers(base, Answerer(base), conversations(base))
    yield from renderings(base)


def renderings(base: KnowledgeBase) -> Iterator[str]:
    """Yield what is shown of all facts in every language of the base."""
    for fact in base.facts.values():
        for language in base.case.languages:
            for render in (render_fact, render_context, render_related):
                reply = render(fact, base, language)
                yield f"Reply(html={reply.html!r}, buttons={reply.buttons!r}, told={reply.facts!r})"


def main() -> None:
    """Write the file."""
    out = Path(sys.argv[1])
    out.write_text("\n".join(lines(load(default_case()))) + "\n", encoding="utf-8")
    print(f"{out}: {sum(1 for _ in out.open(encoding='utf-8'))} lines")


if __name__ == "__main__":
    main()
