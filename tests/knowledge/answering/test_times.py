"""Questions of time are answered by the dates of the facts, each for its own event alone."""

from pathlib import Path

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import COMPUTED, Answer, Found, Timeline, Unknown
from knowledge.casefile.loading import load

CASES = Path(__file__).parents[2] / "cases"
MUSEUM, FERRY, DAM = (Answerer(load(CASES / name)) for name in ("museum", "ferry", "dam"))


def last(answerer: Answerer, *said: str) -> Answer:
    context: tuple[str, ...] = ()
    for turn in said[:-1]:
        _, context = answerer.converse(turn, context=context)
    return answerer.answer(said[-1], context=context)


def timeline(answerer: Answerer, *said: str) -> tuple[str, tuple[str, ...]]:
    answer = last(answerer, *said)
    assert isinstance(answer, Timeline), answer
    return answer.relation, answer.facts


@pytest.mark.parametrize(
    ("answerer", "question", "relation", "facts"),
    [
        (DAM, "Что было до мая 2018?", "before", ("gromov-crack", "moroz-keys")),
        (DAM, "что произошло после 2018 года", "after", ("solovyov-letter", "inspection-refusal")),
        (DAM, "что было сначала?", "first", ("gromov-crack",)),
        (DAM, "а что было последним?", "last", ("inspection-refusal",)),
        (FERRY, "Що сталося після 6 жовтня 2017?", "after", ("lviv-sold", "melnyk-verdict")),
        (FERRY, "що було спочатку?", "first", ("tarasenko-order",)),
        (MUSEUM, "What happened before 2016?", "before", ("field-vase",)),
        (MUSEUM, "what happened first?", "first", ("field-vase",)),
    ],
)
def test_before_after_first_and_last_are_read_off_the_dates(
    answerer: Answerer, question: str, relation: str, facts: tuple[str, ...]
) -> None:
    assert timeline(answerer, question) == (relation, facts)


@pytest.mark.parametrize(
    ("answerer", "said", "relation", "first"),
    [
        (DAM, ("что было сначала?", "а потом?"), "after", "moroz-keys"),
        (FERRY, ("що було спочатку?", "а потім?"), "after", "zayets-alarm"),
        (MUSEUM, ("what happened first?", "and after that?"), "after", "uk-loan"),
    ],
)
def test_and_then_goes_on_from_the_time_that_was_shown(
    answerer: Answerer, said: tuple[str, ...], relation: str, first: str
) -> None:
    found, facts = timeline(answerer, *said)
    assert (found, facts[0]) == (relation, first)


@pytest.mark.parametrize(
    ("answerer", "question", "facts"),
    [
        (
            MUSEUM,
            "How long between the saved vase and the report of Stevenson?",
            ("field-vase", "stevenson-report"),
        ),
        (DAM, "Сколько дней между трещиной в плотине и потерянными ключами?", ("gromov-crack", "moroz-keys")),
        (FERRY, "Скільки днів минуло між наказом відчалити і вимкненою сиреною?", ("tarasenko-order", "zayets-alarm")),
    ],
)
def test_how_long_it_was_between_two_events_is_computed_from_their_dates(
    answerer: Answerer, question: str, facts: tuple[str, ...]
) -> None:
    assert timeline(answerer, question) == (COMPUTED, facts)


@pytest.mark.parametrize(
    ("answerer", "question", "fact"),
    [
        (DAM, "Когда Громов заметил трещину?", "gromov-crack"),
        (DAM, "Когда отказали Заречью в ремонте?", "inspection-refusal"),
    ],
)
def test_a_date_answers_when_for_its_own_event_without_any_phrasing(
    answerer: Answerer, question: str, fact: str
) -> None:
    answer = answerer.answer(question)
    matches = getattr(answer, "matches", ())
    assert matches, answer
    assert matches[0].fact_id == fact
    assert not matches[0].evidence.wrong_answer_type


@pytest.mark.parametrize(
    ("answerer", "question"),
    [(DAM, "Когда Громов доложил о плотине?"), (FERRY, "Коли порт порушив правила?")],
)
def test_a_date_is_never_that_of_another_event_of_the_same_statement(answerer: Answerer, question: str) -> None:
    assert not isinstance(answerer.answer(question), Found)


@pytest.mark.parametrize(
    ("answerer", "question", "relation", "facts"),
    [
        (MUSEUM, "What happened before the report of Stevenson?", "before", ("field-vase",)),
        (MUSEUM, "what happened before the saved vase", "before", ()),
        (MUSEUM, "what happened until the saved vase", "before", ()),
        (DAM, "Что было до потери ключей?", "before", ("gromov-crack",)),
        (FERRY, "Що сталося до вимкненої сирени?", "before", ("tarasenko-order",)),
        (DAM, "что произошло с момента отказа в ремонте?", "since", ()),
    ],
)
def test_before_and_after_an_event_are_read_off_its_date(
    answerer: Answerer, question: str, relation: str, facts: tuple[str, ...]
) -> None:
    assert timeline(answerer, question) == (relation, facts)


def test_what_happened_with_something_is_no_question_of_time() -> None:
    assert not isinstance(DAM.answer("что случилось с лодкой?"), Timeline)
    assert not isinstance(FERRY.answer("що сталося з сиреною?"), Timeline)


@pytest.mark.parametrize(
    ("answerer", "question"),
    [
        (MUSEUM, "How long between the broken alarm and the report of Stevenson?"),
        (DAM, "Сколько прошло между утонувшей лодкой и потерей ключей?"),
    ],
)
def test_how_long_it_was_from_an_event_without_a_date_the_documents_do_not_say(
    answerer: Answerer, question: str
) -> None:
    assert isinstance(answerer.answer(question), Unknown)
