"""An answer as plain data, for `casewire ask --json`."""

import json
from collections.abc import Iterator
from typing import Any, assert_never

from handlers.replies.facts import gist
from handlers.replies.localized import local
from knowledge.answering.answers import (
    Act,
    Answer,
    AskBack,
    Excerpts,
    Found,
    Multipart,
    Nearest,
    Suggestions,
    Timeline,
    Unknown,
    asserted_facts,
)
from knowledge.model import Citation, Document, Fact, KnowledgeBase, Passage

_LINE_BREAKS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}
"""What JSON allows unescaped and yet many programs take for the end of a line."""


def line_of(answer: Answer, base: KnowledgeBase) -> str:
    """Return the JSON object of an answer on one line."""
    return json_line(report(answer, base))


def json_line(value: Any) -> str:
    """Return a value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False).translate(_LINE_BREAKS)


def report(answer: Answer, base: KnowledgeBase) -> dict[str, Any]:
    """Return the JSON object of an answer; for "found" the one fact is the answer."""
    shown = {
        "question": answer.question,
        "language": answer.language,
        "kind": kind(answer),
        "facts": [_fact(base, fact_id, score, answer.language) for fact_id, score in _facts(answer)],
        "not_mentioned": list(answer.not_mentioned),
    }
    if isinstance(answer, Suggestions):
        shown["mentioned_elsewhere"] = list(answer.mentioned_elsewhere)
    if isinstance(answer, Nearest):
        shown["lacking"] = list(answer.lacking)
    if isinstance(answer, AskBack):
        shown["about"] = answer.about
    if isinstance(answer, Excerpts):
        shown["passages"] = [_passage(base, passage) for passage in answer.passages]
    if isinstance(answer, Multipart):
        shown["parts"] = [report(part, base) for part in answer.parts]
        shown["left"] = list(answer.left)
    if isinstance(answer, Act):
        shown |= {"act": answer.act.value, "about": answer.about, "names": list(answer.names)}
    return shown


def kind(answer: Answer) -> str:
    """Return the name of an answer's kind."""
    match answer:
        case Found():
            return "found"
        case Nearest():
            return "nearest"
        case Suggestions():
            return "suggestions"
        case AskBack():
            return "ask_back"
        case Excerpts():
            return "excerpts"
        case Unknown():
            return "unknown"
        case Timeline():
            return "timeline"
        case Multipart():
            return "parts"
        case Act():
            return "act"
        case _:
            assert_never(answer)


def _facts(answer: Answer) -> Iterator[tuple[str, float]]:
    match answer:
        case Found(matches=matches):
            yield matches[0].fact_id, matches[0].score
        case Nearest(matches=matches) | Suggestions(matches=matches) | AskBack(matches=matches):
            yield from ((match.fact_id, match.score) for match in matches)
        case Timeline(facts=facts):
            yield from ((fact_id, 1.0) for fact_id in facts)
        case Multipart(parts=parts):
            scores = dict(pair for part in parts for pair in _facts(part))
            yield from ((fact_id, scores[fact_id]) for fact_id in asserted_facts(answer))
        case Act(facts=facts):
            yield from ((fact_id, 1.0) for fact_id in facts)
        case Excerpts() | Unknown():
            return
        case _:
            assert_never(answer)


def _fact(base: KnowledgeBase, fact_id: str, score: float, language: str) -> dict[str, Any]:
    fact = base.facts[fact_id]
    shown = {"id": fact.id, "score": round(score, 4), **_told(base, fact, language)}
    if fact.disputes:
        others = (base.facts[one] for one in fact.disputes)
        shown["disputed_by"] = [{"id": other.id, **_told(base, other, language)} for other in others]
    if fact.change:
        note = local(fact.change.note, language)
        shown["change"] = {"kind": fact.change.kind, "date": fact.change.date.text, "note": note}
    return shown


def _told(base: KnowledgeBase, fact: Fact, language: str) -> dict[str, Any]:
    """Return a fact: its statement, who asserts it, its date, and its citations."""
    proof = () if fact.is_withdrawn else fact.citations
    return {
        "statement": gist(fact, language),
        "asserted_by": local(base.names[fact.asserted_by].label, language),
        "event_date": fact.date.text if fact.date else None,
        "citations": [_citation(base.documents[one.document_id], one, language) for one in proof],
    }


def _citation(document: Document, citation: Citation, language: str) -> dict[str, Any]:
    """Return a citation; the curators' translation into the language, if any, is a field apart from the quote."""
    shown = _source(document) | {"quote": citation.quote, "start": citation.start, "end": citation.end}
    if text := citation.translation.get(language):
        shown["unofficial_translation"] = text
    return shown


def _passage(base: KnowledgeBase, passage: Passage) -> dict[str, Any]:
    document = base.documents[passage.document_id]
    return _source(document) | {"quote": passage.text, "start": passage.start, "end": passage.end}


def _source(document: Document) -> dict[str, Any]:
    return {
        "document_id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "document_date": document.date.text,
        "url": document.url,
    }
