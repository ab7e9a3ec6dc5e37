"""Quotes and sources are whole, or cut with a mark; a copied citation fits and leads to its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.citations import copy_citation, neighbours
from handlers.replies.facts import render_fact
from handlers.replies.fitting import COPY_LIMIT, units
from tests.handlers.replies.bases import BASE, TEXTS, base_of, check


def test_a_quote_that_does_not_fit_is_cut_with_a_mark_and_keeps_its_source() -> None:
    quote = "word " * 3000 + "end."
    base = base_of("The note says so.", quote, "A title", "https://example.org/")
    text = check(render_fact(base.facts["f"], base, "en"))
    assert "[…]" in text
    assert "A title" in text
    assert "2 May 2020" in text
    assert units(text) > 3000


@given(TEXTS, st.integers(0, 400))
def test_a_copied_citation_keeps_title_date_and_link(quote: str, times: int) -> None:
    base = base_of("s", (quote + " ") * times + "end", "A title", "https://example.org/note")
    copied = copy_citation(base.facts["f"].citations[0], base)
    assert units(copied) <= COPY_LIMIT
    for part in ("A title", "2020-05-02", "https://example.org/note"):
        assert part in copied


def test_every_citation_of_the_case_can_be_copied_with_its_link() -> None:
    for fact in BASE.facts.values():
        for citation in fact.citations:
            copied = copy_citation(citation, BASE)
            assert units(copied) <= COPY_LIMIT
            assert BASE.documents[citation.document_id].url in copied
            assert "2012-07-02" in copied
            assert "UK Authorities Refused" in copied


def test_the_context_of_a_passage_is_its_neighbours_in_the_document() -> None:
    fact = BASE.facts["uk-reply-words"]
    around = neighbours(fact.citations[0], BASE.documents[fact.citations[0].document_id])
    assert [passage.number for passage in around] == list(range(around[0].number, around[0].number + 3))
    assert fact.citations[0].quote in around[1].text


def test_a_link_too_long_to_copy_is_left_out_whole() -> None:
    base = base_of("s", "the quote", "A title", "https://example.org/" + "x" * 240)
    copied = copy_citation(base.facts["f"].citations[0], base)
    assert copied == "“the quote” — A title, 2020-05-02"


@pytest.mark.parametrize("length", [100, 150, 190])
def test_a_long_link_is_copied_whole_with_the_date_and_the_beginning_of_the_title(length: int) -> None:
    url = "https://example.org/" + "x" * (length - 20)
    base = base_of("s", "the quote " * 30, "A title of many words " * 20, url)
    copied = copy_citation(base.facts["f"].citations[0], base)
    assert units(copied) <= COPY_LIMIT
    for part in ("A title of", "2020-05-02", url):
        assert part in copied
