"""What is counted of answers: kind, language and duration; nothing of the question, and not who asked."""

import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from knowledge.answering.answers import Answer


class AnswerMeter(Protocol):
    """Counts answers."""

    def answered(self, kind: str, language: str, seconds: float) -> None:
        """Count an answer of a kind, in a language (ISO 639-1), and the seconds that working it out took."""


class Unmetered:
    """Counts nothing."""

    def answered(self, kind: str, language: str, seconds: float) -> None:
        """Count nothing."""


UNMETERED = Unmetered()
"""For processes that nobody watches."""


def count(meter: AnswerMeter, answer: "Answer", begun: float) -> None:
    """Count an answer on which the work began at a time of `time.perf_counter`."""
    meter.answered(type(answer).__name__.lower(), answer.language, time.perf_counter() - begun)
