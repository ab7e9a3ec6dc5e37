"""A question as it was read: its terms, and what each of them is worth in a base."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.language.terms import Kind, Term


@dataclass(frozen=True, slots=True)
class WeighedTerm:
    """A distinct term of a question, with what it is worth in a base."""

    term: Term
    weight: float
    """Weight in the ranking of facts, from 0 to 1."""
    share: float
    """Share of the question, by weight and by how rare the word is at large; those of all terms add up to 1."""
    forms: Mapping[str, float]
    """Keys of the base that mean the same: itself, inflections, names that hold it; each with its similarity."""
    alternatives: Mapping[str, float]
    """The same and those of other words that may have been meant, each with a similarity from 0 to 1."""
    facts: int
    """Number of facts that have it."""
    is_common_name: bool
    """Whether it is a name that too many facts have for it to tell one from another."""
    has_content: bool
    """Whether it carries meaning: it is neither a question word nor an everyday word."""


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A question as the matcher read it."""

    language: str
    terms: tuple[Term, ...]
    """All terms in order."""
    weighed: Mapping[str, WeighedTerm]
    """The distinct terms by key, in the order of the question."""
    content: tuple[Term, ...]
    """The terms that carry meaning."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """For each word (normalised) that was corrected, what was typed."""
    has_unknown_entity: bool = False
    """Whether the facts and passages lack a name, a number or a date of it: then no fact can be the answer."""
    text: str = ""
    """The question with its typing errors corrected, for comparing by meaning."""
    low_confidence: frozenset[str] = frozenset()
    """Words (normalised) of which it can but be guessed what was meant."""

    @property
    def asks(self) -> bool:
        """Whether it has a question word."""
        return any(term.kind is Kind.INTERROGATIVE for term in self.terms)

    @property
    def only_names(self) -> bool:
        """Whether it names somebody or something and asks nothing about it: "what about Smith?"."""
        return {term.kind for term in self.content} == {Kind.NAME} and not self.asks
