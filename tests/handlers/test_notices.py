"""Notices in words: why they came, what can be ended, and that lists of them fit a message."""

import pytest

from handlers.notices import Told, render_announced, render_digest, render_notice
from handlers.render import MESSAGE_LIMIT, Reply, units
from handlers.whatsnew import PAGE, render_new
from knowledge.dates import parse_edtf
from knowledge.model import Notice
from knowledge.notices import Announced
from knowledge.subscribing import WAITING_LENGTH, WAITING_MOST
from tests.fake_telegram.html_parser import parse_html
from tests.handlers.conftest import BASE

LONG = "<&> " * 500
QUESTIONS = ("Where is the moon?", "Who <owns> it?")


def notice(text: str = "News", facts: tuple[str, ...] = ("refused",)) -> Notice:
    words = dict.fromkeys(BASE.case.languages, text)
    return Notice("news", parse_edtf("2019-07-02"), "news", words, words, facts)


def shown(reply: Reply) -> str:
    text, _ = parse_html(reply.html)
    assert units(text) <= MESSAGE_LIMIT
    return text


def buttons(reply: Reply) -> list[str]:
    return [button.data for row in reply.buttons for button in row]


def test_a_notice_that_answers_questions_names_them_and_offers_nothing_to_stop() -> None:
    reply = render_notice(Told(notice(), 1, "question:ab,cd", QUESTIONS), BASE, "en")
    assert "because you asked: “Where is the moon? · Who <owns> it?”. The question is now deleted." in shown(reply)
    assert buttons(reply) == ["f:refused", "s"]


def test_a_question_that_was_ended_meanwhile_is_not_repeated() -> None:
    reply = render_notice(Told(notice(), 1, "question:ab"), BASE, "en")
    assert shown(reply).endswith("You get this because you asked to be told when there is an answer.")


def test_a_digest_says_which_of_its_notices_answer_a_question() -> None:
    digest = shown(
        render_digest([Told(notice(), 1, "question:ab", QUESTIONS[:1]), Told(notice(), 2, "case:")], BASE, "en")
    )
    assert digest.count("You get this because") == 1
    assert digest.index("Where is the moon?") < digest.index("Notice 2")


@pytest.mark.parametrize("count", [1, 2, 10, 30])
@pytest.mark.parametrize("language", BASE.case.languages)
def test_as_many_long_questions_as_a_chat_keeps_leave_a_message_that_telegram_takes(count: int, language: str) -> None:
    asked = ("<" * WAITING_LENGTH,) * WAITING_MOST
    told = [Told(notice("News " * 20), number, "question:ab", asked) for number in range(count)]
    shown(render_digest(told, BASE, language))


@pytest.mark.parametrize("state", ["published", "corrected", "recalled"])
@pytest.mark.parametrize("language", BASE.case.languages)
def test_a_page_of_what_is_new_fits_whatever_the_headlines_are(state: str, language: str) -> None:
    facts = tuple(BASE.facts)
    items = [Announced(notice(LONG, facts), 10**6, state, step) for step in range(PAGE + 1, 0, -1)]
    for one in items:
        assert units(render_announced([one], BASE, language).html) <= 400
    reply = render_new(items, 0, "new", BASE, language)
    shown(reply)
    assert len(reply.buttons) <= PAGE + 1
    assert buttons(reply)[-1] == "new:0:2"
