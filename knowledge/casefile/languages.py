"""The languages of a case, of which some may still lack texts."""

from collections.abc import Iterable
from typing import Self

from knowledge.model import KnowledgeBase


class Languages(tuple[str, ...]):
    """The codes of the languages of a case, in its order."""

    growing: frozenset[str]
    """Those in which texts may be missing."""
    default: str
    """The one that stands in for them, or ""."""

    def __new__(cls, codes: Iterable[str] = (), growing: Iterable[str] = (), default: str = "") -> Self:
        made = super().__new__(cls, codes)
        made.growing = frozenset(growing)
        made.default = default
        return made


def missing(base: KnowledgeBase) -> dict[str, dict[str, int]]:
    """Return how many texts each growing language lacks, by what they are; those that lack none are left out."""
    facts, names, topics = base.facts.values(), base.case.names, base.case.topics
    found: dict[str, dict[str, int]] = {}
    for language in base.case.growing:
        counts = {
            "statements": sum(language not in fact.statement for fact in facts),
            "titles": sum(not fact.title(language) for fact in facts),
            "derivations": sum(bool(fact.derived) and language not in fact.derived for fact in facts),
            "names": sum(language not in name.label for name in names),
            "topics": sum(language not in topic.title for topic in topics),
            "notices": sum(language not in notice.headline for notice in base.notices.values()),
            "unanswered questions": sum(language not in one.questions for one in base.unanswered),
        }
        found[language] = {what: count for what, count in counts.items() if count}
    return found
