from dataclasses import replace

from knowledge.answering.answerer import Answerer
from knowledge.answering.context import Context
from tests.knowledge.harbour import harbour

ANSWERER = Answerer(harbour())


def test_what_was_told_last_comes_before_what_was_told_earlier_and_no_more_than_three_facts_stay() -> None:
    context = Context(("a",), (), ())
    assert context.after(("b",), (), ()).told == ("b", "a")
    assert context.after((), (), ()).told == ("a",)
    assert context.after(("a", "b", "c", "d"), (), ()).told == ("a", "b", "c")


def test_a_list_stays_until_a_turn_tells_or_offers_something_else() -> None:
    context = Context().after((), ("a", "b"), ("marsh",))
    assert context.after((), (), ()).offered == ("a", "b")
    assert context.after((), ("c",), ()).offered == ("c",)
    assert context.after(("d",), (), ()).offered == ()


def test_a_context_is_kept_as_words_and_read_back_as_it_was() -> None:
    context = Context(("a", "b"), ("c", "#marsh"), ("marsh", "port"))
    assert not any(" " in word for word in context.kept())
    assert Context.of(context.kept()) == context
    assert Context.of(replace(context, language="uk").kept()).language == "uk"


def test_facts_that_a_chat_kept_in_the_older_form_are_facts_that_were_told() -> None:
    assert Context.of(["refused", "rejected"]) == Context(("refused", "rejected"))


def test_a_question_leaves_whom_it_is_about_even_if_nothing_answers_it() -> None:
    _, context = ANSWERER.converse("Was Helen Marsh on the ship?")
    assert Context.of(context).subjects[:1] == ("marsh",)


def test_a_button_pressed_in_a_list_leaves_the_list_to_choose_from() -> None:
    kept = ANSWERER.shown((), ("refused", "rejected"))
    assert Context.of(ANSWERER.shown(("refused",), (), kept)).offered == ("refused", "rejected")


def test_a_question_that_is_as_good_in_two_languages_is_read_in_that_of_the_one_before() -> None:
    alike = "а Helen Marsh?"
    _, ukrainian = ANSWERER.converse("Хто скаржився?")
    _, russian = ANSWERER.converse("Кто жаловался?")
    assert ANSWERER.converse(alike, context=ukrainian)[0].language == "uk"
    assert ANSWERER.converse(alike, context=russian)[0].language == "ru"
    assert ANSWERER.converse("Кто жаловался?", context=ukrainian)[0].language == "ru"
    assert ANSWERER.converse(alike, otherwise="uk")[0].language == "uk"
