"""Reads the notices of a case: what is announced to those who follow it."""

from collections.abc import Iterator
from pathlib import Path

from knowledge.casefile.fields import Fields
from knowledge.casefile.strict_yaml import read_yaml
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.model import Notice

KINDS = ("news", "correction", "retraction")
URGENCIES = ("normal", "urgent")
LIMITS = {"headline": 200, "summary": 2000, "correction": 600}
"""Maximum length of each text, in characters: all fit a message beside its number, its reason and its buttons."""
_REQUIRED = ("date", "kind", "headline", "summary")
_OPTIONAL = ("facts", "documents", "urgency", "correction")


def read_notices(files: list[Path], symbols: SymbolTable) -> Iterator[Notice]:
    """Read one notice from each file, whose name is the notice's id; notes every problem in the symbol table."""
    for file in files:
        node = read_yaml(file, symbols.problems)
        if node is None:
            continue
        fields = Fields(node, "a notice", symbols.problems, _REQUIRED, _OPTIONAL)
        facts, documents = fields.texts("facts", empty=True), fields.texts("documents", empty=True)
        for entry in facts:
            symbols.facts.refer(entry.text, entry.location)
        for entry in documents:
            symbols.documents.refer(entry.text, entry.location)
        date = fields.date("date")
        if date is None:
            continue
        words = {key: fields.localized(key, symbols.languages) for key in LIMITS}
        for key, limit in LIMITS.items():
            for language, text in words[key].items():
                if len(text) > limit:
                    fields.report(key, f"{key} has {len(text)} characters in {language}; at most {limit} fit a message")
        yield Notice(
            id=file.stem,
            date=date,
            kind=fields.one_of("kind", KINDS),
            headline=words["headline"],
            summary=words["summary"],
            facts=tuple(entry.text for entry in facts),
            documents=tuple(entry.text for entry in documents),
            urgent="urgency" in fields and fields.one_of("urgency", URGENCIES) == "urgent",
            location=fields.location,
            correction=words["correction"],
        )
