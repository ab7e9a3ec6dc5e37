"""Asks a base its own phrasings: which collide, which are misread, which facts only their own words find."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt

from knowledge.casefile.phrasings import Places, folded
from knowledge.casefile.problems import shown
from knowledge.language.names import NameIndex
from knowledge.language.normalisation import clean
from knowledge.language.terms import Term, TermReader
from knowledge.language.tokenizer import Token, tokenize
from knowledge.matching.fact_index import Index
from knowledge.matching.matcher import Matcher
from knowledge.model import Fact, KnowledgeBase, Location, Unanswered
from knowledge.quality.hints import Hint, Watch, in_order, unwatched
from knowledge.quality.near_duplicates import ContentKey, content_key
from knowledge.search.logit import EXACT_OVERLAP
from knowledge.search.ranker import Ranker
from knowledge.spelling.corrector import SpellingCorrector

FOLDS = 5
"""Folds of the cross-validation: every fifth phrasing is left out, and asked; arbitrary."""
PLACES = 3
"""A left-out phrasing finds its fact if that is among the first three, which a reader is offered."""
_MIN_OFFERED = 0.04
"""Minimum probability of a fact that counts as found by a phrasing; arbitrary."""
MIN_FOUND = 0.5
"""Threshold: share of a fact's phrasings in a language that the others must find; arbitrary."""
ENOUGH = 20
"""Maximum number of phrasings of a fact that are asked in a language, if that many decide; arbitrary."""
DEVIATIONS = 2.0
"""Standard deviations above `MIN_FOUND` from which a fact is found for sure, and no more is asked; arbitrary."""
MIN_ASKED = 4
"""Minimum number of phrasings that are asked before that is believed; arbitrary."""
_STEP = 500
"""Phrasings between two reports of how far it is."""


@dataclass(frozen=True, slots=True, eq=False)
class _Phrasing:
    """A phrasing of a fact or of an unanswered question, as it was read."""

    owner: Fact | Unanswered
    language: str
    text: str
    """Cleaned."""
    tokens: tuple[Token, ...]
    terms: tuple[Term, ...]
    location: Location


@dataclass(slots=True)
class _Trial:
    """How many phrasings of a fact in a language were left out and asked, and how many of these found it."""

    fact: Fact
    language: str
    phrasings: Sequence[_Phrasing]
    asked: int = 0
    found: int = 0

    @property
    def is_over(self) -> bool:
        """Whether enough were asked to tell."""
        sure = self.found - MIN_FOUND * self.asked >= DEVIATIONS * sqrt(self.asked * MIN_FOUND * (1 - MIN_FOUND))
        all_of_them = MIN_FOUND * len(self.phrasings)
        return self.asked >= ENOUGH or (self.asked >= MIN_ASKED and sure) or self.found >= all_of_them


def hints(base: KnowledgeBase, places: Places, watch: Watch = unwatched) -> tuple[Hint, ...]:
    """Return what could be better in a base; `places` has where each phrasing stands."""
    phrasings = tuple(_read(base, places, watch))
    trials = _trials(base, phrasings)
    found = [*_misread(base, phrasings, watch)]
    watch("building an index", 0, 1)
    matcher = _left_out(base, 0)
    found += _collisions(phrasings, matcher.index.ranker)
    found += _near_duplicates(phrasings, matcher.index)
    found += _hard_to_find(base, trials, matcher, watch)
    return in_order(found)


def _read(base: KnowledgeBase, places: Places, watch: Watch) -> Iterator[_Phrasing]:
    reader = TermReader(NameIndex(base.case.names, base.case.languages))
    entries: tuple[Fact | Unanswered, ...] = (*base.facts.values(), *base.unanswered)
    for number, entry in enumerate(entries):
        watch("reading the phrasings", number, len(entries))
        for language, questions in entry.questions.items():
            for question in questions:
                text = clean(question)
                tokens = tokenize(text, language)
                _, place = places[folded(question)]
                yield _Phrasing(entry, language, text, tokens, tuple(reader.terms(tokens, text, language)), place)


def _misread(base: KnowledgeBase, phrasings: Sequence[_Phrasing], watch: Watch) -> Iterator[Hint]:
    """Yield phrasings that the spelling corrector would bend, although it knows all their words."""
    words = Counter(list(NameIndex(base.case.names, base.case.languages).words))
    for phrasing in phrasings:
        words.update(token.word for token in phrasing.tokens)
    corrector = SpellingCorrector(words, base.case.languages)
    for number, phrasing in enumerate(phrasings):
        if number % _STEP == 0:
            watch("looking for typing errors", number, len(phrasings))
        text = corrector.correct(phrasing.text, phrasing.tokens, phrasing.language).text
        if text != phrasing.text:
            message = f"{shown(phrasing.text)} is read as {shown(text)}; mend it, or write it in other words"
            yield Hint(phrasing.location, message, "phrasings that are taken for typing errors")


def _collisions(phrasings: Iterable[_Phrasing], ranker: Ranker) -> Iterator[Hint]:
    """Yield each pair of phrasings of different facts of which either, asked, fits the other exactly."""
    having: dict[tuple[str, str], list[tuple[_Phrasing, Mapping[str, float]]]] = defaultdict(list)
    for phrasing in phrasings:
        weights = {term.key: ranker.weight(term, phrasing.language) for term in phrasing.terms}
        heaviest = max(weights, key=weights.__getitem__, default="")
        for other, others in having[phrasing.language, heaviest]:  # without its heaviest word none fits
            if other.owner is not phrasing.owner and _overlap(weights, others) >= EXACT_OVERLAP:
                kind = "fact" if isinstance(other.owner, Fact) else "the unanswered question"
                message = f"{shown(phrasing.text)} is also a phrasing of {kind} {other.owner.id} ({other.location})"
                yield Hint(phrasing.location, f"{message}; readers may get either", "phrasings that collide")
        for key in weights:
            having[phrasing.language, key].append((phrasing, weights))


def _near_duplicates(phrasings: Iterable[_Phrasing], index: Index) -> Iterator[Hint]:
    """Yield each phrasing that differs in small words only from one before it of the same owner."""
    first: dict[tuple[str, str, ContentKey], _Phrasing] = {}
    for phrasing in phrasings:
        key = content_key(phrasing.terms, phrasing.language, index)
        other = first.setdefault((phrasing.owner.id, phrasing.language, key), phrasing)
        if key and other is not phrasing:
            message = f"{shown(phrasing.text)} says the same as {shown(other.text)} ({other.location}); one is enough"
            yield Hint(phrasing.location, message, "phrasings that say the same")


def _overlap(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the F1 overlap of two phrasings by the terms that both have, not by those that stand for others."""
    shared = sum(weight for key, weight in one.items() if key in other)
    return 2 * shared / (sum(one.values()) + sum(other.values()))


def _trials(base: KnowledgeBase, phrasings: Iterable[_Phrasing]) -> list[_Trial]:
    """Return a trial for each fact and language with several phrasings."""
    own: dict[tuple[str, str], list[_Phrasing]] = defaultdict(list)
    for phrasing in phrasings:
        if isinstance(phrasing.owner, Fact):
            own[phrasing.owner.id, phrasing.language].append(phrasing)
    return [_Trial(base.facts[fact], code, some) for (fact, code), some in own.items() if len(some) > 1]


def _hard_to_find(base: KnowledgeBase, trials: Sequence[_Trial], matcher: Matcher, watch: Watch) -> Iterator[Hint]:
    """Yield facts of which too few phrasings in a language are found by the others (cross-validation).

    The trial of a fact is over once that is decided: most are, after a few questions.
    """
    for fold in range(FOLDS):
        open_trials = [trial for trial in trials if not trial.is_over]
        if not open_trials:
            break
        if fold:
            watch("building an index", fold, FOLDS)
            matcher = _left_out(base, fold)
        for trial in open_trials:
            watch("asking the phrasings", sum(other.is_over for other in trials), len(trials))
            for phrasing in trial.phrasings[fold::FOLDS]:
                if not trial.is_over:
                    trial.asked += 1
                    trial.found += trial.fact.id in _nearest(matcher, phrasing)
    for trial in trials:
        if trial.found < MIN_FOUND * trial.asked and trial.fact.location:
            lost = f"{trial.asked - trial.found} of {trial.asked} phrasings in {trial.language}"
            message = f"fact {trial.fact.id}: {lost} are found by none of the others; add phrasings in other words"
            yield Hint(trial.fact.location, message, "facts that are hard to find")


def _left_out(base: KnowledgeBase, fold: int) -> Matcher:
    """Return a matcher of a base without every fifth phrasing; the only one in a language stays."""
    return Matcher(
        replace(base, facts={fact.id: replace(fact, questions=_without(fact, fold)) for fact in base.facts.values()})
    )


def _without(fact: Fact, fold: int) -> dict[str, tuple[str, ...]]:
    return {
        language: tuple(q for place, q in enumerate(questions) if place % FOLDS != fold) or questions
        for language, questions in fact.questions.items()
    }


def _nearest(matcher: Matcher, phrasing: _Phrasing) -> list[str]:
    """Return the facts that a reader would be offered for a question without typing errors."""
    index = matcher.index
    parsed = matcher.weigh(phrasing.terms, phrasing.language)
    ranking = index.ranker.rank(matcher.query(parsed), PLACES)
    likely = ranking.facts[ranking.probabilities >= _MIN_OFFERED].tolist()
    return [index.entries[number].id for number in likely]
