"""Reads the questions of a case that its documents do not answer."""

from collections.abc import Iterator

from knowledge.casefile.fields import Fields
from knowledge.casefile.phrasings import read_questions, texts_of
from knowledge.casefile.strict_yaml import Node, entries
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.model import Unanswered


def read_unanswered(node: Node | None, symbols: SymbolTable) -> Iterator[Unanswered]:
    """Read the unanswered questions of a case whose facts are in the symbol table; notes every problem there."""
    for entry in entries(node, "unanswered questions", symbols.problems):
        fields = Fields(entry, "an unanswered question", symbols.problems, ("id", "questions"))
        identifier = fields.identifier()
        symbols.unanswered.define(identifier, fields.place("id"))
        questions = read_questions(f"the unanswered question {identifier}", fields, symbols)
        yield Unanswered(identifier, texts_of(questions), location=fields.location)
