"""What is made of a list is kept once, and made anew for another source."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers import texts
from knowledge.language.foreign import is_foreign
from knowledge.language.kept_lists import keep_in, kept


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Path]:
    keep_in(tmp_path)
    yield tmp_path
    keep_in(None)


def test_what_is_kept_is_made_once_for_a_source(cache: Path) -> None:
    made: list[bytes] = []

    def make(content: bytes) -> bytes:
        made.append(content)
        return content

    for source in (b"one", b"other", b"one"):
        assert kept("list", lambda content=source: make(content), source) == source  # type: ignore[misc]
    assert made == [b"one", b"other"]


@pytest.mark.parametrize("damaged", [b"", b"shorter", b"x" * 500])
def test_a_damaged_file_is_made_anew(cache: Path, damaged: bytes) -> None:
    assert kept("list", lambda: b"content") == b"content"
    (file,) = cache.rglob("list-*")
    file.write_bytes(damaged)
    assert kept("list", lambda: b"made anew") == b"made anew"


def test_a_changed_letter_is_damage(cache: Path) -> None:
    kept("list", lambda: b"content")
    (file,) = cache.rglob("list-*")
    file.write_bytes(file.read_bytes().replace(b"content", b"contend"))
    assert kept("list", lambda: b"made anew") == b"made anew"


def test_the_words_of_the_bot_are_the_same_from_the_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = dict(texts.words("uk"))
    for _ in range(2):
        texts.words.cache_clear()
        assert texts.words("uk") == written
        monkeypatch.setattr(texts, "_as_json", lambda _: pytest.fail("the file was read again"))
    texts.words.cache_clear()


def test_a_question_in_another_language_is_told_from_the_cache(cache: Path) -> None:
    assert is_foreign("por qué no han sido detenidos", ("en", "ru", "uk"))
    assert not is_foreign("why were they not arrested", ("en", "ru", "uk"))
