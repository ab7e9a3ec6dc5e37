"""The case in short, how this works and its limits, privacy, and the page for an address that leads nowhere."""

from handlers.site.document_pages import document_item
from handlers.site.frame import framed
from handlers.site.lists import fact_items
from handlers.site.markup import NOTHING, Html, fill, join
from handlers.site.notice_pages import newest_notices, notice_item
from handlers.site.timeline_chart import timeline_chart
from handlers.site.view import Site, View, view_of

_NEWEST = 3
"""Number of notices and of documents on the first page; arbitrary."""
_FACTS = 5
"""Number of facts on the first page; arbitrary."""


def case_page(view: View) -> bytes:
    """Return the first page: the case in short, what is newest, and how to follow it."""
    base = view.base
    title = view.plain(base.case.title)
    lead = [
        fill("<h1>{}</h1>", view.local(base.case.title)),
        fill('<p class="lead">{}</p>', view.local(base.case.summary)),
    ]
    if view.site.bot:
        link = fill('<a class="button" href="https://t.me/{}">{}</a>', view.site.bot, view.say("site_follow"))
        lead.append(fill('<p class="follow">{} {}</p>', link, view.say("site_follow_why")))
    dated = [fact for fact in base.timeline if not fact.is_withdrawn]
    chart = timeline_chart(view, dated)
    drawn = fill('<h2><a href="{}">{}</a></h2>{}', view.to("timeline.html"), view.say("site_timeline"), chart)
    facts = fact_items(view, base.valid[:_FACTS])
    asked = fill("<h2>{}</h2>{}", view.say("site_first_facts"), facts) if facts else NOTHING
    return framed(
        view,
        title,
        join([*lead, _latest(view), drawn if chart else NOTHING, asked]),
        view.plain(base.case.summary)[:300],
    )


def _latest(view: View) -> Html:
    """Return the newest notices and documents."""
    notices = join(notice_item(view, one) for one in newest_notices(view.site)[:_NEWEST])
    documents = sorted(view.base.documents.values(), key=lambda one: (one.date.last, one.id), reverse=True)
    items = join(fill("<li>{}</li>", document_item(view, one)) for one in documents[:_NEWEST])
    parts = [fill("<h2>{}</h2>", view.say("site_latest"))]
    parts += [fill('<ul class="facts">{}</ul>', notices)] if notices else []
    return join([*parts, fill('<ul class="documents">{}</ul>', items)])


def prose_page(site: Site, language: str, name: str) -> tuple[str, bytes]:
    """Return a page of prose: "about" or "privacy"; an empty line separates paragraphs, "# " begins a heading."""
    view = view_of(site, language, f"{name}.html")
    title = view.say(f"site_{name}")
    parts = [fill("<h1>{}</h1>", title)]
    for paragraph in view.say(f"site_{name}_text").strip().split("\n\n"):
        heading = paragraph.removeprefix("# ")
        parts.append(fill("<p>{}</p>" if heading == paragraph else "<h2>{}</h2>", heading))
    return view.path, framed(view, title, join(parts))


def missing_page(site: Site) -> bytes:
    """Return the page for an address that leads nowhere, in the default language, with whole addresses."""
    language = site.base.case.default_language
    root = f"{site.url}/" if site.url else "/"
    view = View(site, language, "index.html", root=root, home=f"{root}{language}/")
    title = view.say("site_missing")
    return framed(view, title, fill("<h1>{}</h1>", title), section="-")
