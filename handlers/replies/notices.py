"""Turns notices into messages: news, corrections and recalls; each with its source, and with why it came."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from handlers.callback_kinds import OpenFollowed, Stop
from handlers.callbacks import encode
from handlers.replies.citations import quotation, source, translated
from handlers.replies.dates import format_date
from handlers.replies.facts import attribution, fact_rows
from handlers.replies.fitting import MESSAGE_LIMIT, Button, Reply, fitted, joined, shorten, units
from handlers.replies.localized import local
from handlers.texts import say
from knowledge.model import Fact, KnowledgeBase, Localized, Notice
from knowledge.notices.audience import About
from knowledge.notices.content import Announced
from knowledge.notices.reasons import Reason
from knowledge.notices.states import NoticeState

_FACTS = 3
"""Maximum number of facts of a notice that can be opened below it; arbitrary."""
_MUTABLE = frozenset(About) - {About.QUESTION}
"""Kinds of subscriptions that a button below a notice can end; a question has ended with its answer."""
_OPENED = 8
"""Maximum number of facts that can be opened below a list of notices; arbitrary."""
_ASKED = 600
"""Maximum length in UTF-16 units of the questions that are repeated; arbitrary."""
# Maximum lengths of the parts of a message, escaped, in UTF-16 units: longer than almost any of a case; arbitrary.
_HEADLINE = 500
_SUMMARY = 2600
_CORRECTION = 800
_REASON = 700
_LEAST_QUOTE = 80
"""Minimum room in UTF-16 units that is worth a quote; arbitrary."""
_ANNOUNCED = 400
"""Maximum length of a notice in a list in UTF-16 units: a page of eight fits into a message."""
_ANNOUNCED_HEADLINE = 200
"""Maximum length of its headline in UTF-16 units; arbitrary."""


@dataclass(frozen=True, slots=True)
class NoticeForChat:
    """A notice for one chat, its number, and why the chat gets it; a preview has no reason."""

    notice: Notice
    number: int
    reason: Reason
    asked: tuple[str, ...] = ()
    """The questions that it answers, or the words that it came by, while the chat still has them."""

    @property
    def change(self) -> NoticeState | None:
        """What became of the notice that the chat got before: corrected, recalled or None."""
        return self.reason.change


def render_notice(item: NoticeForChat, base: KnowledgeBase, language: str) -> Reply:
    """Return the message of one notice, with buttons for its facts, to mute what it came by, and for the settings.

    Of a change it says first what was wrong and why; a recalled notice is struck through and opens nothing.
    """
    lead = render_lead(item, language)
    if item.change is NoticeState.RECALLED:
        return Reply(joined(lead, _struck(item, base, language, MESSAGE_LIMIT - units(lead) - 2)))
    if item.change is NoticeState.CORRECTED:
        lead = joined(lead, escape(say(language, "notice_now")))
    head, why = _head(item, base, language), f"<i>{fitted(render_reason(item, base, language), _REASON)}</i>"
    room = MESSAGE_LIMIT - units(joined(lead, head, why)) - 4
    summary = fitted(summary_of(item.notice, base, language), min(room, _SUMMARY))
    evidence = _evidence(item.notice, base, language, room - units(summary))
    rows = list(fact_rows(facts_of(item.notice, base), language))
    last = [Button(say(language, "notice_settings"), encode(OpenFollowed()))]
    if isinstance(item.reason.about, About) and item.reason.about in _MUTABLE:
        stop = Stop(item.reason.about, item.reason.value)
        last.insert(0, Button(say(language, "notice_mute"), encode(stop)))
    return Reply(joined(lead, head, summary, evidence, why), (*rows, tuple(last)))


def render_lead(item: NoticeForChat, language: str) -> str:
    """Return what became of a notice that was sent, and what was wrong; nothing for one that was not changed."""
    if item.change is None:
        return ""
    state = escape(say(language, f"notice_{item.change}", number=item.number))
    why = fitted(_correction(item.notice, language), _CORRECTION)
    return f"<b>{state}</b> {why}".rstrip()


def render_change(item: NoticeForChat, language: str) -> Reply:
    """Return the answer to a message that was edited, because its notice was corrected or recalled."""
    above = say(language, f"notice_{item.change}_above")
    return Reply(joined(render_lead(item, language), escape(above)))


def render_topic_gone(language: str) -> Reply:
    """Return what is said in General of a group when the forum topic that followed something is not there any more."""
    settings = Button(say(language, "notice_settings"), encode(OpenFollowed()))
    return Reply(escape(say(language, "topic_gone")), ((settings,),))


def _struck(item: NoticeForChat, base: KnowledgeBase, language: str, room: int) -> str:
    """Return all of a notice that was recalled, struck through: readable, but not to be taken for valid."""
    head, left = _head(item, base, language), room - units("<s></s>")
    summary = fitted(summary_of(item.notice, base, language), left - units(head) - 2)
    return f"<s>{joined(head, summary)}</s>"


def _evidence(notice: Notice, base: KnowledgeBase, language: str, room: int) -> str:
    """Return the passage of the first fact that holds, its source and who asserts it, or the first document's source.

    What does not fit into `room` UTF-16 units is left out: first the passage, then who asserts it.
    """
    fact = next((fact for fact in facts_of(notice, base) if not fact.is_withdrawn), None)
    if fact is None:
        known = (base.documents[document] for document in notice.documents if document in base.documents)
        origin = next((source(document, language) for document in known), "")
        return origin if units(origin) + 2 <= room else ""
    citation = fact.citations[0]
    origin = source(base.documents[citation.document_id], language)
    below = f"{translated(citation, language)}{origin}"
    details = "\n".join(attribution(fact, base, language))
    left = room - units(joined(below, details)) - units(quotation("")) - 3
    if left >= _LEAST_QUOTE:
        return joined(f"{quotation(fitted(citation.quote, left))}\n{below}", details)
    for rest in (joined(origin, details), origin):
        if units(rest) + 2 <= room:
            return rest
    return ""


def render_announced(items: Sequence[Announced], base: KnowledgeBase, language: str) -> Reply:
    """Return notices as they stand now, each in a few lines: at most 400 UTF-16 units, marks and all.

    A changed one says what was wrong; a recalled one is struck through and opens no fact.
    """
    facts = [fact for one in items if one.state is not NoticeState.RECALLED for fact in facts_of(one.notice, base)]
    rows = fact_rows({fact.id: fact for fact in facts}.values(), language)[:_OPENED]
    return Reply("\n\n".join(_announced(one, base, language) for one in items), tuple(rows))


def _announced(one: Announced, base: KnowledgeBase, language: str) -> str:
    kind = escape(kind_of(one.notice, one.number, language))
    headline = f"<b>{fitted(headline_of(one.notice, base, language), _ANNOUNCED_HEADLINE)}</b>"
    match one.state:
        case NoticeState.RECALLED:
            shown = f"<s>{kind}\n{headline}</s>\n{escape(say(language, 'notice_recalled', number=one.number))}"
        case NoticeState.CORRECTED:
            shown = f"{kind} · {escape(say(language, 'announced_corrected'))}\n{headline}"
        case _:
            return f"{kind}\n{headline}"
    left = _ANNOUNCED - units(shown) - units("\n<i></i>")
    why = _correction(one.notice, language)
    return f"{shown}\n<i>{fitted(why, left)}</i>" if why and left >= 40 else shown


def render_reason(item: NoticeForChat, base: KnowledgeBase, language: str) -> str:
    """Return the sentence that says by which subscription a notice came."""
    value = item.reason.value
    match item.reason.about:
        case NoticeState():
            return say(language, "why_changed", number=item.number)
        case About.TOPIC if value in base.topics:
            return say(language, "why_topic", what=local(base.topics[value].title, language))
        case About.NAME if value in base.names:
            return say(language, "why_name", what=local(base.names[value].label, language))
        case About.FACT:
            return say(language, "why_fact")
        case About.WORDS if item.asked:
            return say(language, "why_words", what=shorten(" · ".join(item.asked), _ASKED))
        case About.WORDS:
            return say(language, "why_words_ended")
        case About.QUESTION if item.asked:
            return say(language, "why_question", what=shorten(" · ".join(item.asked), _ASKED))
        case About.QUESTION:
            return say(language, "why_question_ended")
        case _:
            return say(language, "why_case")


def _head(item: NoticeForChat, base: KnowledgeBase, language: str) -> str:
    headline = fitted(headline_of(item.notice, base, language), _HEADLINE)
    return f"{escape(kind_of(item.notice, item.number, language))}\n<b>{headline}</b>"


def kind_of(notice: Notice, number: int, language: str) -> str:
    """Return what a notice is, its number and its date."""
    return say(language, f"notice_kind_{notice.kind}", number=number, date=format_date(notice.date, language))


def facts_of(notice: Notice, base: KnowledgeBase) -> list[Fact]:
    """Return the first facts that a notice names and that the base has."""
    return [base.facts[fact] for fact in notice.facts if fact in base.facts][:_FACTS]


def headline_of(notice: Notice, base: KnowledgeBase, language: str) -> str:
    """Return the headline in a language, or in the case's own."""
    return _text(notice.headline, base, language)


def summary_of(notice: Notice, base: KnowledgeBase, language: str) -> str:
    """Return the summary in a language, or in the case's own."""
    return _text(notice.summary, base, language)


def _text(text: Localized, base: KnowledgeBase, language: str) -> str:
    return text.get(language) or text.get(base.case.default_language, "")


def _correction(notice: Notice, language: str) -> str:
    return local(notice.correction, language)
