"""A document as pages: its whole text with cited passages marked, and in the margin the facts that cite them."""

from collections.abc import Iterator, Sequence

from handlers.site.frame import framed, language_name
from handlers.site.lists import page_path, pages_of, turning
from handlers.site.marks import marked_text
from handlers.site.markup import NOTHING, Html, fill, join, text
from handlers.site.view import Site, View, view_of
from knowledge.citing.page_addresses import Piece, citation_anchor, document_path, paragraph_anchor
from knowledge.citing.places import HEADING, PAGE_BREAK, heading_of
from knowledge.model import Citation, Document, Fact

PAGE_SIZE = 60_000
"""Maximum size of a page in bytes."""
_DOCUMENTS = 60
"""Number of documents on a page of the list; arbitrary."""
Cited = Sequence[tuple[Citation, Fact]]


def document_list(site: Site, language: str) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of the list of documents, newest first."""
    documents = sorted(site.base.documents.values(), key=lambda one: (one.date.last, one.id), reverse=True)
    for number, pages, shown in pages_of(documents, _DOCUMENTS):
        path = page_path("documents.html", number)
        view = view_of(site, language, path)
        items = join(fill("<li>{}</li>", document_item(view, one)) for one in shown)
        title = view.say("site_documents")
        turn = turning(view, "documents.html", number, pages)
        body = fill('<h1>{}</h1>\n<ul class="documents">{}</ul>{}', title, items, turn)
        yield path, framed(view, title, body, section="documents.html")


def document_item(view: View, document: Document) -> Html:
    """Return a document with a link, its publisher and its date."""
    pattern = '<p class="title"><a href="{}" lang="{}">{}</a></p><p class="when">{}, {}</p>'
    path = view.to(document_path(document.id))
    return fill(
        pattern, path, document.language, document.title[:400], document.publisher[:200], view.date(document.date)
    )


def document_pages(site: Site, language: str, document: Document) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of a document: one, or the parts of a long one, each below `PAGE_SIZE`."""
    parts, cited = site.parts[document.id], site.cited_by[document.id]
    for number, pieces in enumerate(parts, start=1):
        path = document_path(document.id, number)
        view = view_of(site, language, path)
        start, end = (pieces[0].start, pieces[-1].end) if pieces else (0, 0)
        here = [one for one in cited if one[0].start < end and start < one[0].end]
        page = _page(view, document, number, here, titles=True)
        if len(page) > PAGE_SIZE:
            page = _page(view, document, number, here, titles=False)
        yield path, page


def _page(view: View, document: Document, number: int, cited: Cited, *, titles: bool) -> bytes:
    parts = view.site.parts[document.id]
    turn = turning(view, document_path(document.id), number, len(parts))
    texts = join(_paragraphs(view, document, parts[number - 1], cited, titles))
    note = view.plain(document.note) if number == 1 else ""
    body = fill(
        '<article class="document"><h1 lang="{}">{}</h1>\n{}{}<p class="mark">{}</p>{}\n'
        '<div class="text" lang="{}">\n{}\n</div>{}</article>',
        document.language,
        document.title,
        _details(view, document),
        fill('<p class="note">{}</p>', view.say("source_note", note=note[:4000])) if note else NOTHING,
        view.say("site_marked"),
        turn,
        document.language,
        texts,
        turn,
    )
    shown = document.title if len(parts) == 1 else f"{document.title} ({number})"
    described = f"{document.publisher}, {view.date(document.date)}"
    return framed(view, shown, body, described, section="documents.html")


def _details(view: View, document: Document) -> Html:
    rows = [
        (view.say("site_publisher"), text(document.publisher)),
        (view.say("site_published"), text(view.date(document.date))),
        (view.say("site_language"), text(language_name(document.language))),
    ]
    if document.url.startswith(("http://", "https://")):
        link = fill('<a href="{}" rel="noopener noreferrer">{}</a>', document.url, document.url)
        rows.append((view.say("site_original"), link))
    kept = document.provenance
    if kept.captured:
        rows.append((view.say("site_captured"), text(kept.captured)))
    if kept.source:
        rows.append((view.say("site_source_file"), fill("{} <code>{}</code>", kept.source, kept.sha256)))
    rows.append((view.say("site_hash"), fill("<code>{}</code>", document.sha256)))
    return fill("<dl>{}</dl>", join(fill("<div><dt>{}</dt><dd>{}</dd></div>", *row) for row in rows))


def _paragraphs(view: View, document: Document, pieces: Sequence[Piece], cited: Cited, titles: bool) -> Iterator[Html]:
    page = document.text.count(PAGE_BREAK, 0, pieces[0].start) if pieces else 0
    ordered = sorted(cited, key=lambda one: (one[0].start, one[0].end))
    first = 0
    for piece in pieces:
        while first < len(ordered) and ordered[first][0].end <= piece.start:
            first += 1
        here = [one for one in ordered[first:] if one[0].start < piece.end and piece.start < one[0].end]
        breaks = document.text.count(PAGE_BREAK, 0, piece.start)
        if breaks > page or (piece is pieces[0] and PAGE_BREAK in document.text):
            page = breaks
            label = view.say("site_on_page", page=document.page_at(piece.start) or page + 1)
            yield fill('<p class="page" lang="{}">{}</p>', view.language, label)
        yield _paragraph(view, document, piece, here, titles)


def _paragraph(view: View, document: Document, piece: Piece, cited: Cited, titles: bool) -> Html:
    passage = document.passages[piece.passage - 1]
    mark = HEADING.match(passage.text) if piece.begins else None
    start = piece.start + (mark.end() if mark else 0)
    spans = [*dict.fromkeys((citation.start, citation.end) for citation, _ in cited)]
    anchors = dict.fromkeys(
        (citation.start, citation_anchor(citation)) for citation, _ in cited if _begins_in(citation, piece, document)
    )
    words = marked_text(document.text[start : piece.end], start, spans, [*anchors])
    identifier = fill(' id="{}"', paragraph_anchor(piece.passage)) if piece.begins else NOTHING
    tag = Html("h2" if heading_of(passage) else "p")
    number = NOTHING
    if piece.begins:
        number = fill(
            '<a class="number" href="#{}" aria-label="{}">{}</a>',
            paragraph_anchor(piece.passage),
            view.say("site_paragraph", number=piece.passage),
            piece.passage,
        )
    return fill(
        '<div class="row">{}<{}{}>{}</{}>{}</div>', number, tag, identifier, words, tag, _notes(view, cited, titles)
    )


def _begins_in(citation: Citation, piece: Piece, document: Document) -> bool:
    """Whether a piece is the first that has something of a citation."""
    begin = document.passages[piece.passage - 1]
    if citation.start >= piece.start:
        return True
    before = document.text[citation.start : piece.start].strip()
    return not before and begin.start == piece.start


def _notes(view: View, cited: Cited, titles: bool) -> Html:
    """Return the facts that cite a paragraph, for its margin."""
    facts = {fact.id: fact for _, fact in cited}
    if not facts:
        return NOTHING
    if titles:
        links = (fill("<li>{}</li>", view.fact_link(fact)) for fact in facts.values())
    else:
        links = (
            fill('<li><a href="{}">{}</a></li>', view.to(f"facts/{fact_id}.html"), number)
            for number, fact_id in enumerate(facts, start=1)
        )
    pattern = '<aside class="notes" lang="{}" aria-label="{}"><ul>{}</ul></aside>'
    return fill(pattern, view.language, view.say("site_cited_by"), join(links, ""))
