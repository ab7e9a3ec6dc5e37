"""Forecast: what readers will get for each fact, by asking the base phrasings that were left out of it."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Answer, Nearest, Suggestions, asserted_facts
from knowledge.model import Fact, KnowledgeBase
from knowledge.quality.hints import MAX_QUICK, Watch, unwatched

FOLDS = 6
"""Maximum number of parts of a fact's phrasings that are left out in turn: of six phrasings each alone; arbitrary."""
FEW_FOLDS, FEW_ASKED = 2, 2
"""The same for bases of more phrasings, and the maximum number then asked of a fact in a language and part: building an
index of many takes seconds; arbitrary."""


class Reply(Enum):
    """What a reader gets for a question that a fact answers."""

    ANSWER = "answered"
    NEAREST = "shown as the nearest"
    BUTTON = "a button"
    NOTHING = "nothing"
    OTHER = "another fact"


_WORTH = {Reply.ANSWER: 1.0, Reply.NEAREST: 0.7, Reply.BUTTON: 0.5, Reply.NOTHING: 0.0, Reply.OTHER: -1.0}
"""What a reply is worth to a reader, by which facts are ordered; arbitrary."""


@dataclass(slots=True)
class FactForecast:
    """What readers will get who ask for a fact."""

    fact: Fact
    replies: Counter[Reply] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    """The phrasings left out for which they got nothing, or another fact."""

    @property
    def worth(self) -> float:
        """What the replies are worth on the average, from -1 to 1."""
        return sum(_WORTH[reply] * count for reply, count in self.replies.items()) / (self.replies.total() or 1)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The forecasts of all facts that have phrasings enough to leave one out, the worst first."""

    facts: tuple[FactForecast, ...]
    single: tuple[Fact, ...] = ()
    """Facts that have but one phrasing in each language, so that nothing can be said of them."""

    @property
    def replies(self) -> Counter[Reply]:
        """The replies of all facts together."""
        return sum((one.replies for one in self.facts), Counter[Reply]())


def forecast(base: KnowledgeBase, watch: Watch = unwatched, only: Container[str] | None = None) -> Forecast:
    """Leave out a part of the phrasings in turn, ask them, and count what comes.

    A fact keeps at least one phrasing in each language. `only` are the phrasings that are left out, all for None.
    Golden questions measure better, where there are any.
    """
    texts = sum(len(own) for fact in base.valid for own in fact.questions.values())
    folds, most = (FOLDS, texts) if texts <= MAX_QUICK else (FEW_FOLDS, FEW_ASKED)
    found = {fact.id: FactForecast(fact) for fact in base.valid}
    for fold in range(folds):
        watch("forecasting", fold, folds)
        left_out = {fact.id: _left_out(fact, fold, folds, only) for fact in base.valid}
        for fact_id, text, reply in _replies(base, left_out, most):
            found[fact_id].replies[reply] += 1
            if reply in {Reply.NOTHING, Reply.OTHER}:
                found[fact_id].missed.append(text)
    told = sorted((one for one in found.values() if one.replies), key=lambda one: one.worth)
    return Forecast(tuple(told), tuple(one.fact for one in found.values() if not one.replies))


def _left_out(fact: Fact, fold: int, folds: int, only: Container[str] | None) -> dict[str, Sequence[str]]:
    """Return the phrasings of a fact that a fold leaves out, in each language that has others."""
    wanted = {code: [q for q in own if only is None or q in only] for code, own in fact.questions.items()}
    return {code: own[fold::folds] for code, own in wanted.items() if len(fact.questions[code]) > 1}


def _replies(
    base: KnowledgeBase, left_out: dict[str, dict[str, Sequence[str]]], most: int
) -> Iterator[tuple[str, str, Reply]]:
    """Yield phrasings left out, `most` of a fact and language, each with its fact and what a reader gets."""
    facts = {fact.id: _without(fact, left_out.get(fact.id, {})) for fact in base.facts.values()}
    answerer = Answerer(replace(base, facts=facts))
    for fact_id, questions in left_out.items():
        for language, texts in questions.items():
            for text in texts[:most]:
                yield fact_id, text, reply_of(answerer.answer(text, language=language), fact_id)


def _without(fact: Fact, left_out: dict[str, Sequence[str]]) -> Fact:
    dropped: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    dropped.update({code: frozenset(texts) for code, texts in left_out.items()})
    questions = {code: tuple(q for q in own if q not in dropped[code]) for code, own in fact.questions.items()}
    return replace(fact, questions=questions)


def reply_of(answer: Answer, fact_id: str) -> Reply:
    """Return what an answer is to a reader who asks for a fact."""
    if asserted := asserted_facts(answer):
        return Reply.ANSWER if fact_id in asserted else Reply.OTHER
    if isinstance(answer, Nearest) and answer.matches[0].fact_id == fact_id:
        return Reply.NEAREST
    offered = answer.matches if isinstance(answer, Nearest | Suggestions) else ()
    return Reply.BUTTON if any(match.fact_id == fact_id for match in offered) else Reply.NOTHING
