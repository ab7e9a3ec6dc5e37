"""Notices as pages: a list, newest first, and each at an address that stays."""

from collections.abc import Iterator, Sequence

from handlers.site.document_pages import document_item
from handlers.site.frame import framed
from handlers.site.lists import fact_items, page_path, pages_of, turning
from handlers.site.markup import NOTHING, Html, fill, join, text
from handlers.site.view import Site, View, view_of
from knowledge.model import Notice

_NOTICES = 30
"""Number of notices on a page; arbitrary."""
_TEXT = 6_000
"""Maximum length of a notice's parts in code points: longer than Telegram lets any be."""
_LISTED = 30
"""Maximum number of facts and of documents of a notice that are listed; arbitrary."""


def newest_notices(site: Site) -> Sequence[Notice]:
    """Return the notices, newest first; those of one day by their ids."""
    return sorted(site.base.notices.values(), key=lambda one: (-one.date.first.toordinal(), one.id))


def notice_path(notice: Notice) -> str:
    """Return the address of a notice within the pages of a language."""
    return f"notices/{notice.id}.html"


def notice_pages(site: Site, language: str) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the list, and that of each notice."""
    notices = newest_notices(site)
    for number, pages, shown in pages_of(notices, _NOTICES):
        path = page_path("notices.html", number)
        view = view_of(site, language, path)
        title = view.say("site_notices")
        items = join(notice_item(view, notice) for notice in shown)
        none = NOTHING if notices else fill("<p>{}</p>", view.say("site_no_notices"))
        turn = turning(view, "notices.html", number, pages)
        body = fill('<h1>{}</h1>{}<ul class="facts">{}</ul>{}', title, none, items, turn)
        yield path, framed(view, title, body, section="notices.html")
    for notice in notices:
        view = view_of(site, language, notice_path(notice))
        title = view.plain(notice.headline)[:300]
        yield view.path, framed(view, title, _notice(view, notice), section="notices.html")


def notice_item(view: View, notice: Notice) -> Html:
    """Return a notice in a list."""
    pattern = '<li><p class="when">{}</p><p class="title"><a href="{}">{}</a></p><p>{}</p></li>'
    headline, summary = view.plain(notice.headline)[:300], view.plain(notice.summary)
    summary = summary if len(summary) <= 300 else f"{summary[:299]}…"
    return fill(pattern, view.date(notice.date), view.to(notice_path(notice)), headline, summary)


def _notice(view: View, notice: Notice) -> Html:
    base = view.base
    kind = view.say(f"site_notice_{notice.kind}")
    parts = [
        fill("<h1>{}</h1>", view.local(notice.headline)),
        fill('<p class="when">{} · {}</p>', kind, view.date(notice.date)),
    ]
    if notice.correction:
        parts.append(fill('<p class="change" role="note">{}</p>', view.plain(notice.correction)[:_TEXT]))
    parts += [fill("<p>{}</p>", text(one[:_TEXT])) for one in view.plain(notice.summary).split("\n\n")]
    if facts := [base.facts[one] for one in notice.facts[:_LISTED]]:
        parts += [fill("<h2>{}</h2>", view.say("site_notice_facts")), fact_items(view, facts)]
    if documents := [base.documents[one] for one in notice.documents[:_LISTED]]:
        items = join(fill("<li>{}</li>", document_item(view, one)) for one in documents)
        parts.append(fill('<h2>{}</h2><ul class="documents">{}</ul>', view.say("site_documents"), items))
    return fill("<article>{}</article>", join(parts))
