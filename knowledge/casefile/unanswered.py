"""Reads the questions of a case that its documents do not answer."""

from collections.abc import Iterator

from knowledge.casefile.facts import phrasings, texts_of
from knowledge.casefile.fields import Fields
from knowledge.casefile.strict_yaml import Node, entries
from knowledge.casefile.symbol_table import Register
from knowledge.model import Unanswered


def read_unanswered(node: Node | None, register: Register) -> Iterator[Unanswered]:
    """Read the unanswered questions of a case whose facts are in the register; notes every problem there."""
    for entry in entries(node, "unanswered questions", register.problems):
        fields = Fields(entry, "an unanswered question", register.problems, ("id", "questions"))
        identifier = fields.identifier()
        register.unanswered.define(identifier, fields.place("id"))
        questions = phrasings(f"the unanswered question {identifier}", fields, register)
        yield Unanswered(identifier, **texts_of(questions), location=fields.location)
