"""Turns answers and facts into replies: Telegram HTML within its limits, and rows of buttons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import assert_never

from handlers.texts import say
from knowledge.answering import QUESTION_LIMIT, Answer, Excerpts, Found, Smalltalk, Suggestions, Timeline, Unknown
from knowledge.dates import format_date
from knowledge.model import Citation, Document, Fact, KnowledgeBase, Localized, Passage

MESSAGE_LIMIT = 4096
"""UTF-16 code units of a message; the markup is counted too, which keeps well on the safe side."""
COPY_LIMIT = 256
"""Characters that a copy button holds."""
BUTTON_LIMIT = 60
"""Characters of a button that still show on a phone."""
CUT = " […]"


@dataclass(frozen=True, slots=True)
class Button:
    """A button below a reply: `data` comes back when it is pressed; `copy` is put on the clipboard."""

    text: str
    data: str = ""
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What to send: Telegram HTML, rows of buttons, and the ids of the facts that it tells."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    told: tuple[str, ...] = ()


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int, mark: str = "…") -> str:
    """Return a text cut at the end of a word, with a mark, so that it has at most `limit` UTF-16 units."""
    if units(text) <= limit:
        return text
    room = max(0, limit - units(mark))
    kept = text.encode("utf-16-le", "surrogatepass")[: room * 2].decode("utf-16-le", "ignore")
    at_word = (
        kept.rsplit(None, 1)[0] if len(kept.split()) > 1 and not text[len(kept) : len(kept) + 1].isspace() else kept
    )
    return (at_word if len(at_word) * 2 > len(kept) else kept).rstrip() + mark


def render_answer(answer: Answer, base: KnowledgeBase) -> Reply:
    """Return the reply to an answer, in the answer's language."""
    language = answer.language
    match answer:
        case Found(matches=matches):
            return render_fact(base.facts[matches[0].fact_id], base, language)
        case Suggestions(matches=matches):
            facts = [base.facts[match.fact_id] for match in matches]
            rows = [*fact_rows(facts, language), (Button(say(language, "none_of_these"), "none"),)]
            return Reply(_lines(_not_mentioned(answer), escape(say(language, "suggestions"))), tuple(rows))
        case Excerpts(passages=passages):
            lead = _not_mentioned(answer)
            return Reply(_lines(lead, _excerpts(passages, base, language, MESSAGE_LIMIT - units(lead) - 2)))
        case Unknown():
            lines = (escape(say(language, "unknown")), _not_mentioned(answer), escape(say(language, "unknown_more")))
            return Reply(_lines(*lines, _too_long(answer)))
        case Timeline(facts=facts, period=period):
            return _timeline([base.facts[fact_id] for fact_id in facts], format_date(period, language), language)
        case Smalltalk(topic=topic):
            return Reply(escape(say(language, topic)))
        case _:
            assert_never(answer)


def render_fact(fact: Fact, base: KnowledgeBase, language: str) -> Reply:
    """Return a fact with its passages word for word, who asserts it, its date and its sources."""
    name = base.names[fact.asserted_by].label
    after = [escape(say(language, "asserted_by", name=_local(name, language)))]
    if fact.date is not None:
        after.append(escape(say(language, "event", date=format_date(fact.date, language))))
    if fact.derived:
        after.append(
            f"<i>{escape(say(language, 'derived', reasoning=shorten(_local(fact.derived, language), 500)))}</i>"
        )
    statement = escape(shorten(_local(fact.statement, language), 900))
    budget = MESSAGE_LIMIT - units(_lines(statement, *after)) - 2
    cited = _cited(fact.citations, base, language, budget)
    buttons = (
        (Button(say(language, "more_context"), f"c:{fact.id}"), Button(say(language, "related"), f"r:{fact.id}")),
        (Button(say(language, "copy_citation"), copy=copy_citation(fact.citations[0], base)),)
        if fact.citations
        else (),
    )
    return Reply(_lines(statement, cited, "\n".join(after)), tuple(row for row in buttons if row), (fact.id,))


def _cited(citations: Sequence[Citation], base: KnowledgeBase, language: str, budget: int) -> str:
    """Return the passages that fit, each with its source; a passage too long for the message is cut with a mark."""
    shown: list[str] = []
    for citation in citations:
        source = _source(base.documents[citation.document_id], language)
        room = budget - units("\n".join(shown)) - units(source) - units(_quote("")) - 8
        if shown and room < 200:
            break
        shown.append(f"{_quote(_escaped_within(citation.quote, max(room, 0)))}\n{source}")
    return "\n".join(shown)


def _escaped_within(text: str, limit: int) -> str:
    """Return a text escaped and cut so that the escaped text has at most `limit` UTF-16 units."""
    room = limit
    while units(escaped := escape(shorten(text, room, CUT))) > limit and room > 0:
        room = max(0, room - (units(escaped) - limit))
    return escaped


def _quote(escaped: str) -> str:
    return f"<blockquote expandable>{escaped}</blockquote>"


def _source(document: Document, language: str) -> str:
    detail = say(
        language, "source", publisher=shorten(document.publisher, 100), date=format_date(document.date, language)
    )
    title = escape(shorten(document.title, 200))
    linked = f'<a href="{escape(document.url)}">{title}</a>' if len(document.url) <= 1000 else title
    return f"{linked}\n{escape(detail)}"


def copy_citation(citation: Citation, base: KnowledgeBase) -> str:
    """Return a citation to paste elsewhere, at most 256 characters: a long quote is cut, never title, date or link."""
    document = base.documents[citation.document_id]
    date = document.date.text
    link = document.url if units(document.url) <= 150 else shorten(document.url, 150, "")
    title = shorten(document.title, max(20, COPY_LIMIT - units(link) - units(date) - 40))
    source = f"{shorten(title, COPY_LIMIT - units(link) - units(date) - 8)}, {date}, {link}"
    room = COPY_LIMIT - units(source) - units("“” — ")
    return f"“{shorten(citation.quote, room, CUT)}” — {source}" if room >= 24 else source


def _excerpts(passages: Sequence[Passage], base: KnowledgeBase, language: str, limit: int) -> str:
    """Return the passages with their sources, as many as fit into `limit` UTF-16 units."""
    html = escape(say(language, "excerpts"))
    for passage in passages:
        source = _source(base.documents[passage.document_id], language)
        room = min(1200, limit - units(html) - units(source) - units(_quote("")) - 4)
        if room < len(CUT) * 2:
            break
        html += f"\n\n{_quote(_escaped_within(passage.text, room))}\n{source}"
    return html


def _timeline(facts: Sequence[Fact], date: str, language: str) -> Reply:
    if not facts:
        return Reply(escape(say(language, "period_empty", date=date)))
    html = _lines(escape(say(language, "period", date=date)), fact_list(facts, language))
    return Reply(html, tuple(fact_rows(facts[:10], language)), tuple(fact.id for fact in facts))


def fact_list(facts: Iterable[Fact], language: str, limit: int = 3600) -> str:
    """Return dated statements, a line each, as many as fit into `limit` UTF-16 units."""
    lines: list[str] = []
    for fact in facts:
        date = f"<b>{escape(format_date(fact.date, language))}</b> " if fact.date else ""
        line = f"• {date}{escape(shorten(_local(fact.statement, language), 300))}"
        if units("\n".join([*lines, line])) > limit:
            lines.append("…")
            break
        lines.append(line)
    return "\n".join(lines)


def fact_rows(facts: Iterable[Fact], language: str) -> list[tuple[Button, ...]]:
    """Return a row with one button for each fact: its first phrasing in the language opens it."""
    return [(Button(shorten(title_of(fact, language), BUTTON_LIMIT), f"f:{fact.id}"),) for fact in facts]


def title_of(fact: Fact, language: str) -> str:
    """Return the first question that a fact answers, or else its statement."""
    questions = fact.questions.get(language, ())
    return questions[0] if questions else _local(fact.statement, language)


def render_context(fact: Fact, base: KnowledgeBase, language: str) -> Reply:
    """Return the passages before, around and after a fact's first quote, as they stand in the document."""
    citation = fact.citations[0]
    document = base.documents[citation.document_id]
    around = neighbours(citation, document)
    room = (MESSAGE_LIMIT - 700) // max(1, len(around)) - 60
    quotes = [_quote(_escaped_within(passage.text, room)) for passage in around]
    return Reply(_lines(escape(say(language, "context_title")), "\n".join(quotes), _source(document, language)))


def neighbours(citation: Citation, document: Document) -> tuple[Passage, ...]:
    """Return the passages that a quote stands in, and the one before and after them."""
    inside = [n for n, p in enumerate(document.passages) if p.start < citation.end and citation.start < p.end]
    if not inside:
        return ()
    return document.passages[max(0, inside[0] - 1) : inside[-1] + 2]


def render_related(fact: Fact, base: KnowledgeBase, language: str) -> Reply:
    """Return the facts worth reading next: those that the fact names, else the others of its topic."""
    ids = fact.related or tuple(other.id for other in base.facts.values() if other.topic == fact.topic)
    facts = [base.facts[fact_id] for fact_id in ids if fact_id != fact.id][:6]
    key = "related_title" if facts else "related_none"
    return Reply(escape(say(language, key)), tuple(fact_rows(facts, language)))


def _not_mentioned(answer: Answer) -> str:
    if not answer.not_mentioned:
        return ""
    terms = ", ".join(shorten(term, 40) for term in answer.not_mentioned[:5])
    return escape(say(answer.language, "not_mentioned", terms=terms))


def _too_long(answer: Answer) -> str:
    return escape(say(answer.language, "too_long")) if len(answer.question) > QUESTION_LIMIT else ""


def _local(text: Localized, language: str) -> str:
    """Return a text in a language, or in whichever it has."""
    return text.get(language) or next(iter(text.values()), "")


def _lines(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
