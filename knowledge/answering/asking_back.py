"""Asks back: which of the facts about somebody is meant, or what a question is about."""

from collections.abc import Sequence

from knowledge.answering.answers import Answer, AskBack, Excerpts, Suggestions, Unknown
from knowledge.answering.referents import names_of
from knowledge.matching.match import Match
from knowledge.matching.matcher import Matcher
from knowledge.model import Fact

_MAX_BUTTONS = 4
"""Maximum number of facts about a name that are offered; arbitrary."""


def ask_back(matcher: Matcher, asked: str, language: str, names: Sequence[str], is_unknown: bool) -> AskBack:
    """Ask which fact about the first of some names (ids) is meant, or about what the question is at all."""
    for name_id in names:
        if facts := _facts_about(matcher, name_id, language):
            matches = tuple(Match(fact.id, 0.0) for fact in facts)
            return AskBack(asked, language, name_id, matches, is_unknown=is_unknown)
    return AskBack(asked, language)


def _facts_about(matcher: Matcher, name_id: str, language: str) -> list[Fact]:
    """Return the first facts whose title has a name."""
    titled = ((fact, fact.title(language) or "") for fact in matcher.index.base.valid)
    return [fact for fact, title in titled if name_id in names_of(matcher, title, language)][:_MAX_BUTTONS]


def tells_nothing(answer: Answer) -> bool:
    """Whether an answer has nothing of what a question is about but its names, and is not known to be missing."""
    match answer:
        case Unknown(listed=listed):
            return not listed
        case Suggestions(matches=matches):
            return all(match.evidence is None or match.evidence.only_names for match in matches)
        case _:
            return isinstance(answer, Excerpts)
