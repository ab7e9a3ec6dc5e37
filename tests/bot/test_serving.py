"""One base at a time: what the running bot lacks is neither announced nor recorded as told."""

import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery.lease_watch import new_holder
from bot.publishing.serving import keep_serving, lacking, serving, tellable
from bot.storage import Storage
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.diff import FACT, digests
from tests.knowledge.harbour import harbour

BASE = harbour()
FIRST, SECOND, *_ = BASE.facts


def notice(*facts: str) -> Notice:
    words = dict.fromkeys(BASE.case.languages, "News.")
    document = next(iter(BASE.documents.values()))
    return Notice("news", document.date, "news", words, words, facts)


def without(fact_id: str) -> KnowledgeBase:
    return replace(BASE, facts={key: fact for key, fact in BASE.facts.items() if key != fact_id})


def otherwise(fact_id: str) -> KnowledgeBase:
    words = dict.fromkeys(BASE.case.languages, "It was otherwise.")
    changed = replace(BASE.facts[fact_id], statement=words)
    return replace(BASE, facts={**BASE.facts, fact_id: changed})


@pytest.fixture
async def storage(url: str, tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await Storage.open(url, bytes(32))
    yield opened
    await opened.close()


async def test_what_the_sending_process_has_is_known_as_long_as_it_lives(storage: Storage) -> None:
    assert await serving(storage) is None
    lease = await storage.outbox.acquire(new_holder())
    assert lease is not None
    await keep_serving(storage, BASE)
    assert await serving(storage) == digests(BASE)
    await storage.outbox.release_lease(lease.fencing_token)
    assert await serving(storage) is None, "the next one reads the case anew"


async def test_of_a_killed_process_nothing_is_asked(storage: Storage) -> None:
    here = new_holder().split(" ")[0]
    assert socket.gethostname() in here
    await keep_serving(storage, BASE)
    assert await storage.outbox.acquire(f"{here} {2**22 + 1} any 1")
    assert await serving(storage) is None


@pytest.mark.parametrize("older", [without(FIRST), otherwise(FIRST)], ids=["missing", "otherwise"])
def test_a_notice_is_not_tellable_by_a_bot_that_lacks_a_fact_of_it(older: KnowledgeBase) -> None:
    assert lacking(notice(FIRST, SECOND), BASE, digests(older)) == (FIRST,)
    assert lacking(notice(SECOND), BASE, digests(older)) == ()
    assert lacking(notice(FIRST), BASE, None) == ()


def test_what_the_bot_could_not_tell_counts_as_told_no_more_than_before() -> None:
    told = {**digests(BASE), (FACT, FIRST): "as it was long ago"}
    now = tellable(BASE, digests(otherwise(FIRST)), told)
    assert now == told
    assert (FACT, FIRST) not in tellable(BASE, digests(without(FIRST)), {})
    assert tellable(BASE, digests(BASE), told) == digests(BASE)
    assert tellable(BASE, None, told) == digests(BASE)
    assert (FACT, FIRST) in tellable(without(FIRST), digests(BASE), told), "the bot still tells it"
