"""Questions typed after the bot's name in any chat: facts to paste, each with its citation."""

import re
import time
from collections.abc import Iterator
from html import unescape

from telegram import InlineQueryResultArticle, Update

from handlers.context import Context, Services, known_language, services, telegram_language
from handlers.messages import content, in_time
from handlers.metering import count
from handlers.replies.answers import nearest_lead
from handlers.replies.facts import gist, render_fact, title_of
from handlers.replies.fitting import MESSAGE_LIMIT, Reply, joined, shorten, units
from handlers.replies.terms import elsewhere, not_mentioned
from knowledge.answering.answers import Answer, AskBack, Nearest, Suggestions, asserted_facts
from knowledge.model import Fact, KnowledgeBase

_RESULTS = 10
"""Maximum number of facts that are offered; arbitrary."""
_SECONDS = 60
"""Seconds for which Telegram may repeat an answer by itself; arbitrary."""
_TITLE, _DESCRIPTION = 100, 160
"""Maximum lengths of what a list of results shows, in UTF-16 units; arbitrary."""

_TAG = re.compile(r"<[^>]*>")


async def inline(update: Update, context: Context) -> None:
    """Offer facts to paste into any chat."""
    query = update.inline_query
    if query is None:
        return
    own = services(context)
    chosen = known_language(own.base, await own.chats.language(query.from_user.id))
    language = telegram_language(own.base, query.from_user)
    if query.query.strip():
        begun = time.perf_counter()
        answer = own.answerer.answer(query.query, language=chosen, otherwise=language)
        count(own.meter, answer, begun)
        results = list(_results(own, query.query, answer))[:_RESULTS]
    else:
        results = list(_first(own.base, chosen or language or own.base.case.default_language))[:_RESULTS]
    with in_time():
        await query.answer(results, cache_time=_SECONDS, is_personal=True)


def _first(base: KnowledgeBase, language: str) -> Iterator[InlineQueryResultArticle]:
    """Yield the first fact of each topic: what can be offered before anything is typed."""
    first = {fact.topic: fact for fact in reversed(base.valid)}
    yield from (_article(first[topic.id], base, language) for topic in base.case.topics if topic.id in first)


def _results(own: Services, text: str, answer: Answer) -> Iterator[InlineQueryResultArticle]:
    """Yield the answer, then what else is near; all of it below what of the question is not in the documents."""
    told = asserted_facts(answer)
    if isinstance(answer, AskBack | Nearest | Suggestions):
        told = tuple(match.fact_id for match in answer.matches)
    near = own.answerer.search(text, language=answer.language, limit=_RESULTS)
    offered = dict.fromkeys((*told, *near))
    for fact_id in offered:
        is_nearest = isinstance(answer, Nearest) and fact_id == told[0]
        yield _article(own.base.facts[fact_id], own.base, answer.language, _lead(answer, is_nearest))


def _lead(answer: Answer, is_nearest: bool) -> str:
    """Return what a pasted fact has to say first: what of the question the documents do not say."""
    if is_nearest and isinstance(answer, Nearest):
        return nearest_lead(answer)
    return joined(not_mentioned(answer), elsewhere(answer) if isinstance(answer, Suggestions) else "")


def _article(fact: Fact, base: KnowledgeBase, language: str, lead: str = "") -> InlineQueryResultArticle:
    shown = render_fact(fact, base, language, MESSAGE_LIMIT - units(lead) - 2)
    marked = f"{unescape(_TAG.sub('', lead))} {gist(fact, language)}"
    return InlineQueryResultArticle(
        id=fact.id,
        title=shorten(title_of(fact, language), _TITLE),
        description=shorten(" ".join(marked.split()), _DESCRIPTION),
        input_message_content=content(Reply(joined(lead, shown.html))),
    )
