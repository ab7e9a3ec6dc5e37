"""Quotes and sources are whole, or cut with a mark; a copied citation fits and leads to its source."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.citations import copy_quote, neighbours
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
def test_a_copied_quote_fits_and_is_whole_where_it_can_be(quote: str, times: int) -> None:
    base = base_of("s", (quote + " ") * times + "end", "A title", "https://example.org/note")
    citation = base.facts["f"].citations[0]
    copied = copy_quote(citation)
    assert units(copied) <= COPY_LIMIT
    assert copied == citation.quote or copied.endswith("[…]")


def test_every_quote_of_the_case_is_copied_whole_up_to_the_limit() -> None:
    for fact in BASE.facts.values():
        quote = fact.citations[0].quote
        copied = render_fact(fact, BASE, "en").buttons[1][0].copy
        assert copied == quote if units(quote) <= COPY_LIMIT else copied[:200] == quote[:200]


def test_the_context_of_a_passage_is_its_neighbours_in_the_document() -> None:
    fact = BASE.facts["uk-reply-words"]
    around = neighbours(fact.citations[0], BASE.documents[fact.citations[0].document_id])
    assert [passage.number for passage in around] == list(range(around[0].number, around[0].number + 3))
    assert fact.citations[0].quote in around[1].text
