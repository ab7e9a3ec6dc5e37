"""The words of the bot: the same in every language, complete, and within Telegram's limits."""

import re
from datetime import timedelta

import pytest

from bot.storage.inbox import UPDATE_LIFE
from bot.storage.store import CONTEXT_LIFE, CORRECTIONS_LIFE, GONE_LIFE, REPLY_LIFE
from handlers.commands import COMMANDS
from handlers.ports import Operator
from handlers.replies.fitting import units
from handlers.texts import languages, placeholders, say, words
from tests.support.talk import Talk


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


@pytest.mark.parametrize("language", languages())
def test_buttons_that_share_a_row_are_not_cut_on_a_phone(language: str) -> None:
    pairs = "notice_mute notice_settings undo more_context related earlier later previous next forget_yes leave"
    for key in (*pairs.split(), "do_published", "do_corrected", "do_recalled", "do_approve", "do_cancel"):
        assert len(say(language, key)) <= 18, key
    for key in "more_context related follow_fact copy_quote cite share report_button".split():
        assert len(say(language, key)) <= 12, key
    for rhythm in ("now", "daily", "weekly"):
        assert len(say(language, f"rhythm_{rhythm}")) <= 15, rhythm


@pytest.mark.parametrize("language", languages())
def test_answers_to_a_press_fit_telegrams_limit(language: str) -> None:
    keys = "admins_only gone question_gone slow_down stopped_before rated_good rated_bad rated_before report_closed"
    for key in keys.split():
        assert len(say(language, key)) <= 200, key


@pytest.mark.parametrize("language", languages())
async def test_every_command_that_a_text_names_is_there(language: str, talk: Talk) -> None:
    known = {name for handler in talk.application.handlers[0] for name in getattr(handler, "commands", ())}
    for key, text in words(language).items():
        named = set(re.findall(r"(?<![\w/<])/([a-z]+)", text))
        assert named <= known, key


@pytest.mark.parametrize("language", languages())
def test_privacy_says_how_long_each_thing_is_kept(language: str) -> None:
    minutes, hours = timedelta(minutes=1), timedelta(hours=1)
    lives = (CONTEXT_LIFE // minutes, REPLY_LIFE // hours, GONE_LIFE.days, CORRECTIONS_LIFE.days, UPDATE_LIFE // hours)
    days = Operator().report_days
    assert re.findall(r"\d+", say(language, "privacy", days=days)) == [
        str(life) for life in (*lives[:4], days, lives[4])
    ]


def test_a_language_without_words_speaks_english() -> None:
    assert say("fr", "farewell") == say("en", "farewell")
