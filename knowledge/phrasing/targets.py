"""Targets: what a proposed phrasing may be for, by the names that people and models give it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from knowledge.casefile.phrasings import folded
from knowledge.model import Fact, KnowledgeBase, Unanswered

_LANGUAGE_NAMES = {
    "en": ("english", "английский", "англійська"),
    "ru": ("russian", "русский", "російська"),
    "uk": ("ukrainian", "украинский", "українська"),
}
"""What languages are called in headings, besides their codes."""
_LABELS = re.compile(
    r"^(?:(?:fact|question|topic|id|факт|вопрос|питання)\s*(?:\d+|id)?|\d+)\s*[:.)#-]+\s*", re.IGNORECASE
)
_PARTS = re.compile(r"\s+[—–|-]+\s+|[:(),]\s*|\s+/\s+")


@dataclass(frozen=True, slots=True)
class Targets:
    """The entries of a base by their ids and titles, and its languages by code and name."""

    names: dict[str, str] = field(default_factory=dict)
    """Id or title, folded, to the id."""
    titles: frozenset[str] = frozenset()
    """The folded titles among them."""
    unanswered: frozenset[str] = frozenset()
    """The ids of unanswered questions."""
    languages: dict[str, str] = field(default_factory=dict)
    """Code or name of a language, folded, to the code."""

    def find(self, heading: str) -> str | None:
        """Return the id of the entry that a heading names: by id, by title, or by either beside other words."""
        plain = _LABELS.sub("", heading.strip(" #*_`\"'“”«»:"))
        for part in (plain, *_PARTS.split(plain)):
            if found := self.names.get(folded(part)):
                return found
        return None

    def is_title(self, text: str) -> bool:
        """Whether a text is the title of an entry."""
        return folded(text) in self.titles

    def language(self, heading: str) -> str | None:
        """Return the code of the language that a heading names, if it names nothing else."""
        return self.languages.get(folded(heading))


def targets_of(base: KnowledgeBase) -> Targets:
    """Return what a base has that phrasings may be for."""
    titles = dict(_titles(base))
    ids = {folded(identifier): identifier for identifier in (*base.facts, *(one.id for one in base.unanswered))}
    languages = {name: code for code in base.case.languages for name in (code, *_LANGUAGE_NAMES.get(code, ()))}
    return Targets(titles | ids, frozenset(titles), frozenset(one.id for one in base.unanswered), languages)


def _titles(base: KnowledgeBase) -> Iterator[tuple[str, str]]:
    entries: tuple[Fact | Unanswered, ...] = (*base.unanswered, *base.facts.values())
    for entry in entries:
        for own in entry.questions.values():
            yield folded(own[0]), entry.id
