"""The reply to an answer says what was found, and what was not."""

import pytest

from handlers.replies.answers import render_answer
from knowledge.answering.answers import Excerpts, Nearest, Suggestions, Timeline, Unknown
from knowledge.edtf import parse_edtf
from knowledge.matching.match import Match
from tests.handlers.replies.bases import BASE, check
from tests.support.shipped import shipped_answerer


def test_the_words_that_the_documents_lack_are_named() -> None:
    text = check(render_answer(Unknown("q", "en", ("France", "No 12")), BASE))
    assert "The documents do not mention: France, No 12." in text


@pytest.mark.parametrize(
    ("question", "language", "absent", "told"),
    [
        ("Что сделано Петровым 3 мая 1999 года?", "ru", "Петровым", "не упоминается: «Петровым»."),
        ("Що зроблено Петренком?", "uk", "Петренком", "не згадується: «Петренком»."),
        ("What did Smith do?", "en", "Smith", "do not mention: Smith."),
        ("Что было в мае 1999 года?", "ru", "мае 1999 года", "не упоминается: май 1999."),
    ],
)
def test_a_name_in_any_case_stands_in_quotation_marks(question: str, language: str, absent: str, told: str) -> None:
    assert told in check(render_answer(Unknown(question, language, (absent,)), BASE))


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "The documents mention: Browder."), ("ru", "упоминается: Browder."), ("uk", "згадується: Browder.")],
)
def test_what_the_documents_have_elsewhere_is_not_called_absent(language: str, told: str) -> None:
    text = check(render_answer(Suggestions("q", language, (), (), ("Browder",)), BASE))
    assert told in text
    assert "do not mention" not in text


@pytest.mark.parametrize(
    ("language", "typed", "told"),
    [("ru", "августе 2011", "упоминается: август 2011."), ("uk", "серпні 2011", "згадується: серпень 2011.")],
)
def test_a_date_is_named_in_its_plain_form_and_not_as_it_was_typed(language: str, typed: str, told: str) -> None:
    assert told in check(render_answer(Suggestions("q", language, (), (), (typed,)), BASE))


def test_a_time_without_events_is_called_absent_only_where_the_documents_lack_it() -> None:
    period = parse_edtf("1999")
    assert "documents have nothing" in check(render_answer(Timeline("q", "en", period, (), ("1999",)), BASE))
    assert "documents" not in check(render_answer(Timeline("q", "en", period, ()), BASE))


def test_excerpts_are_marked_as_not_curated() -> None:
    passages = BASE.documents["hermitage-2012-07-02"].passages[3:6]
    text = check(render_answer(Excerpts("q", "en", passages), BASE))
    assert "No curated answer" in text
    assert passages[0].text in text


def test_a_suggestion_can_be_chosen_or_refused() -> None:
    matches = tuple(Match(fact_id, 0.5) for fact_id in list(BASE.facts)[:3])
    reply = render_answer(Suggestions("q", "en", matches), BASE)
    check(reply)
    assert [row[0].data for row in reply.buttons] == [*(f"f:{match.fact_id}" for match in matches), "none"]


@pytest.mark.parametrize(("language", "lead"), [("en", "may not answer"), ("ru", "Возможно"), ("uk", "Можливо")])
def test_the_nearest_fact_is_shown_in_full_below_an_honest_lead(language: str, lead: str) -> None:
    first, second, *_ = BASE.facts
    reply = render_answer(Nearest("q", language, (Match(first, 0.5), Match(second, 0.2)), (), ("angrily",)), BASE)
    text = check(reply)
    assert lead in text.split("\n", 1)[0]
    assert "angrily" in text
    assert BASE.facts[first].statement[language] in text
    assert BASE.facts[first].citations[0].quote in text
    assert reply.facts == (first,)
    assert reply.buttons[0][0].data == f"f:{second}"


def test_the_nearest_fact_does_not_hide_what_the_documents_lack() -> None:
    text = check(render_answer(Nearest("q", "en", (Match(next(iter(BASE.facts)), 0.5),), ("France",)), BASE))
    assert "The documents do not mention: France." in text


def test_the_nearest_fact_leaves_room_for_its_lead() -> None:
    for fact_id in BASE.facts:
        check(render_answer(Nearest("why " * 200, "uk", (Match(fact_id, 0.5),), (), ("ю" * 60,) * 3), BASE))


@pytest.mark.slow
def test_the_answer_to_a_real_question_is_the_fact() -> None:
    reply = render_answer(shipped_answerer().answer("Why did the UK refuse?"), BASE)
    assert reply.facts == ("refusal-grounds",)


@pytest.mark.parametrize("answer", [Suggestions, Excerpts])
def test_a_question_that_was_cut_is_asked_to_be_short(answer: type[Suggestions] | type[Excerpts]) -> None:
    text = check(render_answer(answer("why " * 200, "en", ()), BASE))
    assert text.endswith("Please ask in one or two sentences.")
