"""Profiles of facts: what the texts of a fact have, ask and say who does, for a comparison word by word."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from knowledge.edtf import DateError, parse_edtf
from knowledge.language.lexicon import function_words, lexicon
from knowledge.language.terms import Kind, Term

STATED_STRENGTH = 0.85
"""Strength of a term of the statement or the quotes, where a term of a phrasing has 1; arbitrary."""
_ASKED_WITHIN, _OPENS_WITHIN = 3, 6
"""Maximum position, in terms, of a question word that a phrasing asks, and of one that it begins with; arbitrary."""
_MIN_TYPE_SHARE = 0.01
"""Minimum share of a fact's phrasings that ask for an answer type: one odd phrasing of a hundred opens no door."""
MAX_THIN_PHRASINGS = 40
"""Maximum number of phrasings a language of a fact that has few; tuned on fresh cases with proposed ones."""
_MAX_KEYWORDS = 4
"""Maximum number of terms of a phrasing that is but keywords; arbitrary."""


@dataclass(slots=True)
class Profile:
    """What the texts of a fact have. Keys are those of `knowledge.language.terms.Term`."""

    dates: set[str]
    """Dates of the fact and of its texts, as EDTF."""
    keys: dict[str, float] = field(default_factory=dict)
    """Each key to its strength, from 0 to 1."""
    spoken: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    """The same for the texts of each language: a word of one may look like another word of the other."""
    is_cited: bool = False
    """Whether the fact quotes its source: then all that it says is known."""
    phrasings: int = 0
    """Number of phrasings."""
    languages: set[str] = field(default_factory=set)
    """Languages of the phrasings."""
    opening_counts: Counter[str] = field(default_factory=Counter)
    """Number of phrasings that begin with each question word; "" counts those that begin with none."""
    answer_types: Counter[str] = field(default_factory=Counter)
    """Number of phrasings that ask each question word."""
    focus_nouns: set[str] = field(default_factory=set)
    """The words that its phrasings put after "which" and "what is the"."""
    agents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """A word to the names that stand right before it: who does what."""
    event: set[str] = field(default_factory=set)
    """The words of what happened at the date of the fact."""

    def add(self, terms: Sequence[Term], language: str, is_phrasing: bool) -> None:
        """Add a text of the fact."""
        strength, spoken = 1.0 if is_phrasing else STATED_STRENGTH, self.spoken[language]
        for term in terms:
            for keys in (self.keys, spoken):
                keys[term.key] = max(strength, keys.get(term.key, 0.0))
            if term.kind is Kind.DATE:
                self.dates.add(term.key[1:])
        for names, word in agent_pairs(terms, language):
            self.agents[word].update(names)
        if is_phrasing:
            self.phrasings += 1
            self.languages.add(language)
            self.opening_counts[opening_word(terms)] += 1
            self.answer_types.update(question_words(terms, _ASKED_WITHIN))
            self.focus_nouns.update(focus_nouns(terms, language) or _head_nouns(terms, language))

    def asks(self, types: Iterable[str]) -> bool:
        """Whether enough of the phrasings ask one of some question words."""
        return any(self.answer_types.get(one, 0) >= max(1, _MIN_TYPE_SHARE * self.phrasings) for one in types)

    @property
    def is_thin(self) -> bool:
        """Whether it is a cited fact with few phrasings: much that it is no answer to looks like one of them."""
        return self.is_cited and self.phrasings <= MAX_THIN_PHRASINGS * len(self.languages)

    def packed(self) -> str:
        """Return the profile as JSON on one line, always the same for the same texts."""
        return json.dumps(self._values(), default=sorted, ensure_ascii=False)

    def _values(self) -> tuple[object, ...]:
        return (
            self.dates,
            self.keys,
            self.spoken,
            self.is_cited,
            self.phrasings,
            self.languages,
            self.opening_counts,
            self.answer_types,
            self.focus_nouns,
            self.agents,
            self.event,
        )

    @classmethod
    def unpacked(cls, text: str) -> Self:
        """Return the profile that `packed` wrote."""
        dates, keys, spoken, is_cited, phrasings, languages, openings, types, nouns, agents, event = json.loads(text)
        return cls(
            set(dates),
            keys,
            defaultdict(dict, spoken),
            is_cited,
            phrasings,
            set(languages),
            Counter(openings),
            Counter(types),
            set(nouns),
            {word: set(names) for word, names in agents.items()},
            set(event),
        )


def question_words(terms: Sequence[Term], within: int) -> set[str]:
    """Return the question words among the first terms of a question; further on they only join clauses."""
    return {term.key for term in terms[:within] if term.kind is Kind.INTERROGATIVE}


def opening_word(terms: Sequence[Term]) -> str:
    """Return the first question word among the first terms of a question; "" where there is none."""
    return next((term.key for term in terms[:_OPENS_WITHIN] if term.kind is Kind.INTERROGATIVE), "")


def focus_nouns(terms: Sequence[Term], language: str) -> set[str]:
    """Return the word that "which ..." or "what is the ..." asks for, in a set; an empty set where there is none."""
    known = lexicon(language)
    for position, term in enumerate(terms[:3]):
        if term.word in known.wh_determiners:
            following = (other for other in terms[position + 1 : position + 5] if other.word not in known.copulas)
            noun = next(following, None)
            small = noun is None or noun.kind is not Kind.WORD or noun.word in function_words(language)
            return set() if noun is None or small else {noun.key}
    return set()


def _head_nouns(terms: Sequence[Term], language: str) -> set[str]:
    """Return the first and last word of a phrasing that is no question but a few keywords: one of them is its head."""
    if any(term.kind in {Kind.INTERROGATIVE, Kind.NEUTRAL} for term in terms) or len(terms) > _MAX_KEYWORDS:
        return set()
    words = [term.key for term in terms if term.kind is Kind.WORD and term.word not in function_words(language)]
    return {*words[:1], *words[-1:]}


def agent_pairs(terms: Sequence[Term], language: str) -> Iterable[tuple[tuple[str, ...], str]]:
    """Yield pairs of names and a word: who does what ("Smith ordered"), whom a thing comes from ("order<").

    Of names side by side ("the Norland court ordered") any may be the one who does it.
    """
    small = function_words(language)
    names: tuple[str, ...] = ()
    for position, term in enumerate(terms):
        names = (*names, term.key) if term.kind is Kind.NAME else ()
        if not names:
            continue
        for following in terms[position + 1 : position + 3]:
            if following.kind is Kind.WORD and following.word not in small:
                yield names, following.key
            if following.kind is not Kind.WORD or following.word not in small:
                break
        before = terms[max(0, position - 2) : position]
        if len(before) == 2 and before[1].word in lexicon(language).agent_prepositions and before[0].kind is Kind.WORD:
            yield (term.key,), f"{before[0].key}<"


def date_fits(asked: str, dates: Iterable[str]) -> bool:
    """Whether one of some dates (EDTF) lies within the date that is asked for; a vaguer one does not confirm it."""
    try:
        period = parse_edtf(asked)
        known = [parse_edtf(date) for date in dates]
    except DateError:
        return False
    return any(period.first <= date.first and date.last <= period.last for date in known)
