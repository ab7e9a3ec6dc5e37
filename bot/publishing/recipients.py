"""Who gets a notice, why and when: one decision for each follower, made inside the transaction that publishes."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.storage import Follower, Storage
from bot.storage.publications import Decide, Plan
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.audience import About, Audience, due
from knowledge.notices.reasons import Reason

Answer = Callable[[str], str | None]
"""Returns the id of the fact that answers a question, or None: `Answerer.fact_for`."""


def recipients(notice: Notice, base: KnowledgeBase, now: datetime, audience: Audience | None = None) -> Decide:
    """Return what decides for a follower whether it gets a notice that is published `now` (UTC), why and when.

    Without `audience` no waiting question counts as answered. The questions that a notice answers are the reason before
    all others, for they are over once it has come.
    """
    compared = audience or Audience(notice, base)

    def decide(follower: Follower) -> Plan | None:
        first = compared.reason(follower.subscriptions)
        if first is None:
            return None
        at = due(follower.settings, first.rhythm, notice.urgent, now)
        codes = compared.answered(follower.subscriptions)
        reason = Reason(About.QUESTION, codes=codes) if codes else Reason.by(first.about, first.value)
        return Plan(reason, first.rhythm.value, at.timestamp())

    return decide


def followers_of_facts(decide: Decide) -> Decide:
    """Return what decides the same, but counts only the facts that a follower follows: for a correction."""

    def only(follower: Follower) -> Plan | None:
        kept = (one for one in follower.subscriptions if one.about in {About.FACT, About.WITHOUT})
        return decide(replace(follower, subscriptions=tuple(kept)))

    return only


async def audience_of(storage: Storage, notice: Notice, base: KnowledgeBase, answer: Answer) -> Audience:
    """Return the audience of a notice, for which all waiting questions are answered, so that no transaction waits."""
    audience = Audience(notice, base, answer)
    for question in await storage.subscribers.questions():
        audience.answers(question)
        await asyncio.sleep(0)
    return audience
