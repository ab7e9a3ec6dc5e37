"""Quotes and sources are whole, or cut with a mark; a copied citation fits and leads to its source."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.citations import copy_quote, neighbours
from handlers.replies.facts import render_fact
from handlers.replies.fitting import COPY_LIMIT, units
from knowledge.model import KnowledgeBase
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


@pytest.mark.parametrize(
    ("language", "mark"),
    [
        ("en", "Unofficial translation, by the editors of this case:"),
        ("ru", "Неофициальный перевод составителей этого дела:"),
        ("uk", "Неофіційний переклад упорядників цієї справи:"),
    ],
)
def test_a_translation_stands_marked_below_the_quote_which_stays_as_it_is(language: str, mark: str) -> None:
    base = with_translation({language: "Ours & <not> theirs"})
    text = render_fact(base.facts["f"], base, language).html
    quote, translation, source = text.index("<blockquote"), text.index(mark), text.index("A title")
    assert quote < translation < source
    assert "Word for word.</blockquote>" in text
    assert f"<i>{mark}</i> Ours &amp; &lt;not&gt; theirs" in text
    assert copy_quote(base.facts["f"].citations[0]) == "Word for word."


def test_who_reads_in_another_language_gets_no_translation() -> None:
    base = with_translation({"ru": "Перевод"})
    assert "Перевод" not in render_fact(base.facts["f"], base, "en").html


def test_a_long_translation_leaves_room_for_the_quote() -> None:
    base = with_translation({"ru": "слово " * 3000}, "word " * 3000 + "end.")
    text = check(render_fact(base.facts["f"], base, "ru"))
    assert text.count("word") > 200
    assert text.count("слово") > 100
    assert "A title" in text


def with_translation(translation: dict[str, str], quote: str = "Word for word.") -> KnowledgeBase:
    """Return a base with one fact, whose quote has a translation."""
    base = base_of("The note says so.", quote, "A title", "https://example.org/")
    fact = base.facts["f"]
    citation = replace(fact.citations[0], translation=translation)
    return replace(base, facts={"f": replace(fact, citations=(citation,))})


def test_the_context_of_a_passage_is_its_neighbours_in_the_document() -> None:
    fact = BASE.facts["uk-reply-words"]
    around = neighbours(fact.citations[0], BASE.documents[fact.citations[0].document_id])
    assert [passage.number for passage in around] == list(range(around[0].number, around[0].number + 3))
    assert fact.citations[0].quote in around[1].text
