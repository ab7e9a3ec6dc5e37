"""/review is for admins alone; what they decide is done, and readers are told who may read their question."""

from dataclasses import replace
from typing import Any

import pytest

from handlers.callbacks import decode
from handlers.context import SERVICES
from handlers.ports import Operator
from handlers.review_callback_kinds import Decide
from handlers.reviewing import Asked
from knowledge.casefile.writing import WritingError
from knowledge.reviewing.decision import Decision
from tests.handlers.following import text
from tests.support.talk import Talk

MOON = "Where is the moon?"


class Review:
    """What waits, without a database; keeps what was decided."""

    def __init__(self, *asked: Asked, reads_questions: bool = True) -> None:
        self.waiting, self.reads_questions = list(asked), reads_questions
        self.decided: list[tuple[str, Decision, str]] = []

    async def asked(self) -> list[Asked]:
        return self.waiting

    def with_facts(self, one: Asked) -> Asked:
        return one

    async def act(self, code: str, decision: Decision, fact: str = "") -> str | None:
        if decision is Decision.UNANSWERED:
            raise WritingError("nothing was changed: questions has no ru; add it")
        self.decided.append((code, decision, fact))
        return "" if decision is Decision.DISMISS else "phrasings/refused.yaml"


ONE = Asked("0" * 16, (MOON, "where <moon>"), 3, "en", ("refused", "gone-fact"))
TWO = Asked("1" * 16, ("It is wrong.",), 1, "en", (), is_report=True)


def admin(talk: Talk, review: Review) -> Review:
    serve(talk, replace(talk.services, admins=frozenset({7}), reviewing=review))
    return review


def serve(talk: Talk, services: Any) -> None:
    talk.services = services
    talk.application.bot_data[SERVICES] = services


async def test_for_others_it_is_no_command(talk: Talk) -> None:
    (reply,) = await talk.say("/review")
    assert "typing errors" in reply.html, "the help"


async def test_an_admin_sees_what_was_asked_and_the_nearest_facts(talk: Talk) -> None:
    admin(talk, Review(ONE, TWO))
    (reply,) = await talk.say("/review")
    shown = text([reply])
    for wanted in ("1 of 2. Asked by: 3", MOON, "where &lt;moon&gt;", "Did the Harbour Office refuse the licence?"):
        assert wanted in shown
    (page,) = await turned(talk, reply)
    assert "A report of an error, in the reader’s words" in text([page])
    assert "No fact is near." in text([page])


async def turned(talk: Talk, reply: Any) -> list[Any]:
    return [one for one in await talk.press(reply.data("rw:2"), below=reply) if one.method == "editMessageText"]


@pytest.mark.parametrize(
    ("begins", "decided", "said"),
    [
        ("rd:phrasing", ("0" * 16, Decision.PHRASING, "refused"), "Written to phrasings/refused.yaml."),
        ("rd:golden", ("0" * 16, Decision.GOLDEN, "refused"), "Written to"),
        ("rd:draft", ("0" * 16, Decision.DRAFT, ""), "Written to"),
        ("rd:dismiss", ("0" * 16, Decision.DISMISS, ""), "Dismissed."),
    ],
)
async def test_one_press_decides(talk: Talk, begins: str, decided: tuple[str, Decision, str], said: str) -> None:
    review = admin(talk, Review(ONE))
    (reply,) = await talk.say("/review")
    calls = await talk.press(reply.data(begins), below=reply)
    assert review.decided == [decided]
    assert any(said in call.html for call in calls if call.method == "editMessageText")


async def test_why_nothing_was_written_is_said(talk: Talk) -> None:
    review = admin(talk, Review(ONE))
    (reply,) = await talk.say("/review")
    calls = await talk.press(reply.data("rd:unanswered"), below=reply)
    assert any("questions has no ru; add it" in call.html for call in calls if call.method == "editMessageText")
    assert review.decided == []


async def test_a_button_does_nothing_for_others(talk: Talk) -> None:
    review = admin(talk, Review(ONE))
    (reply,) = await talk.say("/review")
    serve(talk, replace(talk.services, admins=frozenset()))
    await talk.press(reply.data("rd:dismiss"), below=reply)
    assert review.decided == []


async def test_that_questions_may_not_be_read_is_said(talk: Talk) -> None:
    admin(talk, Review(reads_questions=False))
    (reply,) = await talk.say("/review")
    assert "Nothing waits" in text([reply])
    assert "feedback.review_questions" in text([reply])


@pytest.mark.parametrize("reads", [True, False])
async def test_who_leaves_a_question_is_told_who_may_read_it_and_only_then_it_may_be(talk: Talk, reads: bool) -> None:
    serve(talk, replace(talk.services, operator=Operator(reads_questions=reads)))
    (reply,) = await talk.say(MOON)
    calls = await talk.press(reply.data("s:question"), asked=MOON)
    told = "\n".join(call.html for call in calls if "text" in call.given)
    assert ("may read the question" in told) is reads
    assert set(await talk.chats.reviewed.asked()) == ({MOON} if reads else set())
    (privacy,) = await talk.say("/privacy")
    assert ("may be read by those who keep this case" in text([privacy])) is reads


def test_the_longest_id_fits_a_button() -> None:
    from handlers.callbacks import encode

    carried = encode(Decide(Decision.PHRASING, "0" * 16, "f" * 48))
    assert isinstance(decode(carried), Decide)
