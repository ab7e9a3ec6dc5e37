"""Facts in words: one with its passages and sources, its context and what is related, and lists of several."""

from collections.abc import Iterable
from html import escape

from handlers.callback_kinds import Follow, OpenCitation, OpenContext, OpenFact, OpenRelated
from handlers.callbacks import encode
from handlers.feedback_callback_kinds import AskReport, Rate
from handlers.replies.citations import cited, copy_quote, neighbours, quotation, source
from handlers.replies.dates import format_date
from handlers.replies.disputes import disputed_mark, other_sides
from handlers.replies.fitting import (
    BUTTON_LIMIT,
    MESSAGE_LIMIT,
    SHARE_LIMIT,
    Button,
    Reply,
    fitted,
    joined,
    shorten,
    units,
)
from handlers.replies.localized import local, local_title
from handlers.texts import say
from knowledge.feedback import Verdict
from knowledge.language.tense import is_present
from knowledge.model import Change, Document, Fact, KnowledgeBase, Name
from knowledge.notices.audience import About
from knowledge.notices.diff import wording_of

_CONTEXT_PASSAGES = 8
"""Maximum number of passages of a context; arbitrary."""
_LEAST_QUOTE = 300
"""Room in UTF-16 units that is left for a fact's own passage where another account is told beside it; arbitrary."""
_SAYING = 3
"""Maximum number of words from who says something to the end of "that"; arbitrary: "said today that"."""
_CONTEXT_REST = 1800
"""Room in UTF-16 units for what stands around the passages of a context, the lead and the source; arbitrary."""


def render_fact(fact: Fact, base: KnowledgeBase, language: str, limit: int = MESSAGE_LIMIT, pages: str = "") -> Reply:
    """Return a fact with its passages word for word, who asserts it, its date and its sources.

    `limit` is the room in UTF-16 units; `pages` is the address of the pages of the case, "" where it has none.
    """
    if fact.change and fact.is_withdrawn:
        return Reply(_changed(fact.change, language), (), (fact.id,))
    after = attribution(fact, base, language)
    statement = f"{_as_of(fact, base, language)}{fitted(local(fact.statement, language), 1000)}"
    proof = source(base.documents[fact.citations[0].document_id], language)
    against = other_sides(fact, base, language, limit - units(joined(statement, *after, proof)) - _LEAST_QUOTE)
    budget = limit - units(joined(statement, *after, against)) - 4
    more = (
        Button(say(language, "more_context"), encode(OpenContext(fact.id))),
        Button(say(language, "related"), encode(OpenRelated(fact.id))),
        Button(say(language, "follow_fact"), encode(Follow(About.FACT, fact.id))),
    )
    quote = (
        Button(say(language, "copy_quote"), copy=copy_quote(fact.citations[0])),
        Button(say(language, "cite"), encode(OpenCitation(fact.id))),
        Button(say(language, "share"), share=shorten(title_of(fact, language), SHARE_LIMIT)),
    )
    html = joined(statement, cited(fact.citations, base, language, budget, pages), "\n".join(after), against)
    others = fact_rows((base.facts[one] for one in fact.disputes), language)
    return Reply(html, (more, quote, feedback_row(fact, language), *others), (fact.id,))


def feedback_row(fact: Fact, language: str) -> tuple[Button, ...]:
    """Return the buttons by which readers say what they think of a fact as it reads now."""
    wording = wording_of(fact)
    return (
        Button("👍", encode(Rate(Verdict.GOOD, wording, fact.id))),
        Button("👎", encode(Rate(Verdict.BAD, wording, fact.id))),
        Button(say(language, "report_button"), encode(AskReport(wording, fact.id))),
    )


def _as_of(fact: Fact, base: KnowledgeBase, language: str) -> str:
    """Return the date of the newest document behind a statement in the present, which holds for that day; else ""."""
    told_in = language if language in fact.statement else next(iter(fact.statement), language)
    if not is_present(fact.statement.get(told_in, ""), told_in):
        return ""
    dates = (base.documents[citation.document_id].date for citation in fact.citations)
    newest = max(dates, key=lambda date: date.last)
    return f"<i>{escape(say(language, 'as_of', date=format_date(newest, language)))}</i> "


def attribution(fact: Fact, base: KnowledgeBase, language: str) -> list[str]:
    """Return who asserts a fact, the date of the event, how that was worked out, and what became of the fact.

    Who published all its sources is named below its quotes already, and who is the subject of the statement ("the mayor
    said that ...") in it; but where others assert otherwise, the name stands by itself.
    """
    name, found = base.names[fact.asserted_by], []
    is_named = _says(fact.statement.get(language, ""), name.label.get(language, ""), language)
    is_named |= all(_is_of(base.documents[citation.document_id], name) for citation in fact.citations)
    if fact.disputes or not is_named:
        found.append(fitted(say(language, "asserted_by", name=local(name.label, language)), 300))
    if fact.date is not None:
        found.append(escape(say(language, "event", date=format_date(fact.date, language))))
    if fact.derived:
        found.append(f"<i>{fitted(say(language, 'derived', reasoning=local(fact.derived, language)), 700)}</i>")
    if fact.change:
        found.append(_changed(fact.change, language))
    return found


def _says(statement: str, name: str, language: str) -> bool:
    """Whether a statement begins with a name, and soon after it with the word before what is said ("that")."""
    begin, told = (text.casefold().removeprefix("the ") for text in (name, statement))
    following = told.removeprefix(begin).replace(",", " ").split()[:_SAYING]
    return bool(begin) and told.startswith(f"{begin} ") and say(language, "says_that") in following


def whose_claim(fact: Fact, base: KnowledgeBase, language: str) -> str:
    """Return that whether a fact is true cannot be told, who asserts it, and who reports that if it is another."""
    name, documents = base.names[fact.asserted_by], [base.documents[one.document_id] for one in fact.citations]
    label, publisher = shorten(local(name.label, language), 150), shorten(documents[0].publisher, 100)
    if any(_is_of(document, name) for document in documents):
        return say(language, "truth", name=label)
    return say(language, "truth_reported", name=label, publisher=publisher)


def _is_of(document: Document, name: Name) -> bool:
    """Whether a document was published by whom a name names."""
    publisher = document.publisher.casefold()
    known = (*name.label.values(), *name.spellings)
    return any(publisher == one.partition(" (")[0].casefold() for one in known)


def _changed(change: Change, language: str) -> str:
    return f"<b>{fitted(_change_of(change, language), 900)}</b>"


def _change_of(change: Change, language: str) -> str:
    """Return what became of a fact, when and why."""
    return say(language, change.kind, date=format_date(change.date, language), note=local(change.note, language))


def fact_list(facts: Iterable[Fact], language: str, limit: int = 3600) -> str:
    """Return dated statements, a line each, as many as fit into `limit` UTF-16 units; corrected ones are marked.

    Of a withdrawn one it says only that it is.
    """
    lines: list[str] = []
    for fact in facts:
        mark = ""
        if fact.change and not fact.is_withdrawn:
            mark = f" <i>({escape(say(language, 'corrected_mark', date=format_date(fact.change.date, language)))})</i>"
        line = f"• {_dated(fact, language)}{fitted(gist(fact, language), 400)}{mark}{disputed_mark(fact, language)}"
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
    """Return a row with one button for each fact: its title in the language opens it."""
    return [(Button(shorten(title_of(fact, language), BUTTON_LIMIT), encode(OpenFact(fact.id))),) for fact in facts]


def title_of(fact: Fact, language: str) -> str:
    """Return the title of a fact, or else its statement; a withdrawn one's says that it is withdrawn."""
    if not fact.is_withdrawn:
        return local_title(fact, language) or local(fact.statement, language)
    asked = local_title(fact, language) or next(filter(None, map(fact.title, fact.questions)), "…")
    return say(language, "withdrawn_title", title=asked)


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


def render_related(fact: Fact, base: KnowledgeBase, language: str) -> Reply:
    """Return the facts worth reading next: those that the fact names, else the others of its topic; none withdrawn."""
    named = [base.facts[fact_id] for fact_id in fact.related]
    near = named or [other for other in base.valid if other.topic == fact.topic]
    facts = [other for other in near if other.id != fact.id and not other.is_withdrawn][:6]
    key = "related_title" if facts else "related_none"
    return Reply(escape(say(language, key)), tuple(fact_rows(facts, language)))
