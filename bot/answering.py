"""Makes the answerer of a process: with this machine's cache, and by meaning too where the package is installed."""

import os

from bot.folders import NoHomeError, cache_folder
from knowledge.answering import Answerer
from knowledge.embedding import load
from knowledge.model import KnowledgeBase


def answerer_for(base: KnowledgeBase) -> Answerer:
    """Return an answerer for a base."""
    try:
        cache = cache_folder(os.environ)
    except NoHomeError:
        cache = None
    return Answerer(base, cache, load())
