"""Phrasings that are proposed without a model are what people would type, in each language."""

from dataclasses import replace

import pytest

from knowledge.edtf import parse_edtf
from knowledge.matching.matcher import Matcher
from knowledge.phrasing.clauses import clause_of, counted, inverted, provision_of, undated
from knowledge.phrasing.replies import read_reply
from knowledge.phrasing.synonyms import with_synonyms
from knowledge.phrasing.targets import targets_of
from knowledge.phrasing.templates import as_yaml, propose
from tests.knowledge.harbour import harbour


@pytest.mark.parametrize(
    ("language", "statement", "clause"),
    [
        ("en", "The note says that the office closed the pier.", "the office closed the pier"),
        ("en", "The harbour office closed the pier: it was not safe.", "the harbour office closed the pier"),
        ("en", "The board says that the ferry hit the rocks, two miles short of port.", "the ferry hit the rocks"),
        ("en", "The clinic says that it ended its contract in May.", ""),  # who is "it"?
        ("en", "The court says that it dismissed on 2 July, for lack of evidence, the complaint.", ""),
        ("en", "The note calls it closed.", "the note calls it closed"),
        ("ru", "В записке говорится, что управление порта закрыло пирс.", "управление порта закрыло пирс"),
        ("ru", "Управление порта закрыло северный пирс; он опасен.", "управление порта закрыло северный пирс"),
        ("uk", "У записці йдеться, що управління порту закрило пірс.", "управління порту закрило пірс"),
    ],
)
def test_a_clause_is_what_is_reported(language: str, statement: str, clause: str) -> None:
    assert clause_of(statement, language) == clause


@pytest.mark.parametrize(
    ("clause", "question"),
    [
        ("the pier was closed in May", "was the pier closed in May"),
        ("the office closed the pier", "did the office close the pier"),
        ("Marsh filed 12 complaints", "did Marsh file 12 complaints"),
        ("the office denied the claim", "did the office deny the claim"),
        ("the office gave a reason", "did the office give a reason"),
        ("seven people died and 41 were hurt", "did seven people die and 41 were hurt"),
        ("officers involved in it have been promoted", ""),
        ("the company accepts three points addressed to it", ""),
        ("in May the office closed the pier", ""),
        ("the pier was not closed", ""),
    ],
)
def test_a_clause_is_turned_round_only_where_its_verb_is_certain(clause: str, question: str) -> None:
    assert inverted(clause, "en") == question


def test_a_clause_loses_its_date_with_the_preposition_if_it_is_the_date_of_the_fact() -> None:
    date = parse_edtf("2019-05-03")
    assert undated("the pier was closed on 3 May 2019", "en", date) == "the pier was closed"
    assert undated("пирс закрыт 3 мая 2019 года", "ru", date) == "пирс закрыт"
    assert undated("у травні 2019 року пірс закрито", "uk", date) == "пірс закрито"
    assert undated("it was refused under the 1959 convention", "en", date) == ""


def test_what_is_counted_is_found_with_its_adjectives() -> None:
    assert [noun for noun, _ in counted("the board makes nine interim recommendations", "en")] == [
        "interim recommendations"
    ]
    assert list(counted("212 people were on board the ferry", "en")) == [("people", "people were on board the ferry")]
    assert [noun for noun, _ in counted("семья подала 30 жалоб", "ru")] == ["жалоб"]
    assert [noun for noun, _ in counted("семья подала 3 жалобы", "ru")] == []  # "сколько жалобы" is no Russian
    assert [noun for noun, _ in counted("the pier was closed on 1 May 2020", "en")] == []


def test_a_rule_is_asked_for_by_its_kind() -> None:
    found = provision_of("It was opened under section 14 of the Act.", "en")
    assert found is not None
    assert found[0] == "Under which section"
    assert provision_of("По статье 81 кодекса", "ru") == ("По какой статье", 0)
    assert provision_of("The office closed the pier.", "en") is None


def test_a_word_is_replaced_by_one_in_its_own_form_that_is_not_its_opposite() -> None:
    found = list(with_synonyms("Кто отклонил жалобу?", "ru"))
    assert all(text.startswith("Кто ") and "приня" not in text for text in found)
    assert "Why did the UK refuse the offer?" not in list(with_synonyms("Why did the UK accept the offer?", "en"))


def test_proposals_have_the_languages_of_the_statement_and_read_as_a_reply() -> None:
    base = harbour()
    said = {
        "en": "The note says that Captain Helen Marsh filed 12 complaints with the Transport Court.",
        "ru": "В записке говорится, что Хелен Марш подала 12 жалоб.",
        "uk": "У записці йдеться, що Гелен Марш подала 12 скарг.",
    }
    fact = replace(base.facts["complaints"], statement=said)
    proposals = list(propose(Matcher(base), [fact]))
    texts = {language: {one.text for one in proposals if one.language == language} for language in said}
    assert {"How many complaints?", "Did Captain Helen Marsh file 12 complaints with the Transport Court?"} <= texts[
        "en"
    ]
    assert {"Сколько жалоб?", "Правда ли, что Хелен Марш подала 12 жалоб?", "жалоб подала Марш"} <= texts["ru"]
    assert {"Скільки скарг?", "Чи правда, що Гелен Марш подала 12 скарг?"} <= texts["uk"]
    added = {"complaints": {"en": ["number: of complaints", "no"], "ru": ["Сколько?"]}}
    read = read_reply(as_yaml(added), targets_of(base))
    assert [(one.language, one.text) for one in read] == [
        ("en", "number: of complaints"),
        ("en", "no"),
        ("ru", "Сколько?"),
    ]
