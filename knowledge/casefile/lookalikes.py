"""Finds a quote that stands in a document but for characters that look like others, and names their code points."""

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from knowledge.casefile.problems import shown

_CYRILLIC = "асеорхуіјѕкмтнвАВЕКМНОРСТХУІЈЅ"
_LATIN = "aceopxyijskmthbABEKMHOPCTXYIJS"
_ALIKE = str.maketrans(
    {
        **dict(zip(_CYRILLIC, _LATIN, strict=True)),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛ʼʹ′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
"""What looks alike, to one of its kind."""


class _Folded(NamedTuple):
    """A text without what the eye does not tell, and where each of its characters begins in the text as it is."""

    text: str
    starts: list[int]


class Difference(NamedTuple):
    """Where a quote and its document differ: what stands in either, and in which word of the quote."""

    quoted: str
    documented: str
    word: str

    def __str__(self) -> str:
        quoted, documented = _named(self.quoted), _named(self.documented)
        return f"the quote has {quoted} where the document has {documented}, in {shown(self.word)}"


def alike(text: str) -> str:
    """Return a text in which characters that look alike are the same; each stays where it stands."""
    return text.translate(_ALIKE)


def differences(quote: str, text: str) -> tuple[Difference, ...]:
    """Return where a quote differs from a text that has it but for look-alikes; empty if it is not there."""
    ours, theirs = _folded(quote.strip()), _folded(text)
    begin = theirs.text.find(ours.text) if ours.text else -1
    if begin < 0:
        return ()
    own = [*pairwise(ours.starts)]
    there = [*pairwise(theirs.starts[begin : begin + len(ours.text) + 1])]
    return tuple(_compared(quote.strip(), text, own, there))


def _compared(quote: str, text: str, own: list[tuple[int, int]], there: list[tuple[int, int]]) -> Iterator[Difference]:
    for (start, end), (other, other_end) in zip(own, there, strict=True):
        quoted, documented = quote[start:end], text[other:other_end]
        if quoted != documented and not (quoted.isspace() and documented.isspace()):
            word = quote[quote.rfind(" ", 0, start) + 1 :].split(" ", 1)[0]
            same = next((i for i, pair in enumerate(zip(quoted, documented, strict=False)) if len({*pair}) > 1), None)
            same = min(len(quoted), len(documented)) if same is None else same
            yield Difference(quoted[same:], documented[same:], word)


def _folded(text: str) -> _Folded:
    """Return a text folded; marks and invisible characters belong to the character before them."""
    characters: list[str] = []
    starts: list[int] = []
    for place, character in enumerate(text):
        for one in unicodedata.normalize("NFKD", character).translate(_ALIKE):
            if unicodedata.category(one) in {"Mn", "Cf", "Cc"} and not one.isspace():
                continue
            blank = one.isspace()
            if not (blank and characters and characters[-1] == " "):
                characters.append(" " if blank else one)
                starts.append(place)
    return _Folded("".join(characters), [*starts, len(text)])


def _named(characters: str) -> str:
    """Return characters with their code points; of a letter alone, with its name."""
    points = " ".join(f"U+{ord(one):04X}" for one in characters)
    if not characters:
        return "nothing"
    name = unicodedata.name(characters, "") if len(characters) == 1 else ""
    return " ".join(filter(None, (shown(characters), f"({points} {name})" if name else f"({points})")))
