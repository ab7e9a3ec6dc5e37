"""Notices as feeds: Atom (RFC 4287) and JSON Feed 1.1, with ids that no correction of a date or a text changes."""

import json
from typing import Any

from handlers.site.markup import NOTHING, fill, join
from handlers.site.notice_pages import newest_notices, notice_path
from handlers.site.view import Site, View, view_of
from knowledge.citing.web_annotations import identifier
from knowledge.edtf import EventDate
from knowledge.model import Notice

_NOTICES = 50
"""Maximum number of notices in a feed; arbitrary."""
_FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{}">
<id>{}</id>
<title>{}</title>
<updated>{}</updated>
<author><name>{}</name></author>
<link rel="self" href="{}"/>
<link rel="alternate" type="text/html" href="{}"/>
{}</feed>
"""
_ENTRY = """<entry>
<id>{}</id>
<title>{}</title>
<updated>{}</updated>
<published>{}</published>
<link rel="alternate" type="text/html" href="{}"/>
<summary>{}</summary>
</entry>
"""
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32)], " ")
"""Characters that XML cannot hold."""


def atom(site: Site, language: str) -> bytes:
    """Return the newest notices as an Atom feed; addresses are relative where that of the site is not known."""
    view = view_of(site, language, "notices.atom")
    notices = newest_notices(site)[:_NOTICES]
    entries = (
        fill(
            _ENTRY,
            _id(view, notice),
            _clean(view.plain(notice.headline)),
            _timestamp(notice.date),
            _timestamp(notice.date),
            _address(view, notice_path(notice)),
            _clean(_text(view, notice)),
        )
        for notice in notices
    )
    title = _clean(view.plain(site.base.case.title))
    dates = [notice.date for notice in notices] or [one.date for one in site.base.documents.values()]
    updated = max(map(_timestamp, dates), default="1970-01-01T00:00:00Z")
    feed = (language, identifier(site.base, "notices", language), title, updated, title)
    links = (_address(view, "notices.atom"), _address(view, "notices.html"))
    return fill(_FEED, *feed, *links, join(entries, "") if notices else NOTHING).encode()


def json_feed(site: Site, language: str) -> bytes:
    """Return the newest notices as a JSON Feed."""
    view = view_of(site, language, "notices.json")
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.plain(site.base.case.title),
        "language": language,
        "description": view.plain(site.base.case.summary),
    }
    if site.url:
        feed |= {"home_page_url": _address(view, "notices.html"), "feed_url": _address(view, "notices.json")}
    feed["items"] = [_item(view, notice) for notice in newest_notices(site)[:_NOTICES]]
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _item(view: View, notice: Notice) -> dict[str, Any]:
    return {
        "id": _id(view, notice),
        **({"url": _address(view, notice_path(notice))} if view.site.url else {}),
        "title": view.plain(notice.headline),
        "content_text": _text(view, notice),
        "date_published": _timestamp(notice.date),
    }


def _id(view: View, notice: Notice) -> str:
    return identifier(view.base, "notices", view.language, notice.id)


def _text(view: View, notice: Notice) -> str:
    """Return what a notice says, after what was wrong in it if it was corrected."""
    return "\n\n".join(filter(None, (view.plain(notice.correction), view.plain(notice.summary))))


def _address(view: View, path: str) -> str:
    return f"{view.site.url}/{view.language}/{path}" if view.site.url else path


def _timestamp(date: EventDate) -> str:
    return f"{date.first.isoformat()}T00:00:00Z"


def _clean(words: str) -> str:
    return words.translate(_CONTROLS)
