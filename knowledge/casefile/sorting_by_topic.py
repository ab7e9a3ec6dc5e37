"""Finds the topic of a case that some questions are most like: multinomial naive Bayes over the stems of its facts."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from knowledge.language.normalisation import clean
from knowledge.language.tokenizer import tokenize
from knowledge.model import KnowledgeBase


class Topics:
    """The words of each topic of a case that has facts: those of their phrasings and statements, by language."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._counts: dict[str, Counter[tuple[str, str]]] = {topic.id: Counter() for topic in base.case.topics}
        for fact in base.facts.values():
            texts = {code: [*own, fact.statement.get(code, "")] for code, own in fact.questions.items()}
            self._counts[fact.topic].update(_stems(texts))
        self._counts = {topic: counts for topic, counts in self._counts.items() if counts}
        self._words = len(set().union(*self._counts.values()))

    def nearest(self, questions: Mapping[str, Iterable[str]]) -> str:
        """Return the id of the likeliest topic of questions by language; where two are, the first of the case."""
        stems = list(_stems(questions))
        return max(self._counts, key=lambda topic: self._likelihood(topic, stems))

    def _likelihood(self, topic: str, stems: Iterable[tuple[str, str]]) -> float:
        """Return the logarithm of the likelihood, with add-one smoothing (Manning et al., 2008, chapter 13)."""
        counts = self._counts[topic]
        total = counts.total() + self._words
        return sum(math.log((counts[stem] + 1) / total) for stem in stems)


def _stems(texts: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    for language, own in texts.items():
        for text in own:
            yield from ((language, token.stem) for token in tokenize(clean(text), language))
