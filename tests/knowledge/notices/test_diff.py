"""What differs from what was told: each change is found as what it is, and nothing else is."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.casefile.loading import default_case, load
from knowledge.edtf import parse_edtf
from knowledge.model import Change, Citation, Document, Fact, KnowledgeBase
from knowledge.notices.diff import Changes, compare, digests
from tests.support.shipped import shipped

BASE = shipped()
FACTS = list(BASE.facts)
DOCUMENTS = list(BASE.documents)
NOTE = dict.fromkeys(BASE.case.languages, "A note.")

READ: Mapping[str, Callable[[Fact], Fact]] = {
    "statement": lambda fact: replace(fact, statement={**fact.statement, "en": fact.statement["en"] + "!"}),
    "date": lambda fact: replace(fact, date=parse_edtf("1999")),
    "derived": lambda fact: replace(fact, derived={**NOTE, "en": "Another reason."}),
    "asserted_by": lambda fact: replace(fact, asserted_by=fact.asserted_by + "-else"),
    "quote": lambda fact: replace(fact, citations=(replace(fact.citations[0], quote="else"), *fact.citations[1:])),
    "citations": lambda fact: replace(fact, citations=(*fact.citations, Citation(DOCUMENTS[0], "more", 0, 4))),
}
UNREAD: Mapping[str, Callable[[Fact], Fact]] = {
    "questions": lambda fact: replace(fact, questions={"en": ("Why?",)}),
    "topic": lambda fact: replace(fact, topic="else"),
    "related": lambda fact: replace(fact, related=("else",)),
    "position": lambda fact: replace(fact, citations=tuple(replace(one, start=0, end=1) for one in fact.citations)),
    "location": lambda fact: replace(fact, location=None),
}
OF_DOCUMENT: Mapping[str, Callable[[Document], Document]] = {
    "title": lambda document: replace(document, title=document.title + "!"),
    "date": lambda document: replace(document, date=parse_edtf("1999")),
    "publisher": lambda document: replace(document, publisher="else"),
    "url": lambda document: replace(document, url="https://else.example"),
    "sha256": lambda document: replace(document, sha256="0" * 64),
    "note": lambda document: replace(document, note={**NOTE, "en": "Another note."}),
}


def with_fact(identifier: str, change: Callable[[Fact], Fact], base: KnowledgeBase = BASE) -> KnowledgeBase:
    return replace(base, facts={**base.facts, identifier: change(base.facts[identifier])})


def changed(kind: str) -> Callable[[Fact], Fact]:
    return lambda fact: replace(fact, change=Change(parse_edtf("2020-01-02"), kind, NOTE))


def without(identifiers: set[str], base: KnowledgeBase = BASE) -> KnowledgeBase:
    return replace(base, facts={key: fact for key, fact in base.facts.items() if key not in identifiers})


def test_nothing_differs_from_itself() -> None:
    assert compare(digests(BASE), BASE) == Changes()
    assert compare(digests(BASE), BASE).is_empty


def test_a_case_that_is_read_again_has_the_same_hashes() -> None:
    assert digests(load(default_case())) == digests(BASE)


def test_the_order_of_the_languages_does_not_count() -> None:
    def turned(fact: Fact) -> Fact:
        return replace(fact, statement=dict(reversed(list(fact.statement.items()))))

    assert compare(digests(BASE), with_fact(FACTS[0], turned)).is_empty


@given(st.sampled_from(FACTS), st.sampled_from(sorted(READ)))
def test_what_readers_get_of_a_fact_is_amended_alone(identifier: str, part: str) -> None:
    assert compare(digests(BASE), with_fact(identifier, READ[part])) == Changes(amended_facts=(identifier,))


@given(st.sampled_from(FACTS), st.sampled_from(sorted(UNREAD)))
def test_what_readers_do_not_get_of_a_fact_is_no_change(identifier: str, part: str) -> None:
    assert compare(digests(BASE), with_fact(identifier, UNREAD[part])).is_empty


@given(st.sampled_from(DOCUMENTS), st.sampled_from(sorted(OF_DOCUMENT)))
def test_what_readers_get_of_a_document_is_amended_alone(identifier: str, part: str) -> None:
    documents = {**BASE.documents, identifier: OF_DOCUMENT[part](BASE.documents[identifier])}
    assert compare(digests(BASE), replace(BASE, documents=documents)) == Changes(amended_documents=(identifier,))


@given(st.sets(st.sampled_from(FACTS)), st.sets(st.sampled_from(FACTS)), st.sets(st.sampled_from(FACTS)), st.data())
def test_many_changes_are_each_found_in_the_order_of_the_base(
    new: set[str], corrected: set[str], withdrawn: set[str], data: st.DataObject
) -> None:
    """Against a plain account: a fact is withdrawn, else new, else corrected, else gone or as it was."""
    gone = data.draw(st.sets(st.sampled_from(FACTS))) - new - corrected - withdrawn
    now = without(gone)
    for identifier in corrected:
        now = with_fact(identifier, changed("corrected"), now)
    for identifier in withdrawn:
        now = with_fact(identifier, changed("withdrawn"), now)
    assert compare(digests(without(new)), now) == Changes(
        withdrawn=tuple(fact for fact in FACTS if fact in withdrawn),
        new_facts=tuple(fact for fact in FACTS if fact in new - withdrawn),
        corrected=tuple(fact for fact in FACTS if fact in corrected - new - withdrawn),
        gone_facts=tuple(sorted(gone)),
    )


@pytest.mark.parametrize("kind", ["corrected", "withdrawn"])
def test_what_was_told_as_corrected_or_withdrawn_is_not_told_again(kind: str) -> None:
    told = with_fact(FACTS[0], changed(kind))
    assert compare(digests(told), told).is_empty
    assert compare(digests(told), BASE) == Changes(amended_facts=(FACTS[0],))


def test_documents_come_and_go() -> None:
    bare = replace(BASE, documents={})
    assert compare(digests(bare), BASE) == Changes(new_documents=tuple(DOCUMENTS))
    assert compare(digests(BASE), bare) == Changes(gone_documents=tuple(sorted(DOCUMENTS)))


def test_with_nothing_told_everything_is_new() -> None:
    assert compare({}, BASE) == Changes(new_facts=tuple(FACTS), new_documents=tuple(DOCUMENTS))
