"""Overlaps of many like questions with all phrasings at once: each term is looked up once, whoever has it."""

from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.search.ragged import Floats, greatest_of, starts_of
from knowledge.search.ranker import Ranker

Terms = Mapping[str, Mapping[str, float]]
"""A question: each of its distinct terms to the keys that stand for it, with the term's weight times the similarity."""


class PhrasingOverlaps:
    """The phrasings of a ranker's first facts, by the keys that they have."""

    def __init__(self, ranker: Ranker, count: int) -> None:
        """Sort the keys of the phrasings of the first `count` facts."""
        arrays = ranker.arrays
        self._number_of = ranker.number_of
        self._fact_rows = arrays["fact_rows"][: count + 1]
        rows = int(self._fact_rows[-1])
        self._totals: Floats = arrays["row_total"][:rows]
        starts = arrays["row_start"][: rows + 1]
        keys = arrays["row_keys"][: starts[-1]]
        self._rows = np.repeat(np.arange(rows, dtype=np.int32), np.diff(starts))[np.argsort(keys, kind="stable")]
        self._starts = starts_of(keys, len(arrays["weights"]))

    def best(self, questions: Sequence[Terms], totals: Sequence[float]) -> Floats:
        """Return the F1 of each question and the best phrasing of each fact, (questions, facts), from 0 to 1.

        It is the `overlap_f1` of `Ranking.features`. `totals` are the weights of the questions.
        """
        columns: dict[str, Floats] = {}
        best = np.zeros((len(questions), len(self._fact_rows) - 1), np.float32)
        for number, (terms, total) in enumerate(zip(questions, totals, strict=True)):
            shared = np.zeros(len(self._totals), np.float32)
            for term, keys in terms.items():
                if term not in columns:
                    columns[term] = self._column(keys)
                shared += columns[term]
            overlaps = np.float32(2) * np.minimum(shared, np.float32(total)) / (np.float32(total) + self._totals)
            best[number] = greatest_of(overlaps, self._fact_rows)
        return np.minimum(best, np.float32(1))

    def _column(self, keys: Mapping[str, float]) -> Floats:
        """Return what each phrasing has of a term, by weight: of several keys the one that counts most."""
        column = np.zeros(len(self._totals), np.float32)
        for key, weight in sorted(keys.items(), key=lambda item: item[1]):
            number = self._number_of(key)
            if number is not None:
                column[self._rows[self._starts[number] : self._starts[number + 1]]] = weight
        return column
