"""Shows how a question was read, what it was compared with and why it was answered as it was."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Answer
from knowledge.answering.guards import first_guard
from knowledge.language.terms import Term
from knowledge.matching.match import FactRanking, Match, OutOfScope
from knowledge.matching.question import WeighedTerm

MAX_CANDIDATES = 8
"""Maximum number of facts shown."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """One term of a question: as it was written after correction, what it was read as, and what it weighs."""

    text: str
    key: str
    kind: str
    weight: float
    """From 0 to 1."""
    facts: int
    """Number of facts that have it."""
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
    out_of_scope: OutOfScope | None
    """What the question may be instead."""
    by_meaning: bool
    """Whether the candidates were compared by meaning too; else by words alone."""
    threshold: float
    """Minimum probability of an answer."""
    guard: str | None
    """Name of the guard that kept the likeliest fact from being the answer."""
    reason: str


def explain(
    answerer: Answerer, question: str, *, language: str | None = None, context: Sequence[str] = ()
) -> Explanation:
    """Answer a question and return how the answer came about; the arguments are those of `Answerer.answer`."""
    answer = answerer.answer(question, language=language, context=context)
    cleaned, typed = answerer.take_in(question)
    parsed = answerer.matcher.read(cleaned, typed)
    terms = tuple(_alignment(term, parsed.weighed[term.key]) for term in parsed.terms)
    ranking, guard, reason = FactRanking(()), None, "no fact shares a word with it or is near it"
    for ranking in answerer.rankings(parsed):
        guard = first_guard(parsed, ranking)
        reason = guard.reason if guard else "nothing speaks against it"
        if guard is None:
            break
    return Explanation(
        answer,
        parsed.text,
        typed,
        terms,
        ranking.matches[:MAX_CANDIDATES],
        ranking.out_of_scope,
        ranking.by_meaning,
        ranking.threshold,
        guard.name if guard else None,
        reason,
    )


def _alignment(term: Term, worth: WeighedTerm) -> Alignment:
    others = tuple(sorted(set(worth.alternatives) - {term.key}))
    return Alignment(term.surface, term.key, term.kind.value, worth.weight, worth.facts, others)
