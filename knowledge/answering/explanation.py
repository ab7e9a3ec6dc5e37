"""Shows how a question was read, what it was compared with and why it was answered as it was."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answering.answerer import Answerer, Ranked
from knowledge.answering.answers import Answer
from knowledge.matching.matcher import Match

CANDIDATES = 8
"""So many facts are shown."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """One term of a question: as it was written after correction, what it was read as, and what it weighs."""

    text: str
    key: str
    kind: str
    weight: float
    """From 0 to 1."""
    facts: int
    """How many facts have it."""
    like: tuple[str, ...]
    """Other keys that it may stand for."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a question came by its answer."""

    answer: Answer
    read_as: str
    """The question in the right keyboard layout and script, with typing errors corrected."""
    language: str
    terms: tuple[Alignment, ...]
    candidates: tuple[Match, ...]
    by_meaning: bool
    """Whether the candidates were compared by meaning too; else by words alone."""
    threshold: float
    """The least probability of an answer."""
    reason: str


def explain(
    answerer: Answerer, question: str, *, language: str | None = None, context: Sequence[str] = ()
) -> Explanation:
    """Answer a question and return how the answer came about; the arguments are those of `Answerer.answer`."""
    answer = answerer.answer(question, language=language, context=context)
    matcher, index = answerer.matcher, answerer.matcher.index
    cleaned, typed = answerer.take_in(question)
    parsed = matcher.read(cleaned, typed)
    similar = matcher.query(parsed, index.ranker).similar
    terms = tuple(
        Alignment(
            term.surface,
            term.key,
            term.kind.value,
            index.ranker.weight(term, typed),
            index.having(term.key),
            tuple(sorted(set(similar[term.key]) - {term.key})),
        )
        for term in parsed.terms
    )
    ranked, reason = Ranked((), False, 0.0), "no fact shares a word with it or is near it"
    for ranked in answerer.rankings(parsed):
        guard = answerer.guard(parsed, ranked)
        reason = guard.value if guard else "nothing speaks against it"
        if guard is None:
            break
    candidates = ranked.matches[:CANDIDATES]
    return Explanation(answer, parsed.text, typed, terms, candidates, ranked.by_meaning, ranked.answer_from, reason)
