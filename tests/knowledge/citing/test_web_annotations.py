"""Each annotation is one of the W3C model, and its selectors find the passage."""

import base64
import re
from typing import Any

from knowledge.casefile.documents import locate
from knowledge.citing.web_annotations import web_annotations
from knowledge.model import KnowledgeBase
from tests.knowledge.citing.cases import dated, withdrawn
from tests.support.shipped import shipped

IRI = re.compile(r"(?:urn:uuid:[0-9a-f-]{36}|https?://\S+|ni:///sha-256;[\w-]{43})")
LANGUAGE = re.compile(r"[a-z]{2,3}")


def check_annotation(one: dict[str, Any]) -> None:
    """Assert what the model demands of an annotation (W3C Recommendation of 23 February 2017, sections 3 and 4)."""
    assert one["type"] == "Annotation"
    assert IRI.fullmatch(one["id"])
    assert one["motivation"] in {"describing", "identifying", "linking"}
    bodies = one["body"]["items"] if one["body"]["type"] == "Choice" else [one["body"]]
    for body in bodies:
        assert body["type"] == "TextualBody"
        assert isinstance(body["value"], str)
        assert LANGUAGE.fullmatch(body["language"])
    for target in targets_of(one):
        source = target["source"]
        assert IRI.fullmatch(source if isinstance(source, str) else source["id"])
        for selector in selectors_of(target):
            if selector["type"] == "TextQuoteSelector":
                assert selector.keys() == {"type", "exact", "prefix", "suffix"}
            else:
                assert selector["type"] == "TextPositionSelector"
                assert 0 <= selector["start"] < selector["end"]


def targets_of(one: dict[str, Any]) -> list[dict[str, Any]]:
    target = one["target"]
    return target if isinstance(target, list) else [target]


def selectors_of(target: dict[str, Any]) -> list[dict[str, Any]]:
    selector = target["selector"]
    return selector if isinstance(selector, list) else [selector]


def check_collection(base: KnowledgeBase) -> list[dict[str, Any]]:
    """Assert what the model demands of a collection and its page (section 5); return the annotations."""
    made = web_annotations(base)
    assert made["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert made["type"] == "AnnotationCollection"
    page = made.get("first")
    items: list[dict[str, Any]] = page["items"] if page else []
    assert made["total"] == len(items)
    if page:
        assert (page["type"], page["startIndex"]) == ("AnnotationPage", 0)
    identifiers = [made["id"], *([page["id"]] if page else []), *(one["id"] for one in items)]
    assert len(set(identifiers)) == len(identifiers)
    for one in items:
        check_annotation(one)
    return items


def test_every_citation_of_the_case_becomes_an_annotation_that_finds_it() -> None:
    base = shipped()
    items = check_collection(base)
    citations = [citation for fact in base.valid for citation in fact.citations]
    assert len(items) == len(citations)
    for one, citation in zip(items, citations, strict=True):
        document = base.documents[citation.document_id]
        page, text = targets_of(one)
        assert page["source"] == document.url
        quote, position = selectors_of(text)
        assert selectors_of(page) == [quote]
        assert document.text[position["start"] : position["end"]] == quote["exact"] == citation.quote
        assert locate(quote["exact"], document.id, document.text, quote["prefix"], quote["suffix"]) == citation


def test_offsets_belong_to_the_text_that_the_case_keeps_named_by_its_hash() -> None:
    (one,) = check_collection(dated("2012"))
    _, text = targets_of(one)
    code = text["source"]["id"].removeprefix("ni:///sha-256;")
    assert base64.urlsafe_b64decode(f"{code}=").hex() == "ab" * 32


def test_a_document_without_an_address_has_its_text_alone() -> None:
    (one,) = check_collection(dated("2012", url=""))
    assert isinstance(one["target"], dict)
    assert [selector["type"] for selector in selectors_of(one["target"])] == [
        "TextQuoteSelector",
        "TextPositionSelector",
    ]


def test_what_is_withdrawn_is_no_annotation() -> None:
    assert check_collection(withdrawn(dated("2012"))) == []


def test_two_exports_name_an_annotation_alike() -> None:
    assert web_annotations(dated("2012")) == web_annotations(dated("2012"))
