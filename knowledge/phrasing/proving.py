"""Proves what additions bring: the same phrasings are left out and asked before and after."""

from collections import Counter
from dataclasses import dataclass, replace

from knowledge.model import Fact, KnowledgeBase, Unanswered
from knowledge.phrasing.taking import Taken
from knowledge.quality.forecast import Reply, forecast
from knowledge.quality.hints import Watch, unwatched


@dataclass(frozen=True, slots=True)
class Proof:
    """What readers get who ask what the base was asked before: with what it had, and with what was added."""

    before: Counter[Reply]
    after: Counter[Reply]


def prove(base: KnowledgeBase, taken: Taken, watch: Watch = unwatched) -> Proof:
    """Leave the phrasings of a base out in turn, and ask them with and without what is added."""
    asked = frozenset(text for fact in base.facts.values() for own in fact.questions.values() for text in own)
    return Proof(forecast(base, watch).replies, forecast(with_added(base, taken), watch, asked).replies)


def with_added(base: KnowledgeBase, taken: Taken) -> KnowledgeBase:
    """Return a base with what is kept of a reply."""
    facts, unanswered = taken.added(False), taken.added(True)
    known = {one.id for one in base.unanswered}
    new = [
        Unanswered(identifier, {language: tuple(texts) for language, texts in own.items()})
        for identifier, own in unanswered.items()
        if identifier not in known
    ]
    changed = {fact.id: _more(fact, facts.get(fact.id, {})) for fact in base.facts.values()}
    old = [replace(one, questions=_joined(one, unanswered.get(one.id, {}))) for one in base.unanswered]
    return replace(base, facts=changed, unanswered=(*old, *new))


def _more(fact: Fact, added: dict[str, list[str]]) -> Fact:
    return replace(fact, questions=_joined(fact, added)) if added else fact


def _joined(entry: Fact | Unanswered, added: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    codes = dict.fromkeys((*entry.questions, *added))
    return {code: (*entry.questions.get(code, ()), *added.get(code, ())) for code in codes}
