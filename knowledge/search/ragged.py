"""Ragged arrays: rows of different lengths, stored one after the other in one array, and an array of where they begin.

The offsets of n rows are n + 1 numbers: row i holds the values from offsets[i] up to offsets[i + 1].
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Places = NDArray[np.int64]


def offsets_of(lengths: NDArray[np.integer]) -> Places:
    """Return the offsets of rows with these lengths."""
    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))


def starts_of(ascending: NDArray[np.integer], count: int) -> Places:
    """Return the offsets of `count` rows, given for each value the number of its row, in ascending order."""
    return offsets_of(np.bincount(ascending, minlength=count)[:count])


def ranges(offsets: Places, rows: NDArray[np.integer]) -> tuple[Places, Places]:
    """Return the places of all values of some rows, one row after the other, and the offsets of these rows."""
    lengths = offsets[rows + 1] - offsets[rows]
    chosen = offsets_of(lengths)
    return np.arange(chosen[-1]) + np.repeat(offsets[rows] - chosen[:-1], lengths), chosen


def greatest_of(values: NDArray[np.floating], offsets: Places) -> Floats:
    """Return the greatest value of each row; 0 for an empty row. No value may be negative."""
    greatest: Floats = np.maximum.reduceat(_reducible(values, offsets), offsets[:-1]).astype(np.float32, copy=False)
    greatest[offsets[1:] == offsets[:-1]] = 0
    return greatest


def sums_of(values: NDArray[np.floating], offsets: Places) -> Floats:
    """Return the sum of each row; 0 for an empty row."""
    sums: Floats = np.add.reduceat(_reducible(values, offsets), offsets[:-1]).astype(np.float32, copy=False)
    sums[offsets[1:] == offsets[:-1]] = 0
    return sums


def _reducible(values: NDArray[np.floating], offsets: Places) -> NDArray[np.floating]:
    """Return values for `reduceat`: with one more where the last row is empty, for no row may begin at the end."""
    return values if len(offsets) > 1 and offsets[-2] < len(values) else np.append(values, np.float32(0))
