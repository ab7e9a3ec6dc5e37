"""Reads the fact files of a case and proves each citation against its document."""

from collections.abc import Iterator
from pathlib import Path

from knowledge.casefile.documents import Missing, locate
from knowledge.casefile.fields import Fields
from knowledge.casefile.phrasings import read_beside, texts_of
from knowledge.casefile.problems import shown
from knowledge.casefile.strict_yaml import Node, Scalar, Table, entries, read_yaml
from knowledge.casefile.symbol_table import DefinedIds, SymbolTable
from knowledge.model import Change, Citation, Fact

RELATED_LIMIT = 4
"""Maximum number of related facts, a row of buttons each; arbitrary."""

_REQUIRED = ("id", "topic", "asserted_by", "statement", "citations")
_PHRASED = (("question",), ("examples",)), (("questions",), ("question", "examples"))
"""The fields with phrasings, required and optional: of today's form and of the older one."""
_OPTIONAL = ("date", "derived", "related", "change")
CHANGES = ("corrected", "withdrawn")
"""What may become of a fact after it was published."""


def read_facts(files: list[Path], symbols: SymbolTable) -> Iterator[Fact]:
    """Read the facts of all files; enters them in the symbol table and notes every problem there."""
    related: list[tuple[str, Scalar]] = []
    symbols.facts.complete = bool(files)
    for file in files:
        node = read_yaml(file, symbols.problems)
        nodes = entries(node, "facts", symbols.problems)
        symbols.facts.complete &= bool(nodes)
        for entry in nodes:
            yield _fact(entry, related, symbols)
    for fact, entry in related:
        if entry.text == fact:
            symbols.problems.add(entry.location, "related has the fact itself; remove it")
        else:
            symbols.facts.refer(entry.text, entry.location)


def _fact(node: Node, related: list[tuple[str, Scalar]], symbols: SymbolTable) -> Fact:
    required, optional = _PHRASED[isinstance(node, Table) and "questions" in node.values]
    fields = Fields(node, "a fact", symbols.problems, (*_REQUIRED, *required), (*optional, *_OPTIONAL))
    identifier = fields.identifier()
    symbols.facts.define(identifier, fields.place("id"))
    near = _related(fields)
    related.extend((identifier, entry) for entry in near)
    if "derived" in fields and "date" not in fields:
        fields.report("derived", "derived says how a date was worked out, but there is no date; add the date")
    phrasings = read_beside(f"the fact {identifier}", fields, symbols)
    statement = fields.localized_scalars("statement", symbols.languages, whole=True)
    titles = {language: own[0] for language, own in phrasings.items() if own}
    for name, texts in (("statement", statement), ("question", titles)):
        for language, scalar in texts.items():
            symbols.places.setdefault((identifier, name, language), scalar.location)
    for name in ("date", "asserted_by"):
        symbols.places.setdefault((identifier, name, ""), fields.place(name))
    return Fact(
        id=identifier,
        topic=_reference(fields, "topic", symbols.topics),
        statement={language: scalar.text for language, scalar in statement.items()},
        asserted_by=_reference(fields, "asserted_by", symbols.names),
        citations=tuple(_citations(fields, symbols)),
        questions=texts_of(phrasings),
        date=fields.date("date"),
        derived=fields.localized("derived", symbols.languages),
        related=tuple(entry.text for entry in near),
        change=_change(fields, symbols),
        location=fields.location,
    )


def _change(fact: Fields, symbols: SymbolTable) -> Change | None:
    if "change" not in fact:
        return None
    parts = ("date", "kind", "note")
    fields = fact.nested("change", parts)
    for name in parts:
        if name not in fields:
            fact.report("change", f"change has no {name}; add it")
    date, kind = fields.date("date"), fields.one_of("kind", CHANGES)
    note = fields.localized("note", symbols.languages)
    return Change(date, kind, note) if date else None


def _reference(fields: Fields, name: str, known: DefinedIds) -> str:
    identifier = fields.text(name)
    known.refer(identifier, fields.place(name))
    return identifier


def _related(fact: Fields) -> tuple[Scalar, ...]:
    related = fact.texts("related", empty=True)
    if len({entry.text for entry in related}) < len(related):
        fact.report("related", "related has the same fact twice; keep one")
    if len(related) > RELATED_LIMIT:
        fact.report("related", f"related has more than {RELATED_LIMIT} facts; keep the most useful ones")
    return related


def _citations(fact: Fields, symbols: SymbolTable) -> Iterator[Citation]:
    for node in fact.items("citations"):
        fields = Fields(node, "a citation", symbols.problems, ("document", "quote"), ("prefix", "suffix"))
        document = _reference(fields, "document", symbols.documents)
        quote, text = fields.prose("quote", whole=True), symbols.texts.get(document)
        if not quote or text is None:
            continue
        prefix, suffix = (fields.prose(name, whole=True) for name in ("prefix", "suffix"))
        match locate(quote, document, text, prefix, suffix):
            case Missing(elsewhere=True):
                message = f"{shown(quote)} is in {document}, but not between this prefix and suffix"
                fields.report("quote", f"{message}; copy them from there, or leave them out")
            case Missing(lookalikes=(first, *_)):
                message = f"{shown(quote)} is not in {document} word for word, but looks so: {first}"
                fields.report("quote", f"{message}; copy the quote from there")
            case Missing(nearest):
                advice = f"the nearest text there is {shown(nearest, 400)}" if nearest else "no text there is like it"
                message = f"{shown(quote)} is not in {document} word for word; {advice}; copy the quote from there"
                fields.report("quote", message)
            case citation:
                yield citation
