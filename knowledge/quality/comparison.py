"""Compares two bases by the questions that measure them."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answering.answerer import Answerer
from knowledge.casefile.golden import GoldenQuestion
from knowledge.model import KnowledgeBase
from knowledge.quality.evaluation import Evaluation, evaluate
from knowledge.quality.hints import Watch, unwatched
from knowledge.quality.leaks import phrasings_of


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of the same questions; None where there are none."""

    before: Evaluation | None
    after: Evaluation | None

    @property
    def is_no_worse(self) -> bool:
        """Whether no more questions are answered wrongly, and no fewer found or helped with; not without questions."""
        if self.before is None or self.after is None:
            return False
        return (
            self.after.found_share >= self.before.found_share
            and self.after.suggested_share >= self.before.suggested_share
            and self.after.wrong_share <= self.before.wrong_share
        )


def compare(
    before: KnowledgeBase, after: KnowledgeBase, questions: Sequence[GoldenQuestion], watch: Watch = unwatched
) -> Comparison:
    """Ask two bases questions; those that are phrasings of the first count for neither."""
    if not questions:
        return Comparison(None, None)
    known = phrasings_of(before)
    found = []
    for number, base in enumerate((before, after)):
        watch("asking the golden questions", number, 2)
        found.append(evaluate(Answerer(base), questions, known))
    return Comparison(*found)
