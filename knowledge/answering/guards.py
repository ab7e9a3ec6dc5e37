"""Guards: reasons why the likeliest fact is not given as the answer, in the order in which they are tried.

Each is a function of the question, the evidence of the likeliest fact and the ranking. The examples ask the small base
of the tests (`tests/knowledge/harbour.py`); a test asks them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.answering.suggesting import LIKELY_SUGGESTION_SCORE, is_rather_unanswered
from knowledge.language.terms import keys_of_shared
from knowledge.matching.confidence import MAX_UNPHRASED, confidence
from knowledge.matching.evidence import Evidence
from knowledge.matching.match import FactRanking, Match
from knowledge.matching.question import ParsedQuestion
from knowledge.search.logit import EXACT_OVERLAP

MIN_ODDS_RATIO, MIN_ODDS_RATIO_OTHER_FOCUS = 1.3, 2.0
"""Minimum ratio of the probabilities of an answer and of the next fact; the second where its phrasings ask for
something else. Tuned on the public sets (docs/matching.md)."""
MAX_UNCOVERED_SHARE, MAX_UNCOVERED_SHARE_OTHER_FOCUS = 0.4, 0.27
"""Maximum share of the question of a word that an answer lacks; the second where its phrasings ask for something else.
Tuned on the golden questions."""
COVERAGE_MARGIN = 0.1
"""Margin by which another fact has a larger share of the question than an answer may; tuned on the golden questions."""
MIN_NEAREST_SCORE, MIN_NEAREST_COVERAGE, MIN_NEAREST_RATIO = 0.1, 0.5, 1.5
"""Minimum probability of the nearest fact, minimum share of the question that it has, and minimum ratio of its
probability and the next one's; arbitrary."""
_RIVALS = 2
"""Number of facts that are compared with the likeliest."""

Check = Callable[[ParsedQuestion, Evidence, FactRanking], bool]


@dataclass(frozen=True, slots=True)
class Guard:
    """A reason not to give the likeliest fact as the answer."""

    check: Check
    """Whether it holds."""
    reason: str
    is_doubt: bool = False
    """Whether it leaves the fact the nearest to the question, and only says that it may not be the answer."""

    @property
    def name(self) -> str:
        """The name of the function that checks it."""
        return self.check.__name__


def is_exact(match: Match) -> bool:
    """Whether a question is a phrasing of a fact, but for small words."""
    seen = match.evidence
    return match.best_overlap >= EXACT_OVERLAP and not (seen and (seen.uncovered_unknown or seen.uncovered_elsewhere))


def unknown_entity(question: ParsedQuestion, evidence: Evidence, ranking: FactRanking) -> bool:
    """Whether the question has a name, a number or a date that the documents do not have.

    Stops: Why did Freedonia refuse the licence?
    Passes: Why did the Harbour Office refuse the licence?
    """
    return question.has_unknown_entity


def missing_entity(question: ParsedQuestion, evidence: Evidence, ranking: FactRanking) -> bool:
    """Whether the fact lacks a name, a number or a date of the question.

    Stops: Why did Helen Marsh refuse the licence?
    Passes: Why did the port authority refuse the licence?
    """
    return bool(evidence.missing)


def shared_name(question: ParsedQuestion, evidence: Evidence, ranking: FactRanking) -> bool:
    """Whether the question has a name that several bear, and does not say which of them it means.

    Stops: How many complaints did Helen file?
    Passes: How many complaints did Helen Marsh file?
    """
    return any(map(keys_of_shared, question.weighed)) and not is_exact(ranking.matches[0])


def out_of_scope(question: ParsedQuestion, evidence: Evidence, ranking: FactRanking) -> bool:
    """Whether the question is too much like those that the documents do not answer.

    Stops: Who owns the ship Aurora?
    Passes: Was Aurora's licence refused?
    """
    return is_rather_unanswered(ranking)


def wrong_answer_type(question: ParsedQuestion, evidence: Evidence, ranking: FactRanking) -> bool:
    """Whether it asks when, where, why, how many ..., and no phrasing of the fact does.

    Stops: How long was Aurora's licence refused?
    Passes: When was Aurora's licence refused?
    """
    return evidence.wrong_answer_type


def negation(question: ParsedQuestion, evidence: Evidence, ranking: FactRanking) -> bool:
    """Whether the question denies what the fact says.

    Stops: Why did the Harbour Office not refuse the licence?
    Passes: Why did the Harbour Office refuse the licence?
    """
    return evidence.negated


def antonym(question: ParsedQuestion, evidence: Evidence, ranking: FactRanking) -> bool:
    """Whether the question has a word in whose place the fact has its opposite.

    Stops: Why did the Harbour Office accept the licence?
    Passes: Did the Harbour Office accept or refuse the licence?
    """
    return evidence.antonym


def other_agent(question: ParsedQuestion, evidence: Evidence, ranking: FactRanking) -> bool:
    """Whether somebody else does it in the fact, or a yes-or-no question is about somebody else.

    Stops: When did Helen Marsh reject the complaints?
    Passes: When did the Transport Court reject the complaints?
    """
    return evidence.other_agent or (evidence.other_person and not is_exact(ranking.matches[0]))


def unnamed_agent(question: ParsedQuestion, evidence: Evidence, ranking: FactRanking) -> bool:
    """Whether the question asks who did something that the fact tells of without saying who.

    Stops: Who searched the cabins?
    Passes: Who rejected the complaints of Marsh?
    """
    return evidence.unnamed_agent and not is_exact(ranking.matches[0])


def uncovered_word(question: ParsedQuestion, evidence: Evidence, ranking: FactRanking) -> bool:
    """Whether the fact lacks a word that carries much of the question.

    Stops: Was the licence auctioned?
    Passes: Was the licence refused?
    """
    most = MAX_UNCOVERED_SHARE_OTHER_FOCUS if evidence.other_focus else MAX_UNCOVERED_SHARE
    return max(evidence.uncovered_unknown, evidence.uncovered_elsewhere) >= most


def below_threshold(question: ParsedQuestion, evidence: Evidence, ranking: FactRanking) -> bool:
    """Whether the fact is not likely enough.

    Stops: Who worked for Helen Marsh?
    Passes: Who rejected the complaints of Marsh?
    """
    top = ranking.matches[0]
    return confidence(top, ranking.by_meaning) < ranking.threshold and not is_exact(top)


def too_close(question: ParsedQuestion, evidence: Evidence, ranking: FactRanking) -> bool:
    """Whether another fact is nearly as likely.

    Stops: complaints of Marsh
    Passes: Who rejected the complaints of Marsh?
    """
    top, *others = ranking.matches
    ratio = MIN_ODDS_RATIO_OTHER_FOCUS if evidence.other_focus else MIN_ODDS_RATIO
    return bool(others) and top.score < ratio * others[0].score and not is_exact(top)


def fuller_rival(question: ParsedQuestion, evidence: Evidence, ranking: FactRanking) -> bool:
    """Whether another fact that may be meant has more of the question.

    Stops: Court complaints
    Passes: Who complained to the Transport Court?
    """
    top, *others = ranking.matches
    likely = [other for other in others[:_RIVALS] if other.score >= LIKELY_SUGGESTION_SCORE]
    return not is_exact(top) and any(other.coverage > top.coverage + COVERAGE_MARGIN for other in likely)


def only_names(question: ParsedQuestion, evidence: Evidence, ranking: FactRanking) -> bool:
    """Whether the fact has the names of the question, but none of the words that it is about.

    Stops: Did Marsh and the Transport Court meet?
    Passes: How many complaints did Helen Marsh file?
    """
    return evidence.only_names and not ranking.by_meaning


def unphrased_word(question: ParsedQuestion, evidence: Evidence, ranking: FactRanking) -> bool:
    """Whether no phrasing of a fact with few has a word of the question, even if the fact says it.

    Stops: Did the Harbour Office cite safety?
    Passes: Did the Harbour Office refuse the licence?
    """
    return evidence.is_thin and evidence.unphrased > MAX_UNPHRASED and not is_exact(ranking.matches[0])


GUARDS = (
    Guard(unknown_entity, "the question has a name, a number or a date that the documents do not have"),
    Guard(missing_entity, "the fact lacks a name, a number or a date of the question"),
    Guard(shared_name, "the question has a name that several bear, and does not say whose"),
    Guard(out_of_scope, "the question is too much like one that the documents do not answer"),
    Guard(wrong_answer_type, "no phrasing of the fact asks for that (when, where, why, how many ...)", is_doubt=True),
    Guard(negation, "the question denies what the fact says"),
    Guard(antonym, "the fact has the opposite of a word of the question"),
    Guard(other_agent, "somebody else does it in the fact, or is asked about"),
    Guard(unnamed_agent, "the fact does not say who did it", is_doubt=True),
    Guard(uncovered_word, "the fact lacks a word that carries much of the question", is_doubt=True),
    Guard(below_threshold, "the fact is not likely enough", is_doubt=True),
    Guard(too_close, "another fact is nearly as likely", is_doubt=True),
    Guard(fuller_rival, "another fact that may be meant has more of the question", is_doubt=True),
    Guard(only_names, "the fact has the names of the question, but none of the words that it is about", is_doubt=True),
    Guard(unphrased_word, "no phrasing of the fact, which has few, has a word of the question", is_doubt=True),
)


def first_guard(question: ParsedQuestion, ranking: FactRanking) -> Guard | None:
    """Return the first guard that keeps the likeliest fact from being given as the answer, or None.

    A fact that is too unlikely to be examined has no evidence for or against it.
    """
    evidence = ranking.matches[0].evidence or Evidence()
    return next((guard for guard in GUARDS if guard.check(question, evidence, ranking)), None)


def is_nearest(question: ParsedQuestion, ranking: FactRanking) -> bool:
    """Whether the likeliest fact may be shown as the nearest to a question: nothing but doubts keep it back."""
    top, *others = ranking.matches
    evidence = top.evidence
    if evidence is None or top.score < MIN_NEAREST_SCORE or top.coverage < MIN_NEAREST_COVERAGE:
        return False
    if others and top.score < MIN_NEAREST_RATIO * others[0].score:
        return False
    return not any(guard.check(question, evidence, ranking) for guard in GUARDS if not guard.is_doubt)
