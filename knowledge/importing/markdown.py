"""Reads Markdown as the page that it stands for: headings and numbered lists stay, marks of emphasis go."""

import re

from markdown_it import MarkdownIt

from knowledge.importing.draft import Draft, Proposal, Source, UnreadableError, counted
from knowledge.importing.encodings import decoded
from knowledge.importing.proposals import day_in_text, first_words
from knowledge.importing.timestamps import day_of
from knowledge.importing.trees import parse_html
from knowledge.importing.web_page import fragment_blocks

_FIELDS = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*\n", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^(title|date|lang|language|publisher|url)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)
_NESTING = 20
"""Maximum depth of lists and quotations in each other; CommonMark's own default."""


def read(source: Source) -> tuple[Draft, ...]:
    """Return the file as a document; raises `UnreadableError` where it has no text."""
    text, _ = decoded(source.data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head = _FIELDS.match(text)
    fields = {name.casefold(): value.strip("\"'") for name, value in _FIELD.findall(head[1])} if head else {}
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _NESTING}).enable("table")
    tokens = parser.parse(text[head.end() :] if head else text)
    for token in tokens:
        if token.type == "list_item_open" and token.info:
            token.attrSet("value", token.info)  # As it is written: a list that jumps to 45 goes on there.
    rendered = parser.renderer.render(tokens, parser.options, {})
    page = parse_html(f"<html><body><main>{rendered}</main></body></html>")
    blocks, remarks = fragment_blocks(page)
    if not blocks:
        raise UnreadableError("has no text")
    day = day_of(fields.get("date", ""))
    return (
        Draft(
            name=source.name,
            blocks=blocks,
            title=Proposal(fields["title"], "the file's fields") if "title" in fields else first_words(blocks),
            date=Proposal(day, "the file's fields") if day else day_in_text(blocks),
            publisher=Proposal(fields.get("publisher", ""), "the file's fields"),
            language=Proposal(fields.get("lang", fields.get("language", ""))[:2], "the file's fields"),
            url=fields.get("url", "") if fields.get("url", "").startswith("http") else "",
            captured=source.captured,
            remarks=(
                *remarks,
                *counted("fields at the head of the file left out of the text", [head[1]] if head else []),
            ),
        ),
    )
