"""A fact is shown whole, with who says it, its date and its sources."""

from dataclasses import replace
from html import escape

import pytest

from handlers.replies.answers import render_answer
from handlers.replies.facts import render_fact
from handlers.texts import say
from knowledge.edtf import parse_edtf
from knowledge.model import Change
from tests.handlers.replies.bases import BASE, LANGUAGES, base_of, check
from tests.support.shipped import shipped_answerer


@pytest.mark.parametrize(
    ("language", "lead"),
    [("en", "As of 2 July 2012:"), ("ru", "По состоянию на 2 июля 2012 г.:"), ("uk", "Станом на 2 липня 2012 р.:")],
)
def test_how_things_stand_is_told_with_the_date_of_the_document(language: str, lead: str) -> None:
    assert check(render_fact(BASE.facts["grin-office"], BASE, language)).startswith(lead)
    assert lead not in check(render_fact(BASE.facts["conclusions-rejected"], BASE, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_of_the_case_is_told_whole_with_its_sources(language: str) -> None:
    for fact in BASE.facts.values():
        reply = render_fact(fact, BASE, language)
        text = check(reply)
        assert fact.statement[language] in text.partition("\n")[0]
        assert text.count("Hermitage Capital") == 1 + fact.statement[language].count("Hermitage Capital"), text
        for citation in fact.citations:
            document = BASE.documents[citation.document_id]
            assert citation.quote in text
            assert document.title in text
            assert document.publisher in text
            assert document.url in reply.html
        if fact.derived:
            assert fact.derived[language] in text
        assert reply.facts == (fact.id,)


def test_who_says_it_is_told_where_somebody_else_published_it() -> None:
    base = base_of("The pier", "the quote", "A title", "https://example.org/")
    assert "Says: The pier" in check(render_fact(base.facts["f"], base, "en"))
    own = replace(base.documents["d"], publisher="The Pier")
    assert "Says:" not in check(render_fact(base.facts["f"], replace(base, documents={"d": own}), "en"))


@pytest.mark.parametrize(
    ("language", "name", "statement", "is_told"),
    [
        ("en", "Rose Baker", "Rose Baker testified that the alarm was broken.", False),
        ("en", "the Harbour Office", "The Harbour Office said on Monday that it is shut.", True),
        ("en", "the Harbour Office", "The Harbour Office says that it is shut.", False),
        ("ru", "Денис Жуков", "Денис Жуков объяснил, что запер дверь.", False),
        ("uk", "Денис Жуков", "Денис Жуков пояснив, що замкнув двері.", False),
        ("en", "Rose Baker", "Rose Baker was born in 1970.", True),
        ("en", "Rose", "Rosemary said that it is shut.", True),
        ("ru", "Павел Громов", "Инженер Громов доложил, что заметил трещину.", True),
    ],
)
def test_who_says_it_is_told_once_where_the_statement_begins_with_it(
    language: str, name: str, statement: str, is_told: bool
) -> None:
    base = base_of(statement, "the quote", "A title", "https://example.org/")
    asserter = replace(base.names[base.facts["f"].asserted_by], label={language: name})
    fact = replace(base.facts["f"], statement={language: statement})
    base = replace(base, case=replace(base.case, names=(asserter,)), facts={"f": fact})
    text = check(render_fact(fact, base, language))
    assert (say(language, "asserted_by", name=name) in text) == is_told


@pytest.mark.slow
def test_a_date_that_was_worked_out_is_marked_in_lists_and_explained_in_its_fact() -> None:
    listed = check(render_answer(shipped_answerer().answer("27 July 2011"), BASE))
    assert "27 July 2011 (worked out) The press release says" in listed
    told = check(render_fact(BASE.facts["visa-bans-date"], BASE, "en"))
    assert "The date is worked out, not stated outright. The press release says" in told


def test_a_corrected_fact_says_what_changed_and_a_withdrawn_one_says_nothing_else() -> None:
    fact = next(iter(BASE.facts.values()))
    note = dict.fromkeys(BASE.case.languages, "The document gives another date.")
    corrected = render_fact(replace(fact, change=Change(parse_edtf("2020-02-03"), "corrected", note)), BASE, "en")
    assert "Corrected on 3 February 2020. The document gives another date." in corrected.html
    assert escape(fact.citations[0].quote[:30]) in corrected.html
    withdrawn = render_fact(replace(fact, change=Change(parse_edtf("2020-02-03"), "withdrawn", note)), BASE, "en")
    assert "withdrawn on 3 February 2020" in withdrawn.html
    assert escape(fact.statement["en"][:30]) not in withdrawn.html
    assert withdrawn.buttons == ()
