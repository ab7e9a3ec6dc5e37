"""The words of the bot: the same in every language, complete, and within Telegram's limits."""

import re

import pytest

from handlers import COMMANDS
from handlers.render import units
from handlers.texts import languages, placeholders, say, words


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_texts_with_the_same_placeholders(language: str) -> None:
    assert list(words(language)) == list(words("en"))
    for key, text in words(language).items():
        assert placeholders(text) == placeholders(words("en")[key]), key
        assert text.strip(), key


@pytest.mark.parametrize("language", languages())
def test_menus_and_descriptions_fit_telegrams_limits(language: str) -> None:
    for command in COMMANDS:
        assert 3 <= len(say(language, f"command_{command}")) <= 60
    assert units(say(language, "short_description")) <= 120
    assert units(say(language, "description", title="T" * 200)) <= 512


@pytest.mark.parametrize("language", languages())
def test_the_markup_of_the_texts_is_balanced(language: str) -> None:
    for key, text in words(language).items():
        tags = re.findall(r"</?([a-z]+)", text)
        assert all(text.count(f"<{tag}>") == text.count(f"</{tag}>") for tag in tags), key


def test_a_language_without_words_speaks_english() -> None:
    assert say("fr", "farewell") == say("en", "farewell")
