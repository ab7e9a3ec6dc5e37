"""What is wrong with a case folder: every problem has its place, and all of them are reported at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.model import Location


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a case from loading: where it is, what is wrong and what to do."""

    location: Location
    message: str

    def __str__(self) -> str:
        return f"{self.location}: {self.message}"


class KnowledgeError(Exception):
    """A case cannot be loaded. `problems` has all that is wrong, in order; str() is a line for each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """Collects problems while a case is read."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, location: Location, message: str) -> None:
        """Note that something at `location` is wrong."""
        self._found.append(Problem(location, message))

    def sorted(self) -> tuple[Problem, ...]:
        """Return the problems by path and line; those of one line in the order in which they were found."""
        return tuple(sorted(self._found, key=lambda problem: (str(problem.location.path), problem.location.line)))

    def raise_if_any(self) -> None:
        """Raise `KnowledgeError` with all problems, if there are any."""
        if self._found:
            raise KnowledgeError(self.sorted())


def nearest(text: str, choices: Iterable[str]) -> str | None:
    """Return the choice that a mistyped word is likely to mean, if any is near enough."""
    from rapidfuzz import fuzz, process  # A case without problems, as nearly all are, needs neither.

    found = process.extractOne(text, list(choices), scorer=fuzz.ratio, score_cutoff=60)
    return found[0] if found else None


def suggestion(text: str, choices: Iterable[str]) -> str:
    """Return a "did you mean" with the choice nearest to a mistyped word; empty where none is near."""
    found = nearest(text, choices)
    return f"did you mean {found}?" if found else ""


def shown(text: str, limit: int = 60) -> str:
    """Return a text in quotation marks on one line, cut to `limit` code points."""
    folded = " ".join(text.split())
    visible = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in folded)
    return f'"{visible if len(visible) <= limit else visible[: limit - 1] + "…"}"'
