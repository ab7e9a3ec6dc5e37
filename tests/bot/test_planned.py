"""What is proposed or scheduled: it happens once, in its time, only as it was approved, and every step is on record."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.storage import Follower, Storage
from bot.storage.approvals import ApprovalNeededError, Pending, Place
from bot.storage.audit_log import first_flaw
from bot.storage.deliveries import Retry, Sent
from bot.storage.publications import Plan
from knowledge.notices.audience import About, Settings, Subscription, Unreachable
from knowledge.notices.reasons import Reason
from knowledge.notices.states import AMENDMENTS, NoticeState
from tests.bot.contents import OTHER as OTHER_TEXT
from tests.bot.contents import TEXT

NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)
AT = NOW.timestamp()
ANN, BEN = 1001, 1002
ONE, OTHER = b"an admin", b"another"
TOLD = {("fact", "pier"): "one"}


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(url, bytes(32))
    for chat in (ANN, BEN):
        await opened.subscribers.follow(chat, 0, Subscription(About.CASE), "en")
    yield opened
    await opened.close()


def at_once(follower: Follower) -> Plan:
    return Plan(Reason.decode("case:"), "now", AT)


def scheduled(storage: Storage, seconds: float = 60) -> Pending:
    return Pending("news", NoticeState.PUBLISHED, TEXT, "me", due_at=AT + seconds, place=Place(7, 8, "ru"))


async def actions(storage: Storage) -> list[str]:
    """Return the steps on record; the chain of their hashes must hold."""
    steps = await storage.audit_log.steps()
    assert first_flaw(steps) is None
    return [step.action for step in steps]


async def test_what_is_scheduled_waits_for_its_time_and_then_happens_once(storage: Storage) -> None:
    await storage.approvals.propose(scheduled(storage), NOW)
    assert await storage.notices.states() == {"news": ("scheduled", 0, AT + 60)}
    assert await storage.approvals.due(AT + 59) == []
    assert await storage.outbox.counts() == []
    (due,) = await storage.approvals.due(AT + 60)
    later = NOW + timedelta(seconds=60)
    done = await asyncio.gather(*(storage.publications.carry_out(due, at_once, later, digests=TOLD) for _ in range(6)))
    assert [one.chats for one in done if one] == [2], "of six that try, one does it"
    assert await storage.outbox.counts() == [("news", "waiting", "", 2)]
    assert await storage.approvals.due(AT + 60) == []
    assert await storage.baseline.read() == TOLD
    assert await actions(storage) == ["scheduled", "published"]
    (progress,) = await storage.notices.progress(AT + 60)
    assert (progress.number, progress.place, progress.done, progress.left) == (1, Place(7, 8, "ru"), 0, 2)


async def test_a_sender_that_lost_the_lease_publishes_nothing(storage: Storage) -> None:
    old, new = await storage.outbox.acquire("old"), await storage.outbox.acquire("new", stale=1)
    assert old is not None
    assert new is not None
    what = scheduled(storage)
    await storage.approvals.propose(what, NOW)
    assert await storage.publications.carry_out(what, at_once, NOW, fencing_token=old.fencing_token) is None
    assert await storage.outbox.counts() == []
    assert await storage.publications.carry_out(what, at_once, NOW, fencing_token=new.fencing_token) is not None


async def test_what_is_not_approved_never_happens_by_itself(storage: Storage) -> None:
    what = replace(scheduled(storage, -1), approved=False, proposed_by=storage.approvals.admin(1))
    await storage.approvals.propose(what, NOW)
    assert await storage.approvals.due(AT) == []
    assert await storage.publications.carry_out(what, at_once, NOW) is None
    assert await storage.approvals.approve(what, OTHER, NOW)
    assert [one.notice for one in await storage.approvals.due(AT)] == ["news"]
    assert await actions(storage) == ["proposed", "approved"]


async def test_what_was_changed_after_it_was_seen_is_not_approved(storage: Storage) -> None:
    seen = replace(scheduled(storage), approved=False)
    await storage.approvals.propose(replace(seen, content="another text"), NOW)
    assert not await storage.approvals.approve(seen, OTHER, NOW)
    assert await storage.publications.carry_out(seen, at_once, NOW, approved_by=OTHER) is None
    assert await storage.outbox.counts() == []


async def test_what_is_taken_back_does_not_happen(storage: Storage) -> None:
    what = scheduled(storage)
    await storage.approvals.propose(what, NOW)
    assert await storage.approvals.cancel("news", "me", NOW)
    assert not await storage.approvals.cancel("news", "me", NOW)
    assert await storage.publications.carry_out(what, at_once, NOW) is None
    assert await storage.notices.states() == {}
    assert await actions(storage) == ["scheduled", "cancelled"]


@pytest.mark.parametrize(
    "other", [{"action": NoticeState.RECALLED}, {"proposed_by": b"else"}, {"due_at": AT + 61}, {"due_at": None}]
)
async def test_an_approval_is_for_what_was_seen_and_nothing_else(storage: Storage, other: dict[str, Any]) -> None:
    seen = replace(scheduled(storage), approved=False, proposed_by=storage.approvals.admin(1))
    await storage.approvals.propose(replace(seen, **other), NOW)
    assert not await storage.approvals.approve(seen, OTHER, NOW)
    assert await storage.publications.carry_out(seen, at_once, NOW, approved_by=OTHER) is None
    assert await actions(storage) == ["proposed"]


async def test_a_correction_that_changes_nothing_tells_nobody(storage: Storage) -> None:
    await storage.publications.publish("news", TEXT, at_once, "me", NOW)
    done = await storage.publications.amend("news", TEXT, NoticeState.CORRECTED, "me", NOW)
    assert done is not None
    assert (done.number, done.chats, done.again) == (1, 0, True)
    assert await storage.notices.states() == {"news": ("published", 1, None)}
    assert await actions(storage) == ["published"]


async def test_the_progress_does_not_wait_for_those_who_cannot_get_it_now(storage: Storage) -> None:
    chats = dict(enumerate(("blocked", "paused", "quiet", "daily", "repeated"), 2001))
    for chat in chats:
        await storage.subscribers.follow(chat, 0, Subscription(About.CASE), "en")
    await storage.subscribers.mark_unreachable(2001, Unreachable.BLOCKED, AT)
    await storage.subscribers.set_settings(2002, Settings(paused=True), AT)
    who = {storage.database.chat(chat): name for chat, name in chats.items()}

    def plan(follower: Follower) -> Plan:
        name = who.get(follower.chat, "")
        return Plan(
            Reason.decode("case:"), "daily" if name == "daily" else "now", AT + 3600 * (name in {"quiet", "daily"})
        )

    await storage.publications.publish("news", TEXT, plan, "me", NOW, Place(7, 8, "en"))
    lease = await storage.outbox.acquire("sender")
    assert lease is not None
    due = {who.get(one.chat, ""): one for one in await storage.outbox.waiting(AT, 10)}
    assert await storage.outbox.claim(due["repeated"], lease.fencing_token, AT)
    await storage.outbox.record(Retry(due["repeated"], AT + 9, "not sent"), lease.fencing_token, AT)
    (progress,) = await storage.notices.progress(AT)
    assert progress.counts == {"unreachable": 1, "later": 2, "digest": 1, "waiting": 3}
    assert (progress.done, progress.left) == (1, 3)


async def test_the_progress_of_a_correction_leaves_out_what_was_sent_before(storage: Storage) -> None:
    await storage.publications.publish("news", TEXT, at_once, "me", NOW)
    lease = await storage.outbox.acquire("sender")
    assert lease is not None
    for delivery in await storage.outbox.waiting(AT, 10):
        assert await storage.outbox.claim(delivery, lease.fencing_token, AT)
        await storage.outbox.record(Sent(delivery, 5), lease.fencing_token, AT)
    await storage.publications.amend("news", OTHER_TEXT, NoticeState.CORRECTED, "me", NOW, Place(7, 8, "en"))
    (progress,) = await storage.notices.progress(AT)
    assert progress.counts == {"waiting": 2}


async def test_a_correction_can_wait_for_approval_while_the_notice_stays_published(storage: Storage) -> None:
    await storage.publications.publish("news", TEXT, at_once, "me", NOW)
    what = Pending("news", NoticeState.RECALLED, TEXT, "me", storage.approvals.admin(1), approved=False)
    await storage.approvals.propose(what, NOW)
    assert await storage.notices.states() == {"news": ("proposed", 1, None)}
    done = await storage.publications.carry_out(what, at_once, NOW, approved_by=OTHER)
    assert done is not None
    assert (await storage.notices.states())["news"] == ("recalled", 1, None)
    assert await actions(storage) == ["published", "proposed", "approved", "recalled"]


async def test_a_publication_that_fails_leaves_what_was_told_as_it_was(storage: Storage) -> None:
    await storage.publications.publish("first", "text", at_once, "me", NOW, digests=TOLD)

    def broken(follower: Follower) -> Plan:
        raise ValueError("no plan")

    what = scheduled(storage)
    await storage.approvals.propose(what, NOW)
    with pytest.raises(ValueError, match="no plan"):
        await storage.publications.carry_out(what, broken, NOW, digests={})
    assert await storage.baseline.read() == TOLD
    assert await storage.approvals.pending("news") == what


async def test_where_the_rule_of_the_database_needs_two_nothing_is_published_or_amended_by_one(
    storage: Storage,
) -> None:
    await storage.publications.publish("old", "text", at_once, "me", NOW)
    await storage.approvals.need_second_admin(True)
    with pytest.raises(ApprovalNeededError):
        await storage.publications.publish("news", TEXT, at_once, "me", NOW)
    for state in AMENDMENTS:
        with pytest.raises(ApprovalNeededError):
            await storage.publications.amend("old", OTHER_TEXT, state, "me", NOW)
    assert {notice: state for notice, (state, *_) in (await storage.notices.states()).items()} == {"old": "published"}
    assert await actions(storage) == ["published"]
    await storage.approvals.need_second_admin(False)
    assert (await storage.publications.publish("news", TEXT, at_once, "me", NOW)).chats == 2


async def test_what_is_scheduled_where_two_are_needed_is_only_proposed(storage: Storage) -> None:
    await storage.approvals.need_second_admin(True)
    assert not await storage.approvals.propose(scheduled(storage), NOW)
    (what,) = await storage.approvals.planned()
    assert not what.approved
    assert await storage.approvals.due(AT + 60) == []


async def test_what_was_scheduled_by_one_waits_for_another_once_two_are_needed(storage: Storage) -> None:
    assert await storage.approvals.propose(scheduled(storage), NOW)
    await storage.approvals.need_second_admin(True)
    (what,) = await storage.approvals.planned()
    assert await storage.publications.carry_out(what, at_once, NOW) is None
    assert await storage.approvals.approve(what, OTHER, NOW)
    await storage.approvals.need_second_admin(True)
    assert len(await storage.approvals.due(AT + 60)) == 1, "another start of the bot with the same rule changes nothing"


async def test_nobody_approves_what_he_proposed_whatever_was_checked_before(storage: Storage) -> None:
    what = replace(scheduled(storage), proposed_by=ONE, approved=False)
    await storage.approvals.propose(what, NOW)
    assert not await storage.approvals.approve(what, ONE, NOW)
    assert await storage.publications.carry_out(what, at_once, NOW, approved_by=ONE) is None
    done = await asyncio.gather(
        *(storage.publications.carry_out(what, at_once, NOW, approved_by=OTHER) for _ in range(2))
    )
    assert [one.chats for one in done if one] == [2], "of two admins at once, one does it"
