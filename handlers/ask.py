"""Questions: typed, asked by command, mentioned, edited, or typed inline in another chat."""

import re

from telegram import InlineQueryResultArticle, Message, Update
from telegram.error import BadRequest

from handlers.buttons import content, edit, send
from handlers.context import Context, Services, chosen_language, is_private, services, spoken_language, thread_of
from handlers.render import Reply, render_answer, render_fact, shorten, title_of
from handlers.texts import say
from knowledge.answering import Excerpts, Smalltalk, Unknown

_INLINE_RESULTS = 10
_INLINE_SECONDS = 60
_READ_LIMIT = 4096


async def ask(update: Update, context: Context) -> None:
    """Answer /ask QUESTION; without a question, say how to ask."""
    message = update.effective_message
    if message is None:
        return
    question = _without_command(message.text or "")
    if question:
        await _answer(update, context, message, question, direct=True)
    else:
        language = await spoken_language(services(context), update)
        await send(context.bot, message, Reply(say(language, "ask_empty")))


async def question(update: Update, context: Context) -> None:
    """Answer a text: any in a private chat; in a group only one that mentions the bot or replies to it."""
    message = update.effective_message
    if message is None or not message.text:
        return
    username = context.bot.username
    if is_private(message) or is_addressed(message, username, context.bot.id):
        await _answer(update, context, message, _without_mention(message.text, username), direct=is_private(message))


async def not_text(update: Update, context: Context) -> None:
    """Say that only text is read, to a photo or a voice message in a private chat."""
    message = update.effective_message
    if message is not None:
        language = await spoken_language(services(context), update)
        await send(context.bot, message, Reply(say(language, "text_only")))


def is_addressed(message: Message, username: str, bot_id: int) -> bool:
    """Whether a message in a group mentions the bot or replies to one of its messages."""
    answered = message.reply_to_message
    if answered is not None and answered.from_user is not None and answered.from_user.id == bot_id:
        return True
    return any(text.casefold() == f"@{username}".casefold() for text in message.parse_entities(["mention"]).values())


def _without_mention(text: str, username: str) -> str:
    return re.sub(rf"@{re.escape(username)}\b", " ", text[:_READ_LIMIT], flags=re.IGNORECASE).strip()


def _without_command(text: str) -> str:
    _, _, rest = text[:_READ_LIMIT].partition(" ")
    first, _, following = text[:_READ_LIMIT].partition("\n")
    return (rest if " " in first else following).strip()


async def _answer(update: Update, context: Context, message: Message, text: str, *, direct: bool) -> None:
    """Answer a question where it stands; in groups, silence is better than "not found" unless it was a command."""
    own = services(context)
    chat_id, thread_id, now = message.chat.id, thread_of(message), own.clock()
    told = await own.chats.context(chat_id, thread_id, now)
    language = await chosen_language(own, chat_id, update.effective_user)
    answer = own.answerer.answer(text, language=language, context=told)
    reply = render_answer(answer, own.base)
    silent = isinstance(answer, Excerpts | Unknown | Smalltalk) and not direct
    await _deliver(update, context, own, message, reply, silent=silent)
    if reply.told:
        await own.chats.remember(chat_id, thread_id, reply.told, now)


async def _deliver(
    update: Update, context: Context, own: Services, message: Message, reply: Reply, *, silent: bool
) -> None:
    """Send a reply unless silence is better; where the question was edited, put it in the place of the first answer."""
    chat_id, now = message.chat.id, own.clock()
    if update.edited_message is not None:
        earlier = await own.chats.reply_to(chat_id, message.message_id, now)
        if earlier is not None and await _edited(context, chat_id, earlier, reply):
            return
        if earlier is None and not is_private(message):
            return
    if not silent:
        sent = await send(context.bot, message, reply)
        await own.chats.record_reply(chat_id, message.message_id, sent.message_id, now)


async def _edited(context: Context, chat_id: int, message_id: int, reply: Reply) -> bool:
    """Edit a message; False if it is not there any more."""
    try:
        await edit(context.bot, chat_id, message_id, reply)
    except BadRequest as error:
        return "not modified" in error.message
    return True


async def inline(update: Update, context: Context) -> None:
    """Offer facts to paste into any chat, each with its citation."""
    query = update.inline_query
    if query is None:
        return
    own = services(context)
    language = await chosen_language(own, query.from_user.id, query.from_user)
    spoken = language or own.base.case.default_language
    results = []
    for fact_id in _offered(own, query.query, language):
        fact = own.base.facts[fact_id]
        reply = render_fact(fact, own.base, spoken)
        results.append(
            InlineQueryResultArticle(
                id=fact_id,
                title=shorten(title_of(fact, spoken), 100),
                description=shorten(fact.statement[spoken], 160),
                input_message_content=content(reply),
            )
        )
    await query.answer(results, cache_time=_INLINE_SECONDS, is_personal=True)


def _offered(own: Services, text: str, language: str | None) -> list[str]:
    """Return the ids of the facts nearest to what is typed; of nothing typed, the first fact of each topic."""
    if text.strip():
        return list(own.answerer.search(text, language=language, limit=_INLINE_RESULTS))
    first: dict[str, str] = {}
    for fact in own.base.facts.values():
        first.setdefault(fact.topic, fact.id)
    return list(first.values())[:_INLINE_RESULTS]
