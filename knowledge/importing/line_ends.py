"""Decides whether a hyphen at the end of a line belongs to its word, or only shows that the word goes on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.language.data_files import languages
from knowledge.language.word_frequencies import forms

_LAST = re.compile(r"([^\W_]+(?:['’ʼ][^\W_]+)*)[-\u00ad\u2010]\Z")
_FIRST = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")


@dataclass(slots=True)
class LineEnds:
    """Joins lines; `words` are those of the whole document that stand whole within a line, in small letters."""

    words: frozenset[str]
    joined: list[str] = field(default_factory=list)
    """Words whose hyphen was left out."""
    kept: list[str] = field(default_factory=list)
    """Words whose hyphen was kept."""

    def join(self, before: str, after: str, between: str = " ") -> str:
        """Return two lines as one text; `between` stands between them, behind a word that both share."""
        last, first = _LAST.search(before), _FIRST.match(after)
        if last is None or first is None:
            return f"{before}{between}{after}"
        space = "" if between == " " else between
        word, rest = first.group(), after[first.end() :]
        if before.endswith("\u00ad") or not self._keeps_hyphen(last[1], word):
            self.joined.append(last[1] + word)
            return f"{before[:-1]}{word}{space}{rest}"
        self.kept.append(f"{last[1]}-{word}")
        return f"{before}{word}{space}{rest}"

    def _keeps_hyphen(self, first: str, second: str) -> bool:
        whole_word = first + second
        whole, hyphened = whole_word.casefold(), f"{first}-{second}".casefold()
        if whole in self.words:
            return False
        if hyphened in self.words or second[0].isdecimal() or first[-1].isdecimal():
            return True
        if second[0].isupper() and not whole_word.isupper():
            return True
        if _is_common(whole):
            return False
        return _is_common(first.casefold()) and _is_common(second.casefold())


def words_of(lines: Iterable[str]) -> frozenset[str]:
    """Return the words that stand whole within lines, in small letters: neither the last nor the first of a line."""
    found: set[str] = set()
    for line in lines:
        found.update(word.casefold() for word in _WORD.findall(line.rsplit(None, 1)[0] if line.endswith("-") else line))
    return frozenset(found)


def _is_common(word: str) -> bool:
    return len(word) > 1 and any(word in forms(code) for code in languages())
