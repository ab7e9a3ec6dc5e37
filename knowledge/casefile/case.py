"""Reads `case.yaml`: what a case says of itself, its topics and its names."""

import re
from collections.abc import Iterator
from pathlib import Path

from knowledge.casefile.fields import Fields
from knowledge.casefile.problems import shown
from knowledge.casefile.strict_yaml import Scalar, read_yaml
from knowledge.casefile.symbol_table import Register
from knowledge.model import Case, Floors, Name, Topic

NAME_KINDS = ("person", "body", "place", "treaty", "list", "other")

_REQUIRED = ("id", "title", "summary", "languages", "default_language", "topics", "names")
_FLOORS = ("found", "wrong", "false_premises")
EMPTY_CASE = Case("", {}, {}, (), "", (), ())
"""What there is of a case whose file cannot be read."""


def read_case(path: Path, register: Register) -> Case:
    """Read the file of a case; enters its languages, topics and names in the register."""
    node = read_yaml(path, register.problems)
    if node is None:
        register.topics.complete = register.names.complete = False
        return EMPTY_CASE
    fields = Fields(node, "a case", register.problems, _REQUIRED, ("floors", "answer_from"))
    register.languages = languages = _languages(fields, register)
    return Case(
        id=fields.identifier(),
        title=fields.localized("title", languages),
        summary=fields.localized("summary", languages),
        languages=languages,
        default_language=fields.one_of("default_language", languages),
        topics=tuple(_topics(fields, register)),
        names=tuple(_names(fields, register)),
        floors=_floors(fields),
        answer_from=fields.share("answer_from") if "answer_from" in fields else None,
    )


def _languages(case: Fields, register: Register) -> tuple[str, ...]:
    languages: list[str] = []
    for entry in case.texts("languages"):
        if not re.fullmatch(r"[a-z]{2,3}", entry.text):
            message = f"{shown(entry.text)} is not a language code; write for example en, ru or uk"
            register.problems.add(entry.location, message)
        elif entry.text in languages:
            register.problems.add(entry.location, f"the language {entry.text} stands here twice; keep one")
        else:
            languages.append(entry.text)
    return tuple(languages)


def _topics(case: Fields, register: Register) -> Iterator[Topic]:
    nodes = case.items("topics")
    register.topics.complete = bool(nodes)
    for node in nodes:
        fields = Fields(node, "a topic", register.problems, ("id", "title"))
        topic = Topic(fields.identifier(), fields.localized("title", register.languages))
        register.topics.define(topic.id, fields.place("id"))
        yield topic


def _names(case: Fields, register: Register) -> Iterator[Name]:
    nodes = case.items("names")
    register.names.complete = bool(nodes)
    for node in nodes:
        fields = Fields(node, "a name", register.problems, ("id", "kind", "label", "spellings"))
        identifier = fields.identifier()
        register.names.define(identifier, fields.place("id"))
        kind = fields.one_of("kind", NAME_KINDS)
        label = fields.localized("label", register.languages)
        spellings = fields.texts("spellings")
        for spelling in spellings:
            _check_spelling(identifier, spelling, register)
        yield Name(identifier, kind, label, tuple(spelling.text for spelling in spellings))


def _check_spelling(name: str, spelling: Scalar, register: Register) -> None:
    owner, place = register.spellings.setdefault(spelling.text.casefold(), (name, spelling.location))
    if place is not spelling.location:
        message = f"the spelling {shown(spelling.text)} is already at {place}, for the name {owner}; keep one"
        register.problems.add(spelling.location, message)


def _floors(case: Fields) -> Floors:
    if "floors" not in case:
        return Floors()
    fields = case.nested("floors", _FLOORS)
    return Floors(**{name: fields.share(name) for name in _FLOORS if name in fields})
