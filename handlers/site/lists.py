"""Lists of facts, a page at a time, and the links that turn the pages."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from handlers.site.markup import NOTHING, Html, fill, join, text
from handlers.site.view import View
from knowledge.model import Fact

PAGE = 30
"""Number of facts on a page; arbitrary: with the longest titles and statements it is below 60 KB."""
T = TypeVar("T")


def pages_of(items: Sequence[T], size: int = PAGE) -> Iterator[tuple[int, int, Sequence[T]]]:
    """Yield the number of each page, how many there are, and what is on it; one empty page of nothing."""
    count = max(1, -(-len(items) // size))
    for number in range(1, count + 1):
        yield number, count, items[(number - 1) * size : number * size]


def page_path(path: str, number: int) -> str:
    """Return the address of a page of a list: the first one's is that of the list; no id has a dot."""
    return path if number == 1 else f"{path.removesuffix('.html')}.{number}.html"


def turning(view: View, path: str, number: int, pages: int) -> Html:
    """Return the links to the page before and after, and which page this is; nothing for the only one."""
    if pages == 1:
        return NOTHING
    before = after = NOTHING
    if number > 1:
        before = fill('<a rel="prev" href="{}">{}</a> ', view.to(page_path(path, number - 1)), view.say("previous"))
    if number < pages:
        after = fill(' <a rel="next" href="{}">{}</a>', view.to(page_path(path, number + 1)), view.say("next"))
    where = text(view.say("page", page=number, pages=pages))
    return fill('<nav class="turn" aria-label="{}">{}<span>{}</span>{}</nav>', where, before, where, after)


def fact_items(view: View, facts: Sequence[Fact]) -> Html:
    """Return facts as a list: title, what it states, its date, and marks of what is special about it."""
    if not facts:
        return NOTHING
    return fill('<ul class="facts">{}</ul>', join((_item(view, fact) for fact in facts), "\n"))


def _item(view: View, fact: Fact) -> Html:
    date = NOTHING
    if fact.date and not fact.is_withdrawn:
        date = fill('<p class="when">{}</p>', view.date(fact.date))
    gist = view.gist(fact)
    stated = fill("<p>{}{}</p>", gist, marks(view, fact)) if gist else NOTHING
    return fill('<li>{}<p class="title">{}</p>{}</li>', date, view.fact_link(fact), stated)


def marks(view: View, fact: Fact) -> Html:
    """Return marks of a fact whose date was worked out, that was corrected, or that is disputed."""
    found = [view.say("derived_mark")] if fact.derived else []
    if fact.change and not fact.is_withdrawn:
        found.append(view.say("corrected_mark", date=view.date(fact.change.date)))
    if fact.disputes:
        found.append(view.say("disputed_mark"))
    return fill(' <span class="mark">{}</span>', " · ".join(found)) if found else NOTHING
