"""Screening: which proposed phrasings may stand in a base, and why the others may not."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.answering.answerer import Answerer
from knowledge.answering.guards import is_exact
from knowledge.casefile.phrasings import folded
from knowledge.language.detection import detect_language
from knowledge.language.lexicon import lexicon
from knowledge.language.normalisation import clean
from knowledge.language.stemmer import stem
from knowledge.language.terms import Kind
from knowledge.matching.evidence import examine
from knowledge.model import KnowledgeBase
from knowledge.phrasing.read_phrasing import ReadPhrasing, entries_of, read_text
from knowledge.phrasing.reply_items import Proposal
from knowledge.quality.near_duplicates import ContentKey, content_key

MAX_LENGTH = 160
"""Maximum number of characters of a phrasing: nobody asks so long a question often; arbitrary."""
MIN_COLLISION = 0.5
"""Minimum probability of an unanswered question that a proposal collides with; arbitrary."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a proposal: `reason` says why it is dropped, and is empty where it is kept."""

    proposal: Proposal
    reason: str = ""
    reading: ReadPhrasing | None = None


class Screen:
    """Judges proposals one by one, in their order: what was kept counts against what comes later."""

    def __init__(self, base: KnowledgeBase, answerer: Answerer, measured: Iterable[tuple[str, str]] = ()) -> None:
        """Take a base with its answerer, and what measures it: language and text, which no phrasing may repeat."""
        self._base = base
        self._answerer = answerer
        self._matcher = answerer.matcher
        measured = list(measured)
        self._measured = {folded(text) for _, text in measured}
        self._measured_keys = {
            (language, self._key(read_text(self._matcher, "", language, text))) for language, text in measured
        }
        self._entries = {entry.id: entry for entry in entries_of(base)}
        self._taken: dict[str, str] = {}
        """Folded phrasing to its owner."""
        self._alike: dict[tuple[str, ContentKey], str] = {}
        """Language and content of a phrasing to its owner, of those in the base and those kept."""
        for entry in self._entries.values():
            for language, texts in entry.questions.items():
                for text in texts:
                    self._keep(read_text(self._matcher, entry.id, language, text))

    def judge(self, proposal: Proposal) -> Verdict:
        """Return what becomes of a proposal; the cheap reasons come first."""
        if (reason := self._misplaced(proposal)) or proposal.owner is None:
            return Verdict(proposal, reason or "the reply does not say what it is for")
        cleaned = clean(proposal.text)
        case = self._base.case
        language = proposal.language or detect_language(cleaned, case.languages) or case.default_language
        reading = read_text(self._matcher, proposal.owner, language, proposal.text)
        reason = self._unfit(reading) or self._repeated(reading) or self._unfounded(reading) or self._collides(reading)
        if not reason:
            self._keep(reading)
        return Verdict(proposal, reason, reading)

    def _key(self, reading: ReadPhrasing) -> ContentKey:
        return content_key(reading.question.terms, reading.language, self._matcher.index)

    def _keep(self, reading: ReadPhrasing) -> None:
        self._taken.setdefault(folded(reading.text), reading.owner)
        self._alike.setdefault((reading.language, self._key(reading)), reading.owner)

    def _misplaced(self, proposal: Proposal) -> str:
        if proposal.owner is None or (proposal.unanswered and proposal.owner not in self._base.facts):
            return ""
        if proposal.owner not in self._entries:
            return f"the case has no fact {proposal.owner}"
        return ""

    def _unfit(self, reading: ReadPhrasing) -> str:
        if not folded(reading.text):
            return "it has no words"
        if len(reading.text) > MAX_LENGTH:
            return f"it has {len(reading.text)} characters; nobody asks so long a question often"
        if reading.language not in self._base.case.languages:
            return f"the case has no language {reading.language}"
        detected = detect_language(clean(reading.text), self._base.case.languages)
        if detected and lexicon(detected).script != lexicon(reading.language).script:
            return f"it is not in {reading.language}"
        return ""

    def _repeated(self, reading: ReadPhrasing) -> str:
        key = self._key(reading)
        if folded(reading.text) in self._measured or (key and (reading.language, key) in self._measured_keys):
            return "it is a question that the case is measured with"
        owner = self._taken.get(folded(reading.text))
        if owner is None and key:
            owner = self._alike.get((reading.language, key))
            same = "differs in small words only from one"
        else:
            same = "is one"
        if owner is None:
            return ""
        return f"it {same} that is there" if owner == reading.owner else f"it {same} of {owner}"

    def _unfounded(self, reading: ReadPhrasing) -> str:
        """Return what a reading has that the documents, or the numbers and dates of its fact, do not."""
        if words := self._loaded(reading):
            return f"it judges: {words}"
        if absent := self._answerer.mentions.absent(reading.question) or self._unknown_names(reading):
            return f"the documents do not have {', '.join(absent)}"
        if reading.owner in self._base.facts:
            kinds = {term.surface: term.kind for term in reading.question.terms}
            (evidence,) = examine(reading.question, [self._matcher.index.profile(reading.owner)])
            if figures := [one for one in evidence.missing if kinds.get(one) in {Kind.NUMBER, Kind.DATE}]:
                return f"the fact does not have {', '.join(figures)}"
        return ""

    def _unknown_names(self, reading: ReadPhrasing) -> tuple[str, ...]:
        """Return words that no text has and whose capital letter makes them names: what readers are told is surer."""
        known = lexicon(reading.language).capitalised_words
        return tuple(
            term.surface
            for term in reading.question.terms
            if term.capitalised and term.inner and term.word not in known
            if self._matcher.index.is_unknown(term, reading.language)
        )

    def _loaded(self, reading: ReadPhrasing) -> str:
        """Return the words that judge or take sides and that no text of the case has."""
        known = {stem(word, reading.language) for word in lexicon(reading.language).loaded}
        return ", ".join(
            term.surface
            for term in reading.question.terms
            if term.key.lstrip("¬") in known and not self._matcher.index.has(term.key.lstrip("¬"))
        )

    def _collides(self, reading: ReadPhrasing) -> str:
        if not reading.question.content:
            return "it has no word that carries meaning"
        matches = self._matcher.rank(reading.question).matches
        if exact := next((one.fact_id for one in matches if is_exact(one) and one.fact_id != reading.owner), None):
            return f"readers would get {exact} for it"
        if reading.owner not in self._base.facts:
            return ""  # one that readers get a fact for today is what such a list is for
        answered = self._answerer.fact_for(reading.text)
        if answered not in {None, reading.owner}:
            return f"readers would get {answered} for it"
        return self._is_listed(reading)

    def _is_listed(self, reading: ReadPhrasing) -> str:
        """Return the unanswered question that a phrasing of a fact is taken for, as a reason."""
        out_of_scope = self._matcher.rank(reading.question).out_of_scope
        if out_of_scope is None or out_of_scope.id == reading.owner or out_of_scope.score < MIN_COLLISION:
            return ""
        return f"it is taken for the unanswered question {out_of_scope.id}"
