"""Reads `case.yaml`: what a case says of itself, its topics and its names."""

import re
from collections.abc import Iterator
from pathlib import Path

from knowledge.casefile.fields import Fields
from knowledge.casefile.languages import Languages
from knowledge.casefile.problems import shown
from knowledge.casefile.strict_yaml import Scalar, read_yaml
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.language.data_files import languages as spoken
from knowledge.language.name_words import addressed_apart, is_capitalised
from knowledge.language.normalisation import clean
from knowledge.language.tokenizer import tokenize
from knowledge.model import Case, Name, QualityGates, Topic

NAME_KINDS = ("person", "body", "place", "treaty", "list", "other")

_REQUIRED = ("id", "title", "summary", "languages", "default_language", "topics", "names")
_GATES = ("found", "wrong", "false_premises")
EMPTY_CASE = Case("", {}, {}, (), "", (), ())
"""What there is of a case whose file cannot be read."""


def read_case(path: Path, symbols: SymbolTable) -> Case:
    """Read the file of a case; enters its languages, topics and names in the symbol table."""
    node = read_yaml(path, symbols.problems)
    if node is None:
        symbols.topics.complete = symbols.names.complete = False
        return EMPTY_CASE
    fields = Fields(node, "a case", symbols.problems, _REQUIRED, ("growing", "floors", "answer_from"))
    symbols.languages = languages = _languages(fields, symbols)
    return Case(
        id=fields.identifier(),
        title=fields.localized("title", languages),
        summary=fields.localized("summary", languages),
        languages=languages,
        default_language=languages.default,
        topics=tuple(_topics(fields, symbols)),
        names=tuple(_names(fields, symbols)),
        gates=_gates(fields),
        answer_from=fields.share("answer_from") if "answer_from" in fields else None,
        growing=tuple(code for code in languages if code in languages.growing),
    )


def _languages(case: Fields, symbols: SymbolTable) -> Languages:
    """Return the languages of a case; one that the bot has no words of is a problem, as is a growing default."""
    languages = _codes(case, symbols)
    growing: list[str] = []
    default = case.one_of("default_language", languages)
    for entry in case.texts("growing", empty=True):
        if entry.text not in languages:
            message = f"growing has {shown(entry.text)}, which is not among languages; add it there too"
            symbols.problems.add(entry.location, message)
        elif entry.text == default:
            message = f"growing has the default language {default}, which stands in for the others; take it out"
            symbols.problems.add(entry.location, message)
        else:
            growing.append(entry.text)
    return Languages(languages, growing, default)


def _codes(case: Fields, symbols: SymbolTable) -> list[str]:
    languages: list[str] = []
    for entry in case.texts("languages"):
        if not re.fullmatch(r"[a-z]{2,3}", entry.text):
            message = f"{shown(entry.text)} is not a language code; write for example en, ru or uk"
            symbols.problems.add(entry.location, message)
        elif entry.text not in spoken():
            message = f"the bot has no words of {shown(entry.text)}; it speaks {', '.join(spoken())}: use these"
            symbols.problems.add(entry.location, message)
        elif entry.text in languages:
            symbols.problems.add(entry.location, f"the language {entry.text} stands here twice; keep one")
        else:
            languages.append(entry.text)
    return languages


def _topics(case: Fields, symbols: SymbolTable) -> Iterator[Topic]:
    nodes = case.items("topics")
    symbols.topics.complete = bool(nodes)
    for node in nodes:
        fields = Fields(node, "a topic", symbols.problems, ("id", "title"))
        topic = Topic(fields.identifier(), fields.localized("title", symbols.languages))
        symbols.topics.define(topic.id, fields.place("id"))
        yield topic


def _names(case: Fields, symbols: SymbolTable) -> Iterator[Name]:
    nodes = case.items("names")
    symbols.names.complete = bool(nodes)
    for node in nodes:
        fields = Fields(node, "a name", symbols.problems, ("id", "kind", "label", "spellings"))
        identifier = fields.identifier()
        symbols.names.define(identifier, fields.place("id"))
        kind = fields.one_of("kind", NAME_KINDS)
        labels = fields.localized_scalars("label", symbols.languages)
        spellings = fields.proses("spellings")
        for spelling in spellings:
            _check_spelling(identifier, spelling, symbols)
        for label in labels.values():
            _check_reading(identifier, label, symbols)
        label_texts = {language: label.text for language, label in labels.items()}
        yield Name(identifier, kind, label_texts, tuple(spelling.text for spelling in spellings))


def _check_spelling(name: str, spelling: Scalar, symbols: SymbolTable) -> None:
    owner, place = symbols.spellings.setdefault(spelling.text.casefold(), (name, spelling.location))
    if place is not spelling.location:
        message = f"the spelling {shown(spelling.text)} is already at {place}, for the name {owner}; keep one"
        symbols.problems.add(spelling.location, message)
    else:
        _check_reading(name, spelling, symbols)


def _check_reading(name: str, spelling: Scalar, symbols: SymbolTable) -> None:
    """Note a spelling that questions cannot tell from that of another name.

    Alike are ё and е, all apostrophes, and a name with a form of address and without ("Mr Kent").
    """
    cleaned = clean(spelling.text)
    words = " ".join(token.word for token in addressed_apart(tokenize(cleaned, ""), cleaned, is_capitalised))
    owner, other = symbols.readings.setdefault(words, (name, spelling))
    if owner != name:
        message = (
            f"{shown(spelling.text)} reads like {shown(other.text)} at {other.location}, of the name {owner}; "
            "no question can tell them apart: keep one, or write both with one word more"
        )
        symbols.problems.add(spelling.location, message)


def _gates(case: Fields) -> QualityGates:
    if "floors" not in case:
        return QualityGates()
    fields = case.nested("floors", _GATES)
    return QualityGates(**{name: fields.share(name) for name in _GATES if name in fields})
