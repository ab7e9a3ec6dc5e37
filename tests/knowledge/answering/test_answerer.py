"""What the answers promise: the right fact, a choice, passages, or honest silence."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import (
    Act,
    Answer,
    Excerpts,
    Found,
    Suggestions,
    Timeline,
    Unknown,
    asserted_facts,
)
from knowledge.answering.guards import first_guard
from knowledge.matching.evidence import Evidence
from knowledge.matching.match import FactRanking, Match
from knowledge.matching.matcher import Matcher
from tests.knowledge.harbour import harbour

BASE = harbour()
ANSWERER = Answerer(BASE)


def found(answer: Answer) -> str | None:
    return answer.matches[0].fact_id if isinstance(answer, Found) else None


def evidence(matcher: Matcher, question: str, fact: str, language: str = "en") -> Evidence:
    """Return what a fact's texts say of a question."""
    match = next(match for match in matcher.match(question, language) if match.fact_id == fact)
    assert match.evidence is not None
    return match.evidence


@pytest.mark.parametrize(
    ("question", "fact", "because"),
    [
        ("Why did the Harbour Office refuse the licence?", "why-refused", "a phrasing word for word"),
        ("WHY DID THE HARBOUR OFFICE REFUSE THE LICENCE", "why-refused", "capitals do not matter"),
        ("why did the harbour ofice refues teh licence", "why-refused", "typing errors are corrected"),
        ("Why was the licence refused by the port authority?", "why-refused", "another spelling of a name"),
        ("When was Aurora's licence refused?", "when-refused", "the question word decides between neighbours"),
        ("how many complaints did helen marsh file", "complaints", "a longer spelling of a name"),
        ("Почему порт отказал в лицензии?", "why-refused", "Russian, without the whole name"),
        ("Чому відмовили в ліцензії?", "why-refused", "Ukrainian, another form of the verb"),
        ("who complained to the transport court", "complaints", "lower case"),
    ],
)
def test_a_question_in_other_words_finds_its_fact(question: str, fact: str, because: str) -> None:
    assert found(ANSWERER.answer(question)) == fact, because


@pytest.mark.parametrize(
    "question",
    [
        "Why did the Harbour Office accept the licence?",
        "Why did the Harbour Office grant the licence?",
        "why was the licence approved",
        "who accepted the complaints of Marsh",
        "Почему Управление порта согласилось дать лицензию?",
        "Чому Управління порту погодилося на ліцензію?",
    ],
)
def test_a_word_that_is_near_in_meaning_never_answers_for_its_opposite(question: str) -> None:
    assert found(ANSWERER.answer(question)) is None


@pytest.mark.parametrize(
    ("question", "opposed"), [("was the licence granted", True), ("was it granted or refused", False)]
)
def test_a_question_for_both_of_two_opposites_is_not_one_for_the_other(question: str, opposed: bool) -> None:
    assert evidence(ANSWERER.matcher, question, "refused").antonym is opposed


def test_a_fact_that_is_mostly_asked_for_with_a_question_word_is_less_likely_meant_without_it() -> None:
    fact, verbs = (
        BASE.facts["refused"],
        ("refused", "turned away", "denied a licence", "sent back", "not let in", "stopped"),
    )
    when = replace(fact, id="when", questions={"en": tuple(f"When was the ship {verb}?" for verb in verbs)})
    was = replace(fact, id="was", questions={"en": tuple(f"Was the ship {verb}?" for verb in verbs)})
    matcher = Answerer(replace(BASE, facts={"when": when, "was": was})).matcher
    question = "the ship was refused a berth by the harbour"
    assert [match.fact_id for match in matcher.match(question, "en")] == ["was", "when"]
    assert evidence(matcher, question, "was").odds == 1.0
    assert evidence(matcher, question, "when").odds < 0.5


def test_what_one_odd_phrasing_of_a_hundred_asks_is_not_asked_for() -> None:
    fact = BASE.facts["refused"]
    usual = tuple(f"Was the ship number {number} refused a licence?" for number in range(2, 112))
    for odd, is_wrong in ((1, True), (3, False)):
        phrasings = (*usual, *("why was it refused", "why did they refuse", "why the refusal")[:odd])
        matcher = Answerer(replace(BASE, facts={fact.id: replace(fact, questions={"en": phrasings})})).matcher
        assert evidence(matcher, "Why was the ship refused a licence?", fact.id).wrong_answer_type is is_wrong


def test_a_misspelt_question_word_may_be_any_that_it_is_near_to() -> None:
    fact = BASE.facts["refused"]
    where = replace(fact, id="where", questions={"en": ("Where was the licence refused?",)})
    matcher = Answerer(replace(BASE, facts={**BASE.facts, "where": where})).matcher
    similar = matcher.query(matcher.read("wher was the licence refused", "en"), matcher.index.ranker).similar
    assert {"@when", "@where"} <= {key for keys in similar.values() for key in keys}


def test_of_names_side_by_side_any_may_be_the_one_who_does_it() -> None:
    fact = BASE.facts["rejected"]
    asked = replace(fact, questions={"en": ("Did the Transport Court reject the complaints?",)})
    matcher = Answerer(replace(BASE, facts={fact.id: asked})).matcher
    for question, other_agent in (
        ("Did the Transport Court Norland reject the complaints?", False),
        ("Did Helen Marsh reject the complaints?", True),
    ):
        assert evidence(matcher, question, fact.id).other_agent is other_agent


@pytest.mark.parametrize(
    ("other", "guard"),
    [
        (Match("refused", 0.1, coverage=0.75), "fuller_rival"),
        (Match("refused", 0.1, coverage=0.65), None),
        (Match("refused", 0.01, coverage=0.75), None),
    ],
)
def test_a_likely_fact_that_has_more_of_the_question_makes_the_first_no_answer(other: Match, guard: str | None) -> None:
    question = ANSWERER.matcher.read("why was the licence refused", "en")
    for overlap, expected in ((0.8, guard), (1.0, None)):
        first = Match("why-refused", 0.8, overlap, coverage=0.6)
        stopped = first_guard(question, FactRanking((first, other), threshold=0.5))
        assert (stopped.name if stopped else None) == expected


@pytest.mark.parametrize(
    "question", ["Who knows Helen Marsh and the Transport Court?", "Who worked for Helen Marsh at the Transport Court?"]
)
def test_that_a_fact_has_the_names_of_a_question_makes_it_no_answer(question: str) -> None:
    answer = ANSWERER.answer(question)
    assert isinstance(answer, Suggestions)
    assert answer.matches[0].fact_id == "complaints"


def test_a_question_in_words_that_are_merely_near_is_offered_its_fact() -> None:
    answer = ANSWERER.answer("reason for denying Aurora a permit")
    assert isinstance(answer, Suggestions)
    assert answer.matches[0].fact_id == "why-refused"


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Why did Freedonia refuse the licence?", "Freedonia"),
        ("How many complaints did Peter Marlowe file?", "Marlowe"),
        ("Why were 13 complaints rejected?", "13"),
        ("Was the licence refused on 4 May 2019?", "4 May 2019"),
        ("Was the licence refused in 2018?", "2018"),
        ("how many complaints did putin file", "putin"),
    ],
)
def test_a_name_number_or_date_that_the_documents_lack_is_never_answered_but_named(question: str, term: str) -> None:
    answer = ANSWERER.answer(question)
    assert found(answer) is None
    assert any(term in mentioned for mentioned in answer.not_mentioned), answer


def test_an_unlisted_word_in_small_letters_may_be_no_name_and_is_not_named_but_not_answered_either() -> None:
    answer = ANSWERER.answer("why did freedonia refuse the licence")
    assert found(answer) is None
    assert answer.not_mentioned == ()


def test_a_question_is_answered_in_spite_of_slips_but_a_word_that_is_but_guessed_gives_a_choice() -> None:
    assert found(ANSWERER.answer("how many complaimts did helen marsh file")) == "complaints"
    guessed = ANSWERER.answer("When was the licence qexuked?")
    assert isinstance(guessed, Suggestions), guessed
    assert guessed.matches[0].fact_id == found(ANSWERER.answer("When was the licence refused?")) == "when-refused"


def test_a_name_of_the_case_that_the_fact_lacks_is_not_answered() -> None:
    assert found(ANSWERER.answer("Why did Helen Marsh refuse the licence?")) is None


def test_a_negated_question_does_not_get_the_fact_of_its_opposite() -> None:
    assert found(ANSWERER.answer("Why did the Harbour Office not refuse the licence?")) is None


def test_a_question_that_no_phrasing_of_the_fact_asks_is_not_answered_by_it() -> None:
    assert found(ANSWERER.answer("How many complaints did the court reject?")) != "rejected"


def test_a_question_how_long_is_not_answered_by_what_happened() -> None:
    for question, is_wrong in (
        ("How long was Aurora's licence refused?", True),
        ("Was Aurora's licence refused?", False),
    ):
        assert evidence(ANSWERER.matcher, question, "refused").wrong_answer_type is is_wrong


def test_a_word_of_another_language_that_looks_the_same_does_not_count_as_a_facts_own() -> None:
    fact = BASE.facts["why-refused"]
    questions = {**fact.questions, "uk": (*fact.questions["uk"], "чий наказ відмовити в ліцензії")}
    matcher = Answerer(replace(BASE, facts={fact.id: replace(fact, questions=questions)})).matcher
    russian, ukrainian = (
        evidence(matcher, text, fact.id, code)
        for text, code in (("наказ о лицензии", "ru"), ("наказ про ліцензії", "uk"))
    )
    assert max(russian.uncovered_unknown, russian.uncovered_elsewhere) > 0.2
    assert max(ukrainian.uncovered_unknown, ukrainian.uncovered_elsewhere) == 0.0


def test_words_of_the_documents_alone_give_passages_marked_with_their_place() -> None:
    answer = ANSWERER.answer("Tell me about the crew that repaired the hull in winter")
    assert isinstance(answer, Excerpts)
    assert answer.passages[0].id == "note:3"


def test_a_question_off_the_case_is_unknown() -> None:
    assert isinstance(ANSWERER.answer("how do I bake sourdough bread"), Unknown)


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("3 May 2019", ("refused", "when-refused")),
        ("what happened on 03.05.2019?", ("refused", "when-refused")),
        ("июнь 2019", ("rejected",)),
        ("що сталося у червні 2019 року", ("rejected",)),
        ("2019", ("refused", "when-refused", "rejected")),
        ("what happened in 1999", ()),
    ],
)
def test_a_question_about_a_date_gives_the_facts_of_that_time_in_order(question: str, facts: tuple[str, ...]) -> None:
    answer = ANSWERER.answer(question)
    assert isinstance(answer, Timeline)
    assert answer.facts == facts


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("hello", "greeting"),
        ("Thanks a lot!", "thanks"),
        ("привет", "greeting"),
        ("щиро дякую", "thanks"),
        ("спасибо большое", "thanks"),
        ("bye", "farewell"),
    ],
)
def test_small_talk_is_no_question(question: str, topic: str) -> None:
    answer = ANSWERER.answer(question)
    assert isinstance(answer, Act)
    assert answer.act == topic


def test_a_greeting_before_a_question_does_not_hide_it() -> None:
    assert found(ANSWERER.answer("Hello! Why did the Harbour Office refuse the licence?")) == "why-refused"


@pytest.mark.parametrize(
    ("question", "fact"), [("why?", "why-refused"), ("when?", "when-refused"), ("and why was that?", "why-refused")]
)
def test_a_short_question_is_read_in_the_light_of_the_last_answer(question: str, fact: str) -> None:
    assert found(ANSWERER.answer(question, context=("refused",))) == fact


@pytest.mark.parametrize(
    ("question", "period", "facts"),
    [
        ("and the month after?", "2019-06", ("rejected",)),
        ("and the year before?", "2018", ()),
        ("а месяцем позже?", "2019-06", ("rejected",)),
        ("а наступного місяця?", "2019-06", ("rejected",)),
    ],
)
def test_the_time_beside_the_date_last_told_is_understood(question: str, period: str, facts: tuple[str, ...]) -> None:
    answer = ANSWERER.answer(question, context=("when-refused",))
    assert isinstance(answer, Timeline)
    assert (answer.period.text, answer.facts) == (period, facts)


@pytest.mark.parametrize(
    ("question", "fact"), [("why?", "why-refused"), ("but why?", "why-refused"), ("when?", "when-refused")]
)
def test_an_answer_is_repeated_rather_than_followed_by_a_fact_that_does_not_fit(question: str, fact: str) -> None:
    assert found(ANSWERER.answer(question, context=(fact,))) == fact


@pytest.mark.parametrize("question", ["why?", "when?", "и когда?", "чому?"])
def test_without_a_last_answer_a_short_question_is_not_guessed(question: str) -> None:
    assert found(ANSWERER.answer(question)) is None


def test_a_new_subject_is_not_dragged_back_to_the_last_answer() -> None:
    assert found(ANSWERER.answer("who rejected the complaints?", context=("refused",))) == "rejected"


def test_the_reply_follows_the_given_language_and_else_the_script() -> None:
    assert ANSWERER.answer("Почему отказали в лицензии?", language="en").language == "en"
    assert ANSWERER.answer("Чому відмовили в ліцензії?").language == "uk"
    assert ANSWERER.answer("12345").language == "en"


@pytest.mark.parametrize(
    "hostile",
    [
        "😀" * 65_536,
        "\x00\x1b" * 30_000,
        "<b>" * 20_000,
        "a" + "\u0301" * 60_000,
        "\u202e" * 60_000,
        "\ud800" * 60_000,
        "",
        "?",
    ],
    ids=["emoji", "control", "html", "marks", "bidi", "surrogates", "empty", "mark"],
)
def test_hostile_text_gets_no_fact_even_after_an_answer(hostile: str) -> None:
    answer = ANSWERER.answer(hostile, context=("refused",))
    assert isinstance(answer, Unknown | Act)
    assert not asserted_facts(answer)


def test_a_lead_in_does_not_hide_the_question() -> None:
    question = "I am preparing a talk on shipping law. Why did the Harbour Office refuse the licence?"
    assert found(ANSWERER.answer(question)) == "why-refused"


@given(st.text(max_size=600))
def test_no_text_raises_and_every_score_is_between_0_and_1(text: str) -> None:
    answer = ANSWERER.answer(text, context=("refused",))
    if isinstance(answer, Found | Suggestions):
        assert all(0.0 <= match.score <= 1.0 for match in answer.matches)
        assert len(answer.matches) <= 5


@given(st.permutations(["licence", "refused", "Aurora", "safety"]))
def test_the_same_question_always_gets_the_same_answer(parts: list[str]) -> None:
    question = " ".join(parts)
    assert ANSWERER.answer(question) == Answerer(BASE).answer(question)
