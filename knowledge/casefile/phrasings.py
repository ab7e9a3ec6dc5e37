"""Reads phrasings: the ways to ask for a fact, the few beside it and the many in a file of its own."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from knowledge.casefile.fields import Fields
from knowledge.casefile.problems import shown
from knowledge.casefile.strict_yaml import Node, Scalar, Table, entries, place, read_yaml
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.model import Fact, Location

EXAMPLES = 3
"""Maximum number of examples beside a fact, in each language: the file of facts stays readable; arbitrary."""
ORIGIN_LIMIT = 80
"""Maximum length of an origin, in characters: it is a name for a list; arbitrary."""

Phrasings = dict[str, tuple[Scalar, ...]]
"""Language code to the phrasings, with their places."""
Places = Mapping[str, tuple[str, Location]]
"""Folded phrasing to whose it is ("the fact ...") and where it stands."""
_WORDS = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Return the words of a text in small letters: two phrasings with one fold are the same; empty if it has none."""
    return " ".join(_WORDS.findall(text.casefold()))


def read_beside(owner: str, fields: Fields, symbols: SymbolTable) -> Phrasings:
    """Return the phrasings in the entry of a fact: its title, which is its `question`, then the `examples`.

    In the older form all phrasings stand in `questions`, and the first of them is the title.
    """
    if "questions" in fields:
        symbols.old_form.append(fields.place("questions"))
        for name in ("question", "examples"):
            if name in fields:
                fields.report(name, f"a fact has either questions or {name}; move the questions to phrasings/")
        return read_questions(owner, fields, symbols)
    title = fields.localized_scalars("question", symbols.languages)
    examples = fields.localized_texts("examples", symbols.languages, some=True) if "examples" in fields else {}
    for code, own in examples.items():
        if len(own) > EXAMPLES:
            message = f"examples has {len(own)} in {code}, at most {EXAMPLES} fit here; move the others to phrasings/"
            fields.report("examples", message)
    beside = {code: (scalar, *examples.get(code, ())) for code, scalar in title.items()}
    _enter(owner, beside, symbols)
    return beside


def read_questions(owner: str, fields: Fields, symbols: SymbolTable) -> Phrasings:
    """Return the `questions` of an entry; enters them in the symbol table, where each may be only once."""
    questions = fields.localized_texts("questions", symbols.languages)
    _enter(owner, questions, symbols)
    return questions


def texts_of(phrasings: Phrasings) -> dict[str, tuple[str, ...]]:
    """Return phrasings without their places."""
    return {code: tuple(scalar.text for scalar in own) for code, own in phrasings.items()}


def with_phrasings(facts: Mapping[str, Fact], files: Iterable[Path], symbols: SymbolTable) -> dict[str, Fact]:
    """Return facts with the phrasings of their files behind their own; notes every problem in the symbol table.

    A file is named after its fact. It is a list of groups, each with an `origin` (who or what wrote it) and a list of
    phrasings for any of the languages.
    """
    complete = dict(facts)
    for file in files:
        symbols.facts.refer(file.stem, place(file))
        more: dict[str, list[str]] = {}
        for node in entries(read_yaml(file, symbols.problems), "groups of phrasings", symbols.problems):
            for language, texts in _group(node, f"the fact {file.stem}", symbols).items():
                more.setdefault(language, []).extend(scalar.text for scalar in texts)
        if fact := complete.get(file.stem):
            questions = {code: (*own, *more.get(code, ())) for code, own in fact.questions.items()}
            complete[fact.id] = replace(fact, questions=questions)
    return complete


def _group(node: Node, owner: str, symbols: SymbolTable) -> Phrasings:
    languages = symbols.languages or tuple(node.keys if isinstance(node, Table) else ())
    fields = Fields(node, "a group of phrasings", symbols.problems, ("origin",), languages)
    origin = fields.text("origin")
    if len(origin) > ORIGIN_LIMIT:
        fields.report("origin", f"origin has {len(origin)} characters; at most {ORIGIN_LIMIT} fit a list")
    phrasings = {code: fields.proses(code) for code in languages if code in fields and code != "origin"}
    if not phrasings and "origin" in fields:
        message = f"a group of phrasings has no phrasings; add some in {' or '.join(languages)}"
        fields.report("origin", message)
    _enter(owner, phrasings, symbols)
    symbols.origins[origin] += sum(map(len, phrasings.values()))
    return phrasings


def _enter(owner: str, phrasings: Phrasings, symbols: SymbolTable) -> None:
    for scalar in chain.from_iterable(phrasings.values()):
        words = folded(scalar.text)
        if not words:
            if scalar.text:
                symbols.problems.add(scalar.location, f"the question {shown(scalar.text)} has no words; remove it")
            continue
        first, where = symbols.phrasings.setdefault(words, (owner, scalar.location))
        if where is not scalar.location:
            message = f"the question {shown(scalar.text)} is already at {where}, in {first}; keep one"
            symbols.problems.add(scalar.location, message)
