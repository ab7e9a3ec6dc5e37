"""Makes the answerer of a process: with this machine's cache, and by meaning too where the package is installed."""

import os
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from bot.paths import cache_or_none
from knowledge.model import KnowledgeBase

if TYPE_CHECKING:
    from knowledge.answering.answerer import Answerer


def answerer_for(base: KnowledgeBase) -> "Answerer":
    """Return an answerer for a base."""
    from knowledge.answering.answerer import Answerer
    from knowledge.matching.embedder import load

    return Answerer(base, cache_or_none(os.environ), load())


def once(base: KnowledgeBase) -> "Callable[[], Answerer]":
    """Return what makes the answerer for a base when it is first asked for; any thread may ask."""
    made: list[Answerer] = []
    lock = Lock()

    def answerer() -> "Answerer":
        with lock:
            if not made:
                made.append(answerer_for(base))
            return made[0]

    return answerer
