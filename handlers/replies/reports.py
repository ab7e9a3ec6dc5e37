"""Reports of errors in words: what the reader agrees to, and what admins see of it."""

from collections.abc import Sequence
from html import escape

from handlers.callback_kinds import OpenFact
from handlers.callbacks import encode
from handlers.feedback_callback_kinds import CloseReport, DropReport, SendReport, SendWords, TurnReports
from handlers.ports import Operator
from handlers.replies.dates import format_date
from handlers.replies.facts import gist, title_of
from handlers.replies.fitting import Button, Reply, fitted, joined
from handlers.texts import say
from knowledge.edtf import parse_edtf
from knowledge.feedback import Filed, KeptReport, Rating
from knowledge.model import Fact, KnowledgeBase
from knowledge.notices.diff import wording_of

_TITLE, _STATEMENT, _WORDS = 300, 1000, 1500
"""Maximum lengths in UTF-16 units of what is repeated; arbitrary: all of it fits into one message."""


def render_consent(fact: Fact, days: int, language: str, wording: str = "") -> Reply:
    """Return what a report of a fact keeps, and the button that agrees; before that nothing is kept."""
    told = wording or wording_of(fact)
    text = say(language, "report_ask", days=days, send=escape(say(language, "report_send")))
    buttons = (Button(say(language, "report_send"), encode(SendReport(days, told, fact.id))), _drop(language))
    return Reply(joined(_heading(fact, language), text), (buttons,))


def render_words_consent(fact: Fact, days: int, language: str, wording: str) -> Reply:
    """Return whether the reader's words, which this answers, shall be kept too."""
    agree = Button(say(language, "report_send_words"), encode(SendWords(days, wording, fact.id)))
    text = say(language, "report_ask_words", days=days)
    return Reply(joined(_heading(fact, language), text), ((agree, _drop(language)),))


def render_filed(filed: Filed, operator: Operator, language: str) -> Reply:
    """Return what became of a report."""
    key = {Filed.NEW: "sent", Filed.FIRST: "sent"}.get(filed, str(filed))
    text = say(language, f"report_{key}")
    contact = say(language, "contact", contact=operator.contact) if operator.contact and filed is Filed.FULL else ""
    return Reply(joined(text, fitted(contact, 300)))


def render_reports(
    kept: Sequence[KeptReport], ratings: Sequence[Rating], base: KnowledgeBase, language: str, page: int = 1
) -> Reply:
    """Return a report that waits, with what can be done; for a page that is not there, the nearest that is."""
    if not kept:
        return Reply(escape(say(language, "reports_none")))
    page = min(max(page, 1), len(kept))
    one = kept[page - 1]
    fact = base.facts.get(one.report.fact)
    day, until = (format_date(parse_edtf(day.isoformat()), language) for day in (one.day, one.until))
    lead = say(language, "report_page", page=page, pages=len(kept), day=day, until=until)
    words = one.report.words
    said = f"{escape(say(language, 'report_words'))}\n<blockquote>{fitted(words, _WORDS)}</blockquote>" if words else ""
    about = _reported(fact, one, ratings, language) if fact else escape(say(language, "report_fact_gone"))
    close = Button(say(language, "report_done"), encode(CloseReport(page, one.id)))
    shown = (Button(say(language, "report_open"), encode(OpenFact(fact.id))),) if fact else ()
    back = (Button(say(language, "previous"), encode(TurnReports(page - 1))),) if page > 1 else ()
    further = (Button(say(language, "next"), encode(TurnReports(page + 1))),) if page < len(kept) else ()
    turning = (*back, *further)
    return Reply(joined(escape(lead), about, said), ((close, *shown), *((turning,) if turning else ())))


def _reported(fact: Fact, kept: KeptReport, ratings: Sequence[Rating], language: str) -> str:
    """Return the fact of a report as it reads now, and the thumbs of the wording that the reader saw."""
    report = kept.report
    is_current = wording_of(fact) == report.wording
    state = say(language, "report_current" if is_current else "report_changed", code=report.language)
    statement = fitted(gist(fact, report.language), _STATEMENT)
    counted = [one for one in ratings if (one.fact, one.wording) == (report.fact, report.wording)]
    thumbs = [say(language, "report_thumbs", good=one.good, bad=one.bad) for one in counted]
    title = fitted(title_of(fact, language), _TITLE)
    return joined(f"<b>{title}</b>", f"{escape(state)}\n<blockquote>{statement}</blockquote>", escape("".join(thumbs)))


def _heading(fact: Fact, language: str) -> str:
    return f"<b>{escape(say(language, 'report_heading'))}</b>\n{fitted(title_of(fact, language), _TITLE)}"


def _drop(language: str) -> Button:
    return Button(say(language, "report_drop"), encode(DropReport()))
