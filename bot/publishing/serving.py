"""Nothing is announced that a running bot cannot tell, for it may answer from an older version of the base."""

from collections.abc import Mapping, Sequence

from bot.delivery.lease_watch import is_gone
from bot.storage import Storage
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.diff import DOCUMENT, FACT, Digests, digests


async def versions_served(storage: Storage, now: float) -> frozenset[str]:
    """Return the versions of the base that the running processes answer from.

    Where none runs it is the one that is agreed on, from which the next process may begin; none before the first.
    Raises `StorageError` if the storage fails.
    """
    seen = {holder: version for holder, version in (await storage.replicas.seen(now)).items() if not is_gone(holder)}
    if seen:
        return frozenset(seen.values())
    agreed = await storage.bases.agreed()
    return frozenset({agreed.version} if agreed else ())


async def serving(storage: Storage, now: float) -> list[Digests]:
    """Return the digests of each version that the running processes answer from; of one that is forgotten, none.

    Raises `StorageError` if the storage fails.
    """
    return [await storage.bases.digests(version) or {} for version in sorted(await versions_served(storage, now))]


def lacking(notice: Notice, base: KnowledgeBase, served: Sequence[Digests]) -> tuple[str, ...]:
    """Return the ids of a notice's facts and documents that a served version lacks, or has otherwise than `base`."""
    current = digests(base)
    named = [(FACT, fact) for fact in notice.facts] + [(DOCUMENT, document) for document in notice.documents]
    named += [
        (DOCUMENT, citation.document_id)
        for fact in notice.facts
        if fact in base.facts
        for citation in base.facts[fact].citations
    ]
    return tuple(dict.fromkeys(key[1] for key in named if not _alike(current, served, key)))


def _alike(current: Digests, served: Sequence[Digests], key: tuple[str, str]) -> bool:
    return all(version.get(key) == current.get(key) for version in served)


def tellable(base: KnowledgeBase, served: Sequence[Digests], baseline: Digests) -> Digests:
    """Return the baseline once a notice is published: of what a served version lacks, it stays as it was."""
    current = digests(base)
    found: dict[tuple[str, str], str] = {}
    for key in {**current, **baseline}:
        source: Mapping[tuple[str, str], str] = current if _alike(current, served, key) else baseline
        if key in source:
            found[key] = source[key]
    return found
