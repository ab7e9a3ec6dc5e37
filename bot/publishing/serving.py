"""One base at a time: nothing is announced that the running bot cannot tell, for it read the case before a change."""

import json
from collections.abc import Mapping

from bot.delivery.lease_watch import is_gone
from bot.storage import Storage
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.diff import DOCUMENT, FACT, Digests, digests

_SERVING = "serving"
"""Name of the property with the digests of the base that the sending process has."""


async def keep_serving(storage: Storage, base: KnowledgeBase) -> None:
    """Keep which base the process that sends has; raises `StorageError` if the storage fails."""
    parts: dict[str, dict[str, str]] = {FACT: {}, DOCUMENT: {}}
    for (kind, identifier), digest in digests(base).items():
        parts[kind][identifier] = digest
    await storage.properties.set(_SERVING, json.dumps(parts))


async def serving(storage: Storage) -> Digests | None:
    """Return the digests of the running bot's base; None if no bot runs, so that the next one reads the case anew.

    Raises `StorageError` if the storage fails.
    """
    holder = (await storage.outbox.lease()).holder
    kept = await storage.properties.get(_SERVING) if holder and not is_gone(holder) else None
    if kept is None:
        return None
    return {
        (kind, identifier): digest for kind, part in json.loads(kept).items() for identifier, digest in part.items()
    }


def lacking(notice: Notice, base: KnowledgeBase, served: Digests | None) -> tuple[str, ...]:
    """Return the ids of a notice's facts and documents that the running bot lacks, or has otherwise than `base`."""
    if served is None:
        return ()
    current = digests(base)
    named = [(FACT, fact) for fact in notice.facts] + [(DOCUMENT, document) for document in notice.documents]
    named += [
        (DOCUMENT, citation.document_id)
        for fact in notice.facts
        if fact in base.facts
        for citation in base.facts[fact].citations
    ]
    return tuple(
        dict.fromkeys(identifier for kind, identifier in named if not _alike(current, served, kind, identifier))
    )


def _alike(current: Digests, served: Digests, kind: str, identifier: str) -> bool:
    return current.get((kind, identifier)) == served.get((kind, identifier))


def tellable(base: KnowledgeBase, served: Digests | None, baseline: Digests) -> Digests:
    """Return the baseline once a notice is published: of what the running bot lacks, it stays as it was."""
    current = digests(base)
    if served is None:
        return current
    found: dict[tuple[str, str], str] = {}
    for key in {**current, **baseline}:
        source: Mapping[tuple[str, str], str] = current if current.get(key) == served.get(key) else baseline
        if key in source:
            found[key] = source[key]
    return found
