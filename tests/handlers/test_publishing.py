"""What admins do in the chat: look at a notice as readers will see it, and publish, correct or withdraw it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.publishing.admin_publishing import AdminPublishing, fingerprint
from bot.publishing.publisher import Publisher
from bot.storage.approvals import Pending
from bot.terminal.offline_calls import Call
from handlers.context import SERVICES
from handlers.ports import Admin
from knowledge.casefile.loading import load
from knowledge.edtf import parse_edtf
from knowledge.model import Notice
from knowledge.notices.audience import About, Subscription
from knowledge.notices.content import packed
from knowledge.notices.states import Action, NoticeState
from tests.knowledge.harbour import harbour
from tests.knowledge.small_case import NOTICE as REPAIR
from tests.knowledge.small_case import files, write
from tests.support.talk import GROUP, START, Talk

ANN, READER = 7, 99
HEADLINE = {"en": "A ruling is near", "ru": "Скоро решение", "uk": "Скоро рішення"}
WHY = dict.fromkeys(HEADLINE, "There is no ruling.")
NOTICE = Notice("ruling", parse_edtf("2020-01-02"), "news", HEADLINE, HEADLINE, ("refused",), correction=WHY)


class Newsroom:
    """A bot whose case has a notice, and people who publish it."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.allow(ANN)

    def allow(self, *admins: int, second: bool = False, notice: Notice = NOTICE) -> None:
        """Let these people be the admins; with `second`, another one has to approve."""
        base = replace(harbour(), notices={notice.id: notice})
        publisher = Publisher(self.talk.chats, base, lambda _: None, lambda: self.talk.now, second)
        changed = replace(
            self.talk.services, base=base, admins=frozenset(admins), publishing=AdminPublishing(publisher)
        )
        self.talk.application.bot_data[SERVICES] = changed

    async def press(self, call: Call, start: str) -> str:
        """Press a button whose data start so; return the text that then stands there."""
        *_, last = await self.talk.press(call.data(start))
        return last.html

    async def published(self) -> dict[str, int]:
        """Return the number of deliveries by state."""
        return {state: count for _, state, _, count in await self.talk.chats.outbox.counts()}


@pytest.fixture
async def newsroom(talk: Talk) -> Newsroom:
    await talk.chats.subscribers.follow(READER, 0, Subscription(About.CASE), "en")
    return Newsroom(talk)


async def test_to_others_the_command_does_not_exist(newsroom: Newsroom) -> None:
    newsroom.allow(READER)
    (unknown,) = await newsroom.talk.say("/nonsense")
    (reply,) = await newsroom.talk.say("/publish ruling")
    assert reply.html == unknown.html
    *_, last = await newsroom.talk.press("p:published:0123456789abcdef")
    assert last.method == "answerCallbackQuery"
    assert await newsroom.published() == {}


async def test_an_admin_sees_the_notice_in_every_language_and_publishes_it_once(newsroom: Newsroom) -> None:
    (menu,) = await newsroom.talk.say("/publish")
    _, *previews, view = await newsroom.talk.press(menu.data("p:look"))
    assert [HEADLINE[code] in preview.html for code, preview in zip(HEADLINE, previews, strict=True)] == [True] * 3
    assert "Chats that would get it: 1 at once, 0 by digest." in view.html
    assert await newsroom.published() == {}, "looking sends nothing"
    assert await newsroom.press(view, "p:published") == "Notice 1 is on its way. Chats: 1."
    assert await newsroom.published() == {"waiting": 1}
    assert await newsroom.press(view, "p:published") == "Notice 1 is out already. Nothing is sent."
    assert await newsroom.published() == {"waiting": 1}


async def test_what_was_changed_after_the_look_is_not_published(newsroom: Newsroom) -> None:
    *_, view = await newsroom.talk.say("/publish ruling")
    newsroom.allow(ANN, notice=replace(NOTICE, urgent=True))
    assert "changed meanwhile" in await newsroom.press(view, "p:published")
    assert await newsroom.published() == {}


async def test_withdrawing_is_asked_twice(newsroom: Newsroom) -> None:
    *_, view = await newsroom.talk.say("/publish ruling")
    await newsroom.press(view, "p:published")
    *_, view = await newsroom.talk.say("/publish ruling")
    *_, sure = await newsroom.talk.press(view.data("p:surerecalled"))
    assert "is told that it is withdrawn, and why" in sure.html
    assert await newsroom.published() == {"waiting": 1}
    assert await newsroom.press(sure, "p:leave") == "Nothing is sent."
    assert await newsroom.published() == {"waiting": 1}
    assert await newsroom.press(sure, "p:recalled") == "Notice 1 is on its way. Chats: 0."
    assert await newsroom.published() == {"skipped": 1}


async def test_where_two_are_needed_nobody_approves_what_he_proposed(newsroom: Newsroom) -> None:
    newsroom.allow(ANN, second=True)
    *_, view = await newsroom.talk.say("/publish ruling")
    assert "Another admin has to approve it" in await newsroom.press(view, "p:published")
    *_, view = await newsroom.talk.say("/publish ruling")
    assert "You proposed this" in await newsroom.press(view, "p:approve")
    assert await newsroom.published() == {}
    await _as_another(newsroom)
    *_, view = await newsroom.talk.say("/publish ruling")
    assert "waits for another admin" in view.html
    assert await newsroom.press(view, "p:approve") == "Notice 1 is on its way. Chats: 1."
    assert await newsroom.published() == {"waiting": 1}


async def _as_another(newsroom: Newsroom) -> None:
    """Let it have been another admin who proposed what waits."""
    what = await newsroom.talk.chats.approvals.pending("ruling")
    assert what is not None
    other = newsroom.talk.chats.approvals.admin(READER)
    await newsroom.talk.chats.approvals.propose(replace(what, proposed_by=other), newsroom.talk.now)


async def test_what_waits_is_shown_as_it_was_proposed_even_if_the_file_has_changed(newsroom: Newsroom) -> None:
    newsroom.allow(ANN, second=True)
    *_, view = await newsroom.talk.say("/publish ruling")
    await newsroom.press(view, "p:published")
    other = dict.fromkeys(HEADLINE, "Something else")
    newsroom.allow(ANN, second=True, notice=replace(NOTICE, headline=other))
    english, *_, view = await newsroom.talk.say("/publish ruling")
    assert HEADLINE["en"] in english.html
    assert await newsroom.press(view, "p:cancel") == "Nothing is sent."
    assert await newsroom.talk.chats.approvals.pending("ruling") is None


@pytest.mark.parametrize("now_reads", [replace(NOTICE, urgent=True), replace(NOTICE, id="another")])
async def test_what_was_proposed_is_not_approved_once_its_file_reads_otherwise_or_is_gone(
    newsroom: Newsroom, now_reads: Notice
) -> None:
    newsroom.allow(ANN, second=True)
    await _proposed_by_another(newsroom)
    *_, view = await newsroom.talk.say("/publish ruling")
    assert "reads otherwise" not in view.html
    newsroom.allow(ANN, second=True, notice=now_reads)
    assert "changed meanwhile" in await newsroom.press(view, "p:approve")
    assert await newsroom.published() == {}
    (menu,) = await newsroom.talk.say("/publish")
    waits = next(button for button in menu.buttons if button["text"] == "ruling: waits for another admin")
    *_, view = await newsroom.talk.press(waits["callback_data"])
    assert "has changed since, so this cannot be approved" in view.html
    assert [button["text"] for button in view.buttons] == ["Cancel"]
    assert await newsroom.press(view, "p:cancel") == "Nothing is sent."
    assert await newsroom.talk.chats.approvals.planned() == []


async def test_a_file_that_reads_otherwise_is_nothing_to_act_on_while_a_proposal_waits(newsroom: Newsroom) -> None:
    await _proposed_by_another(newsroom)
    changed = replace(NOTICE, urgent=True)
    newsroom.allow(ANN, second=True, notice=changed)
    for action in ("published", "surecorrected", "recalled"):
        *_, last = await newsroom.talk.press(f"p:{action}:{fingerprint(changed)}")
        assert "changed meanwhile" in last.html
    (what,) = await newsroom.talk.chats.approvals.planned()
    assert (what.action, what.content) == ("published", packed(NOTICE))


async def test_an_approval_is_for_what_was_shown_and_not_for_what_was_proposed_since(newsroom: Newsroom) -> None:
    await newsroom.talk.chats.publications.publish("ruling", packed(NOTICE), lambda _: None, "cli", newsroom.talk.now)
    newsroom.allow(ANN, second=True)
    await _proposed_by_another(newsroom, NoticeState.CORRECTED)
    *_, view = await newsroom.talk.say("/publish ruling")
    assert "It waits to be corrected." in view.html
    await _proposed_by_another(newsroom, NoticeState.RECALLED)
    assert "changed meanwhile" in await newsroom.press(view, "p:approve")
    assert (await newsroom.talk.chats.notices.states())["ruling"] == ("proposed", 1, None)


async def test_a_broken_case_folder_keeps_nobody_from_taking_back_what_is_scheduled(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    due = START + timedelta(hours=2)
    what = Pending("ruling", NoticeState.PUBLISHED, packed(NOTICE), "cli", due_at=due.timestamp())
    await newsroom.talk.chats.approvals.propose(what, newsroom.talk.now)
    talk = newsroom.talk
    publisher = Publisher(talk.chats, harbour(), lambda _: None, lambda: talk.now, folder=tmp_path)
    own = newsroom.talk.application.bot_data
    own[SERVICES] = replace(own[SERVICES], publishing=AdminPublishing(publisher))
    (broken,) = await newsroom.talk.say("/publish")
    assert "the case folder has problems" in broken.html
    *_, view = await newsroom.talk.say("/publish ruling")
    assert "It goes out at 2020-01-01 02:00 UTC." in view.html
    assert await newsroom.press(view, "p:cancel") == "Nothing is sent."
    assert await newsroom.talk.chats.approvals.planned() == []


async def test_a_notice_of_a_fact_that_the_running_bot_has_not_loaded_is_refused(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    case = write(tmp_path / "case", {**files(), "notices/repair.yaml": REPAIR})
    loaded = load(case)
    older = replace(loaded, facts={key: fact for key, fact in loaded.facts.items() if key != "pier-closed"})
    talk = newsroom.talk
    publisher = Publisher(talk.chats, older, lambda _: None, lambda: talk.now, folder=case)
    own = talk.application.bot_data
    own[SERVICES] = replace(own[SERVICES], base=older, publishing=AdminPublishing(publisher))
    *_, view = await talk.say("/publish repair")
    assert "does not have yet" in await newsroom.press(view, "p:published")
    assert await newsroom.published() == {}


async def _proposed_by_another(newsroom: Newsroom, action: NoticeState = NoticeState.PUBLISHED) -> None:
    by = newsroom.talk.chats.approvals.admin(READER)
    what = Pending("ruling", action, packed(NOTICE), "admin", by, approved=False)
    await newsroom.talk.chats.approvals.propose(what, newsroom.talk.now)


async def test_a_notice_that_is_not_there_is_said(newsroom: Newsroom) -> None:
    (reply,) = await newsroom.talk.say("/publish nothing<b>")
    assert reply.html == "There is no notice nothing&lt;b&gt;. All of them: /publish"


async def test_what_is_out_already_is_not_sent_again(newsroom: Newsroom) -> None:
    await newsroom.talk.chats.publications.publish("ruling", packed(NOTICE), lambda _: None, "cli", newsroom.talk.now)
    *_, view = await newsroom.talk.say("/publish ruling")
    *_, sure = await newsroom.talk.press(view.data("p:surecorrected"))
    assert await newsroom.press(sure, "p:corrected") == "Notice 1 is out already. Nothing is sent."
    assert (await newsroom.talk.chats.notices.states())["ruling"] == ("published", 1, None)


async def test_a_forged_button_does_not_skip_the_question_before_a_withdrawal(newsroom: Newsroom) -> None:
    *_, view = await newsroom.talk.say("/publish ruling")
    await newsroom.press(view, "p:published")
    *_, view = await newsroom.talk.say("/publish ruling")
    asked = view.data("p:surerecalled")
    for forged in (
        asked.replace("sure", ""),
        f"p:recalled:{fingerprint(NOTICE)}",
        f"p:recalled:{fingerprint(NOTICE)}:{'0' * 16}",
    ):
        *_, last = await newsroom.talk.press(forged)
        assert "changed meanwhile" in last.html
    assert await newsroom.published() == {"waiting": 1}
    *_, sure = await newsroom.talk.press(asked)
    assert await newsroom.press(sure, "p:recalled") == "Notice 1 is on its way. Chats: 0."


async def test_a_forged_button_does_not_publish_what_was_not_shown(newsroom: Newsroom) -> None:
    for forged in (
        f"p:published:{fingerprint(NOTICE)}",
        f"p:published:{fingerprint(NOTICE)}:{'0' * 16}",
        "p:published",
    ):
        await newsroom.talk.press(forged)
    assert await newsroom.published() == {}


async def test_what_was_shown_in_one_chat_is_no_leave_to_act_in_another(newsroom: Newsroom) -> None:
    *_, view = await newsroom.talk.say("/publish ruling")
    await newsroom.talk.press(view.data("p:published"), GROUP)
    assert await newsroom.published() == {}


async def test_the_rule_of_the_database_holds_for_a_bot_that_was_started_without_it(newsroom: Newsroom) -> None:
    await newsroom.talk.chats.approvals.need_second_admin(True)
    *_, view = await newsroom.talk.say("/publish ruling")
    assert "Another admin has to approve it" in await newsroom.press(view, "p:published")
    assert await newsroom.published() == {}


async def test_who_is_no_admin_any_more_can_do_nothing_with_old_buttons(newsroom: Newsroom) -> None:
    *_, view = await newsroom.talk.say("/publish ruling")
    newsroom.allow(READER)
    await newsroom.talk.press(view.data("p:published"))
    assert await newsroom.published() == {}


@pytest.mark.parametrize("action", [Action.CORRECT, Action.RECALL])
async def test_what_was_wrong_has_to_stand_in_the_file_before_a_notice_is_changed(
    newsroom: Newsroom, action: Action
) -> None:
    silent = replace(NOTICE, correction={})
    newsroom.allow(ANN, notice=silent)
    await newsroom.talk.chats.publications.publish("ruling", packed(silent), lambda _: None, "cli", newsroom.talk.now)
    *_, view = await newsroom.talk.say("/publish ruling")
    *_, refused = await newsroom.talk.press(view.data(f"p:sure{action}"))
    assert "Add the field correction to it" in refused.html
    assert "notices/ruling.yaml" in refused.html
    publishing, admin = newsroom.talk.application.bot_data[SERVICES].publishing, Admin(ANN, ANN, 5, "en")
    done = await publishing.act(action, fingerprint(silent), admin, publishing.stamp(action, fingerprint(silent), ANN))
    assert done.outcome == "unexplained"
    assert (await newsroom.talk.chats.notices.states())["ruling"] == ("published", 1, None)


async def test_before_a_correction_an_admin_sees_what_readers_will_be_told(newsroom: Newsroom) -> None:
    await newsroom.talk.chats.publications.publish("ruling", packed(NOTICE), lambda _: None, "cli", newsroom.talk.now)
    english, *_ = await newsroom.talk.say("/publish ruling")
    assert "Notice 1 was corrected.</b> There is no ruling." in english.html
