"""The JSON object of an answer: its keys and values, for each kind of answer."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.terminal.json_output import line_of, report
from knowledge.answering.answers import Act, ActKind, Answer, Excerpts, Found, Multipart, Suggestions, Timeline, Unknown
from knowledge.casefile.loading import load
from knowledge.edtf import parse_edtf
from knowledge.matching.match import Match
from knowledge.model import Change, KnowledgeBase
from tests.knowledge.small_case import todays_files, write

BASIC = ["question", "language", "kind", "facts", "not_mentioned"]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return load(write(tmp_path_factory.mktemp("case")))


def test_a_found_fact_is_told_with_everything_that_proves_it(base: KnowledgeBase) -> None:
    matches = (Match("pier-stays-closed", 0.91234567), Match("pier-closed", 0.5))
    told = report(Found("открыт?", "ru", matches), base)
    assert list(told) == BASIC
    (fact,) = told["facts"]
    quote = 'The pier "stays closed", the mayor added.'
    assert fact | {"citations": len(fact["citations"])} == {
        "id": "pier-stays-closed",
        "score": 0.9123,
        "statement": "Мэр сказал, что пирс остаётся закрытым.",
        "asserted_by": "мэр",
        "event_date": "2020-05",
        "citations": 2,
    }
    start = base.documents["press-note"].text.index(quote)
    assert fact["citations"][0] == {
        "document_id": "press-note",
        "title": "A note to the press",
        "publisher": "The harbour office",
        "document_date": "2020-05-02",
        "url": "https://harbour.example/notes/1",
        "quote": quote,
        "start": start,
        "end": start + len(quote),
    }


def test_a_translation_is_a_field_apart_from_the_quote(base: KnowledgeBase) -> None:
    fact = base.facts["pier-closed"]
    citations = (replace(fact.citations[0], translation={"ru": "Наш перевод"}), *fact.citations[1:])
    translated = replace(base, facts={**base.facts, fact.id: replace(fact, citations=citations)})
    for language, expected in (("ru", "Наш перевод"), ("en", None)):
        (told,) = report(Found("?", language, (Match(fact.id, 0.9),)), translated)["facts"]
        assert told["citations"][0].get("unofficial_translation") == expected
        assert told["citations"][0]["quote"] == fact.citations[0].quote


def test_a_fact_without_a_date_has_none(base: KnowledgeBase) -> None:
    (fact,) = report(Found("?", "en", (Match("pier-needs-repair", 1.0),)), base)["facts"]
    assert fact["event_date"] is None


def test_suggestions_and_timelines_keep_their_order(base: KnowledgeBase) -> None:
    suggested = (Match("pier-closed", 0.5), Match("pier-needs-repair", 0.4))
    told = report(Suggestions("?", "en", suggested, ("moon",), ("pier",)), base)
    assert [(fact["id"], fact["score"]) for fact in told["facts"]] == [("pier-closed", 0.5), ("pier-needs-repair", 0.4)]
    assert (told["not_mentioned"], told["mentioned_elsewhere"]) == (["moon"], ["pier"])
    told = report(Timeline("?", "en", parse_edtf("2020"), ("pier-closed", "pier-stays-closed")), base)
    assert [(fact["id"], fact["score"]) for fact in told["facts"]] == [("pier-closed", 1.0), ("pier-stays-closed", 1.0)]


def test_excerpts_have_passages_and_no_facts(base: KnowledgeBase) -> None:
    passage = base.documents["press-note"].passages[-1]
    told = report(Excerpts("?", "en", (passage,)), base)
    assert told["facts"] == []
    assert (
        told["passages"][0]["quote"] == passage.text == base.documents["press-note"].text[passage.start : passage.end]
    )


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Found("q", "en", (Match("pier-closed", 1.0),)), "found"),
        (Suggestions("q", "en", ()), "suggestions"),
        (Excerpts("q", "en", ()), "excerpts"),
        (Unknown("q", "en"), "unknown"),
        (Timeline("q", "en", parse_edtf("1999"), ()), "timeline"),
        (Act("q", "en", ActKind.THANKS), "act"),
    ],
)
def test_each_kind_of_answer_has_its_name_and_the_same_keys(base: KnowledgeBase, answer: Answer, kind: str) -> None:
    told: dict[str, Any] = json.loads(json.dumps(report(answer, base)))
    assert told["kind"] == kind
    assert list(told)[:5] == BASIC


def test_an_object_is_one_line_whatever_was_asked(base: KnowledgeBase) -> None:
    question = "a\nb\rc\x0bd\x0ce\x1cf\x85g\u2028h\u2029i"
    line = line_of(Unknown(question, "en"), base)
    assert len(line.splitlines()) == 1
    assert json.loads(line)["question"] == question


@pytest.mark.parametrize("kind", ["corrected", "withdrawn"])
def test_a_changed_fact_says_so_and_a_withdrawn_one_states_and_proves_nothing(base: KnowledgeBase, kind: str) -> None:
    change = Change(parse_edtf("2020-06-01"), kind, {"en": "The note was false.", "ru": "Записка неверна."})
    fact = replace(base.facts["pier-closed"], change=change)
    changed = replace(base, facts={**base.facts, "pier-closed": fact})
    (told,) = report(Found("?", "en", (Match("pier-closed", 1.0),)), changed)["facts"]
    assert told["change"] == {"kind": kind, "date": "2020-06-01", "note": "The note was false."}
    assert (fact.statement["en"] == told["statement"]) == bool(told["citations"]) == (kind == "corrected")


def test_several_questions_are_told_each_as_an_object_of_its_own(base: KnowledgeBase) -> None:
    found = Found("who closed it", "en", (Match("pier-closed", 0.9),))
    told = report(Multipart("?", "en", (found, Unknown("who pays", "en", ("Mars",))), ("who else",)), base)
    assert list(told) == [*BASIC, "parts", "left"]
    assert (told["kind"], told["not_mentioned"], told["left"]) == ("parts", ["Mars"], ["who else"])
    assert [fact["id"] for fact in told["facts"]] == ["pier-closed"]
    assert [(part["question"], part["kind"]) for part in told["parts"]] == [
        ("who closed it", "found"),
        ("who pays", "unknown"),
    ]


def test_of_a_disputed_fact_the_other_side_is_told_with_its_proof(tmp_path: Path) -> None:
    files = todays_files()
    files["facts/repair.yaml"] += "  disputes: [pier-closed]\n"
    base = load(write(tmp_path, files))
    for told, other in (("pier-closed", "pier-needs-repair"), ("pier-needs-repair", "pier-closed")):
        (fact,) = report(Found("?", "en", (Match(told, 0.9),)), base)["facts"]
        (against,) = fact["disputed_by"]
        assert against["id"] == other
        assert against["statement"] == base.facts[other].statement["en"]
        assert against["asserted_by"] == base.names[base.facts[other].asserted_by].label["en"]
        assert against["citations"][0]["quote"] == base.facts[other].citations[0].quote
