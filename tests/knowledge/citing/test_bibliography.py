"""Documents and facts come out with their dates whole, and with no sign that another program takes for its own."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from knowledge.citing.bibliography import apa, bibtex, csl, ris
from knowledge.citing.entries import entries
from knowledge.model import Provenance
from tests.knowledge.citing.cases import dated, withdrawn

DATES = [
    # EDTF, CSL-JSON, APA, RIS
    ("2012-07-02", {"date-parts": [[2012, 7, 2]]}, "2012, July 2", "2012/07/02/"),
    ("2012-07", {"date-parts": [[2012, 7]]}, "2012, July", "2012/07//"),
    ("2012", {"date-parts": [[2012]]}, "2012", "2012///"),
    ("2012~", {"date-parts": [[2012]], "circa": True}, "ca. 2012", "2012///2012~"),
    ("2012-07?", {"date-parts": [[2012, 7]], "circa": True}, "ca. 2012, July", "2012/07//2012-07?"),
    ("2011/2012", {"date-parts": [[2011], [2012]]}, "2011–2012", "2011///2011 - 2012"),
    ("2011-07/2011-09", {"date-parts": [[2011, 7], [2011, 9]]}, "2011, July–September", "2011/07//2011-07 - 2011-09"),
    (
        "2011-07-27/2011-07-29",
        {"date-parts": [[2011, 7, 27], [2011, 7, 29]]},
        "2011, July 27–29",
        "2011/07/27/2011-07-27 - 2011-07-29",
    ),
    (
        "2011-07-27/2011-08-02",
        {"date-parts": [[2011, 7, 27], [2011, 8, 2]]},
        "2011, July 27–August 2",
        "2011/07/27/2011-07-27 - 2011-08-02",
    ),
    (
        "2011-05~/2012-06-02",
        {"date-parts": [[2011, 5], [2012, 6, 2]], "circa": True},
        "ca. 2011, May–2012, June 2",
        "2011/05//2011-05~ - 2012-06-02",
    ),
]


def fields_of(entry: str) -> dict[str, str]:
    """Return the fields of a BibTeX entry, a line each."""
    return dict(re.findall(r"^  (\w+) = \{(.*)\},?$", entry, re.MULTILINE))


def tags_of(entry: str) -> list[tuple[str, str]]:
    return [(line[:2], line[6:]) for line in entry.splitlines()]


@pytest.mark.parametrize(("edtf", "issued", "manual", "tagged"), DATES)
def test_precision_ranges_and_about_survive_in_every_form(
    edtf: str, issued: dict[str, Any], manual: str, tagged: str
) -> None:
    base = dated(edtf)
    document, fact = entries(base, "en")
    assert csl(document)["issued"] == csl(fact)["event-date"] == issued
    assert csl(fact)["custom"] == {"issued": edtf, "event-date": edtf}
    assert apa(base.documents["d"]) == f"The office. ({manual}). A title. https://e.org/"
    assert fields_of(bibtex(document))["date"] == fields_of(bibtex(fact))["eventdate"] == edtf
    assert ("DA", tagged) in tags_of(ris(document))
    assert ("N1", f"Date of the event: {edtf}") in tags_of(ris(fact))


def test_an_old_bibtex_reads_a_year_that_does_not_pretend_to_be_exact() -> None:
    years = [
        fields_of(bibtex(next(entries(dated(date), "en"))))["year"] for date in ("2012-07-02", "2011~", "2011/2012")
    ]
    assert years == ["2012", "ca. 2011", "2011–2012"]


def test_a_fact_is_a_passage_of_its_document_with_what_it_states() -> None:
    document, fact = entries(dated("2012"), "en")
    assert (document.id, fact.id) == ("d", "f")
    item = csl(fact)
    assert (item["title"], item["author"]) == ("A title", [{"literal": "The office"}])
    assert (item["abstract"], item["annote"]) == ('“It is "shut" now.”', "The pier is shut.")
    assert fields_of(bibtex(fact))["annotation"] == "The pier is shut."
    assert ("AB", '“It is "shut" now.”') in tags_of(ris(fact))


def test_a_passage_over_two_pages_names_both_by_their_labels() -> None:
    base = dated("2012")
    text = base.documents["d"].text.replace("now", "no\f")
    paged = replace(base.documents["d"], text=text, provenance=Provenance(pages=("A-1", "A-2")))
    _, fact = entries(replace(base, documents={"d": paged}), "en")
    assert csl(fact)["page"] == "A-1-A-2"
    assert fields_of(bibtex(fact))["pages"] == "A-1--A-2"
    assert dict(tags_of(ris(fact)))["SP"] == "A-1"
    assert dict(tags_of(ris(fact)))["EP"] == "A-2"


def test_what_is_withdrawn_is_not_cited() -> None:
    assert [entry.id for entry in entries(withdrawn(dated("2012")), "en")] == ["d"]


def test_only_what_is_asked_for_comes_out() -> None:
    assert [entry.id for entry in entries(dated("2012"), "en", ["f"])] == ["f"]


@pytest.mark.parametrize("title", ["Open { brace", "Closed } brace", "}{", "{x} \\ 50 % of A_B & #1 ^~$"])
def test_braces_of_a_title_do_not_swallow_the_rest_of_a_bibliography(title: str) -> None:
    entry = bibtex(next(entries(dated("2012", title, url="https://e.org/{a\\b}"), "en")))
    depth = 0
    for sign in entry:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    assert fields_of(entry)["url"] == "https://e.org/%7Ba%5Cb%7D"


def test_a_publisher_with_a_comma_is_no_person_with_a_surname() -> None:
    tags = tags_of(ris(next(entries(dated("2012", publisher="Smith, Jones & Co."), "en"))))
    assert ("PB", "Smith, Jones & Co.") in tags
    assert "AU" not in dict(tags)


def test_a_text_over_several_lines_stays_one_field() -> None:
    entry = ris(next(entries(dated("2012", "A title\n\nER  - \nTY  - BOOK"), "en")))
    assert [tag for tag, _ in tags_of(entry)].count("TY") == 1
    assert entry.endswith("\nER  - ")


def test_a_document_without_an_address_is_no_web_page() -> None:
    entry = next(entries(dated("2012", url=""), "en"))
    assert csl(entry)["type"] == "document"
    assert "URL" not in json.dumps(csl(entry))
    assert ris(entry).startswith("TY  - GEN\n")
    assert "url" not in bibtex(entry)
