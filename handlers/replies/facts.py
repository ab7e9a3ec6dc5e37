"""Turns answers and facts into replies: Telegram HTML within its limits, and rows of buttons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import assert_never

from handlers.callbacks import Verb, data
from handlers.texts import say
from knowledge.answering.answers import (
    QUESTION_LIMIT,
    Answer,
    Excerpts,
    Found,
    Smalltalk,
    Suggestions,
    Timeline,
    Unknown,
)
from knowledge.dates import format_date
from knowledge.model import Change, Citation, Document, Fact, KnowledgeBase, Localized, Passage
from knowledge.notices.audience import About, can_wait

MESSAGE_LIMIT = 4096
"""UTF-16 code units of a message; the markup is counted too, which keeps well on the safe side."""
COPY_LIMIT = 256
"""Characters that a copy button holds."""
BUTTON_LIMIT = 60
"""Characters of a button that still show on a phone."""
CUT = " […]"
WAIT = data(Verb.FOLLOW, About.QUESTION, "")
"""The data of the button that keeps a question until there is an answer: that of the message which is replied to."""
_CONTEXT_PASSAGES, _CONTEXT_REST = 8, 1800
"""The most passages of a context, and the room for what stands around them: the lead and the source."""
_COPIED_LINK, _COPIED_TITLE = 210, 24
"""The longest link that is copied, and the room that its title has at least."""
_COPIED_QUOTE, _COPIED_QUOTE_LEAST = 36, 24
"""The room that a quote takes from a long title, and the least room in which a quote is worth its place."""


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
            rows = [*fact_rows(facts, language), (Button(say(language, "none_of_these"), data(Verb.NONE_OF_THESE)),)]
            lines = (_not_mentioned(answer), escape(say(language, "suggestions")), _too_long(answer))
            return Reply(joined(*lines), tuple(rows))
        case Excerpts(passages=passages):
            around = (_not_mentioned(answer), _too_long(answer))
            quoted = _excerpts(passages, base, language, MESSAGE_LIMIT - units(joined(*around)) - 4)
            return Reply(joined(around[0], quoted, around[1]), wait_rows(answer.question, language))
        case Unknown(listed=listed):
            more = say(language, "unknown_listed" if listed else "unknown_more")
            lines = (escape(say(language, "unknown")), _not_mentioned(answer), escape(more))
            return Reply(joined(*lines, _too_long(answer)), wait_rows(answer.question, language))
        case Timeline(facts=facts, period=period):
            return _timeline([base.facts[fact_id] for fact_id in facts], format_date(period, language), language)
        case Smalltalk(topic=topic):
            return Reply(escape(say(language, topic)))
        case _:
            assert_never(answer)


def render_fact(fact: Fact, base: KnowledgeBase, language: str) -> Reply:
    """Return a fact with its passages word for word, who asserts it, its date and its sources."""
    if fact.change and fact.is_withdrawn:
        return Reply(_changed(fact.change, language), (), (fact.id,))
    after = attribution(fact, base, language)
    statement = fitted(local(fact.statement, language), 1000)
    budget = MESSAGE_LIMIT - units(joined(statement, *after)) - 4
    more = (
        Button(say(language, "more_context"), data(Verb.CONTEXT, fact.id)),
        Button(say(language, "related"), data(Verb.RELATED, fact.id)),
    )
    copy = Button(say(language, "copy_citation"), copy=copy_citation(fact.citations[0], base))
    html = joined(statement, _cited(fact.citations, base, language, budget), "\n".join(after))
    follow = Button(say(language, "follow_fact"), data(Verb.FOLLOW, About.FACT, fact.id))
    return Reply(html, (more, (copy,), (follow,)), (fact.id,))


def attribution(fact: Fact, base: KnowledgeBase, language: str) -> list[str]:
    """Return who asserts a fact, the date of the event, how that was worked out, and what became of the fact."""
    name = base.names[fact.asserted_by].label
    found = [fitted(say(language, "asserted_by", name=local(name, language)), 300)]
    if fact.date is not None:
        found.append(escape(say(language, "event", date=format_date(fact.date, language))))
    if fact.derived:
        found.append(f"<i>{fitted(say(language, 'derived', reasoning=local(fact.derived, language)), 700)}</i>")
    if fact.change:
        found.append(_changed(fact.change, language))
    return found


def wait_rows(question: str, language: str) -> tuple[tuple[Button, ...], ...]:
    """Return the button that keeps a question until there is an answer, for one that can be kept."""
    return ((Button(say(language, "follow_question"), WAIT),),) if can_wait(question) else ()


def _changed(change: Change, language: str) -> str:
    return f"<b>{fitted(_change_of(change, language), 900)}</b>"


def _change_of(change: Change, language: str) -> str:
    """Return what became of a fact, when and why."""
    return say(language, change.kind, date=format_date(change.date, language), note=local(change.note, language))


def _cited(citations: Sequence[Citation], base: KnowledgeBase, language: str, budget: int) -> str:
    """Return the passages that fit, each with its source; a passage too long for the message is cut with a mark."""
    shown: list[str] = []
    for citation in citations:
        origin = source(base.documents[citation.document_id], language)
        room = budget - units("\n".join(shown)) - units(origin) - units(quotation("")) - 8
        if shown and room < 200:
            break
        shown.append(f"{quotation(fitted(citation.quote, max(room, 0)))}\n{origin}")
    return "\n".join(shown)


def fitted(text: str, limit: int) -> str:
    """Return a text escaped, and cut with a mark so that the escaped text has at most `limit` UTF-16 units."""
    room = limit
    while units(escaped := escape(shorten(text, room, CUT))) > limit and room > 0:
        room = max(0, room - (units(escaped) - limit))
    return escaped


def quotation(escaped: str) -> str:
    """Return a passage word for word, already escaped, as a quote that can be folded."""
    return f"<blockquote expandable>{escaped}</blockquote>"


def source(document: Document, language: str) -> str:
    """Return a document's title as a link, its publisher and its date, in HTML of at most 1700 UTF-16 units."""
    publisher = shorten(document.publisher, 100)
    detail = fitted(say(language, "source", publisher=publisher, date=format_date(document.date, language)), 300)
    title, url = fitted(document.title, 300), escape(document.url)
    return f'<a href="{url}">{title}</a>\n{detail}' if url and units(url) <= 1000 else f"{title}\n{detail}"


def copy_citation(citation: Citation, base: KnowledgeBase) -> str:
    """Return a citation to paste elsewhere, at most 256 characters: a long quote is cut, never title, date or link.

    A title shares the room with the link: it is cut where both are long. A link that leaves it no room at all is
    left out, for half a link leads nowhere.
    """
    document = base.documents[citation.document_id]
    link = f", {document.url}" if units(document.url) <= _COPIED_LINK else ""
    date = f", {document.date.text}"
    room = COPY_LIMIT - units(date) - units(link)
    title = shorten(document.title, max(room - _COPIED_QUOTE, _COPIED_TITLE))
    room -= units(title) + units("“” — ")
    quoted = f"“{shorten(citation.quote, room, CUT)}” — " if room >= _COPIED_QUOTE_LEAST else ""
    return f"{quoted}{title}{date}{link}"


def _excerpts(passages: Sequence[Passage], base: KnowledgeBase, language: str, limit: int) -> str:
    """Return the passages with their sources, as many as fit into `limit` UTF-16 units."""
    html = escape(say(language, "excerpts"))
    for passage in passages:
        origin = source(base.documents[passage.document_id], language)
        room = min(1200, limit - units(html) - units(origin) - units(quotation("")) - 4)
        if room < len(CUT) * 2:
            break
        html += f"\n\n{quotation(fitted(passage.text, room))}\n{origin}"
    return html


def _timeline(facts: Sequence[Fact], date: str, language: str) -> Reply:
    if not facts:
        return Reply(escape(say(language, "period_empty", date=date)))
    html = joined(escape(say(language, "period", date=date)), fact_list(facts, language))
    return Reply(html, tuple(fact_rows(facts[:10], language)), tuple(fact.id for fact in facts))


def fact_list(facts: Iterable[Fact], language: str, limit: int = 3600) -> str:
    """Return dated statements, a line each, as many as fit into `limit` UTF-16 units; corrected ones are marked.

    Of a withdrawn one it says only that it is.
    """
    lines: list[str] = []
    for fact in facts:
        mark = ""
        if fact.change and not fact.is_withdrawn:
            mark = f" <i>({escape(say(language, 'corrected_mark', date=format_date(fact.change.date, language)))})</i>"
        line = f"• {_dated(fact, language)}{fitted(gist(fact, language), 400)}{mark}"
        if units("\n".join([*lines, line])) > limit:
            lines.append("…")
            break
        lines.append(line)
    return "\n".join(lines)


def _dated(fact: Fact, language: str) -> str:
    """Return the date of a fact, marked if nobody states it outright; nothing where there is none."""
    if fact.date is None:
        return ""
    mark = f" ({escape(say(language, 'derived_mark'))})" if fact.derived else ""
    return f"<b>{escape(format_date(fact.date, language))}</b>{mark} "


def fact_rows(facts: Iterable[Fact], language: str) -> list[tuple[Button, ...]]:
    """Return a row with one button for each fact: its first phrasing in the language opens it."""
    return [(Button(shorten(title_of(fact, language), BUTTON_LIMIT), data(Verb.FACT, fact.id)),) for fact in facts]


def title_of(fact: Fact, language: str) -> str:
    """Return the first question that a fact answers, or else its statement; a withdrawn one's says that it is."""
    questions = fact.questions.get(language, ())
    if not fact.is_withdrawn:
        return questions[0] if questions else local(fact.statement, language)
    asked = questions or next(iter(fact.questions.values()), ("…",))
    return say(language, "withdrawn_title", title=asked[0])


def gist(fact: Fact, language: str) -> str:
    """Return what a fact states, or, where it is withdrawn, only that it is."""
    if fact.change and fact.is_withdrawn:
        return _change_of(fact.change, language)
    return local(fact.statement, language)


def render_context(fact: Fact, base: KnowledgeBase, language: str) -> Reply:
    """Return the passages before, around and after a fact's first quote, as they stand in the document."""
    if fact.is_withdrawn:
        return render_fact(fact, base, language)
    citation = fact.citations[0]
    document = base.documents[citation.document_id]
    around = neighbours(citation, document)[:_CONTEXT_PASSAGES]
    room = (MESSAGE_LIMIT - _CONTEXT_REST) // max(1, len(around)) - units(quotation("")) - 1
    quotes = [quotation(fitted(passage.text, room)) for passage in around]
    return Reply(joined(escape(say(language, "context_title")), "\n".join(quotes), source(document, language)))


def neighbours(citation: Citation, document: Document) -> tuple[Passage, ...]:
    """Return the passages that a quote stands in, and the one before and after them."""
    inside = [n for n, p in enumerate(document.passages) if p.start < citation.end and citation.start < p.end]
    if not inside:
        return ()
    return document.passages[max(0, inside[0] - 1) : inside[-1] + 2]


def render_related(fact: Fact, base: KnowledgeBase, language: str) -> Reply:
    """Return the facts worth reading next: those that the fact names, else the others of its topic; none withdrawn."""
    named = [base.facts[fact_id] for fact_id in fact.related]
    near = named or [other for other in base.valid if other.topic == fact.topic]
    facts = [other for other in near if other.id != fact.id and not other.is_withdrawn][:6]
    key = "related_title" if facts else "related_none"
    return Reply(escape(say(language, key)), tuple(fact_rows(facts, language)))


def _not_mentioned(answer: Answer) -> str:
    if not answer.not_mentioned:
        return ""
    terms = ", ".join(shorten(term, 40) for term in answer.not_mentioned[:5])
    return escape(say(answer.language, "not_mentioned", terms=terms))


def _too_long(answer: Answer) -> str:
    return escape(say(answer.language, "too_long")) if len(answer.question) > QUESTION_LIMIT else ""


def local(text: Localized, language: str) -> str:
    """Return a text in a language, or in whichever it has."""
    return text.get(language) or next(iter(text.values()), "")


def joined(*parts: str) -> str:
    """Return the parts that say something, an empty line between them."""
    return "\n\n".join(part for part in parts if part)
