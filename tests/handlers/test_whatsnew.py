"""What is new since a chat last asked: each notice once as it stands now, page by page, in private and in groups."""

from datetime import timedelta
from typing import Any

from bot.storage.publications import Plan
from bot.terminal.offline_calls import refusal
from handlers.whatsnew import PAGE
from knowledge.edtf import parse_edtf
from knowledge.model import Notice
from knowledge.notices.content import packed
from knowledge.notices.reasons import Reason
from knowledge.notices.states import DeliveryState, NoticeState
from tests.handlers.conftest import BASE
from tests.handlers.following import data
from tests.support.talk import GROUP, Talk


def notice(name: str, *facts: str, date: str = "2019-07-02") -> Notice:
    headline = {language: f"<{name}> {language}" for language in BASE.case.languages}
    return Notice(name, parse_edtf(date), "news", headline, headline, facts)


async def publish(talk: Talk, name: str, *facts: str, **more: Any) -> None:
    content = packed(notice(name, *facts, **more))
    await talk.chats.publications.publish(
        name, content, lambda _: Plan(Reason.decode("case:"), "now", 0.0), "me", talk.now
    )


async def amend(talk: Talk, name: str, state: NoticeState, becomes: str = "") -> None:
    changed = packed(notice(becomes or name, "complaints" if state is NoticeState.CORRECTED else "refused"))
    await talk.chats.publications.amend(name, changed, state, "me", talk.now)


async def test_the_first_visit_shows_the_latest_and_keeps_nothing_before(talk: Talk) -> None:
    await publish(talk, "one", "refused")
    await talk.say("/help")
    assert await talk.chats.audit_log.visited(7, 0) is None
    (reply,) = await talk.say("/whatsnew")
    assert reply.html == "The latest notices:\n\nNotice 1 · 2 July 2019\n<b>&lt;one&gt; en</b>"
    assert data([reply]) == ["f:refused"]
    assert await talk.chats.audit_log.visited(7, 0) == 1


async def test_then_only_what_came_since_and_the_newest_first(talk: Talk) -> None:
    await publish(talk, "one")
    await talk.say("/whatsnew")
    await publish(talk, "two")
    await publish(talk, "three")
    (reply,) = await talk.say("/whatsnew")
    assert reply.html.startswith("New since your last visit:")
    assert reply.html.index("three") < reply.html.index("two")
    assert "one" not in reply.html
    (nothing,) = await talk.say("/whatsnew")
    assert nothing.html == "Nothing since your last visit. The last notice: 2 July 2019."


async def test_without_any_notice_it_says_so_each_time(talk: Talk) -> None:
    for _ in range(2):
        (reply,) = await talk.say("/whatsnew")
        assert reply.html == "There are no notices yet. To get the first: /subscribe."
    await publish(talk, "one")
    (reply,) = await talk.say("/whatsnew")
    assert reply.html.startswith("New since your last visit:")


async def test_what_was_corrected_or_recalled_is_new_again_and_stands_there_once(talk: Talk) -> None:
    for name in ("one", "two", "three"):
        await publish(talk, name, "refused")
    await talk.say("/whatsnew")
    await amend(talk, "one", NoticeState.CORRECTED, becomes="other words")
    await amend(talk, "two", NoticeState.CORRECTED, becomes="what was told last")
    await amend(talk, "two", NoticeState.RECALLED, becomes="what the folder has by now")
    (reply,) = await talk.say("/whatsnew")
    assert "Notice 1 · 2 July 2019 · was corrected\n<b>&lt;other words&gt; en</b>" in reply.html
    struck = "<s>Notice 2 · 2 July 2019\n<b>&lt;what was told last&gt; en</b></s>\n"
    assert f"{struck}Notice 2 was withdrawn. Please do not rely on it." in reply.html
    assert reply.html.count("Notice 2 ·") == 1
    assert "three" not in reply.html
    assert data([reply]) == ["f:complaints"], "a recalled notice opens no facts"


async def test_a_word_of_the_operator_on_held_deliveries_is_no_news(talk: Talk) -> None:
    await publish(talk, "one")
    await talk.say("/whatsnew")
    await talk.chats.outbox.release("one", DeliveryState.SKIPPED, "me", talk.now.timestamp())
    (reply,) = await talk.say("/whatsnew")
    assert reply.html.startswith("Nothing since your last visit.")


async def test_what_does_not_fit_is_behind_a_button_also_after_a_newer_notice(talk: Talk) -> None:
    for number in range(2 * PAGE + 1):
        await publish(talk, f"n{number}.")
    (first,) = await talk.say("/whatsnew")
    await publish(talk, "newer.")
    shown = [first.html]
    page = first
    for _ in range(2):
        _, page = await talk.press(page.data("new:"))
        shown.append(page.html)
    assert data([page]) == [], "there is no more"
    assert [html.count("Notice ") for html in shown] == [PAGE, PAGE, 1]
    assert all(f"n{number}." in "".join(shown) for number in range(2 * PAGE + 1))
    assert "newer." not in "".join(shown)
    (reply,) = await talk.say("/whatsnew")
    assert "newer." in reply.html


async def test_the_pages_of_what_is_new_end_where_the_last_visit_was(talk: Talk) -> None:
    for number in range(3):
        await publish(talk, f"old{number}.")
    await talk.say("/whatsnew")
    for number in range(PAGE + 1):
        await publish(talk, f"n{number}.")
    (first,) = await talk.say("/whatsnew")
    _, last = await talk.press(first.data("new:"))
    assert "n0." in last.html
    assert "old" not in last.html


async def test_a_button_for_more_that_leads_nowhere_says_so(talk: Talk) -> None:
    for button in ("new:0:1", "new:x:1", "new:", "new:1:99999999999"):
        (answered,) = await talk.press(button)
        assert answered.given["text"] == "This is no longer available. Please ask again."


async def test_each_thread_of_a_group_has_its_own_visits(talk: Talk) -> None:
    await publish(talk, "one")
    thread = {"message_thread_id": 3, "is_topic_message": True}
    await talk.say("/whatsnew", GROUP, **thread)
    (again,) = await talk.say("/whatsnew", GROUP, **thread)
    assert again.html.startswith("Nothing since")
    (other,) = await talk.say("/whatsnew", GROUP)
    assert other.html.startswith("The latest notices:")


async def test_a_notice_that_was_not_shown_for_telegram_failed_is_still_new(talk: Talk) -> None:
    await publish(talk, "one")
    talk.telegram.faults["sendMessage"].append(refusal(400, "Bad Request: chat not found"))
    await talk.say("/whatsnew")
    (reply,) = (await talk.say("/whatsnew"))[-1:]
    assert "one" in reply.html


async def test_latest_shows_notices_that_are_newer_than_the_newest_document(talk: Talk) -> None:
    await publish(talk, "older", date="2019-06-30")
    await publish(talk, "newer", "refused")
    (reply,) = await talk.say("/latest")
    before, since = reply.html.split("Notices since then:")
    assert "A note" in before
    assert "Notice 2 · 2 July 2019\n<b>&lt;newer&gt; en</b>" in since
    assert "older" not in since
    assert data([reply]).count("f:refused") == 1
    assert await talk.chats.audit_log.visited(7, 0) is None, "only /whatsnew is a visit"


async def test_what_is_new_speaks_the_language_of_the_chat(talk: Talk) -> None:
    await publish(talk, "one")
    talk.now += timedelta(hours=1)
    (reply,) = await talk.say("/whatsnew", language="uk")
    assert reply.html == "Останні сповіщення:\n\nСповіщення 1 · 2 липня 2019\n<b>&lt;one&gt; uk</b>"
