"""Phrasings are chosen by what they add to those before them."""

import numpy as np

from knowledge.phrasing.selection import OWN_SHARE, choose

NOTHING = -np.inf


def test_the_one_that_finds_most_comes_first_and_those_like_it_gain_little_then() -> None:
    # 0 is held; 1, 2 and 3 are alike and find 4; 5 is like nothing else.
    scores = np.full((6, 6), -9.0, np.float32)
    for one in (1, 2, 3):
        scores[one, [1, 2, 3, 4]] = 9.0
    np.fill_diagonal(scores, NOTHING)
    chosen = list(choose(scores, np.ones(6, np.float32), [0], [1, 2, 3, 5]))
    assert [one.number for one in chosen] == [1, 2, 5, 3]
    # The second finds the first, which is left out in its turn; the third finds nothing that they do not.
    assert np.allclose([one.gain for one in chosen], [3 + OWN_SHARE, 1, OWN_SHARE, 0], atol=0.01)


def test_what_the_held_ones_find_anyway_gains_nothing() -> None:
    scores = np.array([[NOTHING, 9.0], [9.0, NOTHING]], np.float32)
    (only,) = choose(scores, np.full(2, 1e-3, np.float32), [0], [1])
    assert only.gain > 0.9  # it finds the held one, which is left out in its turn
    scores[1, 0] = -9.0
    (only,) = choose(scores, np.full(2, 1e-3, np.float32), [0], [1])
    assert only.gain < 0.15
