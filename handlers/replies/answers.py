"""What is replied to a question: a fact, suggestions, passages, a time, an act, or that nothing is known."""

from collections.abc import Sequence
from html import escape
from typing import assert_never

from handlers.callback_kinds import Follow, NoneOfThese
from handlers.callbacks import encode
from handlers.ports import NOBODY, Operator
from handlers.replies.acts import render_act
from handlers.replies.citations import quotation, source
from handlers.replies.dates import format_date
from handlers.replies.facts import fact_list, fact_rows, render_fact
from handlers.replies.fitting import CUT, MESSAGE_LIMIT, Button, Reply, fitted, joined, shorten, units
from handlers.replies.localized import local
from handlers.replies.parts import render_parts
from handlers.replies.terms import elsewhere, not_mentioned
from handlers.texts import say
from knowledge.answering.answers import (
    COMPUTED,
    QUESTION_LIMIT,
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
)
from knowledge.answering.times import BEFORE
from knowledge.edtf import parse_edtf, time_between
from knowledge.model import KnowledgeBase, Passage
from knowledge.notices.audience import About, can_wait

WAIT = encode(Follow(About.QUESTION, ""))
"""Data of the button that keeps a question until there is an answer: that of the message which is replied to."""
_LEADS = {"": "period"} | {
    relation: f"time_{relation}" for relation in ("before", "until", "after", "since", "between", "first", "last")
}
"""Text above a timeline, by its relation to a date."""

Rows = tuple[tuple[Button, ...], ...]
"""Rows of buttons below a reply."""


def render_answer(answer: Answer, base: KnowledgeBase, operator: Operator = NOBODY) -> Reply:
    """Return the reply to an answer, in the answer's language."""
    language = answer.language
    match answer:
        case Found(matches=matches):
            return render_fact(base.facts[matches[0].fact_id], base, language, pages=operator.pages)
        case Nearest():
            return _nearest(answer, base, operator.pages)
        case Suggestions(matches=matches):
            facts = [base.facts[match.fact_id] for match in matches]
            rows = [*fact_rows(facts, language), (Button(say(language, "none_of_these"), encode(NoneOfThese())),)]
            lines = (not_mentioned(answer), elsewhere(answer), escape(say(language, "suggestions")))
            return Reply(joined(*lines, _too_long(answer)), tuple(rows))
        case AskBack():
            return _ask_back(answer, base)
        case Excerpts(passages=passages):
            around = (not_mentioned(answer), _too_long(answer))
            quoted = _excerpts(passages, base, language, MESSAGE_LIMIT - units(joined(*around)) - 4)
            return Reply(joined(around[0], quoted, around[1]), wait_rows(answer.question, language))
        case Unknown(listed=listed):
            more = say(language, "unknown_listed" if listed else "unknown_more")
            lines = (escape(say(language, "unknown")), not_mentioned(answer), escape(more))
            return Reply(joined(*lines, _too_long(answer)), wait_rows(answer.question, language))
        case Timeline(period=period):
            return _timeline(answer, base, format_date(period, language))
        case Multipart():
            return render_parts(answer, base, operator)
        case Act():
            return render_act(answer, base, operator)
        case _:
            assert_never(answer)


def _nearest(answer: Nearest, base: KnowledgeBase, pages: str) -> Reply:
    """Return a fact as the nearest that the documents say, with what it lacks, and the others that may be meant."""
    language = answer.language
    first, *others = (base.facts[match.fact_id] for match in answer.matches)
    lead = joined(nearest_lead(answer), _too_long(answer))
    shown = render_fact(first, base, language, MESSAGE_LIMIT - units(lead) - 2, pages)
    rows = (*fact_rows(others, language), *_few(shown.buttons), *wait_rows(answer.question, language))
    return Reply(joined(lead, shown.html), rows, shown.facts)


def _few(rows: Rows) -> Rows:
    """Return of the rows below a fact one with what concerns a fact that may not be the answer, and those below it."""
    if not rows:
        return ()
    more, quote, feedback, *disputes = rows
    return ((more[0], quote[1], feedback[2]), *disputes)


def nearest_lead(answer: Nearest) -> str:
    """Return what the nearest fact stands below: that it may not be the answer, and what the question has beyond it."""
    language, terms = answer.language, ", ".join(shorten(term, 40) for term in answer.lacking[:3])
    lacking = escape(say(language, "nearest_lacks", terms=terms)) if answer.lacking else ""
    return joined(f"<i>{escape(say(language, 'nearest'))}</i>", not_mentioned(answer), lacking)


def _ask_back(answer: AskBack, base: KnowledgeBase) -> Reply:
    """Return a question back: which of the facts about its subject is meant, or what it is about."""
    language = answer.language
    if not answer.about:
        return Reply(escape(say(language, "ask_back_about_what")))
    lead = "ask_back_unknown" if answer.is_unknown else "ask_back"
    name = shorten(local(base.names[answer.about].label, language), 200)
    rows = fact_rows((base.facts[match.fact_id] for match in answer.matches), language)
    waits = wait_rows(answer.question, language) if answer.is_unknown else ()
    return Reply(escape(say(language, lead, name=name)), (*rows, *waits))


def wait_rows(question: str, language: str) -> tuple[tuple[Button, ...], ...]:
    """Return the button that keeps a question until there is an answer, for one that can be kept."""
    return ((Button(say(language, "follow_question"), WAIT),),) if can_wait(question) else ()


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


def _timeline(answer: Timeline, base: KnowledgeBase, date: str) -> Reply:
    language, facts = answer.language, [base.facts[fact_id] for fact_id in answer.facts]
    if not facts and answer.relation != COMPUTED:
        return Reply(escape(_no_timeline(answer, base, date)))
    lead = _computed(answer, date) if answer.relation == COMPUTED else say(language, _LEADS[answer.relation], date=date)
    html = joined(escape(lead), fact_list(facts, language))
    return Reply(html, tuple(fact_rows(facts[:10], language)), tuple(fact.id for fact in facts))


def _no_timeline(answer: Timeline, base: KnowledgeBase, date: str) -> str:
    """Return that nothing is dated at a time; of what comes before or after one, with the newest document's date."""
    if not answer.relation:
        return say(answer.language, "period_absent" if answer.not_mentioned else "period_empty", date=date)
    if answer.relation == BEFORE:
        return say(answer.language, "time_none_before", date=date)
    newest = max((document.date for document in base.documents.values()), key=lambda one: one.last)
    return say(answer.language, "time_none", date=date, newest=format_date(newest, answer.language))


def _computed(answer: Timeline, date: str) -> str:
    """Return how long it was between two dates, which no document states."""
    span = time_between(*map(parse_edtf, answer.period.text.split("/")))
    if span is None:
        return say(answer.language, "time_computed_about", date=date)
    days, months, rest = span
    key = "time_computed" if months else "time_computed_days"
    return say(answer.language, key, date=date, days=days, months=months, rest=rest)


def _too_long(answer: Answer) -> str:
    return escape(say(answer.language, "too_long")) if len(answer.question) > QUESTION_LIMIT else ""
