"""Reads the golden questions of a case: what must be answered, with which fact, and what must not."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.casefile.fields import Fields
from knowledge.casefile.problems import shown
from knowledge.casefile.strict_yaml import Node, entries
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.model import Location

TAGS = (
    "plain",
    "reworded",
    "typo",
    "short",
    "date",
    "follow-up",
    "false-premise",
    "gap",
    "off-topic",
    "smalltalk",
)
UNANSWERABLE = frozenset({"false-premise", "gap", "off-topic", "smalltalk"})
"""The tags of questions that no fact answers."""


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question with the facts of which any is the right answer; no facts: it must not be answered."""

    question: str
    language: str
    tag: str
    facts: tuple[str, ...]
    after: tuple[str, ...]
    """The questions asked before it in the same conversation."""
    location: Location


def read_golden(node: Node | None, symbols: SymbolTable) -> tuple[GoldenQuestion, ...]:
    """Read the golden questions of a case whose facts are in the symbol table; notes every problem there."""
    return tuple(_golden(node, symbols))


def _golden(node: Node | None, symbols: SymbolTable) -> Iterator[GoldenQuestion]:
    seen: dict[tuple[str, ...], Location] = {}
    for entry in entries(node, "golden questions", symbols.problems):
        golden = _question(entry, symbols)
        first = seen.setdefault((*golden.after, golden.question), golden.location)
        if golden.question and first is not golden.location:
            message = f"the question {shown(golden.question)} is already at {first}; keep one"
            symbols.problems.add(golden.location, message)
        yield golden


def _question(node: Node, symbols: SymbolTable) -> GoldenQuestion:
    fields = Fields(node, "a golden question", symbols.problems, ("question", "language", "tag", "facts"), ("after",))
    facts = fields.texts("facts", empty=True)
    for fact in facts:
        symbols.facts.refer(fact.text, fact.location)
    tag = fields.one_of("tag", TAGS)
    if facts and tag in UNANSWERABLE:
        fields.report("facts", f"no fact answers a question with the tag {tag}; write facts: [] or change the tag")
    return GoldenQuestion(
        question=fields.prose("question"),
        language=fields.one_of("language", symbols.languages),
        tag=tag,
        facts=tuple(fact.text for fact in facts),
        after=tuple(entry.text for entry in fields.proses("after", empty=True)),
        location=fields.location,
    )
