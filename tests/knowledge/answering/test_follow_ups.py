"""Short questions are answered only where their words fit a fact of what was said; else the bot asks back."""

from pathlib import Path

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import AskBack, asserted_facts, shown_facts
from knowledge.casefile.loading import load
from tests.support.shipped import shipped_answerer

CASES = Path(__file__).parents[2] / "cases"
MUSEUM, FERRY, DAM = (Answerer(load(CASES / name)) for name in ("museum", "ferry", "dam"))
CLINIC, AGROUND = (Answerer(load(CASES / "fresh" / name)) for name in ("clinic", "aground"))


def last(answerer: Answerer, *said: str) -> object:
    """Return the id of the fact that the last turn shows in full, as the answer or as the nearest; else the answer."""
    context: tuple[str, ...] = ()
    for turn in said[:-1]:
        _, context = answerer.converse(turn, context=context)
    answer = answerer.answer(said[-1], context=context)
    return next(iter(shown_facts(answer)), answer)


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        (("Who broke the statue?", "what did he claim"), "timur-statue"),
        (("Who restored the painting?", "what did she claim?"), "olga-painting"),
        (("Кто восстановил картину?", "а что она заявила"), "olga-painting"),
        (("Хто відновив картину?", "а що вона заявила"), "olga-painting"),
    ],
)
def test_he_and_she_are_the_person_that_was_just_told_of(said: tuple[str, ...], fact: str) -> None:
    assert last(MUSEUM, *said) == fact


@pytest.mark.parametrize(
    "question", ["Did Timur Lysenko say that he broke the statue?", "Тимур Лысенко заявил, что он разбил статую?"]
)
def test_he_is_whom_the_question_itself_names(question: str) -> None:
    assert last(MUSEUM, "Who restored the painting?", question) == "timur-statue"


def test_he_is_nobody_whose_name_is_a_womans_and_never_a_body() -> None:
    answer = last(MUSEUM, "Who restored the painting?", "what did he claim?")
    assert answer != "olga-painting"
    refused = last(MUSEUM, "What did the museum council announce?", "did she announce it?")
    assert not isinstance(refused, str)


def test_a_question_that_nothing_about_the_person_answers_is_asked_back_by_name() -> None:
    answer = last(MUSEUM, "What did Field save?", "where was he born?")
    assert isinstance(answer, AskBack)
    assert answer.about == "field"
    assert "field-vase" in [match.fact_id for match in answer.matches]


@pytest.mark.parametrize(("answerer", "question"), [(MUSEUM, "why?"), (DAM, "а почему?"), (FERRY, "чому?")])
def test_without_anything_said_before_a_short_question_is_asked_back(answerer: Answerer, question: str) -> None:
    assert isinstance(answerer.answer(question), AskBack)


def test_a_fact_about_something_else_does_not_answer_a_short_question() -> None:
    answer = last(DAM, "Что потерял Мороз?", "а почему?")
    assert not isinstance(answer, str), answer


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("the second one", 1),
        ("2", 1),
        ("the last one please", -1),
        ("второй", 1),
        ("а перший?", 0),
        ("and the first?", 0),
    ],
)
def test_a_place_in_a_list_is_what_stands_there(question: str, place: int) -> None:
    offered = ("field-vase", "baker-alarm", "steven-key")
    context = MUSEUM.shown((), offered)
    answer = MUSEUM.answer(question, context=context)
    assert next(iter(shown_facts(answer)), answer) == offered[place]


def test_a_place_without_a_list_or_beyond_its_end_is_no_choice() -> None:
    assert not shown_facts(MUSEUM.answer("the second one"))
    assert not shown_facts(MUSEUM.answer("the fifth one", context=MUSEUM.shown((), ("field-vase",))))


def test_a_name_of_a_list_is_asked_back_about() -> None:
    answer = MUSEUM.answer("the second one", context=("?#baker", "?#field"))
    assert isinstance(answer, AskBack)
    assert answer.about == "field"


@pytest.mark.parametrize("question", ["когда?", "а когда это было?"])
def test_a_bare_when_is_of_the_fact_just_told_if_that_states_its_date(question: str) -> None:
    assert last(DAM, "Кто заметил трещину?", question) == "gromov-crack"


@pytest.mark.parametrize("question", ["где?", "почему?"])
def test_a_bare_question_about_the_fact_just_told_is_said_to_have_no_answer(question: str) -> None:
    answer = last(DAM, "Кто заметил трещину?", question)
    assert isinstance(answer, AskBack)
    assert (answer.about, answer.is_unknown) == ("gromov", True)


def test_why_he_did_it_is_never_told_where_no_reason_is_stated() -> None:
    for question in ("why did he do it", "why?"):
        assert not isinstance(last(MUSEUM, "Who restored the painting?", "and Timur?", question), str)


@pytest.mark.slow
def test_he_is_whom_a_fact_is_about_not_whom_it_names_in_passing() -> None:
    assert last(shipped_answerer(), "Who ordered the case?", "and is he on any list?") == "grin-helsinki-list"


@pytest.mark.slow
@pytest.mark.parametrize(
    "said",
    [
        ("were the officers punished?", "who promoted them?"),
        ("полицейских наказали?", "кто их повысил?"),
        ("чи покарали поліцейських?", "хто їх підвищив?"),
    ],
)
def test_who_did_it_is_not_told_where_nobody_says_who(said: tuple[str, str]) -> None:
    _, context = shipped_answerer().converse(said[0])
    assert not asserted_facts(shipped_answerer().answer(said[1], context=context))


def test_a_question_that_says_all_is_not_bent_into_what_was_said_before() -> None:
    assert last(AGROUND, "how many died", "and how many were on board?") == "people-on-board"


def test_a_question_back_is_nothing_to_lean_on() -> None:
    answer = last(CLINIC, "how many people were affected", "when did that happen?", "who did it")
    assert answer == "intruder-unknown"


@pytest.mark.parametrize(("question", "fact"), [("Кто отказал в ремонте?", "inspection-refusal")])
def test_when_is_the_date_of_the_fact_though_its_statement_has_none(question: str, fact: str) -> None:
    assert last(DAM, question, "Когда?") == fact


def test_when_is_not_the_day_on_which_something_was_said() -> None:
    assert isinstance(last(CLINIC, "Did the clinic pay the ransom?", "when?"), AskBack)


@pytest.mark.slow
def test_he_is_who_answered_the_question_who() -> None:
    assert last(shipped_answerer(), "когда началось дело", "кем?", "кто он") == "grin-office"


def test_in_what_is_not_why_in_ukrainian() -> None:
    assert not isinstance(last(MUSEUM, "What did Steven admit?", "why did he do it"), str)


@pytest.mark.slow
@pytest.mark.parametrize("question", ["what exactly did they say?", "what did they do"])
def test_a_question_without_a_word_of_its_own_repeats_no_fact(question: str) -> None:
    _, context = shipped_answerer().converse("why did britain say no")
    assert not asserted_facts(shipped_answerer().answer(question, context=context))


@pytest.mark.slow
def test_a_bare_name_is_answered_only_by_a_fact_about_it() -> None:
    _, context = shipped_answerer().converse("де повідомили про відмову?")
    assert not asserted_facts(shipped_answerer().answer("і що росія?", context=context))


def test_what_was_told_last_is_not_told_again_where_another_fact_is_nearer() -> None:
    _, context = CLINIC.converse("who is Camille Verrant")
    assert not asserted_facts(CLINIC.answer("what does the clinic want from them", context=context))
