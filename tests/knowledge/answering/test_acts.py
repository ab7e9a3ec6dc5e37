"""A message that is no question about the case is taken for what it is; a question never for one of these."""

from pathlib import Path

import pytest

from knowledge.answering import act_vocabulary
from knowledge.answering.act_phrases import recognise
from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Act, ActKind, Answer, asserted_facts
from knowledge.answering.facts_about import FactsAbout
from knowledge.language import kept_lists
from knowledge.language.data_files import table
from tests.knowledge.harbour import harbour

ANSWERER = Answerer(harbour())


def act(answer: Answer) -> str | None:
    return answer.act.value if isinstance(answer, Act) else None


@pytest.mark.parametrize(
    ("message", "kind", "about"),
    [
        ("what's this all about?", "summary", ""),
        ("о чём вообще речь", "summary", ""),
        ("у чому суть справи", "summary", ""),
        ("everything about Helen Marsh", "card", "marsh"),
        ("всё о Хелен Марш", "card", "marsh"),
        ("Гелен Марш", "card", "marsh"),
        ("who is mentioned?", "list", "people"),
        ("какие организации", "list", "bodies"),
        ("перелік документів", "list", "documents"),
        ("can you send me the link please", "source", ""),
        ("откуда вы это взяли", "source", ""),
        ("is that really true?", "truth", ""),
        ("ти впевнений?", "truth", ""),
        ("is there another point of view", "other_side", ""),
        ("translate it into Ukrainian", "translate", "uk"),
        ("можно по-украински", "translate", "uk"),
        ("do you know Spanish?", "language", "other"),
        ("write in Russian", "command", "ru"),
        ("відпишись", "command", "unsubscribe"),
        ("language", "command", "language"),
        ("please let me know when there is news", "command", "subscribe"),
        ("are you a bot or a human", "identity", ""),
        ("кто тебя создал", "identity", ""),
        ("що ти вмієш", "capabilities", ""),
        ("there is a mistake in your answer", "report", ""),
        ("сотри мои данные", "delete", ""),
        ("do you store my messages?", "delete", "privacy"),
        ("what a stupid bot", "insult", ""),
        ("😂", "ack", ""),
        ("ясно", "ack", ""),
        ("что нового?", "news", ""),
        ("heyyy", "greeting", ""),
        ("что за бред", "insult", ""),
        ("what's up", "greeting", ""),
        ("приветттт", "greeting", ""),
        ("ок, спасибо большое", "thanks", ""),
        ("whats this bot for", "capabilities", ""),
        ("с чего начать?", "capabilities", ""),
        ("where did u read that", "source", ""),
        ("which organisations are involved", "list", "bodies"),
        ("які люди згадуються", "list", "people"),
        ("ответь по-английски", "command", "en"),
        ("подпиши меня на новости", "command", "subscribe"),
    ],
)
def test_a_message_is_taken_for_what_it_is(message: str, kind: str, about: str) -> None:
    answer = ANSWERER.answer(message)
    assert isinstance(answer, Act)
    assert (answer.act, answer.about) == (kind, about)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("transalte to russian", "translate"),
        ("unsubscirbe", "command"),
        ("спосибо", "thanks"),
        ("ghbdtn", "greeting"),
        ("отпишитесь от меня пожалуста", "command"),
        ("helen marhs", "card"),
    ],
)
def test_slips_of_the_finger_and_the_wrong_layout_hide_no_act(message: str, kind: str) -> None:
    assert act(ANSWERER.answer(message)) == kind


@pytest.mark.parametrize(
    "message",
    [
        "thanks, and why did the Harbour Office refuse the licence?",
        "Is it true that the Harbour Office refused the licence?",
        "ok but how many complaints did Helen Marsh file?",
        "What is the source of the river Aurora?",
        "who translated the ship",
        "Does Helen Marsh have a brother?",
        "when did the court start",
        "Почему Управление порта отказало в лицензии? спасибо",
        "complaints",
    ],
)
def test_a_word_that_is_left_over_makes_it_a_question(message: str) -> None:
    answer = ANSWERER.answer(message)
    assert act(answer) in {None, "card"}
    assert not isinstance(answer, Act) or answer.about == "marsh"


CLAUSES = {
    "en": ("who refused the licence", "who did it"),
    "ru": ("кто отказал в лицензии", "кто был там"),
    "uk": ("хто відмовив у ліцензії", "хто був там"),
}
"""What says which people are meant, in each language: with words of the case, then without."""


@pytest.mark.parametrize("language", sorted(CLAUSES))
def test_no_clause_behind_a_list_a_card_a_summary_or_the_other_side_is_overheard(language: str) -> None:
    kinds = {ActKind.LIST, ActKind.CARD, ActKind.SUMMARY, ActKind.OTHER_SIDE}
    overheard = []
    for key, phrases in table(language, "acts").items():
        if key.partition(".")[0] not in kinds:
            continue
        clauses = CLAUSES[language] if key == "list.people" else CLAUSES[language][:1]
        for phrase in filter(None, map(str.strip, phrases.split(","))):
            words = [one.split("|")[0] for one in phrase.removeprefix("~").split()]
            filled = " ".join({"<name>": "Helen Marsh", "<term>": "captains"}.get(word, word) for word in words)
            messages = [f"{filled} {clause}" for clause in clauses]
            overheard += [one for one in messages if act(ANSWERER.answer(one, context=("refused",))) in kinds]
    assert overheard == []


@pytest.mark.parametrize(
    ("message", "kinds"),
    [
        ("names of the captains", "bodies people"),
        ("what is the name of the Transport Court", "people"),
        ("who are these people", "people"),
        ("what are their names", "people"),
        ("имена капитанов", "people"),
        ("кто эти люди", "people"),
        ("назви капітанів", "people"),
        ("names of companies", "people"),
        ("названия организаций", "people"),
        ("назви організацій", "people"),
    ],
)
def test_a_list_is_never_of_others_than_those_who_were_asked_for(message: str, kinds: str) -> None:
    answer = ANSWERER.answer(message, context=("refused",))
    assert not isinstance(answer, Act) or answer.about not in kinds.split()


@pytest.mark.parametrize("message", ["what is the weather like", "расскажи анекдот", "хто виграв матч", "2+2"])
def test_chatter_without_a_word_of_the_case_gets_no_fact(message: str) -> None:
    assert not asserted_facts(ANSWERER.answer(message, context=("refused",)))


def test_source_and_truth_are_about_the_fact_told_last_and_else_about_none() -> None:
    for message in ("source?", "is that true?", "translate please"):
        beside, alone = ANSWERER.answer(message, context=("why-refused", "refused")), ANSWERER.answer(message)
        assert isinstance(beside, Act)
        assert isinstance(alone, Act)
        assert (beside.facts, alone.facts) == (("why-refused",), ())


def test_what_else_offers_what_was_neither_told_nor_offered() -> None:
    _, after = ANSWERER.converse("Why did the Harbour Office refuse the licence?")
    answer, after = ANSWERER.converse("what else?", context=after)
    assert isinstance(answer, Act)
    assert answer.facts
    assert "why-refused" not in answer.facts
    again = ANSWERER.answer("and what else", context=after)
    assert isinstance(again, Act)
    assert not set(again.facts) & {*answer.facts, "why-refused"}


def test_a_card_has_the_facts_that_state_the_name_and_no_other() -> None:
    facts, base = FactsAbout(ANSWERER.matcher), harbour()
    for name in base.names:
        named = set(facts.naming(name))
        assert all(base.names[name].label["en"] in base.facts[fact].statement["en"] for fact in named)


def test_a_definition_is_refused_where_no_fact_uses_the_term() -> None:
    assert act(ANSWERER.answer("what does habeas corpus mean")) is None
    assert act(ANSWERER.answer("what does licence mean")) == ActKind.DEFINITION


def test_the_reply_to_an_act_speaks_the_language_of_its_words_or_the_chosen_one() -> None:
    assert ANSWERER.answer("дякую").language == "uk"
    assert ANSWERER.answer("спасибо").language == "ru"
    assert ANSWERER.answer("дякую", language="en").language == "en"


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Hello Sergei", "greeting"),
        ("Good morning, Helen", "greeting"),
        ("Привет, Иван", "greeting"),
        ("Здравствуйте, Анна Петровна!", "greeting"),
        ("Привіт, Оксано!", "greeting"),
        ("Спасибо, Пётр", "thanks"),
        ("Иван", None),
    ],
)
def test_a_greeting_with_a_given_name_is_a_greeting(message: str, kind: str | None) -> None:
    assert act(ANSWERER.answer(message)) == kind


def test_acts_are_known_from_the_cache_as_from_their_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = [[("thanks", "")], [("unsubscirbe", "")], [("what", ""), ("does", ""), ("tonnage", ""), ("mean", "")]]
    expected = [recognise(words, "en") for words in said]
    kept_lists.keep_in(tmp_path)
    try:
        for _ in range(2):
            act_vocabulary.vocabulary_of.cache_clear()
            assert [recognise(words, "en") for words in said] == expected
            monkeypatch.setattr(act_vocabulary, "read", lambda _: pytest.fail("the list was read again"))
    finally:
        kept_lists.keep_in(None)
        act_vocabulary.vocabulary_of.cache_clear()
