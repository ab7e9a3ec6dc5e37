"""What a fact's texts say of a question word by word: what they lack, and what the fact cannot serve."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.language.antonyms import antonyms
from knowledge.language.lexicon import STRICT, WHEN
from knowledge.language.terms import Kind
from knowledge.matching.profiles import Profile, agent_pairs, date_fits, focus_nouns, opening_word, question_words
from knowledge.matching.question import ParsedQuestion, WeighedTerm
from knowledge.matching.unphrased import unphrased_share

PART_OF_NAME = 0.6
"""Similarity of a word and a name that it is part of; arbitrary."""
CANNOT_SERVE_ODDS, OTHER_FOCUS_ODDS = 0.3, 0.8
"""Odds multipliers: of a fact that cannot serve the question (answer type, negation, antonym, agent); and of one whose
phrasings ask for something else. Tuned on the golden questions."""
OPENING_EXPONENT = 0.5
"""Exponent of the ratio in which a fact's phrasings begin with the question word of the question; arbitrary."""
SMOOTHING_COUNT, SMOOTHING_PRIOR = 5.0, 0.3
"""Additive smoothing of that ratio: the number of pseudo-phrasings, and the share of them that begin so; arbitrary."""
HALF_SATURATION = 3
"""Number of phrasings with which the odds are lowered by half of what many phrasings lower them by; arbitrary."""
_ASKED_WITHIN = 6
"""Maximum position, in terms, of a question word that a question asks; arbitrary."""
_MIN_SIMILARITY = 0.5
"""Minimum similarity with which a fact counts as having a term; arbitrary."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a fact's texts say of a question."""

    missing: tuple[str, ...] = ()
    """Names, numbers and dates of the question that the fact lacks, as they were written."""
    uncovered_unknown: float = 0.0
    """Largest share of the question of a word that no fact has, from 0 to 1."""
    uncovered_elsewhere: float = 0.0
    """Largest share of the question of a word that other facts have and this one lacks, from 0 to 1."""
    unphrased: float = 0.0
    """Share of what the question is about that no phrasing has, from 0 to 1."""
    is_thin: bool = False
    """Whether the fact is cited and has few phrasings."""
    wrong_answer_type: bool = False
    """Whether it asks when, where, why, how many ..., and no phrasing of the fact does."""
    negated: bool = False
    """Whether it denies what the fact says."""
    antonym: bool = False
    """Whether it has a word in whose place the fact has its opposite."""
    other_agent: bool = False
    """Whether somebody else does it in the fact."""
    other_person: bool = False
    """Whether it asks yes or no of a person, and the fact's statement names only another."""
    unnamed_agent: bool = False
    """Whether it asks who did something that the fact tells of without saying who."""
    other_focus: bool = False
    """Whether it asks for something ("which list", "who") that no phrasing of the fact asks for."""
    only_names: bool = False
    """Whether the fact has none of the words that the question is about, but the names beside them."""
    odds: float = 1.0
    """Multiplier of the fact's odds, from 0 to 1."""

    @property
    def against(self) -> tuple[str, ...]:
        """What speaks against the fact, in the names of these fields but for what it lacks."""
        flags = (
            "wrong_answer_type negated antonym other_agent other_person unnamed_agent other_focus only_names".split()
        )
        return tuple(flag for flag in flags if getattr(self, flag))

    @property
    def cannot_serve(self) -> bool:
        """Whether the fact cannot be what the question asks for."""
        return self.wrong_answer_type or self.negated or self.antonym or self.other_agent


def examine(question: ParsedQuestion, profiles: Sequence[Profile]) -> list[Evidence]:
    """Return the evidence of the likeliest facts; their odds are lowered beside each other."""
    found = [_examined(question, profile) for profile in profiles]
    word = opening_word(question.terms)
    words = question.weighed[word].alternatives if word in question.weighed else {word: 1.0}
    shares = [_share_of_openings(profile, words) for profile in profiles]
    return [
        replace(evidence, odds=evidence.odds * (share / max(shares)) ** OPENING_EXPONENT)
        for evidence, share in zip(found, shares, strict=True)
    ]


def _share_of_openings(profile: Profile, words: Mapping[str, float]) -> float:
    """Return the smoothed share of a fact's phrasings that begin with one of some question words."""
    count = max(profile.opening_counts[like] * similarity for like, similarity in words.items())
    return (count + SMOOTHING_PRIOR * SMOOTHING_COUNT) / (profile.phrasings + SMOOTHING_COUNT)


def _examined(question: ParsedQuestion, profile: Profile) -> Evidence:
    unknown, elsewhere = _uncovered(question, profile)
    evidence = Evidence(
        missing=tuple(term.term.surface for term in question.weighed.values() if _lacks(profile, question, term)),
        uncovered_unknown=unknown,
        uncovered_elsewhere=elsewhere,
        unphrased=unphrased_share(question, profile),
        is_thin=profile.is_thin,
        wrong_answer_type=_has_wrong_answer_type(question, profile),
        negated=_is_negated(question, profile),
        antonym=_has_antonym(question, profile),
        other_agent=_has_other_agent(question, profile),
        other_focus=_has_other_focus(question, profile),
        only_names=not has_a_word(question, profile, beside_names=True),
    )
    lowered = CANNOT_SERVE_ODDS if evidence.cannot_serve else OTHER_FOCUS_ODDS if evidence.other_focus else 1.0
    saturation = profile.phrasings / (profile.phrasings + HALF_SATURATION)
    return replace(evidence, odds=1.0 - (1.0 - lowered) * saturation)


def _similarity(profile: Profile, question: ParsedQuestion, term: WeighedTerm) -> float:
    """Return how surely a fact has a term, from 0 to 1; a word only in the question's language, if it has phrasings."""
    own = term.term.kind is Kind.WORD and question.language in profile.languages
    keys = profile.spoken[question.language] if own else profile.keys
    return max((keys.get(key, 0.0) * similarity for key, similarity in term.alternatives.items()), default=0.0)


def _uncovered(question: ParsedQuestion, profile: Profile) -> tuple[float, float]:
    """Return the largest shares of the question of words that the fact lacks: those of no fact, and those of others."""
    unknown = elsewhere = 0.0
    for term in question.weighed.values() if question.language in profile.languages else ():
        if term.has_content and _similarity(profile, question, term) < _MIN_SIMILARITY:
            if term.facts:
                elsewhere = max(elsewhere, term.share)
            else:
                unknown = max(unknown, term.share)
    return unknown, elsewhere


def _lacks(profile: Profile, question: ParsedQuestion, term: WeighedTerm) -> bool:
    """Whether a fact lacks a name, a number or a date, or what must be a name."""
    if term.is_common_name:
        return False
    match term.term.kind:
        case Kind.NAME:
            return _similarity(profile, question, term) < _MIN_SIMILARITY * PART_OF_NAME
        case Kind.NUMBER:
            return _similarity(profile, question, term) == 0.0
        case Kind.DATE:
            return not date_fits(term.term.key[1:], profile.dates)
        case Kind.WORD if term.term.capitalised and term.term.inner:
            return _similarity(profile, question, term) == 0.0
        case _:
            return False


def _has_wrong_answer_type(question: ParsedQuestion, profile: Profile) -> bool:
    strict = {key: question.weighed[key].alternatives for key in question.weighed if key in STRICT}
    return any(
        not profile.asks(types) and not (key == WHEN and _is_dated(question, profile)) for key, types in strict.items()
    )


def _is_dated(question: ParsedQuestion, profile: Profile) -> bool:
    """Whether the date of a fact is that of all that a question has words for, besides names."""
    words = [question.weighed[term.key].forms for term in question.content if term.kind is Kind.WORD]
    return bool(words) and all(not profile.event.isdisjoint(forms) for forms in words)


def _is_negated(question: ParsedQuestion, profile: Profile) -> bool:
    return any(key[0] == "¬" and key not in profile.keys and key[1:] in profile.keys for key in question.weighed)


def _has_antonym(question: ParsedQuestion, profile: Profile) -> bool:
    against, own = antonyms(question.language), profile.spoken[question.language]
    return any(
        key not in own and not (against[key] & own.keys()).issubset(question.weighed)
        for key in question.weighed.keys() & against.keys()
    )


def _has_other_agent(question: ParsedQuestion, profile: Profile) -> bool:
    return any(
        word in profile.agents
        and all(profile.agents[word].isdisjoint(question.weighed[name].alternatives) for name in names)
        for names, word in agent_pairs(question.terms, question.language)
    )


def _has_other_focus(question: ParsedQuestion, profile: Profile) -> bool:
    asked = question_words(question.terms, _ASKED_WITHIN)
    types = {like for key in asked for like in question.weighed[key].alternatives}
    if types and not profile.asks(types):
        return True
    wanted = focus_nouns(question.terms, question.language) if question.language in profile.languages else ()
    return bool(wanted) and all(profile.focus_nouns.isdisjoint(question.weighed[key].alternatives) for key in wanted)


def has_a_word(question: ParsedQuestion, profile: Profile, beside_names: bool = False) -> bool:
    """Whether a fact has any term of a question that carries meaning and need not be guessed, if there is one.

    Of words `beside_names`, it must have one of those, if the question is in a language of its phrasings.
    """
    content = [term for term in question.content if term.word not in question.low_confidence]
    words = beside_names and question.language in profile.languages
    content = [term for term in content if words and term.kind is Kind.WORD] or content
    return not content or any(not profile.keys.keys().isdisjoint(question.weighed[term.key].forms) for term in content)


def lacking(question: ParsedQuestion, profile: Profile) -> tuple[str, ...]:
    """Return the terms that carry meaning and that a fact has in no form, as they were typed."""
    weighed = [question.weighed[term.key] for term in question.content]
    return tuple(dict.fromkeys(one.term.surface for one in weighed if profile.keys.keys().isdisjoint(one.alternatives)))


def has_content(question: ParsedQuestion, profile: Profile) -> bool:
    """Whether a fact has every term of a question that carries meaning."""
    return all(not profile.keys.keys().isdisjoint(question.weighed[term.key].forms) for term in question.content)
