"""Plain words: words that mean the same whatever stands beside them, looked up as they are written."""

from collections.abc import Callable

from knowledge.language.term import Term

PlainWord = tuple[str, Term, Term, bool]
"""A word, normalised; its term at the beginning of a sentence and inside of one; and whether a question phrase of
several words may begin with it."""


class PlainWords(dict[str, PlainWord | None]):
    """What is written in a language to its plain words, None for what is none; read when it is first met.

    A dict finds a word in a fraction of the time that a cached function takes, and a base has a million of them.
    """

    def __init__(self, read: Callable[[str], PlainWord | None], most: int) -> None:
        """Take what reads a word, and the maximum number of words to keep in memory."""
        super().__init__()
        self._read = read
        self._most = most

    def __missing__(self, surface: str) -> PlainWord | None:
        if len(self) >= self._most:
            self.clear()
        found = self[surface] = self._read(surface)
        return found
