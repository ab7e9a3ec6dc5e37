"""The frame of every page: head, masthead, sections, languages and what stands at the foot."""

from functools import lru_cache

from handlers.site.markup import NOTHING, Html, fill, join
from handlers.site.view import View
from handlers.texts import languages, say, words

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
"""Content-Security-Policy of each page: nothing runs, and nothing comes from elsewhere."""
_SECTIONS = (
    ("site_case", "index.html"),
    ("site_timeline", "timeline.html"),
    ("site_topics", "topics.html"),
    ("site_names", "names.html"),
    ("site_documents", "documents.html"),
    ("site_notices", "notices.html"),
    ("site_about", "about.html"),
)
_PAGE = """<!doctype html>
<html lang="{}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{}</title>
<meta name="description" content="{}">
<link rel="stylesheet" href="{}style.css">
<link rel="icon" href="{}icon.svg" type="image/svg+xml">
<link rel="alternate" type="application/atom+xml" title="{}" href="{}notices.atom">
<link rel="alternate" type="application/feed+json" title="{}" href="{}notices.json">
{}</head>
<body>
<a class="skip" href="#text">{}</a>
<header class="masthead">
<p class="case"><a href="{}index.html">{}</a></p>
<nav aria-label="{}"><ul>{}</ul></nav>
{}</header>
<main id="text" tabindex="-1">
{}
</main>
<footer>
<p>{}</p>
<p><a href="{}privacy.html">{}</a> · <a href="{}notices.atom">Atom</a> · <a href="{}notices.json">JSON Feed</a> · \
<a href="{}facts.json">facts.json</a> · <a href="{}annotations.json">annotations.json</a></p>
</footer>
</body>
</html>
"""


def framed(view: View, title: str, body: Html, description: str = "", section: str = "") -> bytes:
    """Return a whole page; `section` is the address of the section that it is of."""
    case = view.plain(view.base.case.title)
    feed = view.say("site_notices")
    return fill(
        _PAGE,
        view.language,
        POLICY,
        case if title == case else f"{title} · {case}",
        description,
        view.root,
        view.root,
        feed,
        view.home,
        feed,
        view.home,
        _elsewhere(view),
        view.say("site_skip"),
        view.home,
        view.local(view.base.case.title),
        view.say("site_sections"),
        _sections(view.language, view.home, section or view.path),
        _languages(view),
        body,
        view.say("site_foot"),
        view.home,
        view.say("site_privacy"),
        view.home,
        view.home,
        view.root,
        view.root,
    ).encode()


@lru_cache(256)
def _sections(language: str, home: str, current: str) -> Html:
    return join((_section(language, home, path, key, path == current) for key, path in _SECTIONS), "")


def _section(language: str, home: str, path: str, key: str, is_current: bool) -> Html:
    mark = Html(' aria-current="page"') if is_current else NOTHING
    return fill('<li><a href="{}"{}>{}</a></li>', f"{home}{path}", mark, say(language, key))


def _languages(view: View) -> Html:
    """Return links to the same page in the other languages."""
    others = [code for code in view.base.case.languages if code != view.language]
    links = (
        fill(
            '<li><a href="{}" lang="{}" hreflang="{}">{}</a></li>',
            f"{view.root}{code}/{view.path}",
            code,
            code,
            language_name(code),
        )
        for code in others
    )
    if not others:
        return NOTHING
    return fill(
        '<nav class="languages" aria-label="{}"><ul>{}</ul></nav>\n', view.say("site_languages"), join(links, "")
    )


def language_name(code: str) -> str:
    """Return the name of a language in itself; its code where the bot does not speak it."""
    return words(code)["name"] if code in languages() else code


def _elsewhere(view: View) -> Html:
    """Return the addresses of the page and of its other languages, for search engines; nothing without an address."""
    if not view.site.url:
        return NOTHING
    link = '<link rel="alternate" hreflang="{}" href="{}">\n'
    links = (fill(link, code, f"{view.site.url}/{code}/{view.path}") for code in view.base.case.languages)
    own = fill('<link rel="canonical" href="{}">\n', f"{view.site.url}/{view.language}/{view.path}")
    return join((own, *links), "")
