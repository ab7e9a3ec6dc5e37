"""Reads plain text in any encoding: paragraphs as blank lines, or else long lines and indents, divide them."""

import re
from statistics import median

from knowledge.importing.draft import MAX_TEXT, TOO_LONG, Block, Draft, Remark, Source, UnreadableError
from knowledge.importing.encodings import decoded
from knowledge.importing.proposals import day_in_text, first_words

_LONG_LINES = 100
"""Threshold: with a median length above it, in code points, each line is a paragraph; arbitrary."""
_BROKEN = re.compile(r"\w[-‐]\n\w")
_BLANK = re.compile(r"\n[^\S\n\f]*\n\s*?(?=\f|\S|\Z)")


def read(source: Source) -> tuple[Draft, ...]:
    """Return the text as a document; raises `UnreadableError` where it has none."""
    text, encoding = decoded(source.data, _stated(source.media_type))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x1a", "")
    if len(text) > MAX_TEXT:
        raise UnreadableError(TOO_LONG)
    blocks = paragraphs(text)
    if not blocks:
        raise UnreadableError("has no text")
    broken = len(_BROKEN.findall(text))
    remarks = (
        *((Remark(f"text was read as {encoding}", 1),) if encoding not in {"utf-8", "ascii"} else ()),
        *((Remark("words with a hyphen at the end of a line, kept as they stand", broken),) if broken else ()),
    )
    return (
        Draft(
            name=source.name,
            blocks=blocks,
            title=first_words(blocks),
            date=day_in_text(blocks),
            captured=source.captured,
            pages=tuple(str(number) for number in range(1, text.count("\f") + 2)) if "\f" in text.strip("\f") else (),
            remarks=remarks,
        ),
    )


def paragraphs(text: str) -> tuple[Block, ...]:
    """Divide a text into paragraphs; lines within one stay as they are."""
    text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    parts = _BLANK.split(text) if "\n\n" in text.strip("\n") else _by_lines(text.split("\n"))
    return tuple(Block(part.strip("\n")) for part in parts if part.strip())


def _by_lines(lines: list[str]) -> list[str]:
    """Divide lines without blank ones among them: at indents where few lines have one, else where lines are long."""
    lengths = [len(line) for line in lines if line.strip()]
    indented = [line[:1] in " \t" for line in lines if line.strip()]
    if indented and 0 < sum(indented) < len(indented) / 2:
        parts: list[str] = []
        for line in lines:
            if line[:1] in {" ", "\t"} or not parts:
                parts.append(line)
            else:
                parts[-1] += f"\n{line}"
        return parts
    if lengths and (median(lengths) > _LONG_LINES or len(lengths) < 3 or max(lengths) > 2 * _LONG_LINES):
        return lines
    return ["\n".join(lines)]


def _stated(media_type: str) -> str:
    found = re.search(r"charset\s*=\s*\"?([\w.:-]+)", media_type, re.IGNORECASE)
    return found[1] if found else ""
