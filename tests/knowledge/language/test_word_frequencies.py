"""What word lists promise: the same words and frequencies from the cache as from the lists themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.cached_files import TABLES
from knowledge.language import kept_lists, word_frequencies
from knowledge.language.data_files import lines


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Path]:
    kept_lists.keep_in(tmp_path)
    word_frequencies.forms.cache_clear()
    yield tmp_path
    kept_lists.keep_in(None)
    word_frequencies.forms.cache_clear()


def listed() -> list[tuple[str, float]]:
    rows = (line.split() for line in lines("uk", "forms"))
    return [(word, float(zipf)) for zipf, *words in rows for word in words]


def test_a_list_holds_its_words_in_their_order() -> None:
    assert list(word_frequencies.forms("uk").items()) == listed()
    assert dict(word_frequencies.forms("xx")) == {}


def test_a_list_is_read_from_the_cache_as_it_was_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word_frequencies.forms("uk")
    assert [file.name.partition("-")[0] for file in (cache / TABLES).iterdir()] == ["forms.uk"]
    word_frequencies.forms.cache_clear()
    monkeypatch.setattr(word_frequencies, "lines", lambda *_: pytest.fail("the list was read again"))
    assert list(word_frequencies.forms("uk").items()) == listed()
