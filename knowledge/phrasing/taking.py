"""Takes proposed phrasings: screens them, and keeps those that add most, until nothing is gained any more."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.answering.answerer import Answerer
from knowledge.language.normalisation import clean
from knowledge.matching.matcher import Matcher
from knowledge.model import KnowledgeBase
from knowledge.phrasing.likeness import likenesses, rival_odds
from knowledge.phrasing.read_phrasing import ReadPhrasing, entries_of, read_text
from knowledge.phrasing.reply_items import Proposal
from knowledge.phrasing.screening import Screen, Verdict
from knowledge.phrasing.selection import Choice, choose
from knowledge.quality.hints import Watch, unwatched

MIN_GAIN = 0.03
"""Minimum gain of a phrasing that is kept, in phrasings that are found with it and not without it; arbitrary."""
_NO_GAIN = "the others find it, and it finds none that they do not"


@dataclass(frozen=True, slots=True)
class Kept:
    """A proposal that is kept, and what it adds."""

    reading: ReadPhrasing
    gain: float
    unanswered: bool = False
    """Whether it is for a question that the documents do not answer."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What becomes of the proposals of a reply, each in their order."""

    kept: tuple[Kept, ...]
    dropped: tuple[Verdict, ...]

    def added(self, unanswered: bool) -> dict[str, dict[str, list[str]]]:
        """Return what is added: id to language to texts, of facts or of unanswered questions."""
        found: dict[str, dict[str, list[str]]] = {}
        for one in self.kept:
            if one.unanswered is unanswered:
                found.setdefault(one.reading.owner, {}).setdefault(one.reading.language, []).append(one.reading.text)
        return found


def take(
    base: KnowledgeBase,
    proposals: Sequence[Proposal],
    measured: Iterable[tuple[str, str]] = (),
    watch: Watch = unwatched,
    min_gain: float = MIN_GAIN,
) -> Taken:
    """Judge proposals for a base; `measured` has language and text of the questions that measure it."""
    watch("building an index", 0, 1)
    answerer = Answerer(base)
    screen = Screen(base, answerer, measured)
    verdicts = []
    for number, proposal in enumerate(proposals):
        watch("screening", number, len(proposals))
        verdicts.append(screen.judge(proposal))
    fit: defaultdict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.reading and not verdict.reason:
            fit[verdict.reading.owner, verdict.reading.language].append(verdict)
    gains: dict[int, float] = {}
    for number, ((owner, language), own) in enumerate(fit.items()):
        watch("weighing", number, len(fit))
        for verdict, gain in _gains(answerer.matcher, base, owner, language, own):
            if gain >= min_gain:
                gains[id(verdict)] = gain
    return _sorted_out(verdicts, gains, base)


def _sorted_out(verdicts: Sequence[Verdict], gains: Mapping[int, float], base: KnowledgeBase) -> Taken:
    kept, dropped = list[Kept](), list[Verdict]()
    for verdict in verdicts:
        if verdict.reading and id(verdict) in gains:
            kept.append(Kept(verdict.reading, gains[id(verdict)], verdict.reading.owner not in base.facts))
        else:
            dropped.append(Verdict(verdict.proposal, verdict.reason or _NO_GAIN, verdict.reading))
    return Taken(tuple(kept), tuple(dropped))


def _gains(
    matcher: Matcher, base: KnowledgeBase, owner: str, language: str, proposed: Sequence[Verdict]
) -> Iterable[tuple[Verdict, float]]:
    """Yield the proposals of an entry in a language with what each adds to those before it, the best first."""
    entry = next((one for one in entries_of(base) if one.id == owner), None)
    texts = entry.questions.get(language, ()) if entry else ()
    readings = [read_text(matcher, owner, language, text) for text in texts]
    held = range(len(readings))
    readings += [verdict.reading for verdict in proposed if verdict.reading]
    for choice in ranked(matcher, readings, held):
        yield proposed[choice.number - len(held)], choice.gain


def ranked(matcher: Matcher, readings: Sequence[ReadPhrasing], held: Sequence[int]) -> Iterable[Choice]:
    """Yield the readings of one entry and language that are not `held` by what each adds, the best first."""
    scores = likenesses(matcher, readings, own_keys(matcher, readings[0].owner))
    rivals = np.array([rival_odds(matcher, reading) for reading in readings], np.float32)
    return choose(scores, rivals, held, [number for number in range(len(readings)) if number not in held])


def own_keys(matcher: Matcher, owner: str) -> set[str]:
    """Return the keys of the texts that an entry has besides its phrasings: the statement and the quotes of a fact."""
    base = matcher.index.base
    fact = base.facts.get(owner)
    texts = list(fact.statement.items()) if fact else []
    texts += [(base.documents[one.document_id].language, one.quote) for one in fact.citations] if fact else []
    read = matcher.index.reader.read
    return {term.key for language, text in texts for term in read(clean(text), language)}
