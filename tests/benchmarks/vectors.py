"""Makes the word vectors of `knowledge/language/data/` again, from what a sentence model makes of words in company.

    pip install scipy "casewire[semantic]"
    python -m tests.benchmarks.vectors [LANGUAGE ...]

Each common word of a language is embedded alone, and in texts about nothing: random words of that language with a few
small ones between them. A stem's vector is what adds up best to the vectors of the texts that have it, by ridge
regression around what its forms mean alone; so frequent small words come out short by themselves (what Arora, Liang and
Ma weigh by frequency: A simple but tough-to-beat baseline for sentence embeddings, 2017). It takes some six minutes a
language on two cores.
"""

import argparse
import random
from collections.abc import Sequence
from itertools import pairwise
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.language.lexicon import function_words
from knowledge.language.stemmer import stem
from knowledge.language.word_frequencies import forms
from knowledge.language.word_vectors import LEVELS, SIZE
from knowledge.matching.embedder import load

LANGUAGES = ("en", "ru", "uk")
ROUNDS, COMPANY, SMALL = 3, 3, (1, 2, 3)
"""Number of texts that each word is in; of words in such a text; and of small words in it, one of these."""
EVERYDAY = 5.8
"""Words of this Zipf frequency are small too."""
RIDGE = 1.0
STEPS = 40
_BATCH = 64
Matrix = NDArray[np.float32]


def texts_about_nothing(language: str) -> list[str]:
    """Return texts in which each common word of a language is as often as any other, always the same."""
    chance = random.Random(language)
    words = list(forms(language))
    small = [word for word in words if word in function_words(language) or forms(language)[word] > EVERYDAY]
    frequent = [10 ** (forms(language)[word] / 2) for word in small]
    texts = []
    for _ in range(ROUNDS):
        chance.shuffle(words)
        for start in range(0, len(words), COMPANY):
            text = words[start : start + COMPANY] + chance.choices(small, frequent, k=chance.choice(SMALL))
            chance.shuffle(text)
            texts.append(" ".join(text))
    return texts


def embed(texts: Sequence[str]) -> Matrix:
    """Return what texts mean, (n, SIZE), without what all of them have in common."""
    batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
    with Pool() as pool:
        vectors = np.concatenate(pool.map(_embed, batches))
    centred: Matrix = vectors - vectors.mean(axis=0)
    return centred


def _embed(texts: Sequence[str]) -> Matrix:
    embedder = load()
    assert embedder is not None, 'pip install "casewire[semantic]"'
    return embedder.encode(texts)


def stem_vectors(language: str) -> tuple[list[str], Matrix]:
    """Return the stems of a language's common words and their vectors."""
    words = list(forms(language))
    numbers: dict[str, int] = {}
    of_word = [numbers.setdefault(stem(word, language), len(numbers)) for word in words]
    frequent = np.array([10 ** (forms(language)[word] / 2) for word in words], np.float32)
    alone = _sums(of_word, embed(words) * frequent[:, None], len(numbers))
    alone /= _sums(of_word, frequent[:, None], len(numbers))
    texts = texts_about_nothing(language)
    vectors = _fitted(_shares(texts, dict(zip(words, of_word, strict=True)), len(numbers)), embed(texts), alone)
    return list(numbers), vectors - vectors.mean(axis=0)


def _sums(owners: Sequence[int], values: Matrix, count: int) -> Matrix:
    sums = np.zeros((count, values.shape[1]), np.float32)
    np.add.at(sums, owners, values)
    return sums


def _shares(texts: Sequence[str], stems: dict[str, int], count: int) -> Any:
    """Return the share of each text that each stem is, (texts, count), sparse."""
    from scipy.sparse import csr_matrix

    words = [text.split() for text in texts]
    rows = np.repeat(np.arange(len(texts)), [len(own) for own in words])
    columns = [stems[word] for own in words for word in own]
    shares = np.concatenate([np.full(len(own), 1 / len(own), np.float32) for own in words])
    return csr_matrix((shares, (rows, columns)), shape=(len(texts), count))


def _fitted(shares: Any, meant: Matrix, alone: Matrix) -> Matrix:
    """Return X that makes |shares X - meant|² + RIDGE |X - s alone|² least, by conjugate gradients; s fits best."""
    added = shares @ alone
    start = alone * ((added * meant).sum() / (added * added).sum())
    left = shares.T @ (meant - shares @ start)
    found, towards, size = np.zeros_like(start), left.copy(), (left * left).sum(axis=0)
    for _ in range(STEPS):
        image = shares.T @ (shares @ towards) + RIDGE * towards
        step = size / (towards * image).sum(axis=0)
        found += step * towards
        left -= step * image
        before, size = size, (left * left).sum(axis=0)
        towards = left + (size / before) * towards
    vectors: Matrix = (start + found).astype(np.float32)
    return vectors


def turned(vectors: Matrix) -> Matrix:
    """Return vectors turned so that what they hold is spread evenly over all their numbers."""
    turn, _ = np.linalg.qr(np.random.default_rng(0).normal(size=(SIZE, SIZE)))
    return np.asarray(vectors @ turn, np.float32)


def quantised(vectors: Matrix) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """Return vectors, (n, SIZE) and none of them 0, as `WordVectors` takes them: two-bit codes and lengths."""
    lengths = np.linalg.norm(vectors, axis=1)
    spread = vectors / lengths[:, None] * np.sqrt(SIZE)
    bits = np.digitize(spread, [(one + other) / 2 for one, other in pairwise(LEVELS)])
    four = bits.reshape(len(vectors), SIZE // 4, 4)
    return (four @ np.array((64, 16, 4, 1))).astype(np.uint8), lengths.astype(np.float16)


def main() -> None:
    """Make the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("languages", nargs="*", default=LANGUAGES)
    folder = Path(__file__).parents[2] / "knowledge" / "language" / "data"
    for language in parser.parse_args().languages:
        stems, vectors = stem_vectors(language)
        codes, lengths = quantised(turned(vectors))
        packed = np.frombuffer("\n".join(stems).encode(), np.uint8)
        np.savez_compressed(folder / language / "vectors.npz", stems=packed, codes=codes, lengths=lengths)
        print(f"{language}: {len(stems)} stems", flush=True)


if __name__ == "__main__":
    main()
