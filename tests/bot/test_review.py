"""`casewire review`: what readers asked and did not get, one after the other, with a key for each decision."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage import Storage
from knowledge.notices.audience import About, Subscription
from tests.bot.running import DATABASE, call
from tests.knowledge.small_case import todays_files, write

pytestmark = pytest.mark.slow

SHUT, MENDED, EVIL = "Which office shut the pier?", "Does the pier need repair?", "Who \x1b[2J\u202epaid for it?"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write(tmp_path / "case", todays_files())


@pytest.fixture
async def storage(tmp_path: Path, case: Path) -> AsyncIterator[Storage]:
    """The database of a home in which three questions wait, and may be read."""
    file = tmp_path / DATABASE
    opened = await Storage.open(f"sqlite+aiosqlite:///{file}", file.with_suffix(".key"))
    for chat, question in enumerate((SHUT, SHUT, SHUT, MENDED, MENDED, EVIL)):
        await opened.subscribers.follow(chat, 0, Subscription(About.QUESTION, text=question), "en")
        await opened.reviewed.allow(question)
    yield opened
    await opened.close()


async def test_a_key_decides_what_becomes_of_each(storage: Storage, tmp_path: Path, case: Path) -> None:
    asked = ("review", "--knowledge", case)
    code, output, errors = call(tmp_path, *asked, typed=b"1\nd\nx\n", feedback__review_questions="true")
    assert (code, errors) == (0, "")
    assert output.index(f"1 of 3, asked by 3 [en]\n  {SHUT}") < output.index(f"2 of 3, asked by 2 [en]\n  {MENDED}")
    assert "    1 pier-closed: Who closed the pier?" in output
    for said in ("Written to phrasings/pier-closed.yaml.", "Written to facts/asked.draft.yaml.", "Dismissed."):
        assert said in output
    assert not set(output) & set("\x1b\u202e")
    assert f"    - {SHUT}\n" in (case / "phrasings" / "pier-closed.yaml").read_text()
    assert call(tmp_path, "check", case)[0] == 0
    _, output, _ = call(tmp_path, *asked, feedback__review_questions="true")
    assert "Nothing waits." in output


async def test_what_is_left_for_later_or_could_not_be_written_waits(
    storage: Storage, tmp_path: Path, case: Path
) -> None:
    typed = b"9\nu\n\nq\n"
    asked = ("review", "--knowledge", case)
    _, output, _ = call(tmp_path, *asked, typed=typed, feedback__review_questions="true")
    assert "No such key." in output
    assert "Nothing was written. nothing was changed: " in output
    _, output, _ = call(tmp_path, *asked, "--json", feedback__review_questions="true")
    found = json.loads(output)
    assert output.isascii()
    assert [one["count"] for one in found["asked"]] == [3, 2, 1]


async def test_a_golden_question_names_the_fact_that_answers_it(storage: Storage, tmp_path: Path, case: Path) -> None:
    asked = ("review", "--knowledge", case)
    _, output, _ = call(tmp_path, *asked, typed=b"g\n1\nq\n", feedback__review_questions="true")
    assert "Written to evaluation/golden.yaml." in output
    golden = (case / "evaluation" / "golden.yaml").read_text()
    assert golden.endswith(f"- question: {SHUT}\n  language: en\n  tag: plain\n  facts: [pier-closed]\n")


async def test_without_the_operators_leave_no_question_is_shown(storage: Storage, tmp_path: Path, case: Path) -> None:
    _, output, _ = call(tmp_path, "review", "--knowledge", case)
    assert "Questions are not read: feedback.review_questions is off." in output
    assert SHUT not in output
