"""Turns notices into messages: news, corrections, digests; each says why it came."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from handlers.callbacks import Verb, data
from handlers.render import Button, Reply, fact_rows, fitted, shorten, units
from handlers.texts import say
from knowledge.dates import format_date
from knowledge.model import Fact, KnowledgeBase, Localized, Notice
from knowledge.notices import Announced
from knowledge.subscribing import About

_FACTS = 3
_MUTABLE = frozenset(About) - {About.QUESTION}
"""What can be ended by a button below a notice; a question has ended with its answer."""
_OPENED = 8
"""The most facts that can be opened below a list of notices."""
_ASKED = 600
"""UTF-16 units of the questions that are repeated."""
_ROOM = 3600
"""UTF-16 units of a digest's items, the frame and the titles of topics left out."""


@dataclass(frozen=True, slots=True)
class Told:
    """A notice for one chat: its number, why the chat gets it (`about` or `about:value`).

    `asked` has the questions that it answers, or the words that it came by, while the chat still has them.
    """

    notice: Notice
    number: int
    why: str
    asked: tuple[str, ...] = ()


def render_notice(told: Told, base: KnowledgeBase, language: str) -> Reply:
    """Return the message of one notice, with buttons for its facts, to mute what it came by, and for the settings."""
    notice = told.notice
    lines = [_head(told, base, language), escape(_text(notice.summary, base, language))]
    lines.append(f"<i>{escape(reason(told, base, language))}</i>")
    rows = list(fact_rows(_facts(notice, base), language))
    last = [Button(say(language, "notice_settings"), data(Verb.FOLLOW))]
    if told.why.partition(":")[0] in _MUTABLE:
        last.insert(0, Button(say(language, "notice_mute"), data(Verb.STOP, *told.why.split(":", 1))))
    return Reply("\n\n".join(lines), (*rows, tuple(last)))


def render_digest(items: Sequence[Told], base: KnowledgeBase, language: str) -> Reply:
    """Return one message of several notices, grouped by topic, each once."""
    if len(items) == 1:
        return render_notice(items[0], base, language)
    groups: dict[str, list[str]] = {}
    room = _ROOM // len(items)
    for told in items:
        facts = _facts(told.notice, base)
        title = base.topics[facts[0].topic].title[language] if facts else base.case.title[language]
        groups.setdefault(title, []).append(_digested(told, base, language, room))
    parts = [escape(say(language, "digest", count=len(items)))]
    parts += ["\n\n".join((f"<u>{escape(title)}</u>", *texts)) for title, texts in groups.items()]
    return Reply("\n\n".join(parts), ((Button(say(language, "notice_settings"), data(Verb.FOLLOW)),),))


def _digested(told: Told, base: KnowledgeBase, language: str, room: int) -> str:
    """Return a notice as a part of a digest, in `room` UTF-16 units, the markup left out."""
    kind = _kind(told.notice, told.number, language)
    headline = shorten(_text(told.notice.headline, base, language), room // 3)
    asked = shorten(reason(told, base, language), room // 3) if told.asked else ""
    left = room - units(f"{kind}\n{headline}\n\n{asked}")
    summary = shorten(_text(told.notice.summary, base, language), max(0, left))
    why = f"\n<i>{escape(asked)}</i>" if asked else ""
    return f"{escape(kind)}\n<b>{escape(headline)}</b>\n{escape(summary)}{why}"


def render_change(told: Told, state: str, base: KnowledgeBase, language: str) -> tuple[Reply, Reply]:
    """Return what the message that told of a notice becomes once it is corrected or recalled, and the answer to it."""
    note = escape(say(language, f"notice_{state}", number=told.number))
    if state == "recalled":
        text = f"<s>{_head(told, base, language)}</s>\n\n{note}"
        return Reply(text), Reply(note)
    corrected = render_notice(told, base, language)
    return Reply(f"{note}\n\n{corrected.html}", corrected.buttons), Reply(note)


def render_announced(items: Sequence[Announced], base: KnowledgeBase, language: str) -> Reply:
    """Return notices as they stand now, each in two or three lines: at most 400 UTF-16 units, marks and all.

    A recalled one is struck out and opens no fact.
    """
    facts = [fact for one in items if one.state != "recalled" for fact in _facts(one.notice, base)]
    rows = fact_rows({fact.id: fact for fact in facts}.values(), language)[:_OPENED]
    return Reply("\n\n".join(_announced(one, base, language) for one in items), tuple(rows))


def _announced(one: Announced, base: KnowledgeBase, language: str) -> str:
    kind = escape(_kind(one.notice, one.number, language))
    headline = f"<b>{fitted(_text(one.notice.headline, base, language), 200)}</b>"
    match one.state:
        case "recalled":
            return f"<s>{kind}\n{headline}</s>\n{escape(say(language, 'notice_recalled', number=one.number))}"
        case "corrected":
            return f"{kind} · {escape(say(language, 'announced_corrected'))}\n{headline}"
        case _:
            return f"{kind}\n{headline}"


def reason(told: Told, base: KnowledgeBase, language: str) -> str:
    """Return the sentence that says by which subscription a notice came."""
    about, _, value = told.why.partition(":")
    match about:
        case About.TOPIC if value in base.topics:
            return say(language, "why_topic", what=base.topics[value].title[language])
        case About.NAME if value in base.names:
            return say(language, "why_name", what=base.names[value].label[language])
        case About.FACT:
            return say(language, "why_fact")
        case About.WORDS if told.asked:
            return say(language, "why_words", what=shorten(" · ".join(told.asked), _ASKED))
        case About.WORDS:
            return say(language, "why_words_ended")
        case About.QUESTION if told.asked:
            return say(language, "why_question", what=shorten(" · ".join(told.asked), _ASKED))
        case About.QUESTION:
            return say(language, "why_question_ended")
        case _:
            return say(language, "why_case")


def _head(told: Told, base: KnowledgeBase, language: str) -> str:
    headline = escape(_text(told.notice.headline, base, language))
    return f"{escape(_kind(told.notice, told.number, language))}\n<b>{headline}</b>"


def _kind(notice: Notice, number: int, language: str) -> str:
    return say(language, f"notice_kind_{notice.kind}", number=number, date=format_date(notice.date, language))


def _facts(notice: Notice, base: KnowledgeBase) -> list[Fact]:
    return [base.facts[fact] for fact in notice.facts if fact in base.facts][:_FACTS]


def _text(text: Localized, base: KnowledgeBase, language: str) -> str:
    return text.get(language) or text.get(base.case.default_language, "")
