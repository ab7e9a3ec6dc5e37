"""Turns a source into documents: the one entry to this room."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from knowledge.importing import docx, feed, mail, markdown, odt, pdf, plain_text, telegram, warc, web_page
from knowledge.importing.draft import MAX_TEXT, TOO_LONG, Draft, Proposal, Remark, Source, UnreadableError
from knowledge.importing.formats import Format, format_of
from knowledge.importing.languages import language_of
from knowledge.importing.wording import cleaned, safe, written

MAX_DOCUMENTS = 500
"""Maximum number of documents from one source; arbitrary."""
_MAX_FIELD = 300
"""Maximum length of a title, a publisher or an example, in code points; arbitrary."""
_MAX_LABEL = 20
"""Maximum length of the label of a page, in code points; arbitrary."""
_ADDRESS = re.compile(r"https?://[^\s<>\"\x00-\x20\x7f-\x9f]{1,2000}")

_READERS: Mapping[Format, Callable[[Source], tuple[Draft, ...]]] = {
    Format.PDF: pdf.read,
    Format.DOCX: docx.read,
    Format.ODT: odt.read,
    Format.HTML: web_page.read,
    Format.MARKDOWN: markdown.read,
    Format.TEXT: plain_text.read,
    Format.TELEGRAM: telegram.read,
    Format.FEED: feed.read,
}
_CONTAINERS = {Format.MAIL: mail.read, Format.WARC: warc.read, Format.WARC_PACKED: warc.read}


def convert(source: Source) -> tuple[Draft, ...]:
    """Return the documents that a source holds, with their text cleaned and their language found.

    Raises `UnreadableError`, whose one sentence says what is wrong and what to do, where there is none.
    """
    drafts = tuple(_finished(draft) for draft in _read(source, inside=False))
    drafts = tuple(draft for draft in drafts if draft.blocks)
    if not drafts:
        raise UnreadableError("has no text")
    if len(drafts) > MAX_DOCUMENTS:
        raise UnreadableError(f"holds more than {MAX_DOCUMENTS} documents; split it")
    return drafts


def _read(source: Source, inside: bool) -> tuple[Draft, ...]:
    """Read a source; `inside` another one no further containers are opened."""
    found = format_of(source)
    if found in _READERS:
        return _READERS[found](source)
    if inside:
        raise UnreadableError("is itself a file with others in it; save it and add it by itself")
    return _CONTAINERS[found](source, lambda inner: _read(inner, inside=True))


def _finished(draft: Draft) -> Draft:
    blocks, remarks = cleaned(draft.blocks)
    if len(written(blocks).encode()) > MAX_TEXT:
        raise UnreadableError(TOO_LONG)
    return replace(
        draft,
        name=safe(draft.name, _MAX_FIELD),
        blocks=blocks,
        title=_proposed(draft.title),
        publisher=_proposed(draft.publisher),
        language=language_of(blocks, draft.language),
        url=draft.url if _ADDRESS.fullmatch(draft.url) else "",
        pages=tuple(safe(label, _MAX_LABEL) or str(number) for number, label in enumerate(draft.pages, 1)),
        remarks=tuple(map(_said, (*draft.remarks, *remarks))),
    )


def _proposed(proposal: Proposal) -> Proposal:
    value = safe(proposal.value, _MAX_FIELD)
    return Proposal(value, proposal.origin) if value else Proposal()


def _said(remark: Remark) -> Remark:
    return replace(remark, examples=tuple(safe(example, _MAX_FIELD) for example in remark.examples))
