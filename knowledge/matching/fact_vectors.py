"""What facts mean, as vectors of the optional embedder: the mean of some of their phrasings, without their language."""

from collections.abc import Sequence

import numpy as np

from knowledge.language.normalisation import clean
from knowledge.language.word_frequencies import forms, random_texts
from knowledge.language.word_vectors import unit
from knowledge.matching.embedder import Embedder
from knowledge.model import Fact, Unanswered
from knowledge.search.ragged import Floats
from knowledge.search.term_weights import background_share

_MAX_PHRASINGS = 8
"""Maximum number of phrasings of a fact in each language that are embedded; arbitrary. Of an unanswered question it is
a quarter."""
_RANDOM_TEXTS = 64
"""Number of texts about nothing that show what the vectors of a language have in common; arbitrary."""


def vectors_of(
    embedder: Embedder, entries: Sequence[Fact | Unanswered], languages: Sequence[str]
) -> tuple[Floats, Floats]:
    """Return a unit vector of each entry, (entries, d), and what texts of each language share, (languages, d).

    The latter is taken from each vector first: that a text is in this language, and, the more entries there are the
    more, what all of the phrasings are about.
    """
    texts: list[str] = []
    owners: list[int] = []
    spoken: list[int] = []
    for number, entry in enumerate(entries):
        most = _MAX_PHRASINGS if isinstance(entry, Fact) else _MAX_PHRASINGS // 4
        some = [(code, asked) for code, own in entry.questions.items() for asked in _spread(own, most)]
        some = some or (list(entry.statement.items())[:1] if isinstance(entry, Fact) else [])
        texts += [clean(question) for _, question in some]
        owners += [number] * len(some)
        spoken += [languages.index(language) for language, _ in some]
    vectors = embedder.encode(texts)
    means = _means_of_random_texts(embedder, languages)
    means += _leans(vectors, spoken, means) * np.float32(1 - background_share(len(entries)))
    sums = np.zeros((len(entries), embedder.dimensions), np.float32)
    np.add.at(sums, owners, unit(vectors - means[spoken]))
    return unit(sums), means


def _leans(vectors: Floats, spoken: Sequence[int], means: Floats) -> Floats:
    """Return how the phrasings of each language differ on average from random texts; a language without: as others."""
    own = [vectors[np.equal(spoken, number)] for number in range(len(means))]
    leans = [some.mean(axis=0) - mean for some, mean in zip(own, means, strict=True) if len(some)]
    usual = np.mean(leans, axis=0) if leans else np.zeros(means.shape[1], np.float32)
    known = iter(leans)
    return np.stack([next(known) if len(some) else usual for some in own])


def _means_of_random_texts(embedder: Embedder, languages: Sequence[str]) -> Floats:
    """Return the mean vector of random texts of each language, (languages, d); without a word list: of all others."""
    known = [embedder.encode(texts) for code in languages if (texts := random_texts(code, _RANDOM_TEXTS))]
    usual = np.concatenate(known).mean(axis=0) if known else np.zeros(embedder.dimensions, np.float32)
    means = iter(vectors.mean(axis=0) for vectors in known)
    return np.stack([next(means) if forms(code) else usual for code in languages])


def _spread(questions: Sequence[str], count: int) -> Sequence[str]:
    """Return at most `count` questions, evenly spread."""
    step = max(1, -(-len(questions) // count))
    return questions[::step]
