"""What all pages of a language share: the case, its address, and texts in the language with a mark of any other."""

from dataclasses import dataclass
from functools import cached_property

from handlers.replies.dates import format_date
from handlers.replies.fitting import shorten
from handlers.replies.localized import marked
from handlers.site.markup import NOTHING, Html, fill, text
from handlers.site.names_in import facts_naming
from handlers.texts import say
from knowledge.citing.page_addresses import Piece, citation_path, fact_path, highlight, parts_of_document
from knowledge.edtf import EventDate
from knowledge.model import Citation, Document, Fact, KnowledgeBase, Localized

_TITLE, _GIST = 160, 260
"""Maximum lengths of a title and of a statement in a list in UTF-16 units; arbitrary: two to four lines on a phone."""


@dataclass(frozen=True)
class Site:
    """A case that is shown, and what is known of where."""

    base: KnowledgeBase
    url: str = ""
    """The address of the pages without a slash at the end; "" where it is not known."""
    bot: str = ""
    """The user name of the bot in Telegram; "" where it is not known."""

    @cached_property
    def cited_by(self) -> dict[str, list[tuple[Citation, Fact]]]:
        """The citations of each document with their facts, by the document's id; none of a withdrawn fact."""
        found: dict[str, list[tuple[Citation, Fact]]] = {document_id: [] for document_id in self.base.documents}
        for fact in self.base.valid:
            for citation in fact.citations:
                found[citation.document_id].append((citation, fact))
        return found

    @cached_property
    def naming(self) -> dict[str, list[str]]:
        """The facts that name each name, by the name's id."""
        return facts_naming(self.base)

    @cached_property
    def parts(self) -> dict[str, tuple[tuple[Piece, ...], ...]]:
        """The pages of each document, by its id."""
        return {document.id: parts_of_document(document) for document in self.base.documents.values()}

    @cached_property
    def citation_paths(self) -> dict[tuple[str, int, int], str]:
        """The address of each cited passage by its document, start and end."""
        return {
            (document_id, one.start, one.end): citation_path(one, self.base.documents[document_id])
            for document_id, cited in self.cited_by.items()
            for one, _ in cited
        }


@dataclass(frozen=True)
class View:
    """The pages of one language as seen from one of them."""

    site: Site
    language: str
    path: str
    """The address of the page within the pages of the language."""
    root: str
    """The way from the page to the folder of the site: "../" as often as needed."""
    home: str
    """The way from the page to the folder of the language."""

    @property
    def base(self) -> KnowledgeBase:
        return self.site.base

    def say(self, key: str, **values: object) -> str:
        """Return a text of the bot in the language of the page."""
        return say(self.language, key, **values)

    def local(self, words: Localized) -> Html:
        """Return a text of the case, marked with its language where it is not that of the page."""
        return self._in(*self._choice(words))

    def plain(self, words: Localized) -> str:
        """Return a text of the case without markup."""
        language, own = self._choice(words)
        return own if language == self.language else marked(own, language)

    def date(self, date: EventDate) -> str:
        """Return a date in words."""
        return format_date(date, self.language)

    def title(self, fact: Fact) -> str:
        """Return the title of a fact, else its statement; that of a withdrawn one says that it is."""
        titles = {code: title for code in fact.questions if (title := fact.title(code))}
        asked = self.plain(titles) if titles else ""
        if fact.is_withdrawn:
            return self.say("withdrawn_title", title=asked or "…")
        return asked or self.plain(fact.statement)

    def short_title(self, fact: Fact) -> str:
        """Return a title that fits a list."""
        return shorten(self.title(fact)[: _TITLE + 1], _TITLE)

    def gist(self, fact: Fact) -> str:
        """Return what a fact states, cut for a list; of a withdrawn one nothing."""
        return "" if fact.is_withdrawn else shorten(self.plain(fact.statement)[: _GIST + 1], _GIST)

    def fact_link(self, fact: Fact) -> Html:
        """Return a link to a fact."""
        return fill('<a href="{}">{}</a>', self.to(fact_path(fact.id)), self.short_title(fact))

    def citation_link(self, citation: Citation) -> str:
        """Return the address of a cited passage."""
        path = self.site.citation_paths[citation.document_id, citation.start, citation.end]
        return f"{self.to(path)}{highlight(citation.quote)}"

    def to(self, path: str) -> str:
        """Return the way to a page of the language."""
        return f"{self.home}{path}"

    def quote(self, words: str, document: Document) -> Html:
        """Return words of a document as a quote in its language."""
        return fill('<blockquote lang="{}"><p>{}</p></blockquote>', document.language, words)

    def _choice(self, words: Localized) -> tuple[str, str]:
        if own := words.get(self.language):
            return self.language, own
        return next(((code, other) for code, other in words.items() if other), (self.language, ""))

    def _in(self, language: str, words: str) -> Html:
        if language == self.language:
            return text(words) if words else NOTHING
        return fill('<span lang="{0}">{1}</span>', language, marked(words, language))


def view_of(site: Site, language: str, path: str) -> View:
    """Return the view from a page of a language."""
    depth = path.count("/")
    return View(site, language, path, root="../" * (depth + 1), home="../" * depth)
