"""A passage is found by what a curator remembers of it, and the citation made of it stands in the document."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from knowledge.casefile.documents import locate, split_passages
from knowledge.citing.finding import Finding, find
from knowledge.citing.places import place_of
from knowledge.edtf import parse_edtf
from knowledge.model import Document, Provenance

TEXT = """# Judgment

THE FACTS

41. The harbour office closed the north pier on 1 May 2020. "Two of its forty piles are rotten," Dr. Tolley said.

## The ferry\f

42) The ferry to Gull
Island uses the south pier. It left at 12:30.

In 2021 the office closed the north pier again. The ferry to Gull Island uses the south pier.

Суд отменил решения и вернул дело.
"""


def document(text: str = TEXT) -> Document:
    passages = split_passages("judgment", text)
    return Document("judgment", "Judgment", parse_edtf("2021"), "The court", "en", "", "", text, passages)


def quotes(finding: Finding) -> list[str]:
    return [" ".join(one.citation.quote.split()) for one in finding.candidates]


def test_misspelt_words_in_another_order_find_the_sentence() -> None:
    found = find(document(), "tolley rottn pyles forty")
    assert found.is_found
    assert quotes(found) == ['"Two of its forty piles are rotten," Dr. Tolley said.']


def test_a_russian_sentence_is_found_by_other_forms_of_its_words() -> None:
    assert quotes(find(document(), "суды отменили решение")) == ["Суд отменил решения и вернул дело."]


def test_look_alikes_case_and_line_breaks_do_not_matter() -> None:
    wanted = "«TWO OF ITS\nforty рiles»"  # a Cyrillic letter
    assert find(document(), wanted).candidates[0].score == 100


def test_neither_a_number_nor_the_mark_of_a_heading_gets_into_the_quote() -> None:
    assert quotes(find(document(), "closed the north pier on 1 May")) == [
        "The harbour office closed the north pier on 1 May 2020."
    ]
    assert quotes(find(document(), "judgment")) == ["Judgment"]


def test_words_that_reach_over_two_sentences_bring_both() -> None:
    assert quotes(find(document(), "uses the south pier. It left")) == [
        "The ferry to Gull Island uses the south pier. It left at 12:30."
    ]


def test_no_more_than_the_words_if_the_curator_wants_no_more() -> None:
    assert quotes(find(document(), "forty pilse are rotten", whole=False)) == ["forty piles are rotten"]


def test_passages_that_may_be_meant_as_well_are_all_shown() -> None:
    found = find(document(), "ferry to Gull Island uses the south pier")
    assert [one.copies for one in found.candidates] == [2, 2]
    assert [place_of(one.citation, document()).number for one in found.candidates] == ["42", ""]


def test_what_is_not_there_is_not_found_but_the_nearest_is_known() -> None:
    found = find(document(), "the pier was painted green in winter")
    assert not found.is_found
    assert found.candidates
    assert not find(document(), " «» ").candidates


def test_a_citation_knows_its_page_paragraph_and_heading() -> None:
    first = find(document(), "forty piles").candidates[0]
    place = place_of(first.citation, document())
    assert (place.page, place.last_page, place.number, place.heading) == ("1", "1", "41", "THE FACTS")
    second = find(document(), "In 2021 the office closed").candidates[0]
    place = place_of(second.citation, document())
    assert (place.page, place.paragraph, place.number, place.heading) == ("2", 6, "", "The ferry")
    plain = document("One sentence.\n\nAnother one.")
    place = place_of(find(plain, "another one").candidates[0].citation, plain)
    assert (place.page, place.paragraph, place.heading) == ("", 2, "")


def test_a_page_has_the_label_that_it_has_in_its_source() -> None:
    labelled = replace(document(), provenance=Provenance(pages=("iv", "v")))
    first, second = (find(labelled, words).candidates[0] for words in ("forty piles", "In 2021 the office closed"))
    assert [place_of(one.citation, labelled).page for one in (first, second)] == ["iv", "v"]


@given(st.data())
def test_any_words_of_a_document_are_found_and_cited_where_they_stand(data: st.DataObject) -> None:
    words = TEXT.split()
    start = data.draw(st.integers(0, len(words) - 1))
    wanted = " ".join(words[start : start + data.draw(st.integers(1, 12))])
    for whole in (True, False):
        found = find(document(), wanted, whole)
        core = wanted.strip("\"',:; ")
        assert any(core in quote for quote in quotes(found))
        for one in found.candidates:
            cited = one.citation
            assert locate(cited.quote, "judgment", TEXT, cited.prefix, cited.suffix) == cited
