"""Follow-ups: short questions that lean on what was told and asked before ("why?", "is he free?", "and Smith?")."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from knowledge.answering.answers import Answer, Found, Nearest, Suggestions
from knowledge.answering.asking_back import ask_back, tells_nothing
from knowledge.answering.choices import chosen
from knowledge.answering.context import Context
from knowledge.answering.guards import is_exact
from knowledge.answering.just_told import dated, told_names
from knowledge.answering.leaning import is_related, leaned_on
from knowledge.answering.rankings import Rankings, is_out_of_scope
from knowledge.answering.referents import (
    behind_preposition,
    genders,
    is_about,
    is_follow_up,
    means_only_person,
    means_person,
    names_of,
    pronouns,
    referents,
    with_name,
)
from knowledge.answering.versions import Version, Versions
from knowledge.language.gender import may_mean
from knowledge.language.lexicon import WHEN
from knowledge.language.name_words import PERSON
from knowledge.matching.evidence import examine, has_content
from knowledge.matching.match import Match
from knowledge.matching.matcher import Matcher
from knowledge.matching.question import ParsedQuestion
from knowledge.model import Fact
from knowledge.search.logit import EXACT_OVERLAP
from knowledge.search.ragged import Floats

MIN_FOLLOW_UP_OVERLAP = 0.6
"""Minimum F1 of a whole question that a short one may stand for, and a phrasing of the fact that answers; tuned on the
golden questions."""
CONFIDENT_WITHOUT_CONTEXT = 0.7
"""Threshold: from this probability on a short question needs no context to be understood; tuned on the golden
questions."""
MIN_PLAIN_SCORE = 0.6
"""Minimum probability of an answer without context that comes before one with it, if it has to do with what was said;
tuned on conversations."""
_SAID_BEFORE = 0.1
"""What is taken from that F1 of a fact that was told just before; arbitrary."""
_MAX_EXAMINED = 4
"""Maximum number of facts that are compared with a follow-up word for word; arbitrary."""
_MIN_PHRASINGS = 20
"""Minimum number of phrasings of a fact that have all the ways to ask for it; arbitrary."""

Decide = Callable[[Rankings], Answer]
"""Decides on a question as if nothing had been said before."""


class FollowUps:
    """Answers short questions by what a conversation is about; not changed by questions, caches fill as they come."""

    def __init__(self, matcher: Matcher, rank: Callable[[ParsedQuestion], Rankings]) -> None:
        self._rank = rank
        self._matcher = matcher
        self._base = matcher.index.base
        self._versions = Versions(matcher)

    def answer(
        self, asked: str, language: str, question: ParsedQuestion, context: Context, decide: Decide
    ) -> Answer | None:
        """Return what to say to a question, in a language of the reply; None if it leans on nothing."""
        if choice := chosen(question, context):
            return self._shown(asked, language, choice)
        if not is_follow_up(question, self._matcher.index.reader.names.people):
            return None
        names = referents(self._matcher, question, context)
        people = [name_id for name_id in names if self._base.names[name_id].kind == PERSON]
        if people and means_person(question):
            return self._about(people, asked, language, question, context, decide)
        rankings = self._rank(question)
        own = decide(rankings) if question.content else None
        is_sure = isinstance(own, Found) and is_exact(own.matches[0])
        if own is not None and not question.only_names and (is_sure or is_out_of_scope(rankings)):
            return own
        match = self._in_context(question, context, names) or dated(
            self._matcher, question, context, leaned_on(self._base, context)
        )
        is_again = match is not None and self._is_told_again(match.fact_id, own, question, context)
        if is_again or (match and self._is_plain(own, question, context, names)):
            return own
        if match and not self._disagrees(match.fact_id, question, context):
            return Found(asked, language, (match,))
        if isinstance(own, Found | Nearest) and self._disagrees(own.matches[0].fact_id, question, context):
            return ask_back(self._matcher, asked, language, (), is_unknown=False)
        if isinstance(own, Found) and self._is_doubtful(own.matches[0], question, context, names):
            return Suggestions(asked, language, own.matches)
        if own is not None:
            return own
        is_unknown = question.asks and bool(context.told)
        told = told_names(self._matcher, context, question.language)
        return ask_back(self._matcher, asked, language, (*context.subjects, *names, *told), is_unknown)

    def _in_context(self, question: ParsedQuestion, context: Context, names: Sequence[str]) -> Match | None:
        """Return the fact that answers a question after what was said, or beside the first of some names that fits."""
        if not (question.content or question.asks):  # "what did they say?" has no word to choose a fact by
            return None
        leaned = leaned_on(self._base, context)
        if question.content and not question.only_names:  # of a list that was but offered, words choose by themselves
            leaned = [fact for fact in leaned if fact.id in context.told[:1]]
        ways = ((leaned, names[:1]), ((), names[1:]))
        found = (self._fact_for(question, context, self._versions.of(question, *way)) for way in ways)
        return next(filter(None, found), None)

    def _shown(self, asked: str, language: str, choice: str) -> Answer:
        """Return what was chosen of a list: a fact, or what may be asked about a name."""
        if choice in self._base.facts:
            return Found(asked, language, (Match(choice, 1.0),))
        return ask_back(self._matcher, asked, language, (choice.removeprefix("#"),), is_unknown=False)

    def _about(
        self,
        names: Sequence[str],
        asked: str,
        language: str,
        question: ParsedQuestion,
        context: Context,
        decide: Decide,
    ) -> Answer:
        """Answer a question about "him" as one about each name that may be meant, until a fact about one answers.

        A fact that names somebody but in passing answers only where none is about another that may be meant.
        """
        first: Answer | None = None
        for name_id in names:
            versions = self._versions.of(question, (), (name_id,))
            match = self._fact_for(question, context, versions, EXACT_OVERLAP)
            answer: Answer | None = Found(asked, language, (match,)) if match else None
            answer = answer or decide(self._rank(with_name(self._matcher, question, name_id)))
            told = answer.matches[0].fact_id if isinstance(answer, Found) else ""
            if told and not self._matcher.has_a_word(told, question):
                continue  # the fact has but the name that the pronoun stands for
            if told and is_about(self._matcher, told, name_id, question.language):
                return answer
            if first is None or (isinstance(answer, Found) and not isinstance(first, Found)):
                first = answer
        if first is None or tells_nothing(first):
            return ask_back(self._matcher, asked, language, names, is_unknown=bool(question.content))
        return first

    def _disagrees(self, fact_id: str, question: ParsedQuestion, context: Context) -> bool:
        """Whether "he" or "she" can be none of the people whom a fact names, after something was told."""
        statement = self._base.facts[fact_id].statement.get(question.language, "")
        named = [self._base.names[name_id] for name_id in names_of(self._matcher, statement, question.language)]
        people = [name for name in named if name.kind == PERSON]
        agreeing = (may_mean(genders(question), name, question.language) for name in people)
        says_who = bool(people) or bool(context.told)
        return means_only_person(question) and says_who and not any(agreeing)

    def _is_plain(self, own: Answer | None, question: ParsedQuestion, context: Context, names: Sequence[str]) -> bool:
        """Whether the answer that a question has without its context says all of it, and has to do with the context."""
        if not isinstance(own, Found) or own.matches[0].score < MIN_PLAIN_SCORE or question.only_names:
            return False
        fact_id = own.matches[0].fact_id
        if not has_content(question, self._matcher.index.profile(fact_id)):
            return False
        if self._disagrees(fact_id, question, context) or not is_related(self._matcher, fact_id, context):
            return False
        return not self._is_doubtful(own.matches[0], question, context, names)

    def _is_told_again(self, told: str, own: Answer | None, question: ParsedQuestion, context: Context) -> bool:
        """Whether what was told last would answer yes or no, though another fact with all its words is nearer."""
        if question.asks or told not in context.told[:1] or not isinstance(own, Found | Nearest):
            return False
        nearer = own.matches[0].fact_id
        return nearer != told and has_content(question, self._matcher.index.profile(nearer))

    def _is_doubtful(self, match: Match, question: ParsedQuestion, context: Context, names: Sequence[str]) -> bool:
        """Whether an answer that needs no context has nothing to do with it, or with what "it" may stand for."""
        keys = self._matcher.index.profile(match.fact_id).keys
        if names and not any(f"#{name_id}" in keys for name_id in names):
            return True
        is_sure = match.score >= CONFIDENT_WITHOUT_CONTEXT and not pronouns(question)
        return not is_sure and not is_related(self._matcher, match.fact_id, context)

    def _fact_for(
        self,
        question: ParsedQuestion,
        context: Context,
        versions: Sequence[Version],
        least: float = MIN_FOLLOW_UP_OVERLAP,
    ) -> Match | None:
        """Return the fact that answers one of the whole questions that a short one may stand for; `least` is its F1."""
        if not versions:
            return None
        overlaps = self._matcher.best_overlaps([version.terms for version in versions], question.language)
        facts = self._matcher.index.facts
        best = overlaps.max(axis=0)
        said = {fact_id for fact_id in context.told[:1] if not self._names_in(fact_id, question)}
        worth = np.array([best[number] - _SAID_BEFORE * (fact.id in said) for number, fact in enumerate(facts)])
        out_of_scope = overlaps[:, len(facts) :].max(axis=1, initial=0.0)
        examined = 0
        for number in np.argsort(-worth, kind="stable").tolist():
            if worth[number] < least - _SAID_BEFORE or examined == _MAX_EXAMINED:
                return None
            if best[number] < least or not self._may_serve(question, facts[number]):
                continue
            examined += 1
            for version in self._fitting(versions, overlaps[:, number], out_of_scope):
                if not version.names and not is_related(self._matcher, facts[number].id, context):
                    continue
                if match := self._examined(question, version, facts[number], float(best[number])):
                    return match
        return None

    def _names_in(self, fact_id: str, question: ParsedQuestion) -> bool:
        """Whether a question asks for nothing but a name, which the statement of a fact has."""
        if not question.only_names:
            return False
        statement = self._base.facts[fact_id].statement.get(question.language, "")
        named = {f"#{name_id}" for name_id in names_of(self._matcher, statement, question.language)}
        about = (term.key[1:] for term in question.content)
        return all(term.key in named for term in question.content) and all(
            is_about(self._matcher, fact_id, name_id, question.language) for name_id in about
        )

    def _fitting(self, versions: Sequence[Version], overlaps: Floats, out_of_scope: Floats) -> Iterator[Version]:
        """Yield the versions that a fact fits best, the best first, and no question that has no answer better."""
        for number in np.argsort(-overlaps, kind="stable")[:2].tolist():
            if overlaps[number] >= max(MIN_FOLLOW_UP_OVERLAP, out_of_scope[number]):
                yield versions[number]

    def _may_serve(self, question: ParsedQuestion, fact: Fact) -> bool:
        """Whether a fact has all words of weight of the question, and a date if it asks for one."""
        if question.only_names and not self._names_in(fact.id, question):
            return False
        if not self._asks_so(question, fact):
            return False
        if fact.date is None and any(term.key == WHEN for term in question.terms):
            return False
        return has_content(question, self._matcher.index.profile(fact.id))

    def _asks_so(self, question: ParsedQuestion, fact: Fact) -> bool:
        """Whether a question word behind a preposition ("against whom") stands so in a phrasing, if there are many."""
        phrasings = fact.questions.get(question.language, ())
        found = behind_preposition(question)
        return found is None or len(phrasings) < _MIN_PHRASINGS or any(found in one.casefold() for one in phrasings)

    def _examined(self, question: ParsedQuestion, version: Version, fact: Fact, overlap: float) -> Match | None:
        """Return a fact as it fits a version, if nothing is found against it."""
        profile = self._matcher.index.profile(fact.id)
        whole = self._matcher.weigh(version.terms, question.language)
        if any(profile.keys.keys().isdisjoint(whole.weighed[key].forms) for key in version.names):
            return None
        (evidence,) = examine(whole, [profile])
        if evidence.missing or evidence.cannot_serve or evidence.other_focus:
            return None
        if self._matcher.agents.is_unnamed(whole, fact.id):
            return None
        return Match(fact.id, overlap, overlap, evidence=evidence)
