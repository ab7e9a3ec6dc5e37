"""Reads a PDF: its lines in reading order, joined to paragraphs, without what each page repeats."""

import re
from typing import Any

import pypdfium2

from knowledge.importing.draft import Block, Draft, Kind, Proposal, Remark, Source, UnreadableError, counted
from knowledge.importing.line_ends import LineEnds, words_of
from knowledge.importing.pdf_characters import Characters, read_characters
from knowledge.importing.pdf_columns import Line, lines_of
from knowledge.importing.pdf_margins import without_line_numbers, without_margins
from knowledge.importing.pdf_paragraphs import Paragraphs, measures
from knowledge.importing.proposals import day_in_text, day_made, first_words, heading

_UNREADABLE = 0.1
"""Threshold: the share of characters without a letter above which a PDF's text is worth nothing; arbitrary."""
_NO_TITLE = re.compile(r"\.(?:docx?|pdf|odt|indd|rtf|tmp)$|^microsoft |^untitled|^document[0-9]*$", re.IGNORECASE)


def read(source: Source) -> tuple[Draft, ...]:
    """Return the file as a document; raises `UnreadableError` where it is broken, encrypted or has no text."""
    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise UnreadableError("is encrypted; save it without a password") from None
        raise UnreadableError("is a broken PDF; get it again, or print it anew as PDF") from None
    try:
        return (_draft(document, source),)
    except pypdfium2.PdfiumError:
        raise UnreadableError("is a broken PDF; get it again, or print it anew as PDF") from None
    finally:
        document.close()


def _draft(document: Any, source: Source) -> Draft:
    pages, broken = _characters(document)
    _check(pages, broken)
    runs, heads, numbers = without_margins([page.runs for page in pages])
    numbered = [without_line_numbers(page) for page in runs]
    laid_out = [lines_of(page) for page, _ in numbered]
    lines = [page for page, _ in laid_out]
    blocks, paragraphs = _blocks(lines)
    labels = tuple(document.get_page_label(index) or str(index + 1) for index in range(len(pages)))
    columns = sum(count > 1 for _, count in laid_out)
    remarks = (
        *counted("running heads and feet left out", heads),
        *counted("page numbers left out; the document keeps the labels of its pages", numbers),
        *counted("numbers of lines left out", (number for _, found in numbered for number in found)),
        *_remark("pages in columns, read one column after the other", columns),
        *counted("words broken at the end of a line joined", paragraphs.ends.joined),
        *counted("words at the end of a line kept with their hyphen", paragraphs.ends.kept),
        *counted("marks of footnotes left out of sentences; each note stands after its paragraph", paragraphs.marks),
        *_remark("footnotes kept, each after its paragraph", sum(block.kind is Kind.NOTE for block in blocks)),
        *_remark("characters of turned text left out", sum(page.turned for page in pages)),
        *counted(
            "pages without text (pictures?)",
            (label for label, page in zip(labels, pages, strict=True) if not page.runs),
            12,
        ),
        *_remark("broken pages left out", broken),
    )
    return Draft(
        name=source.name,
        blocks=blocks,
        title=_title(document, blocks),
        date=day_in_text(blocks) or day_made(document.get_metadata_value("CreationDate") or ""),
        captured=source.captured,
        pages=labels,
        remarks=remarks,
    )


def _characters(document: Any) -> tuple[list[Characters], int]:
    """Return what stands on each page, and how many are broken."""
    pages: list[Characters] = []
    broken = 0
    for index in range(len(document)):
        try:
            page = document[index]
            pages.append(read_characters(page))
            page.close()
        except pypdfium2.PdfiumError:
            broken += 1
            pages.append(Characters([], 0, 0, 0))
    return pages, broken


def _check(pages: list[Characters], broken: int) -> None:
    """Refuse what has no text, or none that can be read."""
    count, unreadable = sum(page.count for page in pages), sum(page.unreadable for page in pages)
    if not any(page.runs for page in pages):
        if broken or not pages:
            raise UnreadableError("is a broken PDF; get it again, or print it anew as PDF")
        what = "page is a picture" if len(pages) == 1 else f"{len(pages)} pages are pictures"
        raise UnreadableError(f"has no text: its {what}; recognise the text first (OCR) and give that")
    if unreadable > _UNREADABLE * count:
        raise UnreadableError("does not say which letters its fonts show; recognise the text first (OCR) and give that")


def _blocks(pages: list[list[Line]]) -> tuple[tuple[Block, ...], Paragraphs]:
    body, spacing, sizes = measures(pages)
    ends = LineEnds(words_of(line.text for page in pages for line in page))
    paragraphs = Paragraphs(body, spacing, sizes, ends)
    for number, page in enumerate(pages):
        paragraphs.take(page, is_first=number == 0)
    return paragraphs.finish(), paragraphs


def _remark(what: str, count: int) -> tuple[Remark, ...]:
    return (Remark(what, count),) if count else ()


def _title(document: Any, blocks: tuple[Block, ...]) -> Proposal:
    stated = " ".join((document.get_metadata_value("Title") or "").split())
    if not stated or _NO_TITLE.search(stated):
        return heading(blocks[:6]) or first_words(blocks)
    return heading(blocks[:6]) or Proposal(stated, "the file's title")
