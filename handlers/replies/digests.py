"""Digests: several notices in one message, by topic, each readable; and how many of them one message holds."""

from collections.abc import Iterable, Sequence
from html import escape

from handlers.callback_kinds import OpenFollowed
from handlers.callbacks import encode
from handlers.replies.citations import source
from handlers.replies.facts import fact_rows
from handlers.replies.fitting import Button, Reply, fitted, units
from handlers.replies.localized import local
from handlers.replies.notices import (
    NoticeForChat,
    facts_of,
    headline_of,
    kind_of,
    render_lead,
    render_notice,
    render_reason,
    summary_of,
)
from handlers.texts import say
from knowledge.model import KnowledgeBase
from knowledge.notices.audience import About
from knowledge.notices.states import NoticeState

_ROOM = 3900
"""Maximum length of the items of a message with the titles of their topics, in UTF-16 units: the rest is the lead."""
_FULL = 1400
"""Maximum length of one item in UTF-16 units, where there is room; arbitrary."""
_LEAST = 420
"""Minimum room in UTF-16 units of each item before another one is taken into the message; arbitrary."""
_TITLE = 120
"""Maximum length of a topic's title, escaped, in UTF-16 units; arbitrary."""
_HEADLINE = 240
"""Maximum length of a headline, escaped, in UTF-16 units; arbitrary."""
_LEAST_SUMMARY = 120
"""Minimum room of a summary in UTF-16 units: with less, the source gives way to it; arbitrary."""
_LEAST_CUT = 20
"""Minimum room in UTF-16 units that is worth a cut summary; arbitrary."""
_OPENED = 8
"""Maximum number of facts that can be opened below a digest; arbitrary."""


def fitting(items: Sequence[NoticeForChat], base: KnowledgeBase, language: str) -> int:
    """Return how many of the items, from the first, one message holds without cutting them too short: at least one."""
    used, titles = 0, set()
    for count, item in enumerate(items):
        title = _title(item, base, language)
        if title not in titles:
            titles.add(title)
            used += units(_headed(title)) + 2
        used += min(units(_item(item, base, language, _FULL)), _LEAST) + 2
        if count and used > _ROOM:
            return count
    return len(items)


def first_message(items: Sequence[NoticeForChat], base: KnowledgeBase, language: str) -> list[int]:
    """Return the places of the items that come in the first message: the first item's topic before all others."""
    titles = [_title(item, base, language) for item in items]
    by_topic = sorted(range(len(items)), key=lambda place: titles.index(titles[place]))
    return sorted(by_topic[: fitting([items[place] for place in by_topic], base, language)])


def render_digest(items: Sequence[NoticeForChat], base: KnowledgeBase, language: str) -> Reply:
    """Return one message of notices, by topic, at most as many as `fitting` says; of a single one, that notice."""
    if len(items) == 1:
        return render_notice(items[0], base, language)
    groups: dict[str, list[NoticeForChat]] = {}
    for item in items:
        groups.setdefault(_title(item, base, language), []).append(item)
    ordered = [item for group in groups.values() for item in group]
    room = _ROOM - sum(units(_headed(title)) + 2 for title in groups) - 2 * len(items)
    full = [_item(item, base, language, _FULL) for item in ordered]
    shares = _shares([units(text) for text in full], room)
    items_in_words = iter(
        text if units(text) <= share else _item(item, base, language, share)
        for item, text, share in zip(ordered, full, shares, strict=True)
    )
    parts = [escape(say(language, "digest", count=len(items)))]
    for title, group in groups.items():
        parts += [_headed(title), *(next(items_in_words) for _ in group)]
    return Reply("\n\n".join(parts), _buttons(ordered, base, language))


def _shares(sizes: Sequence[int], room: int) -> list[int]:
    """Return how much of `room` each item gets: what it needs if that is under an even share, else an even share."""
    shares, left = [0] * len(sizes), room
    for count, number in enumerate(sorted(range(len(sizes)), key=sizes.__getitem__)):
        shares[number] = min(sizes[number], left // (len(sizes) - count))
        left -= shares[number]
    return shares


def _item(item: NoticeForChat, base: KnowledgeBase, language: str, room: int) -> str:
    """Return a notice as a part of a digest, in `room` UTF-16 units: headline first, then summary and source."""
    lead, kind = render_lead(item, language), escape(kind_of(item.notice, item.number, language))
    headline = f"{kind}\n<b>{fitted(headline_of(item.notice, base, language), _HEADLINE)}</b>"
    struck = ("<s>", "</s>") if item.change is NoticeState.RECALLED else ("", "")
    if units(f"{lead}\n{headline}") > room:
        lead = ""
    answers = item.reason.about is About.QUESTION and item.asked
    asked = f"\n<i>{fitted(render_reason(item, base, language), room // 3)}</i>" if answers else ""
    left = room - units("\n".join((lead, headline, *struck))) - units(asked) - 1
    summary = summary_of(item.notice, base, language)
    origin = "" if item.change is NoticeState.RECALLED else _origin(item, base, language)
    if left - units(origin) < min(_LEAST_SUMMARY, units(escape(summary))):
        origin = ""
    cut = f"\n{fitted(summary, left - units(origin))}" if left - units(origin) > _LEAST_CUT else ""
    return "\n".join(filter(None, (lead, f"{struck[0]}{headline}{cut}{struck[1]}{origin}{asked}")))


def _origin(item: NoticeForChat, base: KnowledgeBase, language: str) -> str:
    """Return the source of a notice's first fact, or else its first document, on lines of their own."""
    cited = [fact.citations[0].document_id for fact in facts_of(item.notice, base) if not fact.is_withdrawn]
    documents = (base.documents[one] for one in (*cited, *item.notice.documents) if one in base.documents)
    return next((f"\n{source(document, language)}" for document in documents), "")


def _title(item: NoticeForChat, base: KnowledgeBase, language: str) -> str:
    facts = facts_of(item.notice, base)
    return local(base.topics[facts[0].topic].title if facts else base.case.title, language)


def _headed(title: str) -> str:
    return f"<u>{fitted(title, _TITLE)}</u>"


def _buttons(items: Iterable[NoticeForChat], base: KnowledgeBase, language: str) -> tuple[tuple[Button, ...], ...]:
    firsts = [facts_of(item.notice, base)[:1] for item in items if item.change is not NoticeState.RECALLED]
    facts = {fact.id: fact for found in firsts for fact in found}
    rows = fact_rows(facts.values(), language)[:_OPENED]
    return (*rows, (Button(say(language, "notice_settings"), encode(OpenFollowed())),))
