"""Turns notices into messages: news, corrections, digests; each says why it came."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from handlers.render import Button, Reply, fact_rows, shorten
from handlers.texts import say
from knowledge.dates import format_date
from knowledge.model import Fact, KnowledgeBase, Localized, Notice
from knowledge.subscribing import About

_FACTS = 3
_ROOM = 3600
"""UTF-16 units of a digest's items, the frame left out."""


@dataclass(frozen=True, slots=True)
class Told:
    """A notice for one chat: its number, and why the chat gets it (`about` or `about:value`)."""

    notice: Notice
    number: int
    why: str


def render_notice(told: Told, base: KnowledgeBase, language: str) -> Reply:
    """Return the message of one notice, with buttons for its facts, to mute what it came by, and for the settings."""
    notice = told.notice
    lines = [_head(told, base, language), escape(_text(notice.summary, base, language))]
    lines.append(f"<i>{escape(reason(told.why, base, language))}</i>")
    rows = list(fact_rows(_facts(notice, base), language))
    last = [Button(say(language, "notice_settings"), "s")]
    if told.why.partition(":")[0] in set(About):
        last.insert(0, Button(say(language, "notice_mute"), f"u:{told.why}"))
    return Reply("\n\n".join(lines), (*rows, tuple(last)))


def render_digest(items: Sequence[Told], base: KnowledgeBase, language: str) -> Reply:
    """Return one message of several notices, grouped by topic, each once."""
    if len(items) == 1:
        return render_notice(items[0], base, language)
    groups: dict[str, list[str]] = {}
    for told in items:
        facts = _facts(told.notice, base)
        title = base.topics[facts[0].topic].title[language] if facts else base.case.title[language]
        summary = escape(shorten(_text(told.notice.summary, base, language), _ROOM // len(items)))
        groups.setdefault(title, []).append(f"{_head(told, base, language)}\n{summary}")
    parts = [escape(say(language, "digest", count=len(items)))]
    parts += ["\n\n".join((f"<u>{escape(title)}</u>", *texts)) for title, texts in groups.items()]
    return Reply("\n\n".join(parts), ((Button(say(language, "notice_settings"), "s"),),))


def render_change(told: Told, state: str, base: KnowledgeBase, language: str) -> tuple[Reply, Reply]:
    """Return what the message that told of a notice becomes once it is corrected or recalled, and the answer to it."""
    note = escape(say(language, f"notice_{state}", number=told.number))
    if state == "recalled":
        text = f"<s>{_head(told, base, language)}</s>\n\n{note}"
        return Reply(text), Reply(note)
    corrected = render_notice(told, base, language)
    return Reply(f"{note}\n\n{corrected.html}", corrected.buttons), Reply(note)


def reason(why: str, base: KnowledgeBase, language: str) -> str:
    """Return the sentence that says by which subscription a notice came."""
    about, _, value = why.partition(":")
    match about:
        case About.TOPIC if value in base.topics:
            return say(language, "why_topic", what=base.topics[value].title[language])
        case About.NAME if value in base.names:
            return say(language, "why_name", what=base.names[value].label[language])
        case About.FACT:
            return say(language, "why_fact")
        case About.WORDS:
            return say(language, "why_words", what=value)
        case _:
            return say(language, "why_case")


def _head(told: Told, base: KnowledgeBase, language: str) -> str:
    notice = told.notice
    kind = say(language, f"notice_kind_{notice.kind}", number=told.number, date=format_date(notice.date, language))
    return f"{escape(kind)}\n<b>{escape(_text(notice.headline, base, language))}</b>"


def _facts(notice: Notice, base: KnowledgeBase) -> list[Fact]:
    return [base.facts[fact] for fact in notice.facts if fact in base.facts][:_FACTS]


def _text(text: Localized, base: KnowledgeBase, language: str) -> str:
    return text.get(language) or text.get(base.case.default_language, "")
