"""Questions: typed, asked by command, mentioned or edited."""

import time

from telegram import Message, Update

from handlers import albums, feedback
from handlers.albums import Replied
from handlers.commands_in_words import done_by
from handlers.context import (
    Context,
    is_private,
    known_language,
    question_of,
    said,
    services,
    spoken_language,
    telegram_language,
    thread_of,
)
from handlers.messages import edit, send
from handlers.metering import count
from handlers.replies.answers import render_answer
from handlers.replies.fitting import Reply
from handlers.texts import say
from knowledge.answering.answers import (
    Act,
    AskBack,
    Excerpts,
    Nearest,
    Suggestions,
    Unknown,
)
from knowledge.notices.audience import can_wait

LONGEST = 1000
"""Maximum characters of a question that is read: a longer one costs time and is about no one thing. Arbitrary."""


async def ask(update: Update, context: Context) -> None:
    """Answer /ask QUESTION, or the message that /ask replies to; without a question, say how to ask."""
    message = update.effective_message
    if message is None:
        return
    if asked := question_of(said(message), context.bot.username):
        await _answer(update, context, message, asked, direct=True)
    elif meant := replied_question(message, context):
        await _answer(update, context, message, meant, direct=True, below=message.reply_to_message)
    else:
        language = await spoken_language(services(context), update)
        sent = await _deliver(update, context, message, Reply(say(language, "ask_empty")))
        if sent:
            own = services(context)
            await own.chats.remember(message.chat.id, 0, (), own.clock(), (message.message_id, sent))


async def question(update: Update, context: Context) -> None:
    """Answer a text or a caption: any in a private chat; in a group only a mention of the bot or a reply to it."""
    message = update.effective_message
    if message is None:
        return
    username = context.bot.username
    if await feedback.words(update, context):
        return
    if is_private(message) or is_addressed(message, username, context.bot.id):
        asked, direct = question_of(said(message), username), is_private(message)
        if not asked and (meant := replied_question(message, context)):
            await _answer(update, context, message, meant, direct=True, below=message.reply_to_message)
        else:
            await _answer(update, context, message, asked, direct=direct)


def replied_question(message: Message, context: Context) -> str:
    """Return what a person's message asks that is replied to, or the part of it that is quoted; "" for no such one."""
    replied = message.reply_to_message
    if replied is None or (replied.from_user is not None and replied.from_user.id == context.bot.id):
        return ""
    return question_of(message.quote.text if message.quote else said(replied), context.bot.username)


async def not_text(update: Update, context: Context) -> None:
    """Say that only text is read, to a photo or a voice message in a private chat; to an album once."""
    message, own = update.effective_message, services(context)
    if message is None or await albums.reply_to(own, message, Replied.ANYTHING):
        return
    language = await spoken_language(own, update)
    sent = await send(context.bot, message, Reply(say(language, "text_only")))
    await albums.remember(own, message, sent.message_id, Replied.ANYTHING)


def is_addressed(message: Message, username: str, bot_id: int) -> bool:
    """Whether a message in a group mentions the bot or replies to one of its messages."""
    answered = message.reply_to_message
    if answered is not None and answered.from_user is not None and answered.from_user.id == bot_id:
        return True
    mentions = (message.parse_entities if message.text else message.parse_caption_entities)(["mention"])
    return any(text.casefold() == f"@{username}".casefold() for text in mentions.values())


async def _answer(
    update: Update, context: Context, message: Message, text: str, *, direct: bool, below: Message | None = None
) -> None:
    """Answer a question where it stands; in groups, silence is better than "not found" unless it was a command.

    `below` is the message of which `text` is, where that is another one: the answer replies to it.
    """
    own = services(context)
    if update.edited_message is None and await albums.reply_to(own, message, Replied.ANSWER):
        return  # to another picture of the album
    if len(text) > LONGEST:
        spoken = await spoken_language(own, update)
        await _deliver(update, context, message, Reply(say(spoken, "too_long")), below=below)
        return
    chat_id, thread_id, now = message.chat.id, thread_of(message), own.clock()
    chosen, before = await own.chats.recall(chat_id, thread_id, now)
    language, otherwise = known_language(own.base, chosen), telegram_language(own.base, update.effective_user)
    begun = time.perf_counter()
    answer, after = own.answerer.converse(text, language=language, otherwise=otherwise, context=before)
    count(own.meter, answer, begun)
    if isinstance(answer, Act) and (do := done_by(answer)):
        await do(update, context)
        return
    silent = not direct and (isinstance(answer, Excerpts | Unknown) or (isinstance(answer, Act) and answer.is_social))
    reply = render_answer(answer, own.base, own.operator)
    may_wait = isinstance(answer, AskBack | Excerpts | Nearest | Suggestions | Unknown) and can_wait(text)
    quote = True if below is not None or may_wait else None
    sent = await _deliver(update, context, message, reply, only_edit=silent, quote=quote, below=below)
    await own.chats.remember(chat_id, thread_id, after, now, (message.message_id, sent) if sent else None)
    if sent:
        await albums.remember(own, message, sent, *Replied)


async def _deliver(
    update: Update,
    context: Context,
    message: Message,
    reply: Reply,
    *,
    only_edit: bool = False,
    quote: bool | None = None,
    below: Message | None = None,
) -> int | None:
    """Send a reply, and return its id; where the question was edited, put it in the place of the first answer.

    What was replied to an album before its caption came is replaced as well.

    In groups an edited message that was not answered before is talk, not a question. With `only_edit` nothing
    new is sent, but an answer that no longer fits its question does not stay.
    """
    own, chat_id, edited = services(context), message.chat.id, update.edited_message is not None
    earlier = await own.chats.reply_to(chat_id, message.message_id, own.clock()) if edited else None
    earlier = earlier or await albums.reply_to(own, message, Replied.ANYTHING)
    if earlier is not None and (await edit(context.bot, chat_id, earlier, reply)).worked:
        return earlier
    if only_edit or (edited and earlier is None and not is_private(message)):
        return None
    return (await send(context.bot, below or message, reply, quote)).message_id
