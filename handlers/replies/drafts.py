"""Words a draft of a notice from what changed in the base: counts, statements and titles, and nothing beyond them."""

from collections.abc import Callable, Iterator, Mapping
from html import escape

from handlers.replies.fitting import shorten, units
from handlers.replies.localized import local
from handlers.texts import say
from knowledge.edtf import EventDate
from knowledge.model import Fact, KnowledgeBase, Notice
from knowledge.notices.diff import Changes

SUMMARY_LIMIT = 2000
"""Maximum length of a summary, escaped, in UTF-16 units: the headline and the reason find room beside it."""


def draft(changes: Changes, base: KnowledgeBase, notice_id: str, date: EventDate) -> Notice:
    """Return a notice of the changes: what was withdrawn first, then what was corrected, then what is new."""
    facts = (*changes.withdrawn, *changes.corrected, *changes.amended_facts, *changes.new_facts)
    return Notice(
        id=notice_id,
        date=date,
        kind=_kind(changes),
        headline={language: _headline(changes, language) for language in base.case.languages},
        summary={language: _summary(changes, base, language) for language in base.case.languages},
        facts=facts,
        documents=(*changes.new_documents, *changes.amended_documents),
    )


def counts(changes: Changes) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of each kind of change that there is, by the key of its words, in the order of a notice."""
    found = {
        "draft_withdrawn": changes.withdrawn,
        "draft_corrected": changes.corrected,
        "draft_amended_facts": changes.amended_facts,
        "draft_new_facts": changes.new_facts,
        "draft_new_documents": changes.new_documents,
        "draft_amended_documents": changes.amended_documents,
        "draft_gone_facts": changes.gone_facts,
        "draft_gone_documents": changes.gone_documents,
    }
    return {key: ids for key, ids in found.items() if ids}


def _kind(changes: Changes) -> str:
    if changes.withdrawn:
        return "retraction"
    return "correction" if changes.corrected or changes.amended_facts else "news"


def _headline(changes: Changes, language: str) -> str:
    parts = (f"{say(language, key)}: {len(ids)}" for key, ids in counts(changes).items())
    return _capital(", ".join(parts))


def _summary(changes: Changes, base: KnowledgeBase, language: str) -> str:
    """Return as many of the changes in full as there is room for, and how many are left out."""
    parts: list[str] = []
    items = list(_items(changes, base, language))
    room = SUMMARY_LIMIT - units(say(language, "draft_more", count=len(items))) - 1
    for number, (heading, item) in enumerate(items):
        text = f"{heading} {item}".strip()
        if number == 0 and _escaped(text) > room:
            text = _cut(text, room)
        if _escaped(" ".join((*parts, text))) > room:
            parts.append(say(language, "draft_more", count=len(items) - number))
            break
        parts.append(text)
    return " ".join(parts)


def _items(changes: Changes, base: KnowledgeBase, language: str) -> Iterator[tuple[str, str]]:
    """Yield what is said of each change, the first of its kind with a heading."""
    for key, ids in counts(changes).items():
        if key in {"draft_gone_facts", "draft_gone_documents"}:
            yield f"{_capital(say(language, key))}:", f"{len(ids)}."
            continue
        text = _said_of(key, base, language)
        for number, identifier in enumerate(ids):
            yield f"{_capital(say(language, key))}:" if number == 0 else "", text(identifier)


def _said_of(key: str, base: KnowledgeBase, language: str) -> Callable[[str], str]:
    def fact(identifier: str) -> str:
        changed = base.facts[identifier]
        statement = local(changed.statement, language)
        if changed.is_withdrawn:
            return say(language, "draft_withdrawn_fact", statement=statement, note=_note(changed, language))
        return f"{statement} {_note(changed, language)}".strip()

    def document(identifier: str) -> str:
        changed = base.documents[identifier]
        return say(language, "draft_document", title=changed.title, publisher=changed.publisher)

    return document if key in {"draft_new_documents", "draft_amended_documents"} else fact


def _note(fact: Fact, language: str) -> str:
    return local(fact.change.note, language) if fact.change else ""


def _escaped(text: str) -> int:
    return units(escape(text))


def _cut(text: str, limit: int) -> str:
    """Return a text cut so that it has at most `limit` UTF-16 units once it is escaped."""
    room = limit
    while _escaped(cut := shorten(text, room)) > limit:
        room -= max(1, _escaped(cut) - limit)
    return cut


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
