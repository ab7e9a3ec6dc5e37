"""A fact can be cited as text, in APA style and in BibTeX, with a link that opens it."""

from dataclasses import replace

import pytest

from handlers.replies.citing import render_citing
from knowledge.edtf import parse_edtf
from tests.handlers.replies.bases import BASE, LANGUAGES, base_of, changed_base, check

LINK = "https://t.me/casewire_bot?start=fact_f"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_of_the_case_can_be_cited_in_each_form(language: str) -> None:
    for fact in BASE.facts.values():
        text = check(render_citing(fact, BASE, language, LINK))
        document = BASE.documents[fact.citations[0].document_id]
        assert f"“{fact.citations[0].quote}” — {document.title}, Hermitage Capital, 2 " in text
        assert f"Hermitage Capital. (2012, July 2). {document.title}. {document.url}" in text
        assert f"@online{{{document.id}," in text
        assert "author = {{Hermitage Capital}}" in text
        assert "date = {2012-07-02}" in text
        assert text.endswith(LINK)


@pytest.mark.parametrize(
    ("date", "apa"),
    [
        ("2012-07-02", "2012, July 2"),
        ("2012-07", "2012, July"),
        ("2012", "2012"),
        ("2012~", "ca. 2012"),
        ("2011/2012", "2011–2012"),
    ],
)
def test_a_date_is_written_as_the_manual_has_it(date: str, apa: str) -> None:
    base = base_of("s", "the quote", "A title.", "")
    document = replace(base.documents["d"], date=parse_edtf(date))
    base = replace(base, documents={"d": document})
    assert f"P & Sons. ({apa}). A title.\n" in check(render_citing(base.facts["f"], base, "en", LINK))


def test_what_tex_would_take_for_a_sign_of_its_own_is_escaped() -> None:
    base = base_of("s", "the quote", "50 % of A_B {x} #1 \\ ^~", "https://example.org/a_b?c=1&d=2")
    text = check(render_citing(base.facts["f"], base, "en", LINK))
    assert r"title = {{50 \% of A\_B \{x\} \#1 \textbackslash{} \^{}\~{}}}" in text
    assert r"author = {{P \& Sons}}" in text
    assert "url = {https://example.org/a_b?c=1&d=2}" in text, "addresses are taken as they are"


def test_long_texts_are_cut_and_a_link_is_whole_or_not_there() -> None:
    base = base_of("s", "<quote> & " * 900, "A title & " * 300, "https://example.org/" + "x" * 900)
    text = check(render_citing(base.facts["f"], base, "en", LINK))
    assert "[…]" in text
    assert "example.org" not in text


def test_what_was_withdrawn_is_not_cited() -> None:
    base = changed_base("withdrawn")
    text = check(render_citing(base.facts["f"], base, "en", LINK))
    assert "withdrawn" in text
    assert "BibTeX" not in text
