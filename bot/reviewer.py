"""What readers asked and did not get, for those who keep the case: with the nearest facts, and what becomes of it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.storage import Storage
from handlers.reviewing import Asked
from knowledge.reviewing.acting import act
from knowledge.reviewing.decision import Decision
from knowledge.reviewing.groups import grouped

if TYPE_CHECKING:
    from knowledge.answering.answerer import Answerer

NEAREST = 3
"""Maximum number of facts that are shown as the nearest; arbitrary."""
MAX_QUESTIONS = 1000
"""Maximum number of different questions that are put together, those asked most; arbitrary: a third of a second."""


class Reviewer:
    """Reads what waits, and writes into the case folder what an admin decides."""

    def __init__(
        self,
        storage: Storage,
        answerer: "Callable[[], Answerer]",
        folder: Path,
        clock: Callable[[], datetime],
        reads_questions: bool,
    ) -> None:
        """Take `folder` as the folder of the case; without `reads_questions` no question is read."""
        self._storage = storage
        self._answerer = answerer
        self._folder = folder
        self._clock = clock
        self.reads_questions = reads_questions

    async def asked(self) -> tuple[Asked, ...]:
        """Return what waits: questions, those asked most first, then reports in words, the oldest first."""
        questions = await self._storage.reviewed.asked() if self.reads_questions else {}
        most = sorted(questions, key=lambda text: (-questions[text], text))[:MAX_QUESTIONS]
        groups = [
            Asked(self._storage.reviewed.code(group.texts[0]), group.texts, group.count)
            for group in grouped({text: questions[text] for text in most})
        ]
        reports = [
            Asked(kept.id, (kept.report.words,), 1, kept.report.language, (kept.report.fact,), is_report=True)
            for kept in await self._storage.feedback.reports(self._clock())
            if kept.report.words
        ]
        return (*groups, *reports)

    def with_facts(self, one: Asked) -> Asked:
        """Return what waits with its language, and with the facts that are nearest to its words."""
        answerer = self._answerer()
        near = answerer.search(one.texts[0], limit=NEAREST)
        facts = tuple(dict.fromkeys((*one.nearest, *near)))[:NEAREST]
        return replace(one, language=answerer.take_in(one.texts[0])[1], nearest=facts)

    async def act(self, code: str, decision: Decision, fact: str = "") -> str | None:
        """Do something with what has a code; return the file that was written, "" for none, None if it is gone.

        Raises `WritingError`, and changes nothing, where that cannot be done.
        """
        one = next((one for one in await self.asked() if one.code == code), None)
        if one is None:
            return None
        language = self.with_facts(one).language
        written = await asyncio.to_thread(act, self._folder, decision, one.texts[0], language, fact)
        if one.is_report:
            await self._storage.feedback.close([code])
        else:
            await self._storage.reviewed.mark(one.texts)
        return written
