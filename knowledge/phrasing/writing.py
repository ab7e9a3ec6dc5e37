"""Writes phrasings into a case folder, below what its files have."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from knowledge.casefile.insertion import Field, inserted
from knowledge.casefile.writing import Files, WritingError, appended, bytes_of, name_in, write
from knowledge.casefile.yaml_text import dumped
from knowledge.model import Fact, KnowledgeBase, Unanswered

NEW_UNANSWERED = "unanswered/proposed.yaml"
"""The file of a case that new unanswered questions go to."""

Added = Mapping[str, Mapping[str, Sequence[str]]]
"""Id to language code to texts."""


def add(case: Path, base: KnowledgeBase, facts: Added, unanswered: Added, origin: str) -> tuple[str, ...]:
    """Add phrasings to facts and unanswered questions, all or none; return the files that were written.

    What the files have stays as it is, byte for byte. The case is loaded afterwards: where it does not have exactly
    what it had and what was added, the files are put back, and `WritingError` is raised.
    """
    contents: dict[str, bytes | None] = {}
    for fact, languages in facts.items():
        name = f"phrasings/{fact}.yaml"
        contents[name] = appended(bytes_of(case / name), _group(languages, origin))
    contents |= _with_unanswered(case, base, unanswered)
    write(Files(case, contents), lambda after: _check(base, after, facts, unanswered))
    return tuple(contents)


def _group(languages: Mapping[str, Sequence[str]], origin: str) -> list[str]:
    lines = [f"- origin: {dumped(origin)}"]
    for language, texts in languages.items():
        lines += [f"  {language}:", *(f"    - {dumped(text)}" for text in texts)]
    return lines


def _with_unanswered(case: Path, base: KnowledgeBase, added: Added) -> dict[str, bytes]:
    """Return the files of unanswered questions with what is added: to those that are there, else in a new file."""
    known = {one.id: one for one in base.unanswered}
    contents: dict[str, bytes] = {}
    for identifier, languages in added.items():
        location = known[identifier].location if identifier in known else None
        if location is None:
            entry = [f"- id: {identifier}", "  questions:"]
            for language, texts in languages.items():
                entry += [f"    {language}:", *(f"      - {dumped(text)}" for text in texts)]
            before = contents.get(NEW_UNANSWERED) or bytes_of(case / NEW_UNANSWERED)
            contents[NEW_UNANSWERED] = appended(before, entry)
        else:
            name = name_in(case, location)
            lists: dict[Field, list[list[str]]] = {
                ("questions", language): [[dumped(one)] for one in texts] for language, texts in languages.items()
            }
            before = contents.get(name) or bytes_of(case / name) or b""
            contents[name] = inserted(before, identifier, lists, name)
    return contents


def _check(base: KnowledgeBase, after: KnowledgeBase, facts: Added, unanswered: Added) -> None:
    """Raise `WritingError` unless a base has just what it had and what was added."""
    wanted = {one.id: _more(one, facts) for one in base.facts.values()}
    wanted |= {one.id: _more(one, unanswered) for one in base.unanswered}
    new = {one: {language: tuple(texts) for language, texts in own.items()} for one, own in unanswered.items()}
    wanted = new | wanted
    entries: tuple[Fact | Unanswered, ...] = (*after.facts.values(), *after.unanswered)
    if {one.id: dict(one.questions) for one in entries} != wanted:
        raise WritingError("the files would not have what was to be added; add it by hand")


def _more(entry: Fact | Unanswered, added: Added) -> dict[str, tuple[str, ...]]:
    more = added.get(entry.id, {})
    return {code: (*own, *more.get(code, ())) for code, own in entry.questions.items()}
