"""Reads the fact files of a case and proves each citation against its document."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from knowledge.casefile.documents import Missing, locate
from knowledge.casefile.fields import Fields
from knowledge.casefile.phrasings import read_beside, texts_of
from knowledge.casefile.problems import shown
from knowledge.casefile.strict_yaml import Node, Scalar, Table, entries, read_yaml
from knowledge.casefile.symbol_table import DefinedIds, SymbolTable
from knowledge.model import Change, Citation, Fact, Localized

LINKS_LIMIT = 4
"""Maximum number of facts that a fact names as related or as disputed, a row of buttons each; arbitrary."""

_REQUIRED = ("id", "topic", "asserted_by", "statement", "citations")
_PHRASED = (("question",), ("examples",)), (("questions",), ("question", "examples"))
"""The fields with phrasings, required and optional: of today's form and of the older one."""
_LINKS = ("related", "disputes")
"""The fields of a fact that name other facts."""
_OPTIONAL = ("date", "derived", *_LINKS, "change", "status")
_AROUND = ("prefix", "suffix", "translation")
"""The optional fields of a citation."""
DRAFT = "draft"
"""The status of a fact that nobody has approved: it is read, and told to nobody."""
CHANGES = ("corrected", "withdrawn")
"""What may become of a fact after it was published."""


def read_facts(files: list[Path], symbols: SymbolTable) -> Iterator[Fact]:
    """Read the facts of all files; enters them in the symbol table and notes every problem there.

    Drafts are entered apart, with what they lack, once all facts are known.
    """
    links: list[_Link] = []
    drafts: list[Node] = []
    symbols.facts.complete = bool(files)
    for file in files:
        node = read_yaml(file, symbols.problems)
        nodes = entries(node, "facts", symbols.problems)
        symbols.facts.complete &= bool(nodes)
        drafts.extend(entry for entry in nodes if _is_draft(entry))
        for entry in nodes:
            if not _is_draft(entry):
                yield _fact(entry, links, symbols)
    for node in drafts:
        _read_draft(node, symbols)
    for link in links:
        if link.to.text in symbols.drafts:
            message = f"{link.field} has the draft {link.to.text}; approve it first (remove its status), or take it out"
            symbols.problems.add(link.to.location, message)
        elif link.to.text == link.fact:
            symbols.problems.add(link.to.location, f"{link.field} has the fact itself; remove it")
        else:
            symbols.facts.refer(link.to.text, link.to.location)


def _is_draft(node: Node) -> bool:
    status = node.values.get("status") if isinstance(node, Table) else None
    return isinstance(status, Scalar) and status.text == DRAFT


def _read_draft(node: Node, symbols: SymbolTable) -> None:
    """Enter a draft, and note apart what keeps it from being a fact."""
    apart = symbols.apart()
    draft = _fact(node, [], apart)
    symbols.drafts.setdefault(draft.id or str(draft.location), draft)
    symbols.lacking.extend(apart.problems.sorted())


class _Link(NamedTuple):
    """A field of a fact names another fact."""

    fact: str
    field: str
    to: Scalar


def disputed(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return facts with a dispute on both its sides, whichever names it; one with a withdrawn fact is none."""
    valid = {fact.id: fact for fact in facts.values() if not fact.is_withdrawn}
    against: dict[str, dict[str, None]] = {}
    for fact in valid.values():
        for other in filter(valid.get, fact.disputes):
            against.setdefault(fact.id, {})[other] = None
            against.setdefault(other, {})[fact.id] = None
    return {one: replace(fact, disputes=tuple(against.get(one, ()))) for one, fact in facts.items()}


def _fact(node: Node, links: list[_Link], symbols: SymbolTable) -> Fact:
    required, optional = _PHRASED[isinstance(node, Table) and "questions" in node.values]
    fields = Fields(node, "a fact", symbols.problems, (*_REQUIRED, *required), (*optional, *_OPTIONAL))
    identifier = fields.identifier()
    symbols.facts.define(identifier, fields.place("id"))
    named = {field: _named_facts(fields, field) for field in _LINKS}
    links.extend(_Link(identifier, field, entry) for field, entries in named.items() for entry in entries)
    if "status" in fields:
        fields.one_of("status", (DRAFT,))
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
        related=tuple(entry.text for entry in named["related"]),
        change=_change(fields, symbols),
        location=fields.location,
        disputes=tuple(entry.text for entry in named["disputes"]),
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


def _named_facts(fact: Fields, field: str) -> tuple[Scalar, ...]:
    named = fact.texts(field, empty=True)
    if len({entry.text for entry in named}) < len(named):
        fact.report(field, f"{field} has the same fact twice; keep one")
    if len(named) > LINKS_LIMIT:
        fact.report(field, f"{field} has more than {LINKS_LIMIT} facts; keep the most useful ones")
    return named


def _citations(fact: Fields, symbols: SymbolTable) -> Iterator[Citation]:
    for node in fact.items("citations"):
        fields = Fields(node, "a citation", symbols.problems, ("document", "quote"), _AROUND)
        document = _reference(fields, "document", symbols.documents)
        quote, text = fields.prose("quote", whole=True), symbols.texts.get(document)
        if not quote or text is None:
            continue
        prefix, suffix = (fields.prose(name, whole=True) for name in ("prefix", "suffix"))
        translation = _translation(fields, quote, symbols)
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
                yield replace(citation, translation=translation)


def _translation(citation: Fields, quote: str, symbols: SymbolTable) -> Localized:
    """Return the curators' translation of a quote; the quote itself is none."""
    texts = citation.localized_scalars("translation", symbols.languages, whole=True, some=True)
    for language, scalar in texts.items():
        if scalar.text.casefold() == quote.casefold():
            message = f"translation in {language} is the quote itself, word for word; leave it out"
            symbols.problems.add(scalar.location, message)
    return {language: scalar.text for language, scalar in texts.items() if scalar.text}
