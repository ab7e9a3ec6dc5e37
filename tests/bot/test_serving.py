"""What a running bot lacks is neither announced nor recorded as told."""

import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.delivery.lease_watch import new_holder
from bot.publishing.errors import LackingError
from bot.publishing.publisher import Actor, Publisher
from bot.publishing.serving import lacking, serving, tellable
from bot.reloading.contents import stored
from bot.storage import Storage
from bot.storage.bases import AgreedBy
from bot.storage.replicas import SILENCE
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.audience import About, Subscription
from knowledge.notices.diff import FACT, digests
from knowledge.notices.states import Outcome
from tests.knowledge.harbour import harbour

NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)
AT = NOW.timestamp()
ANN = 1001
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


async def agree(storage: Storage, base: KnowledgeBase) -> str:
    """Let all processes answer from a base; return its version."""
    new = stored(base)
    assert await storage.bases.agree(new, "me", AgreedBy.RELOAD, NOW, await storage.bases.agreed())
    return new.id


def publisher(storage: Storage, base: KnowledgeBase) -> Publisher:
    return Publisher(storage, base, lambda _: None, lambda: NOW)


async def test_what_every_process_has_is_known_as_long_as_it_lives(storage: Storage) -> None:
    assert await serving(storage, AT) == []
    older, newer = await agree(storage, without(FIRST)), await agree(storage, BASE)
    assert await serving(storage, AT) == [digests(BASE)], "from what is agreed on the next process may begin"
    one, other = new_holder(), new_holder()
    await storage.replicas.show(one, older, AT)
    await storage.replicas.show(other, newer, AT)
    found = await serving(storage, AT)
    assert len(found) == 2
    assert digests(BASE) in found
    assert digests(without(FIRST)) in found
    await storage.replicas.leave(one)
    assert await serving(storage, AT) == [digests(BASE)]
    await storage.replicas.show(one, older, AT)
    await storage.replicas.show(other, newer, AT + SILENCE + 1)
    assert await serving(storage, AT + SILENCE + 1) == [digests(BASE)], "who is silent for long is dead"


async def test_of_a_killed_process_nothing_is_asked(storage: Storage) -> None:
    here = new_holder().split(" ")[0]
    assert socket.gethostname() in here
    await agree(storage, BASE)
    await storage.replicas.show(f"{here} {2**22 + 1} any 1", await agree(storage, without(FIRST)), AT)
    await agree(storage, BASE)
    assert await serving(storage, AT) == [digests(BASE)]


async def test_nothing_is_announced_that_one_of_several_processes_does_not_have(storage: Storage) -> None:
    older, newer = await agree(storage, without(FIRST)), await agree(storage, BASE)
    await storage.subscribers.follow(ANN, 0, Subscription(About.FACT, FIRST), "en")
    await storage.replicas.show("sends", newer, AT)
    await storage.replicas.show("answers", older, AT)
    with pytest.raises(LackingError, match=f"does not have {FIRST}"):
        await publisher(storage, BASE).publish(notice(FIRST), Actor("me"))
    assert await storage.outbox.counts() == []
    assert await storage.baseline.read() == {}
    await storage.replicas.show("answers", newer, AT)
    done = await publisher(storage, BASE).publish(notice(FIRST), Actor("me"))
    assert (done.outcome, done.chats) == (Outcome.DONE, 1)


async def test_what_is_scheduled_waits_until_the_bot_has_what_it_names(storage: Storage) -> None:
    await agree(storage, BASE)
    await storage.subscribers.follow(ANN, 0, Subscription(About.FACT, FIRST), "en")
    scheduled = await publisher(storage, BASE).publish(notice(FIRST), Actor("me"), NOW)
    assert scheduled.outcome is Outcome.SCHEDULED
    lease = await storage.outbox.acquire("sender")
    assert lease is not None
    await agree(storage, without(FIRST))
    running = publisher(storage, without(FIRST))
    await running.publish_due(lease.fencing_token)
    assert await storage.outbox.counts() == []
    assert await storage.baseline.read() == {}, "nobody was told, so it is still news"
    await agree(storage, BASE)
    running.take(BASE, lambda _: None)
    await running.publish_due(lease.fencing_token)
    assert [count for *_, count in await storage.outbox.counts()] == [1]
    assert (FACT, FIRST) in await storage.baseline.read()


@pytest.mark.parametrize("older", [without(FIRST), otherwise(FIRST)], ids=["missing", "otherwise"])
def test_a_notice_is_not_tellable_by_a_bot_that_lacks_a_fact_of_it(older: KnowledgeBase) -> None:
    assert lacking(notice(FIRST, SECOND), BASE, [digests(older)]) == (FIRST,)
    assert lacking(notice(SECOND), BASE, [digests(older)]) == ()
    assert lacking(notice(FIRST), BASE, [digests(BASE), digests(older)]) == (FIRST,)
    assert lacking(notice(FIRST), BASE, []) == ()


def test_what_the_bot_could_not_tell_counts_as_told_no_more_than_before() -> None:
    told = {**digests(BASE), (FACT, FIRST): "as it was long ago"}
    now = tellable(BASE, [digests(otherwise(FIRST))], told)
    assert now == told
    assert (FACT, FIRST) not in tellable(BASE, [digests(without(FIRST))], {})
    assert tellable(BASE, [digests(BASE)], told) == digests(BASE)
    assert tellable(BASE, [], told) == digests(BASE)
    assert (FACT, FIRST) in tellable(without(FIRST), [digests(BASE)], told), "the bot still tells it"
