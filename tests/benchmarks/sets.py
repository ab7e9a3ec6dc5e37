"""Reads the public question sets that the matching benchmark runs on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

PASSAGE_LENGTH = 200
"""Single phrasings of a median length above this are passages to search, not questions to match."""
NO_ANSWER = (None, -1)
"""What stands for the answer of a question that no fact answers."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the same with typing errors, and the number of the fact that answers it, if one does."""

    clean: str
    typed: str
    answer: int | None


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Facts, each with its phrasings and its text or "", and questions to fit constants on and to test with."""

    name: str
    language: str
    phrasings: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...]
    dev: tuple[Question, ...]
    test: tuple[Question, ...]

    @property
    def is_passages(self) -> bool:
        """Whether the facts are passages of text rather than questions."""
        single = all(len(phrasings) == 1 for phrasings in self.phrasings)
        return single and median(len(phrasing) for (phrasing,) in self.phrasings) > PASSAGE_LENGTH


def read_sets(folder: Path, names: Sequence[str] = ()) -> list[QuestionSet]:
    """Return the named sets of a folder in that order, or all of them by name; exit with a sentence if one cannot."""
    if not folder.is_dir():
        raise SystemExit(f"There is no folder {folder} with question sets.")
    paths = {path.stem: path for path in sorted(folder.glob("*.json"))}
    if not paths:
        raise SystemExit(f"The folder {folder} has no question sets (*.json).")
    if unknown := [name for name in names if name not in paths]:
        raise SystemExit(f"{folder} has no set named {', '.join(unknown)}; it has {', '.join(paths)}.")
    return [_read(paths[name]) for name in names or paths]


def phrasing_rows(questions: QuestionSet) -> tuple[list[str], list[int]]:
    """Return every phrasing and every fact's text as one row each, and the fact number of each row."""
    rows = [
        (row, fact)
        for fact, (phrasings, text) in enumerate(zip(questions.phrasings, questions.texts, strict=True))
        for row in (*phrasings, text)
        if row
    ]
    return [row for row, _ in rows], [fact for _, fact in rows]


def _read(path: Path) -> QuestionSet:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        facts = data["facts"]
        if not facts:
            raise ValueError("it has no facts")
        return QuestionSet(
            str(data["name"]),
            str(data["lang"]),
            tuple(_phrasings(fact) for fact in facts),
            tuple(str(fact.get("aux") or "") for fact in facts),
            tuple(_question(row, len(facts)) for row in data["dev"]),
            tuple(_question(row, len(facts)) for row in data["test"]),
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise SystemExit(f"{path} is not a question set: {type(error).__name__}: {error}.") from error


def _phrasings(fact: Mapping[str, Any]) -> tuple[str, ...]:
    phrasings = fact["phr"]
    if not isinstance(phrasings, list) or not phrasings:
        raise ValueError(f"fact {fact.get('id')} has no list of phrasings")
    return tuple(map(str, phrasings))


def _question(row: Mapping[str, Any], facts: int) -> Question:
    answer = None if row["g"] in NO_ANSWER else row["g"]
    if answer is not None and answer not in range(facts):
        raise ValueError(f"{answer!r} is not the number of a fact: {row['q']}")
    return Question(str(row["q"]), str(row["t"]), answer)
