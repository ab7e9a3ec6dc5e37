"""What admins do in the chat: look at a notice as readers will see it, and publish, correct or withdraw it."""

from dataclasses import replace

import pytest

from bot.desk import Desk
from handlers.context import SERVICES
from knowledge.dates import parse_edtf
from knowledge.model import Notice
from knowledge.notices import packed
from knowledge.subscribing import About, Subscription
from tests.handlers.offline import Call, Talk
from tests.knowledge.harbour import harbour

ANN, READER = 7, 99
HEADLINE = {"en": "A ruling is near", "ru": "Скоро решение", "uk": "Скоро рішення"}
NOTICE = Notice("ruling", parse_edtf("2020-01-02"), "news", HEADLINE, HEADLINE, ("refused",))


class Newsroom:
    """A bot whose case has a notice, and people who publish it."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.allow(ANN)

    def allow(self, *admins: int, second: bool = False, notice: Notice = NOTICE) -> None:
        """Let these people be the admins; with `second`, another one has to approve."""
        base = replace(harbour(), notices={notice.id: notice})
        desk = Desk(self.talk.chats, base, lambda _: None, lambda: self.talk.now, second_admin=second)
        changed = replace(self.talk.services, base=base, admins=frozenset(admins), desk=desk)
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
    _, *previews, look = await newsroom.talk.press(menu.data("p:look"))
    assert [HEADLINE[code] in preview.html for code, preview in zip(HEADLINE, previews, strict=True)] == [True] * 3
    assert "1 chats at once and 0 by digest" in look.html
    assert await newsroom.published() == {}, "looking sends nothing"
    assert await newsroom.press(look, "p:published") == "Notice 1 goes to 1 chats."
    assert await newsroom.published() == {"waiting": 1}
    assert "changed meanwhile" in await newsroom.press(look, "p:published")
    assert await newsroom.published() == {"waiting": 1}


async def test_what_was_changed_after_the_look_is_not_published(newsroom: Newsroom) -> None:
    *_, look = await newsroom.talk.say("/publish ruling")
    newsroom.allow(ANN, notice=replace(NOTICE, urgent=True))
    assert "changed meanwhile" in await newsroom.press(look, "p:published")
    assert await newsroom.published() == {}


async def test_withdrawing_is_asked_twice(newsroom: Newsroom) -> None:
    *_, look = await newsroom.talk.say("/publish ruling")
    await newsroom.press(look, "p:published")
    *_, look = await newsroom.talk.say("/publish ruling")
    *_, sure = await newsroom.talk.press(look.data("p:surerecalled"))
    assert "struck out wherever it was sent" in sure.html
    assert await newsroom.published() == {"waiting": 1}
    assert await newsroom.press(sure, "p:leave") == "Nothing is sent."
    assert await newsroom.published() == {"waiting": 1}
    assert await newsroom.press(sure, "p:recalled") == "Notice 1 goes to 0 chats."
    assert await newsroom.published() == {"skipped": 1}


async def test_where_two_are_needed_nobody_approves_what_he_proposed(newsroom: Newsroom) -> None:
    newsroom.allow(ANN, second=True)
    *_, look = await newsroom.talk.say("/publish ruling")
    assert "Another admin has to approve it" in await newsroom.press(look, "p:published")
    *_, look = await newsroom.talk.say("/publish ruling")
    assert "You proposed this" in await newsroom.press(look, "p:approve")
    assert await newsroom.published() == {}
    await _as_another(newsroom)
    *_, look = await newsroom.talk.say("/publish ruling")
    assert "waits for another admin" in look.html
    assert await newsroom.press(look, "p:approve") == "Notice 1 goes to 1 chats."
    assert await newsroom.published() == {"waiting": 1}


async def _as_another(newsroom: Newsroom) -> None:
    """Let it have been another admin who proposed what waits."""
    what = await newsroom.talk.chats.notices.pending("ruling")
    assert what is not None
    other = newsroom.talk.chats.notices.admin(READER)
    await newsroom.talk.chats.notices.propose(replace(what, proposed_by=other), newsroom.talk.now)


async def test_what_waits_is_shown_as_it_was_proposed_even_if_the_file_has_changed(newsroom: Newsroom) -> None:
    newsroom.allow(ANN, second=True)
    *_, look = await newsroom.talk.say("/publish ruling")
    await newsroom.press(look, "p:published")
    other = dict.fromkeys(HEADLINE, "Something else")
    newsroom.allow(ANN, second=True, notice=replace(NOTICE, headline=other))
    english, *_, look = await newsroom.talk.say("/publish ruling")
    assert HEADLINE["en"] in english.html
    assert await newsroom.press(look, "p:cancel") == "Nothing is sent."
    assert await newsroom.talk.chats.notices.pending("ruling") is None


async def test_a_notice_that_is_not_there_is_said(newsroom: Newsroom) -> None:
    (reply,) = await newsroom.talk.say("/publish nothing<b>")
    assert reply.html == "There is no notice nothing&lt;b&gt;. All of them: /publish"


async def test_what_is_out_already_is_not_sent_again(newsroom: Newsroom) -> None:
    await newsroom.talk.chats.notices.publish("ruling", packed(NOTICE), lambda _: None, "cli", newsroom.talk.now)
    *_, look = await newsroom.talk.say("/publish ruling")
    *_, sure = await newsroom.talk.press(look.data("p:surecorrected"))
    assert await newsroom.press(sure, "p:corrected") == "Notice 1 goes to 0 chats."
