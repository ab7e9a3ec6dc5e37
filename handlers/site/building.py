"""All files of a site, one after the other: the same bytes for the same case, address and bot."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from importlib.resources import files

from handlers.site.case_pages import case_page, missing_page, prose_page
from handlers.site.document_pages import document_list, document_pages
from handlers.site.fact_pages import fact_page
from handlers.site.feeds import atom, json_feed
from handlers.site.notice_pages import notice_pages
from handlers.site.overview_pages import name_pages, timeline_pages, topic_pages
from handlers.site.view import Site, View, view_of
from knowledge.citing.case_export import exported
from knowledge.citing.page_addresses import fact_path
from knowledge.citing.web_annotations import web_annotations

_SITEMAP = 50_000
"""Maximum number of addresses of a sitemap, by its standard."""
Files = Iterator[tuple[str, bytes]]


def site_files(site: Site) -> Files:
    """Yield the path and the bytes of each file, in an order that is always the same."""
    base = site.base
    addresses: list[str] = []
    for name in ("style.css", "icon.svg"):
        yield name, (files("handlers.site") / name).read_bytes()
    for language in base.case.languages:
        for path, content in _of_language(site, language):
            if path.endswith(".html"):
                addresses.append(f"{language}/{path}")
            yield f"{language}/{path}", content
    default = base.case.default_language
    yield "index.html", case_page(View(site, default, "index.html", root="", home=f"{default}/"))
    yield "404.html", missing_page(site)
    yield "facts.json", _json(asdict(exported(base)))
    yield "annotations.json", _json(web_annotations(base))
    if site.url:
        yield from _sitemaps(site, addresses)


def expected_files(site: Site) -> int:
    """Return about how many files there will be, for a progress bar."""
    base = site.base
    return len(base.case.languages) * (len(base.facts) + len(base.documents) + len(base.case.names) + 20)


def _of_language(site: Site, language: str) -> Files:
    base = site.base
    home = view_of(site, language, "index.html")
    yield home.path, case_page(home)
    yield from timeline_pages(site, language)
    yield from topic_pages(site, language)
    yield from name_pages(site, language)
    yield from document_list(site, language)
    for document in base.documents.values():
        yield from document_pages(site, language, document)
    for fact in base.facts.values():
        view = view_of(site, language, fact_path(fact.id))
        yield view.path, fact_page(view, fact)
    yield from notice_pages(site, language)
    for name in ("about", "privacy"):
        yield prose_page(site, language, name)
    yield "notices.atom", atom(site, language)
    yield "notices.json", json_feed(site, language)


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()  # With indents it would take four times as long.


def _sitemaps(site: Site, addresses: list[str]) -> Files:
    """Yield a list of all addresses; several, and a list of them, where there are too many for one."""
    groups = [addresses[start : start + _SITEMAP] for start in range(0, len(addresses), _SITEMAP)]
    if len(groups) == 1:
        yield "sitemap.xml", _listed("urlset", "url", [f"{site.url}/{one}" for one in addresses])
        return
    for number, group in enumerate(groups, start=1):
        yield f"sitemap-{number}.xml", _listed("urlset", "url", [f"{site.url}/{one}" for one in group])
    maps = [f"{site.url}/sitemap-{number}.xml" for number in range(1, len(groups) + 1)]
    yield "sitemap.xml", _listed("sitemapindex", "sitemap", maps)


def _listed(kind: str, item: str, addresses: list[str]) -> bytes:
    from handlers.site.markup import fill, join

    rows = join(fill("<{0}><loc>{1}</loc></{0}>", item, one) for one in addresses)
    head = '<?xml version="1.0" encoding="utf-8"?>\n<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{1}\n</{0}>\n'
    return fill(head, kind, rows).encode()
