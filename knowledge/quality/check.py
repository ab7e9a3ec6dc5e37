"""Checks a case folder and counts what is in it, for `casewire check`."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.casefile.golden import GoldenQuestion
from knowledge.casefile.languages import missing
from knowledge.casefile.loading import read, read_evaluation, read_talk
from knowledge.casefile.phrasings import folded
from knowledge.casefile.problems import Problem, shown
from knowledge.casefile.strict_yaml import is_folder
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.casefile.talk import Conversation
from knowledge.factcheck.checker import FactChecker
from knowledge.model import KnowledgeBase
from knowledge.quality.hints import MAX_PHRASINGS, MAX_QUICK, Hint, Watch, in_order, unwatched
from knowledge.quality.leaks import leaks
from knowledge.quality.originals import original_hints
from knowledge.quality.premises import future_hints, premise_hints

if TYPE_CHECKING:
    from knowledge.quality.forecast import Forecast

TITLE_LENGTH = 60
"""Maximum number of characters of a title that a button shows whole, as `handlers/replies/fitting.py` has it."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How much a case holds. Where there are problems, it counts what could be read."""

    title: str = ""
    """The title of the case in its default language."""
    documents: int = 0
    passages: int = 0
    topics: int = 0
    names: int = 0
    spellings: int = 0
    facts: int = 0
    drafts: int = 0
    """Facts that nobody has approved, which the others do not count."""
    dated: int = 0
    undated: int = 0
    derived: int = 0
    """Dated facts whose date is worked out from the documents, not stated in them."""
    phrasings: Mapping[str, int] = field(default_factory=dict)
    """Language code to the number of questions that the facts list."""
    unanswered: int = 0
    """Questions that people ask and that the documents do not answer."""
    golden_answerable: int = 0
    golden_unanswerable: int = 0
    held_out: int = 0
    """Questions in the other files of evaluation/."""
    conversations: int = 0
    turns: int = 0
    """Turns of all conversations in evaluation/."""
    missing: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Growing language to how many texts it lacks, by what they are."""
    origins: Mapping[str, int] = field(default_factory=dict)
    """Who or what wrote phrasings, to how many; without those that stand beside their fact."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: all problems by file and line, and a count of the contents."""

    problems: tuple[Problem, ...]
    summary: Summary
    hints: tuple[Hint, ...] = ()
    """What could be better, where there are no problems: phrasings that collide, facts that are hard to find."""
    too_many: bool = False
    """Whether the case has too many phrasings to be asked them."""
    old_form: bool = False
    """Whether the case is written in the older form, which `casewire migrate-case` turns into today's."""
    forecast: "Forecast | None" = None
    """What readers will get; None where there are problems, or too many phrasings for the kind of check."""

    @property
    def good(self) -> bool:
        """Whether the case can be loaded and its golden questions too."""
        return not self.problems


def check(path: Path, full: bool = False, watch: Watch = unwatched, today: datetime.date = datetime.date.max) -> Report:
    """Check the case in the folder `path` with its golden questions; wrong contents never raise.

    Only a `full` check asks the base its own phrasings, which takes a while, and compares all of them with their facts;
    `watch` hears how far it is. Of a small case, any check makes a forecast. Dates after `today` are hinted at.
    """
    symbols = SymbolTable()
    base, evaluation, talk = read_whole(path, symbols)
    problems = symbols.problems.sorted()
    summary = _summary(base, tuple(evaluation.values()), talk, symbols)
    is_large = sum(summary.phrasings.values()) > MAX_PHRASINGS
    too_many = full and is_large
    found: tuple[Hint, ...] = ()
    outlook = None
    if not problems:
        found = (
            *(Hint(one.location, one.message, "files that are not read") for one in symbols.unread),
            *(Hint(one.location, one.message, "facts that may say more than their quotes") for one in symbols.remarks),
            *(Hint(one.location, one.message, "things that drafts lack") for one in symbols.lacking),
            *leaks(chain.from_iterable(evaluation.values()), symbols.phrasings),
            *_long_titles(base, symbols),
            *_one_sided(base),
            *original_hints(base, path),
            *future_hints(base, path, symbols.places, today),
        )
        if not is_large:
            facts = symbols.checker or FactChecker(base)
            found += (*premise_hints(base, facts, symbols.phrasings, full, watch),)
        if full and not too_many:
            from knowledge.quality.phrasing_lint import hints

            found += hints(base, symbols.phrasings, watch)
        if (full and not too_many) or sum(summary.phrasings.values()) <= MAX_QUICK:
            from knowledge.quality.forecast import forecast

            outlook = forecast(base, watch)
    return Report(problems, summary, in_order(found), too_many, bool(symbols.old_form), outlook)


def read_whole(
    path: Path, symbols: SymbolTable
) -> tuple[KnowledgeBase, dict[Path, tuple[GoldenQuestion, ...]], tuple[Conversation, ...]]:
    """Read a case folder with its golden questions, by file, and its conversations; notes every problem there."""
    base = read(path, symbols)
    evaluation = read_evaluation(path, symbols) if is_folder(path) else {}
    return base, evaluation, tuple(chain.from_iterable(read_talk(path, symbols).values()))


def _long_titles(base: KnowledgeBase, symbols: SymbolTable) -> Iterator[Hint]:
    """Yield a hint for each title that a button does not show whole."""
    for fact in base.facts.values():
        for title in filter(None, map(fact.title, base.case.languages)):
            if len(title) > TITLE_LENGTH:
                _, place = symbols.phrasings[folded(title)]
                message = f"{shown(title, 2 * TITLE_LENGTH)} has {len(title)} characters; a button shows {TITLE_LENGTH}"
                yield Hint(place, message, "titles that are cut on buttons")


def _one_sided(base: KnowledgeBase) -> Iterator[Hint]:
    """Yield a hint for each dispute whose two sides one and the same asserts."""
    for fact in base.facts.values():
        for other in fact.disputes:
            if base.facts[other].asserted_by == fact.asserted_by and fact.id < other and fact.location:
                message = f"{fact.id} and {other} dispute each other, but {fact.asserted_by} asserts both; is it so?"
                yield Hint(fact.location, message, "disputes with one side")


def _summary(
    base: KnowledgeBase,
    evaluation: tuple[tuple[GoldenQuestion, ...], ...],
    talk: tuple[Conversation, ...],
    symbols: SymbolTable,
) -> Summary:
    facts = base.facts.values()
    golden = evaluation[0] if evaluation else ()
    answerable = sum(bool(question.facts) for question in golden)
    return Summary(
        title=base.case.title.get(base.case.default_language, ""),
        documents=len(base.documents),
        passages=sum(len(document.passages) for document in base.documents.values()),
        topics=len(base.case.topics),
        names=len(base.case.names),
        spellings=sum(len(name.spellings) for name in base.case.names),
        facts=len(facts),
        drafts=len(symbols.drafts),
        dated=sum(fact.date is not None for fact in facts),
        undated=sum(fact.date is None for fact in facts),
        derived=sum(bool(fact.derived) for fact in facts),
        phrasings={
            language: sum(len(fact.questions.get(language, ())) for fact in facts) for language in base.case.languages
        },
        unanswered=len(base.unanswered),
        golden_answerable=answerable,
        golden_unanswerable=len(golden) - answerable,
        held_out=sum(map(len, evaluation[1:])),
        conversations=len(talk),
        turns=sum(len(conversation.turns) for conversation in talk),
        missing=missing(base),
        origins=dict(symbols.origins),
    )
