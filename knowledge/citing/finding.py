"""Finds the passage of a document that somebody means by some words, however well they remember them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import log

from rapidfuzz import fuzz, process

from knowledge.casefile.documents import citation_at, spaced_evenly, word_edge
from knowledge.casefile.lookalikes import alike
from knowledge.citing.sentences import sentences_of
from knowledge.model import Citation, Document

FOUND = 75.0
"""Threshold, percent: words that are less like a passage are not said to stand there; arbitrary."""
NEAR = 5.0
"""Threshold, percent: candidates that are so near to the best may be meant as well; arbitrary."""
MAX_CANDIDATES = 5
"""Maximum number of candidates; arbitrary."""
_BY_WORDS = 0.95
"""Weight of the share of words that a sentence has, in any order, against their likeness in order; arbitrary."""
_LIKE_WORD = 80
"""Threshold, percent: words so alike are forms or slips of one word; arbitrary."""
_TOUCHED = 0.25
"""Threshold: a sentence of which so little is meant, and which is so little of what is meant, is not; arbitrary."""

_PAUSE = " ,;:\"'”“’»"
"""What may stand behind words, and is cited with their sentence alone."""

Span = tuple[int, int]
"""Begin and end in a text whose white space is even, in code points."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may be meant; `score` is its likeness in percent."""

    citation: Citation
    score: float
    copies: int
    """How often its words stand in the document."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What some words may mean in a document, the likeliest first; `is_found` is whether they surely stand there."""

    candidates: tuple[Candidate, ...]

    @property
    def is_found(self) -> bool:
        return bool(self.candidates) and self.candidates[0].score >= FOUND


def find(document: Document, words: str, whole: bool = True) -> Finding:
    """Find the passages of a document that are meant by some words, those nearly as likely as the best.

    White space, case and look-alike characters do not matter. A passage is a sentence, or several where the words reach
    over several; with `whole` false it is no more than the words that are like the ones given.
    """
    folded, _ = spaced_evenly(document.text)
    wanted = alike(" ".join(words.split()).strip("\"'“”„«»‘’ …")).lower()
    if not wanted or not folded:
        return Finding(())
    text = _same_length(folded)
    spans: dict[Span, float] = {}
    for span, score, is_exact in _scored(document, text, wanted):
        widened = _in_sentences(document, span, is_exact) if whole else _whole_words(folded, span)
        if widened[0] < widened[1]:
            spans[widened] = max(score, spans.get(widened, 0.0))
    ranked = sorted(spans, key=lambda span: (-spans[span], span))
    near = [span for span in ranked if spans[span] >= spans[ranked[0]] - NEAR][:MAX_CANDIDATES]
    return Finding(tuple(candidate_at(document, span, spans[span]) for span in near))


def _same_length(folded: str) -> str:
    """Return a text in small letters without look-alikes, of which each character stands where it stood."""
    text = alike(folded)
    small = text.lower()
    return small if len(small) == len(text) else "".join(one if len(one.lower()) != 1 else one.lower() for one in text)


def _scored(document: Document, text: str, wanted: str) -> Iterator[tuple[Span, float, bool]]:
    """Yield what may be meant, with its likeness, and whether it is the very words."""
    exact = [*_occurrences(text, wanted)]
    if exact:
        yield from (((start, start + len(wanted)), 100.0, True) for start in exact)
        return
    yield from ((span, score, False) for span, score in _alignments(text, wanted))
    yield from ((span, score, False) for span, score in _by_words(document, text, wanted))


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    place = text.find(wanted)
    while place >= 0:
        yield place
        place = text.find(wanted, place + 1)


def _alignments(text: str, wanted: str) -> Iterator[tuple[Span, float]]:
    """Yield the places that are most like the words in their order, each once."""
    if len(text) <= len(wanted):
        yield (0, len(text)), fuzz.ratio(wanted, text)
        return
    for _ in range(MAX_CANDIDATES):
        found = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=FOUND / 2)
        if found is None or found.dest_start == found.dest_end:
            return
        start, end = found.dest_start, found.dest_end
        yield (start, end), found.score
        text = f"{text[:start]}{chr(0) * (end - start)}{text[end:]}"


def _by_words(document: Document, text: str, wanted: str) -> Iterator[tuple[Span, float]]:
    """Yield the sentences that have most of the words, in any order and form, the rarer ones counting more."""
    spans = [(one.start, one.end) for one in sentences_of(document)]
    having: dict[str, set[int]] = defaultdict(set)
    for number, (start, end) in enumerate(spans):
        for word in text[start:end].split():
            having[word.strip(".,;:!?()[]\"'-")].add(number)
    vocabulary = [*having]
    total, scores = 0.0, dict[int, float]()
    for word in {one.strip(".,;:!?()[]\"'-") for one in wanted.split()} - {""}:
        like = process.extract(word, vocabulary, scorer=fuzz.ratio, score_cutoff=_LIKE_WORD, limit=None)
        places: dict[int, float] = {}
        for other, score, _ in like:
            for number in having[other]:
                places[number] = max(score, places.get(number, 0.0))
        weight = log(1 + len(spans) / max(1, len(places)))
        total += weight
        for number, score in places.items():
            scores[number] = scores.get(number, 0.0) + weight * score
    best = sorted(scores, key=lambda number: (-scores[number], number))[:MAX_CANDIDATES]
    yield from ((spans[number], _BY_WORDS * scores[number] / total) for number in best)


def _in_sentences(document: Document, span: Span, is_exact: bool) -> Span:
    """Return a span as the sentences that it is in; of a vague one those that it is in for more than a few letters."""
    touched = [one[1:] for one in sentences_of(document) if one.start < span[1] and span[0] < one.end]
    if not touched:
        return span

    def shared(one: Span) -> float:
        length = min(one[1], span[1]) - max(one[0], span[0])
        return max(length / (one[1] - one[0]), length / max(1, span[1] - span[0]))

    kept = [one for one in touched if is_exact or shared(one) >= _TOUCHED] or [max(touched, key=shared)]
    if is_exact:
        return min(kept[0][0], span[0]), max(kept[-1][1], span[1])
    return kept[0][0], kept[-1][1]


def _whole_words(folded: str, span: Span) -> Span:
    """Return a span whose ends are moved to the nearest ends of words."""
    start, end = (word_edge(folded, place) for place in span)
    words = folded[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip(_PAUSE))


def candidate_at(document: Document, span: Span, score: float = 100.0) -> Candidate:
    """Return the candidate that stands at a span of the text whose white space is even."""
    folded, starts = spaced_evenly(document.text)
    citation = citation_at(document.id, document.text, starts[span[0]], starts[span[1] - 1] + 1)
    return Candidate(citation, round(score, 1), len([*_occurrences(folded, folded[span[0] : span[1]])]))
