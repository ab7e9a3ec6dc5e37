"""Reads the fact files of a case and proves each citation against its document."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypedDict

from knowledge.casefile.documents import Missing, locate
from knowledge.casefile.fields import Fields
from knowledge.casefile.problems import shown
from knowledge.casefile.strict_yaml import Node, Scalar, entries, read_yaml
from knowledge.casefile.symbol_table import Known, Register
from knowledge.model import Change, Citation, Fact

RELATED_LIMIT = 4

_REQUIRED = ("id", "topic", "asserted_by", "statement", "citations", "questions")
_OPTIONAL = ("date", "derived", "related", "change")
CHANGES = ("corrected", "withdrawn")
_WORDS = re.compile(r"[^\W_]+")


class _Questions(TypedDict):
    questions: dict[str, tuple[str, ...]]
    question_lines: dict[str, tuple[int, ...]]


def read_facts(files: list[Path], register: Register) -> Iterator[Fact]:
    """Read the facts of all files; enters them in the register and notes every problem there."""
    related: list[tuple[str, Scalar]] = []
    register.facts.complete = bool(files)
    for file in files:
        node = read_yaml(file, register.problems)
        nodes = entries(node, "facts", register.problems)
        register.facts.complete &= bool(nodes)
        for entry in nodes:
            yield _fact(entry, related, register)
    for fact, entry in related:
        if entry.text == fact:
            register.problems.add(entry.location, "related has the fact itself; remove it")
        else:
            register.facts.refer(entry.text, entry.location)


def _fact(node: Node, related: list[tuple[str, Scalar]], register: Register) -> Fact:
    fields = Fields(node, "a fact", register.problems, _REQUIRED, _OPTIONAL)
    identifier = fields.identifier()
    register.facts.define(identifier, fields.place("id"))
    near = _related(fields)
    related.extend((identifier, entry) for entry in near)
    if "derived" in fields and "date" not in fields:
        fields.report("derived", "derived says how a date was worked out, but there is no date; add the date")
    questions = phrasings(f"the fact {identifier}", fields, register)
    return Fact(
        id=identifier,
        topic=_reference(fields, "topic", register.topics),
        statement=fields.localized("statement", register.languages),
        asserted_by=_reference(fields, "asserted_by", register.names),
        citations=tuple(_citations(fields, register)),
        **texts_of(questions),
        date=fields.date("date"),
        derived=fields.localized("derived", register.languages),
        related=tuple(entry.text for entry in near),
        change=_change(fields, register),
        location=fields.location,
    )


def _change(fact: Fields, register: Register) -> Change | None:
    if "change" not in fact:
        return None
    parts = ("date", "kind", "note")
    fields = fact.nested("change", parts)
    for name in parts:
        if name not in fields:
            fact.report("change", f"change has no {name}; add it")
    date, kind = fields.date("date"), fields.one_of("kind", CHANGES)
    note = fields.localized("note", register.languages)
    return Change(date, kind, note) if date else None


def _reference(fields: Fields, name: str, known: Known) -> str:
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


def _citations(fact: Fields, register: Register) -> Iterator[Citation]:
    for node in fact.items("citations"):
        fields = Fields(node, "a citation", register.problems, ("document", "quote"))
        document = _reference(fields, "document", register.documents)
        quote, text = fields.text("quote"), register.texts.get(document)
        if not quote or text is None:
            continue
        match locate(quote, document, text):
            case Missing(nearest):
                advice = f"the nearest text there is {shown(nearest, 400)}" if nearest else "no text there is like it"
                message = f"{shown(quote)} is not in {document} word for word; {advice}; copy the quote from there"
                fields.report("quote", message)
            case citation:
                yield citation


def phrasings(owner: str, fields: Fields, register: Register) -> dict[str, tuple[Scalar, ...]]:
    """Return the `questions` of an entry by language; enters them in the register, where each may be only once."""
    questions = fields.localized_texts("questions", register.languages)
    for own in questions.values():
        for phrasing in own:
            _check_phrasing(owner, phrasing, register)
    return questions


def texts_of(questions: Mapping[str, tuple[Scalar, ...]]) -> _Questions:
    """Return the phrasings of an entry and their lines, both by language."""
    return {
        "questions": {code: tuple(entry.text for entry in own) for code, own in questions.items()},
        "question_lines": {code: tuple(entry.location.line for entry in own) for code, own in questions.items()},
    }


def _check_phrasing(owner: str, phrasing: Scalar, register: Register) -> None:
    folded = " ".join(_WORDS.findall(phrasing.text.casefold()))
    if not folded:
        register.problems.add(phrasing.location, f"the question {shown(phrasing.text)} has no words; remove it")
        return
    first, place = register.phrasings.setdefault(folded, (owner, phrasing.location))
    if place is not phrasing.location:
        message = f"the question {shown(phrasing.text)} is already at {place}, in {first}; keep one"
        register.problems.add(phrasing.location, message)
