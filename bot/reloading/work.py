"""The work of a reload, in a process of its own: read the folder, check it, ask the golden questions, agree on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.answering import answerer_for
from bot.reloading.contents import ask_titles, stored
from bot.storage import Storage
from bot.storage.bases import AgreedBy, Agreement, before
from handlers.reloads import Fallen, ReloadOutcome, ReloadResult
from knowledge.casefile.golden import GoldenQuestion
from knowledge.casefile.packing import form, unpack
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.model import KnowledgeBase
from knowledge.notices.diff import compare, digests
from knowledge.quality.check import read_whole
from knowledge.quality.regression import asked_of_both, falls, figures

_MAX_PROBLEMS = 20
"""Maximum number of problems that are told; arbitrary."""
Say = Callable[[str], None]
"""Hears what is being done."""


@dataclass(frozen=True, slots=True)
class Order:
    """What shall be done, and for whom."""

    folder: Path
    actor: str
    margin: float = 0.0
    """By how much a golden figure may fall, as a share."""
    force: bool = False
    """Whether falling figures are accepted; a broken case never is."""


async def take_in(storage: Storage, order: Order, clock: Callable[[], datetime], say: Say) -> ReloadResult:
    """Let all processes answer from a case folder as it is now, if it is whole and no worse; raises `StorageError`."""
    agreed = await storage.bases.agreed()
    say("reading the case folder")
    symbols = SymbolTable()
    base, evaluation, _ = read_whole(order.folder, symbols)
    if problems := symbols.problems.sorted():
        return ReloadResult(ReloadOutcome.BROKEN, problems=tuple(map(str, problems[:_MAX_PROBLEMS])))
    new = stored(base)
    if agreed is not None and agreed.version == new.id:
        return ReloadResult(ReloadOutcome.SAME, agreed.number)
    old = await _base_of(storage, agreed, base)
    say("building the index and asking the golden questions")
    golden = next(iter(evaluation.values()), ())
    fallen = _fallen(base, old, golden, order.margin)
    if fallen and not order.force:
        await storage.bases.refuse(new.id)
        return ReloadResult(ReloadOutcome.WORSE, fallen=fallen)
    done = await storage.bases.agree(new, order.actor, AgreedBy.RELOAD, clock(), agreed)
    return _result(done, base, old)


async def roll_back(storage: Storage, order: Order, clock: Callable[[], datetime], say: Say) -> ReloadResult:
    """Let all processes answer from the version before; raises `StorageError`."""
    agreements = await storage.bases.agreements()
    earlier = before(agreements)
    if earlier is None:
        return ReloadResult(ReloadOutcome.NOTHING_BEFORE)
    content = await storage.bases.content(earlier.version, form())
    if content is None:
        return ReloadResult(ReloadOutcome.NOT_KEPT)
    say("building the index of the version before")
    base = unpack(content)
    warm(base)
    old = await _base_of(storage, agreements[-1], base)
    done = await storage.bases.agree(stored(base), order.actor, AgreedBy.ROLLBACK, clock(), agreements[-1])
    return _result(done, base, old)


async def build_index(storage: Storage, version: str) -> ReloadResult:
    """Have the index of a version on this machine's disk; raises `StorageError`."""
    content = await storage.bases.content(version, form())
    if content is None:
        return ReloadResult(ReloadOutcome.NOT_KEPT)
    warm(unpack(content))
    return ReloadResult(ReloadOutcome.DONE)


def warm(base: KnowledgeBase) -> None:
    """Have the index of a base on the disk, and the tables that its first questions need."""
    ask_titles(answerer_for(base).answer, base)


async def _base_of(storage: Storage, agreed: Agreement | None, new: KnowledgeBase) -> KnowledgeBase | None:
    """Return the base that a new one takes the place of; None where it is another case's or cannot be read."""
    if agreed is None or agreed.case != new.case.id:
        return None
    content = await storage.bases.content(agreed.version, form())
    return None if content is None else unpack(content)


def _fallen(
    base: KnowledgeBase, old: KnowledgeBase | None, golden: tuple[GoldenQuestion, ...], margin: float
) -> tuple[Fallen, ...]:
    """Return the golden figures that fall by more than a margin; the index of the new base is built in any case."""
    answerer = answerer_for(base)
    ask_titles(answerer.answer, base)
    if old is None:
        return ()
    questions = asked_of_both(golden, old)
    worse = falls(figures(answerer_for(old), questions), figures(answerer, questions), margin)
    return tuple(Fallen(fall.name, fall.before, fall.after) for fall in worse)


def _result(done: Agreement | None, base: KnowledgeBase, old: KnowledgeBase | None) -> ReloadResult:
    if done is None:
        return ReloadResult(ReloadOutcome.OVERTAKEN)
    changes = compare(digests(old) if old else {}, base)
    changed = len(changes.corrected) + len(changes.amended_facts) + len(changes.withdrawn)
    counts = (len(changes.new_facts), changed, len(changes.gone_facts))
    outcome = ReloadOutcome.UNDONE if done.action is AgreedBy.ROLLBACK else ReloadOutcome.DONE
    return ReloadResult(outcome, done.number, facts=len(base.facts), changes=counts)
