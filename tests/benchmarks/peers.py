"""Builds the other ways of matching a question that the engine is compared with."""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import pairwise
from math import log, sqrt
from types import ModuleType
from typing import Any, Protocol

import Stemmer
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from tests.benchmarks.sets import QuestionSet, phrasing_rows

LIMIT = 10
"""Number of facts that are ranked."""
FUZZY_LETTERS = 4
"""Minimum letters of a word that may be one error away in tantivy."""
_WORD = re.compile(r"[^\W_]+")
_LONG_WORD = re.compile(r"\w\w+")

RowScorer = Callable[[str], Iterable[tuple[int, float]]]
"""Returns the rows that a question matches and their scores, in any order."""


class Peer(Protocol):
    """Another way of matching a question with facts."""

    @property
    def name(self) -> str:
        """What the peer is called."""

    def rank(self, question: str) -> list[tuple[int, float]]:
        """Return the numbers of at most ten facts and the score of each one's best row, best first."""


@dataclass(frozen=True, slots=True)
class RowPeer:
    """A peer that scores rows."""

    name: str
    facts: Sequence[int]
    score: RowScorer

    def rank(self, question: str) -> list[tuple[int, float]]:
        """Return the numbers of at most ten facts and the score of each one's best row, best first."""
        best: dict[int, float] = {}
        for row, score in self.score(question):
            fact = self.facts[row]
            if score > best.get(fact, 0.0):
                best[fact] = score
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:LIMIT]


def _need(package: str) -> ModuleType:
    try:
        return import_module(package)
    except ImportError as error:
        raise ImportError(f"{package} is not installed: pip install {package}") from error


def _rapidfuzz(scorer: Callable[..., float], rows: Sequence[str], _language: str) -> RowScorer:
    processed = [default_process(row) for row in rows]

    def score(question: str) -> Iterator[tuple[int, float]]:
        for _, similarity, row in process.extract_iter(default_process(question), processed, scorer=scorer):
            yield row, similarity

    return score


def _bm25s(rows: Sequence[str], language: str) -> RowScorer:
    bm25s = _need("bm25s")
    options: dict[str, Any] = {"stopwords": [], "return_ids": False, "show_progress": False}
    stemmer = _stemmer(language)
    index = bm25s.BM25()
    index.index(bm25s.tokenize(list(rows), stemmer=stemmer, **options), show_progress=False)

    def score(question: str) -> Iterable[tuple[int, float]]:
        (words,) = bm25s.tokenize(question, stemmer=stemmer, **options)
        return enumerate(index.get_scores(words).tolist()) if words else ()

    return score


def _stemmer(language: str) -> Any:
    """Return the Snowball stemmer of a language, or None: there is none for Ukrainian."""
    try:
        return Stemmer.Stemmer(language)
    except KeyError:
        return None


def _fts5(tokenizer: str, terms: Callable[[str], Iterable[str]], rows: Sequence[str], _language: str) -> RowScorer:
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE VIRTUAL TABLE rows USING fts5(text, tokenize='{tokenizer}')")
    database.executemany("INSERT INTO rows(rowid, text) VALUES (?, ?)", enumerate(rows))

    def score(question: str) -> Iterable[tuple[int, float]]:
        query = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms(question)))
        found = "SELECT rowid, -bm25(rows) FROM rows WHERE rows MATCH ?"
        return database.execute(found, (query,)) if query else ()

    return score


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _trigrams(text: str) -> Iterator[str]:
    return (word[start : start + 3] for word in _words(text) for start in range(len(word) - 2))


def _tantivy(rows: Sequence[str], _language: str) -> RowScorer:
    tantivy = _need("tantivy")
    schema = tantivy.SchemaBuilder().add_text_field("text").build()
    index = tantivy.Index(schema)
    writer = index.writer(num_threads=1)  # One thread and one commit number the documents as the rows.
    for row in rows:
        writer.add_document(tantivy.Document(text=row))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def terms(word: str) -> Iterator[Any]:
        yield tantivy.Query.term_query(schema, "text", word)
        if len(word) >= FUZZY_LETTERS:
            yield tantivy.Query.fuzzy_term_query(schema, "text", word, distance=1)

    def score(question: str) -> Iterator[tuple[int, float]]:
        either = [(tantivy.Occur.Should, term) for word in _words(question) for term in terms(word)]
        query = tantivy.Query.boolean_query(either)
        return ((address.doc, similarity) for similarity, address in searcher.search(query, limit=len(rows)).hits)

    return score


def _tf_idf(rows: Sequence[str], _language: str) -> RowScorer:
    words, letters = _cosines(_word_grams, rows), _cosines(_letter_grams, rows)
    return lambda question: enumerate(((words(question) + letters(question)) / 2).tolist())


def _cosines(grams: Callable[[str], Iterable[str]], rows: Sequence[str]) -> Callable[[str], Any]:
    """Return a function from a question to its cosine with every row: sublinear TF, smooth IDF."""
    numpy = _need("numpy")
    counts = [Counter(grams(row)) for row in rows]
    spread = Counter(gram for count in counts for gram in count)
    idf = {gram: log((1 + len(rows)) / (1 + number)) + 1 for gram, number in spread.items()}

    def weigh(count: Mapping[str, int]) -> dict[str, float]:
        weights = {gram: (1 + log(number)) * idf[gram] for gram, number in count.items() if gram in idf}
        length = sqrt(sum(weight * weight for weight in weights.values()))
        return {gram: weight / length for gram, weight in weights.items()}

    lists: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row, count in enumerate(counts):
        for gram, weight in weigh(count).items():
            lists[gram].append((row, weight))
    columns = {gram: (numpy.array([r for r, _ in c]), numpy.array([w for _, w in c])) for gram, c in lists.items()}

    def cosines(question: str) -> Any:
        total = numpy.zeros(len(rows))
        for gram, weight in weigh(Counter(grams(question))).items():
            places, weights = columns[gram]
            total[places] += weight * weights
        return total

    return cosines


def _word_grams(text: str) -> list[str]:
    """Return the words of two letters or more, and the pairs of neighbours."""
    words = _LONG_WORD.findall(text.lower())
    return words + [f"{first} {second}" for first, second in pairwise(words)]


def _letter_grams(text: str) -> Iterator[str]:
    """Yield the runs of three to five letters within each word, which has a space on both sides."""
    for word in text.lower().split():
        padded = f" {word} "
        for size in (3, 4, 5):
            for start in range(max(1, len(padded) - size + 1)):
                yield padded[start : start + size]
            if len(padded) <= size:
                break


_SCORERS: Mapping[str, Callable[[Sequence[str], str], RowScorer]] = {
    "rapidfuzz WRatio": partial(_rapidfuzz, fuzz.WRatio),
    "rapidfuzz token_set_ratio": partial(_rapidfuzz, fuzz.token_set_ratio),
    "bm25s": _bm25s,
    "SQLite FTS5 porter": partial(_fts5, "porter unicode61", _words),
    "SQLite FTS5 trigram": partial(_fts5, "trigram", _trigrams),
    "tantivy fuzzy": _tantivy,
    "TF-IDF words and letters": _tf_idf,
}


def _build(name: str, questions: QuestionSet) -> RowPeer:
    rows, facts = phrasing_rows(questions)
    return RowPeer(name, facts, _SCORERS[name](rows, questions.language))


PEERS: Mapping[str, Callable[[QuestionSet], Peer]] = {name: partial(_build, name) for name in _SCORERS}
"""What builds each peer; it raises ImportError with a sentence when a package of the peer is not installed."""
