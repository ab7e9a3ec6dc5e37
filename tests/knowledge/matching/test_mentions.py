"""The documents are never said to lack what they have, and are said to lack a made-up person, number or date."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Found, Nearest, Suggestions
from knowledge.casefile.loading import load
from knowledge.language.date_finder import find_dates
from knowledge.language.declension import forms_of_name
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind
from knowledge.language.tokenizer import tokenize
from knowledge.model import KnowledgeBase, Passage
from tests.knowledge.harbour import harbour
from tests.support.shipped import shipped_answerer

FRAMES = {
    "en": ("Did {} say why?", "what about {}?", "Who told {} about the weather in Berlin?", "{} refused?"),
    "ru": ("Что сделал {} потом?", "а что {}?", "Кто рассказал {} о погоде?", "{} отказал?"),
    "uk": ("Що зробив {} потім?", "а що {}?", "Хто розповів {} про погоду?", "{} відмовив?"),
}
CASES = Path(__file__).parents[2] / "cases"
ANSWERERS = {"harbour": cache(lambda: Answerer(harbour())), "shipped": shipped_answerer} | {
    name: cache(lambda name=name: Answerer(load(CASES / name))) for name in ("dam", "ferry", "museum")
}
EACH = ("harbour", *(pytest.param(name, marks=pytest.mark.slow) for name in ("dam", "ferry", "museum", "shipped")))


def absent(who: Answerer, question: str) -> tuple[str, ...]:
    """Return what the documents are said to lack of a question, however it is answered."""
    return who.mentions.absent(who.matcher.read(*who.take_in(question)))


def texts(base: KnowledgeBase) -> Iterator[tuple[str, str]]:
    for document in base.documents.values():
        yield document.language, document.text
    for fact in base.facts.values():
        yield from fact.statement.items()
    for name in base.case.names:
        yield from name.label.items()


def words(base: KnowledgeBase) -> list[tuple[str, str]]:
    """Return the distinct words, names and numbers of all texts as they are written, each with its language."""
    return list(
        dict.fromkeys(
            (language, token.surface) for language, text in texts(base) for token in tokenize(clean(text), language)
        )
    )


@pytest.mark.parametrize("name", EACH)
@pytest.mark.parametrize("written", [str, str.lower, str.capitalize])
def test_no_word_or_number_of_a_text_is_ever_said_to_be_absent(name: str, written: Callable[[str], str]) -> None:
    who = ANSWERERS[name]()
    lacked = {}
    for language, word in words(who.matcher.index.base):
        for frame in FRAMES[language]:
            missing = absent(who, frame.format(written(word)))
            if any(word.casefold() in one.casefold() for one in missing):
                lacked[frame.format(written(word))] = missing
    assert lacked == {}


@pytest.mark.parametrize("name", EACH)
def test_no_form_of_a_name_of_the_case_is_ever_said_to_be_absent(name: str) -> None:
    who = ANSWERERS[name]()
    forms = {
        (language, form.title())
        for one in who.matcher.index.base.case.names
        for language in {"ru", "uk"} & one.label.keys()
        for token in tokenize(clean(one.label[language]), language)
        if token.capitalised and len(token.word) > 1
        for form in forms_of_name(token.word)
    }
    asked = [FRAMES[language][0].format(form) for language, form in sorted(forms)]
    assert {question: missing for question in asked if (missing := absent(who, question))} == {}


@pytest.mark.parametrize("name", EACH)
def test_no_date_of_a_text_is_ever_said_to_be_absent_in_any_way_to_write_it(name: str) -> None:
    who = ANSWERERS[name]()
    base = who.matcher.index.base
    found = (date.date for _, text in texts(base) for date in find_dates(clean(text)))
    dates = (*found, *(fact.date for fact in base.facts.values()), *(one.date for one in base.documents.values()))
    days = {date.first for date in dates if date and date.first == date.last}
    assert days
    digits, words = "{0.day}.{0.month:02}.{0.year}", "{0:%B} {0.day}, {0.year}"
    ways = (digits, words, "{0:%d %B %Y}", "{0.year}-{0.month:02}-{0.day:02}")
    asked = [f"Was it refused on {way.format(day)}?" for day in days for way in (*ways, "{0:%B} {0.year}", "{0.year}")]
    assert {question: missing for question in asked if (missing := absent(who, question))} == {}


def document(text: str, language: str = "en") -> KnowledgeBase:
    """Return the base of the tests with one document more."""
    base = harbour()
    more = replace(
        next(iter(base.documents.values())),
        id="more",
        text=text,
        language=language,
        passages=(Passage("more", 1, 0, len(text), text),),
    )
    return replace(base, documents={**base.documents, "more": more})


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        ("en", "The list was made in Helsinki by Browder and Gemma Allisson.", "Кто составил список в Хельсинки?"),
        ("en", "The list was made in Helsinki by Browder and Gemma Allisson.", "Что сказал Браудер?"),
        ("en", "The list was made in Helsinki by Browder and Gemma Allisson.", "Что знает Джемма Эллисон?"),
        ("en", "The list was made in Helsinki by Browder and Gemma Allisson.", "Was Gemma Alison there?"),
        ("en", "Switzerland froze the accounts.", "Что сделала Швейцария?"),
        ("en", "Mr Johnson met the Tibetan monks.", "Кого видел Джонсон?"),
        ("en", "Mr Johnson met the Tibetan monks.", "Who is from Tibet?"),
        ("ru", "Во вторник Петров видел Тимофееву в Житомире.", "Did Petrov see Timofeeva?"),
        ("ru", "Во вторник Петров видел Тимофееву в Житомире.", "Кто обвинил Петрова?"),
        ("ru", "Во вторник Петров видел Тимофееву в Житомире.", "Что решил Житомирский суд?"),
        ("uk", "У Харкові судили Олега та Ольгу.", "Хто приїхав до Харкова?"),
        ("uk", "У Харкові судили Олега та Ольгу.", "Що зробили Ользі?"),
        ("en", "It cost 12,500 dollars, twenty-five times 3.4 million.", "Who paid 12 500 dollars?"),
        ("en", "It cost 12,500 dollars, twenty-five times 3.4 million.", "Были ли там 25 человек?"),
        ("en", "It cost 12,500 dollars, twenty-five times 3.4 million.", "Who got 3,400,000?"),
        ("ru", "Семнадцатого числа пришли двадцать три человека.", "Кто пришёл 17-го?"),
        ("ru", "Семнадцатого числа пришли двадцать три человека.", "Куда пришли 23 человека?"),
        ("en", "In 2009, on 16 November, he died; the trial went on in March 2013.", "What was on 16 November 2009?"),
        ("en", "In 2009, on 16 November, he died; the trial went on in March 2013.", "What was on 5 March 2013?"),
        ("ru", "Сидел с 3 апреля по 9 апреля 2012 г.", "Кто сидел 5 апреля 2012 года?"),
    ],
)
def test_what_a_document_has_in_another_form_is_not_said_to_be_absent(language: str, text: str, question: str) -> None:
    before, after = Answerer(harbour()), Answerer(document(text, language))
    assert absent(after, question) == (), absent(before, question)


@pytest.mark.parametrize(
    "question",
    [
        "hello my dear friend",
        "Hi. Thanks! Lemme ask: whaddup?",
        "wtf does the beautiful umbrella cost",
        "Did the Supreme Court rule on Monday?",
        "Did the EU and NATO announce it?",
        "Did the French embassy refuse?",
        "Виправдано. Доручили? Надійшла!",
        "Долучили до справи пообіцяне вночі?",
        "Верховный Суд отменил приговор?",
        "К кому обращались с жалобой?",
        "Кому французы отказали в понедельник?",
        "Сказал ли это г-н судья?",
        "How do I make borscht, two or 7 times?",
        "did passportless mumblecore happen",
    ],
)
def test_no_verb_noun_adjective_greeting_or_abbreviation_is_said_to_be_absent(question: str) -> None:
    assert absent(ANSWERERS["harbour"](), question) == ()


@pytest.mark.parametrize("name", ANSWERERS)
@pytest.mark.parametrize(
    ("question", "made_up"),
    [
        ("What did Barnaby Quillfeather say?", "Quillfeather"),
        ("who told putin about it", "putin"),
        ("Что сказал Аркадий Вздорнов?", "Вздорнов"),
        ("Что сказал Вздорнов?", "Вздорнов"),
        ("Що зробив Пантелеймон Заплюйсвічка?", "Заплюйсвічка"),
        ("Did they pay 87,654 dollars?", "87,654"),
        ("Кто получил 87 654 рубля?", "87 654"),
        ("Хто отримав 87654 гривні?", "87654"),
        ("What was signed on 17 August 1987?", "17 August 1987"),
        ("Что подписали 17 августа 1987 г.?", "17 августа 1987 г."),
        ("Що підписали 17.08.1987?", "17.08.1987"),
    ],
)
def test_a_made_up_person_number_or_date_is_said_to_be_absent(name: str, question: str, made_up: str) -> None:
    assert any(made_up.rstrip(".") in one for one in absent(ANSWERERS[name](), question))


def test_what_the_documents_have_but_no_near_fact_is_not_said_to_be_absent() -> None:
    answer = ANSWERERS["harbour"]().answer("Was the licence of Marsh refused?")
    assert isinstance(answer, Suggestions)
    assert answer.not_mentioned == ()
    assert answer.mentioned_elsewhere == ("Helen Marsh",)


@pytest.mark.parametrize("name", ["dam", "ferry", "museum"])
@given(st.data())
def test_nothing_of_a_text_is_said_to_be_absent_in_a_question_of_another_language(
    name: str, data: st.DataObject
) -> None:
    who = ANSWERERS[name]()
    _, word = data.draw(st.sampled_from(words(who.matcher.index.base)))
    _, beside = data.draw(st.sampled_from(words(who.matcher.index.base)))
    frame = data.draw(st.sampled_from([frame for frames in FRAMES.values() for frame in frames]))
    missing = absent(who, frame.format(f"{word} {beside}"))
    assert not any(one.casefold() in {word.casefold(), beside.casefold()} for one in missing)


@pytest.mark.parametrize(
    ("name", "question", "fact"),
    [
        ("shipped", "Who is Victor Grim?", "grin-office"),
        ("museum", "What did Clara Stivenson write?", "stevenson-report"),
        ("dam", "Что сфотографировал Глеб Волг?", "volk-photo"),
    ],
)
def test_a_misspelt_word_of_a_name_is_that_name(name: str, question: str, fact: str) -> None:
    answer = ANSWERERS[name]().answer(question)
    assert isinstance(answer, Found | Nearest), answer
    assert answer.matches[0].fact_id == fact


@pytest.mark.parametrize("question", ["Что нарисовал Роман Лебедев?", "Кто такой Глеб Волков?"])
def test_another_surname_of_the_same_root_is_somebody_else(question: str) -> None:
    assert not isinstance(ANSWERERS["dam"]().answer(question), Found | Nearest)


def test_the_documents_mention_whom_a_made_up_question_names_though_not_that() -> None:
    answer = shipped_answerer().answer("Was Browder tortured?")
    assert isinstance(answer, Suggestions)
    assert answer.mentioned_elsewhere == ("William Browder",)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("is Grin in London?", "United Kingdom"),
        ("есть ли Гринь в Лондоне", "Великобритания"),
        ("Гриня повысили?", "Виктор Гринь"),
        ("источники денег Браудера", "Уильям Браудер"),
        ("чи Гринь у Лондоні?", "Велика Британія"),
    ],
)
def test_a_name_of_the_case_is_mentioned_by_its_own_name_not_by_another_word_for_it(question: str, told: str) -> None:
    answer = shipped_answerer().answer(question)
    assert isinstance(answer, Suggestions)
    assert answer.mentioned_elsewhere == (told,)


def test_a_name_that_is_only_on_the_list_of_names_is_not_called_mentioned() -> None:
    who = ANSWERERS["harbour"]()
    (berg,) = [term for term in who.matcher.read("Helen Berg", "en").terms if term.kind is Kind.NAME]
    (marsh,) = [term for term in who.matcher.read("Helen Marsh", "en").terms if term.kind is Kind.NAME]
    assert [who.mentions.stated(term, "typed", "en") for term in (berg, marsh)] == ["", "Helen Marsh"]
