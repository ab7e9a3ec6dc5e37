"""Posting lists of phrasings: what a question, or many like ones, shares with all phrasings at once."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.search.ragged import Floats, Places, greatest_of, starts_of

Terms = Mapping[str, Mapping[int, float]]
"""A question: each of its distinct terms to the numbers of the keys that stand for it, with the term's weight times the
similarity."""


class PhrasingRows:
    """Posting lists of phrasings, as those of facts: quicker where a fact has hundreds and most share nothing."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Sort the keys of the phrasings of an index."""
        keys, lengths = arrays["row_keys"], np.diff(arrays["row_start"])
        self._count = len(lengths)
        self._totals: Floats = arrays["row_total"]
        self._fact_rows: Places = arrays["fact_rows"]
        self._rows = np.repeat(np.arange(self._count, dtype=np.int32), lengths)[np.argsort(keys, kind="stable")]
        self._starts = starts_of(keys, len(arrays["weights"]))

    def shared(self, terms: Sequence[Mapping[int, float]]) -> Floats:
        """Return the weight that each phrasing has of a question, (phrasings,); a term counts by its best key."""
        shared = np.zeros(self._count, np.float32)
        for keys in terms:
            if len(keys) == 1:
                ((key, weight),) = keys.items()
                shared[self._having(key)] += np.float32(weight)
            else:
                shared += self._column(keys)
        return shared

    def best_overlaps(self, questions: Sequence[Terms], totals: Sequence[float]) -> Floats:
        """Return the F1 of each question and the best phrasing of each fact, (questions, facts), from 0 to 1.

        It is that of `Ranking.features`, of questions that have most terms in common. `totals` are their weights.
        """
        columns: dict[str, Floats] = {}
        best = np.zeros((len(questions), len(self._fact_rows) - 1), np.float32)
        for number, (terms, total) in enumerate(zip(questions, totals, strict=True)):
            shared = np.zeros(self._count, np.float32)
            for term, keys in terms.items():
                if term not in columns:
                    columns[term] = self._column(keys)
                shared += columns[term]
            overlaps = np.float32(2) * np.minimum(shared, np.float32(total)) / (np.float32(total) + self._totals)
            best[number] = greatest_of(overlaps, self._fact_rows)
        return np.minimum(best, np.float32(1))

    def _column(self, keys: Mapping[int, float]) -> Floats:
        """Return the weight that each phrasing has of a term."""
        column = np.zeros(self._count, np.float32)
        for key, weight in sorted(keys.items(), key=lambda item: item[1]):
            column[self._having(key)] = weight
        return column

    def _having(self, key: int) -> NDArray[np.int32]:
        return self._rows[self._starts[key] : self._starts[key + 1]]
