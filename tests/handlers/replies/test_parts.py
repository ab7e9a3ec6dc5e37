"""The reply to several questions: numbered, each with its citation, and within one message."""

import pytest

from handlers.replies.answers import render_answer
from knowledge.answering.answers import Found, Multipart, Suggestions, Timeline, Unknown
from knowledge.edtf import parse_edtf
from knowledge.matching.match import Match
from tests.handlers.replies.bases import BASE, check

FIRST, SECOND, THIRD, *_ = BASE.facts


def _found(question: str, fact: str, language: str = "en") -> Found:
    return Found(question, language, (Match(fact, 0.9),))


def test_each_answer_stands_below_its_question_with_its_own_citation() -> None:
    reply = render_answer(Multipart("q", "en", (_found("who ordered it", FIRST), _found("When?", SECOND))), BASE)
    text = check(reply)
    first, second = text.index("1. Who ordered it?"), text.index("2. When?")
    assert first < text.index(BASE.facts[FIRST].citations[0].quote) < second
    assert BASE.facts[SECOND].citations[0].quote in text[second:]
    assert reply.facts == (SECOND, FIRST)
    assert [row[0].data for row in reply.buttons] == [f"f:{FIRST}", f"f:{SECOND}"]
    assert [row[0].text[:3] for row in reply.buttons] == ["1. ", "2. "]


@pytest.mark.parametrize(
    ("language", "silent", "unsure"),
    [
        ("en", "The documents do not say.", "No certain answer"),
        ("ru", "В документах об этом не сказано.", "Точного ответа нет"),
        ("uk", "У документах про це не сказано.", "Точної відповіді немає"),
    ],
)
def test_a_question_without_an_answer_is_told_so(language: str, silent: str, unsure: str) -> None:
    parts = (
        _found("q", FIRST, language),
        Unknown("who", language, ("France",)),
        Suggestions("why", language, (Match(SECOND, 0.4), Match(THIRD, 0.3))),
    )
    reply = render_answer(Multipart("q", language, parts), BASE)
    text = check(reply)
    assert silent in text[text.index("2. Who?") : text.index("3. Why?")]
    assert "France" in text[text.index("2. Who?") : text.index("3. Why?")]
    assert unsure in text[text.index("3. Why?") :]
    assert [row[0].data for row in reply.buttons] == [f"f:{FIRST}", f"f:{SECOND}", f"f:{THIRD}"]


def test_the_events_of_a_time_are_listed_in_their_part() -> None:
    period = parse_edtf("2011")
    dated = tuple(fact.id for fact in BASE.timeline if fact.date)
    text = check(
        render_answer(Multipart("q", "en", (Timeline("2011", "en", period, dated), _found("who", FIRST))), BASE)
    )
    assert "• " in text[: text.index("2. Who?")]


def test_questions_beyond_those_that_are_answered_are_named() -> None:
    parts = (_found("who", FIRST), _found("when", SECOND), _found("why", THIRD))
    text = check(render_answer(Multipart("q", "uk", parts, ("хто ще", "де")), BASE))
    assert text.endswith("За один раз відповідаю лише на перші 3. Запитайте ще раз: хто ще; де")


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_three_long_answers_fit_into_one_message(language: str) -> None:
    longest = sorted(BASE.facts, key=lambda id_: -len(BASE.facts[id_].statement[language]))[:3]
    parts = tuple(_found("чому & " * 60, fact, language) for fact in longest)
    reply = render_answer(Multipart("q", language, parts, ("<b>" * 300,)), BASE)
    text = check(reply)
    for fact in longest:
        assert BASE.facts[fact].statement[language][:60] in text
