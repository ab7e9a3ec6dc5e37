"""Questions that wait are read only by consent, without who asked, until they are dealt with."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.reviewer import Reviewer
from bot.storage import Storage
from bot.storage.properties import Properties
from bot.storage.reviewed import DONE, READABLE
from handlers.reviewing import Asked
from knowledge.answering.answerer import Answerer
from knowledge.casefile.loading import load
from knowledge.casefile.writing import WritingError
from knowledge.feedback import Report
from knowledge.notices.audience import About, Subscription
from knowledge.reviewing.decision import Decision
from tests.knowledge import small_case

NOW = datetime(2021, 3, 1, tzinfo=UTC)
ASKED = "Which office shut the pier?"


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(url, bytes(range(32)))
    yield opened
    await opened.close()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return small_case.write(tmp_path / "case", small_case.todays_files())


async def leave(storage: Storage, question: str, *chats: int, told: bool = True) -> None:
    for chat in chats:
        await storage.subscribers.follow(chat, 0, Subscription(About.QUESTION, text=question), "en")
    if told:
        await storage.reviewed.allow(question)


def reviewer(storage: Storage, case: Path, reads: bool = True) -> Reviewer:
    answerer = Answerer(load(case))
    return Reviewer(storage, lambda: answerer, case, lambda: NOW, reads)


async def test_those_asked_most_come_first_with_the_nearest_facts(storage: Storage, case: Path) -> None:
    await leave(storage, ASKED, 1, 2)
    await leave(storage, "which ofice shut the pier", 3)
    await leave(storage, "Кто построил маяк?", 4)
    review = reviewer(storage, case)
    first, second = map(review.with_facts, await review.asked())
    assert (first.texts, first.count, first.language) == ((ASKED, "which ofice shut the pier"), 3, "en")
    assert first.nearest[0] == "pier-closed"
    assert (second.texts, second.count, second.language) == (("Кто построил маяк?",), 1, "ru")


async def test_a_question_of_somebody_who_was_not_told_is_not_read(storage: Storage, case: Path) -> None:
    await leave(storage, ASKED, 1, told=False)
    assert await reviewer(storage, case).asked() == ()
    await leave(storage, "Who built the lighthouse?", 1)
    assert [one.texts for one in await reviewer(storage, case).asked()] == [("Who built the lighthouse?",)]


async def test_nothing_is_read_where_the_operator_does_not_allow_it(storage: Storage, case: Path) -> None:
    await leave(storage, ASKED, 1)
    assert await reviewer(storage, case, reads=False).asked() == ()


async def only(review: Reviewer) -> Asked:
    (one,) = await review.asked()
    return review.with_facts(one)


async def test_what_is_dealt_with_comes_no_more_and_waits_on(storage: Storage, case: Path) -> None:
    await leave(storage, ASKED, 1)
    review = reviewer(storage, case)
    code = (await only(review)).code
    assert await review.act(code, Decision.PHRASING, "pier-closed") == "phrasings/pier-closed.yaml"
    assert load(case).facts["pier-closed"].questions["en"][-1] == ASKED
    assert await review.asked() == ()
    assert await storage.subscribers.questions() == {ASKED}
    assert await review.act(code, Decision.DISMISS) is None


async def test_what_could_not_be_written_still_waits_for_a_decision(storage: Storage, case: Path) -> None:
    await leave(storage, "Who closed the pier?", 1)
    review = reviewer(storage, case)
    with pytest.raises(WritingError, match="already"):
        await review.act((await only(review)).code, Decision.PHRASING, "pier-closed")
    assert len(await review.asked()) == 1


async def test_a_report_in_words_is_looked_through_and_closed(storage: Storage, case: Path) -> None:
    await storage.feedback.file(7, Report("pier-needs-repair", "1a2b3c4d", "en", "It was mended."), NOW, 30)
    await storage.feedback.file(8, Report("pier-closed", "1a2b3c4d", "en"), NOW, 30)
    review = reviewer(storage, case, reads=False)
    one = await only(review)
    assert (one.texts, one.is_report, one.nearest[0]) == (("It was mended.",), True, "pier-needs-repair")
    assert await review.act(one.code, Decision.DISMISS) == ""
    assert await review.asked() == ()
    assert len(await storage.feedback.reports(NOW)) == 1, "the one without words is left to /reports"


async def test_of_a_question_that_waits_no_more_no_code_is_left(storage: Storage, case: Path) -> None:
    await leave(storage, ASKED, 1)
    await reviewer(storage, case).act(storage.reviewed.code(ASKED), Decision.DISMISS)
    await storage.subscribers.unfollow(1, 0)
    await storage.reviewed.mark([])
    await storage.reviewed.allow("nobody waits for this")
    properties = Properties(storage.database)
    assert (await properties.get(DONE), await properties.get(READABLE)) == (None, None)
