"""Suggestions: which facts are likely and near enough to a question to be offered."""

from collections.abc import Sequence
from itertools import islice

from knowledge.matching.match import FactRanking, Match
from knowledge.matching.matcher import Matcher
from knowledge.matching.question import ParsedQuestion

MAX_MATCHES = 3
"""Maximum number of facts of an answer: suggestions, or the fact with its runners-up."""
_MAX_THIN_MATCHES = 5
"""Maximum number of suggestions where facts have few phrasings; arbitrary."""

MIN_ODDS_RATIO_OUT_OF_SCOPE = 2.0
"""Minimum ratio of the probabilities of an answer and of all unanswered questions together; tuned on golden ones."""
MIN_SUGGESTION_SCORE, MIN_SUGGESTION_COVERAGE = 0.015, 0.12
"""Minimum probability of a suggestion, and minimum share of the question that it has or is near to; tuned on small
cases with six phrasings a fact."""
LIKELY_SUGGESTION_SCORE, LIKELY_SUGGESTION_COVERAGE = 0.04, 0.3
"""The same where the question has a word of weight that no fact has, as what is no question about the case does; the
first also for a rival to be compared, and for a question to be out of scope. Arbitrary."""
MAX_FOREIGN_SHARE = 0.35
"""Maximum share of the question of a word that no fact has, for the lower minimums to hold; arbitrary."""
MIN_THIN_SUGGESTION_SCORE, MIN_THIN_SUGGESTION_COVERAGE = 0.005, 0.05
"""Minimum probability of a suggestion with few phrasings, and minimum share of the question that it has or is near to;
tuned on fresh cases."""
MIN_WORDLESS_COSINE = 0.25
"""Minimum cosine by word vectors of such a suggestion that has no word of the question; tuned on fresh cases."""
MIN_WORDLESS_SHARE = 0.25
"""Minimum share of the question that the statement and the quotes of such a suggestion are near to; tuned on fresh
cases."""


def may_be_meant(match: Match) -> bool:
    """Whether a fact is likely and near enough to be offered."""
    near = max(match.coverage, match.sentence_cosine)
    if match.score >= LIKELY_SUGGESTION_SCORE and near >= LIKELY_SUGGESTION_COVERAGE:
        return True
    foreign = match.evidence is None or match.evidence.uncovered_unknown > MAX_FOREIGN_SHARE
    return not foreign and match.score >= MIN_SUGGESTION_SCORE and near >= MIN_SUGGESTION_COVERAGE


def may_be_meant_thinly(match: Match, has_a_word: bool, said: float) -> bool:
    """Whether a fact with few phrasings, where likelier ones have few too, is near enough to be offered.

    `said` is the share of the question that its statement and quotes have or are near to.
    """
    if not (has_a_word or match.word_cosine >= MIN_WORDLESS_COSINE or said >= MIN_WORDLESS_SHARE):
        return False
    near = max(match.coverage, match.word_cosine, match.sentence_cosine, said)
    return match.score >= MIN_THIN_SUGGESTION_SCORE and near >= MIN_THIN_SUGGESTION_COVERAGE


def near_facts(matcher: Matcher, question: ParsedQuestion, ranking: FactRanking) -> Sequence[Match]:
    """Return the facts of a ranking that may be offered, best first; where phrasings are few, by what they say too."""

    def has_a_word(match: Match) -> bool:
        return ranking.by_meaning or matcher.has_a_word(match.fact_id, question)

    if matcher.is_thin(ranking.matches[0].fact_id) and not is_rather_unanswered(ranking):
        fused = matcher.alignment.fused(question, ranking.matches)
        thin = (match for match, said in fused if may_be_meant_thinly(match, has_a_word(match), said))
        return tuple(islice(thin, _MAX_THIN_MATCHES))
    return tuple(islice((match for match in filter(may_be_meant, ranking.matches) if has_a_word(match)), MAX_MATCHES))


def is_rather_unanswered(ranking: FactRanking) -> bool:
    """Whether a question is too much like those that the documents do not answer."""
    if ranking.out_of_scope is None:
        return False
    likeliest = ranking.matches[0].score
    return ranking.out_of_scope.score >= max(likeliest / MIN_ODDS_RATIO_OUT_OF_SCOPE, LIKELY_SUGGESTION_SCORE)
