"""Overviews: the timeline, topics, and people and bodies, each as lists of facts."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from handlers.site.frame import framed
from handlers.site.lists import fact_items, page_path, pages_of, turning
from handlers.site.markup import NOTHING, Html, fill, join
from handlers.site.timeline_chart import timeline_chart
from handlers.site.view import Site, View, view_of
from knowledge.model import Fact, Name, Topic

KINDS = ("person", "body", "place", "treaty", "list", "other")
"""The kinds of names, in the order in which they are listed."""
_NAMES = 400
"""Maximum number of names that are listed on a page; arbitrary."""
Pages = Iterator[tuple[str, bytes]]


def timeline_pages(site: Site, language: str) -> Pages:
    """Yield the pages of the timeline, oldest first."""
    facts = [fact for fact in site.base.timeline if not fact.is_withdrawn]
    for number, pages, shown in pages_of(facts):
        path = page_path("timeline.html", number)
        view = view_of(site, language, path)
        title = view.say("site_timeline")
        chart = timeline_chart(view, facts) if number == 1 else NOTHING
        years = groupby(shown, key=lambda fact: fact.date.first.year if fact.date else 0)
        lists = join(fill("<h2>{}</h2>{}", year, fact_items(view, [*group])) for year, group in years)
        none = NOTHING if facts else fill("<p>{}</p>", view.say("timeline_empty"))
        turn = turning(view, "timeline.html", number, pages)
        yield (
            path,
            framed(view, title, fill("<h1>{}</h1>{}{}{}{}", title, chart, none, lists, turn), section="timeline.html"),
        )


def topic_pages(site: Site, language: str) -> Pages:
    """Yield the list of topics, and the pages of each of them."""
    by_topic: dict[str, list[Fact]] = {topic.id: [] for topic in site.base.case.topics}
    for fact in site.base.facts.values():
        by_topic[fact.topic].append(fact)
    view = view_of(site, language, "topics.html")
    title = view.say("site_topics")
    items = join(_counted(view, "topics", one, len(by_topic[one.id])) for one in site.base.case.topics[:_NAMES])
    yield view.path, framed(view, title, fill('<h1>{}</h1><ul class="plain">{}</ul>', title, items))
    for topic in site.base.case.topics:
        yield from _listed(site, language, f"topics/{topic.id}.html", topic, [("", by_topic[topic.id])], "topics.html")


def name_pages(site: Site, language: str) -> Pages:
    """Yield the list of names, and for each what it asserts and which facts name it."""
    naming = site.naming
    asserted: dict[str, list[Fact]] = {name.id: [] for name in site.base.case.names}
    for fact in site.base.valid:
        asserted[fact.asserted_by].append(fact)
    view = view_of(site, language, "names.html")
    title = view.say("site_names")
    parts = [fill("<h1>{}</h1>", title)]
    for kind in KINDS:
        names = [name for name in site.base.case.names if name.kind == kind][:_NAMES]
        items = join(
            _counted(view, "names", one, len({*naming[one.id], *(f.id for f in asserted[one.id])})) for one in names
        )
        if names:
            parts.append(fill('<h2>{}</h2><ul class="plain">{}</ul>', view.say(f"site_kind_{kind}"), items))
    yield view.path, framed(view, title, join(parts))
    for name in site.base.case.names:
        named = [site.base.facts[one] for one in naming[name.id]]
        lists = [("site_named_in", named), ("site_asserts", asserted[name.id])]
        yield from _listed(site, language, f"names/{name.id}.html", name, lists, "names.html")


def _counted(view: View, folder: str, one: Topic | Name, count: int) -> Html:
    words = one.title if isinstance(one, Topic) else one.label
    pattern = '<li><a href="{}">{}</a> <span class="mark">{}</span></li>'
    return fill(pattern, view.to(f"{folder}/{one.id}.html"), view.local(words), view.say("site_facts", count=count))


def _listed(
    site: Site, language: str, path: str, one: Topic | Name, lists: Sequence[tuple[str, Sequence[Fact]]], section: str
) -> Pages:
    """Yield pages of facts below headings, which are keys of texts."""
    words = one.title if isinstance(one, Topic) else one.label
    rows = [(key, fact) for key, facts in lists for fact in facts]
    for number, pages, shown in pages_of(rows):
        view = view_of(site, language, page_path(path, number))
        title = view.plain(words)
        parts = [fill("<h1>{}</h1>", view.local(words))]
        for key, group in groupby(shown, key=lambda row: row[0]):
            heading = fill("<h2>{}</h2>", view.say(key)) if key else NOTHING
            parts.append(fill("{}{}", heading, fact_items(view, [fact for _, fact in group])))
        if not rows:
            parts.append(fill("<p>{}</p>", view.say("site_none")))
        parts.append(turning(view, path, number, pages))
        yield view.path, framed(view, title[:200], join(parts), section=section)
