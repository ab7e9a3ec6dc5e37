"""Cleans the text of blocks of what nobody sees, and writes blocks as the text of a document."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from knowledge.importing.draft import PAGE_BREAK, Block, Kind, Remark

_SOFT_HYPHEN = "\u00ad"
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
"""Control characters, zero-width spaces, marks of direction: the case's reader refuses them or none can type them."""
_HALVES = re.compile(r"[\ud800-\udfff]")
"""Halves of a pair of UTF-16, which no file can have."""
_LIGATURES = {sign: unicodedata.normalize("NFKC", sign) for sign in "ﬀﬁﬂﬃﬄﬅﬆ"}
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")
_SPACES = re.compile(r"[^\S\n\f\t]+")
_AROUND = re.compile(r" *([\n\f\t]) *")


def cleaned(blocks: Iterable[Block]) -> tuple[tuple[Block, ...], tuple[Remark, ...]]:
    """Return blocks without what nobody sees, and remarks on what was done; empty blocks go, page breaks stay."""
    soft = ligatures = invisible = composed = 0
    kept: list[Block] = []
    breaks = 0
    for block in blocks:
        text = block.text
        soft += text.count(_SOFT_HYPHEN)
        text = text.replace(_SOFT_HYPHEN, "").replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
        text, found = _INVISIBLE.subn("", text.replace("\u2028", "\n").replace("\u2029", "\n"))
        invisible += found
        text = _HALVES.sub("\ufffd", text)
        text, found = _LIGATURE.subn(lambda sign: _LIGATURES[sign.group()], text)
        ligatures += found
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
            composed += 1
        text = re.sub(r"\n{2,}", "\n", _AROUND.sub(r"\1", _SPACES.sub(" ", text))).strip(" \n\t")
        if text.strip():
            kept.append(Block(PAGE_BREAK * breaks + text, block.kind, block.level))
            breaks = 0
        else:
            breaks += text.count(PAGE_BREAK)
    if breaks and kept:
        kept[-1] = Block(kept[-1].text + PAGE_BREAK * breaks, kept[-1].kind, kept[-1].level)
    remarks = (
        Remark("characters that could not be read, shown as \ufffd", sum(block.text.count("\ufffd") for block in kept)),
        Remark("soft hyphens left out", soft),
        Remark("invisible characters left out", invisible),
        Remark("ligatures written as letters", ligatures),
        Remark("paragraphs with accents written as marks of their own, now as single characters", composed),
    )
    return tuple(kept), tuple(remark for remark in remarks if remark.count)


def safe(text: str, most: int) -> str:
    """Return what a source says of itself in one line, cut, without what would change the terminal or the file."""
    folded = " ".join(_HALVES.sub("\ufffd", _INVISIBLE.sub("", text.replace("\u2028", " "))).split())
    return unicodedata.normalize("NFC", folded[:most])


def written(blocks: Sequence[Block]) -> str:
    """Return the text of a document: a blank line between blocks, "#" before headings, a form feed where pages end."""
    lines: list[str] = []
    for block in blocks:
        text = block.text.lstrip(PAGE_BREAK)
        breaks = block.text[: len(block.text) - len(text)]
        if block.kind is Kind.HEADING:
            text = f"{'#' * min(max(block.level, 1), 6)} {' '.join(text.split())}{PAGE_BREAK * text.count(PAGE_BREAK)}"
        lines.append(breaks + text)
    return "\n\n".join(lines) + "\n"


def plain(blocks: Iterable[Block]) -> str:
    """Return the words of blocks in one line, for example to find their language."""
    return " ".join(" ".join(block.text for block in blocks).split())
