"""What a chat can set and know: /language, /about, /privacy."""

from html import escape
from importlib.metadata import version

from telegram import Message, Update

from handlers.buttons import acknowledge, replace, send
from handlers.callbacks import Verb, data, read
from handlers.context import Context, known_language, may_set, services, spoken_language
from handlers.render import Button, Reply
from handlers.texts import say

AUTOMATIC = "auto"


def render_languages(languages: tuple[str, ...], current: str) -> Reply:
    """Return the choice of languages."""
    rows = [(Button(say(code, "name"), data(Verb.LANGUAGE, code)),) for code in languages]
    rows.append((Button(say(current, "language_auto"), data(Verb.LANGUAGE, AUTOMATIC)),))
    return Reply(escape(say(current, "language", name=say(current, "name"))), tuple(rows))


async def language(update: Update, context: Context) -> None:
    """Answer /language with the choice."""
    message = update.effective_message
    if message is not None:
        own = services(context)
        current = await spoken_language(own, update)
        await send(context.bot, message, render_languages(own.base.case.languages, current))


async def set_language(update: Update, context: Context) -> None:
    """Keep the language whose button was pressed."""
    query = update.callback_query
    if query is None or not isinstance(query.message, Message):
        return
    own, chat = services(context), query.message.chat
    if not await may_set(context, chat, query.from_user.id):
        await acknowledge(query, say(await spoken_language(own, update), "admins_only"))
        return
    callback = read(query.data)
    chosen = callback.part(0) if callback else ""
    spoken = known_language(own.base, query.from_user.language_code) or own.base.case.default_language
    await own.chats.set_language(chat.id, chosen if chosen in own.base.case.languages else None, spoken)
    await acknowledge(query)
    current = await spoken_language(own, update)
    key = "language_set" if chosen in own.base.case.languages else "language_auto_set"
    await replace(context.bot, query.message, Reply(escape(say(current, key))))


async def about(update: Update, context: Context) -> None:
    """Answer /about: whose account this is, and how answers come about."""
    message = update.effective_message
    if message is not None:
        own = services(context)
        publishers = ", ".join(dict.fromkeys(document.publisher for document in own.base.documents.values()))
        spoken = await spoken_language(own, update)
        text = say(spoken, "about", version=version("casewire"), publishers=publishers)
        await send(context.bot, message, Reply(escape(text)))


async def privacy(update: Update, context: Context) -> None:
    """Answer /privacy: what is stored, and a button that deletes it."""
    message = update.effective_message
    if message is not None:
        spoken = await spoken_language(services(context), update)
        await send(
            context.bot, message, Reply(say(spoken, "privacy"), ((Button(say(spoken, "forget"), data(Verb.FORGET)),),))
        )


async def forget(update: Update, context: Context) -> None:
    """Delete everything that is stored about the chat."""
    query = update.callback_query
    if query is None or not isinstance(query.message, Message):
        return
    own, chat = services(context), query.message.chat
    spoken = await spoken_language(own, update)
    if not await may_set(context, chat, query.from_user.id):
        await acknowledge(query, say(spoken, "admins_only"))
        return
    await own.chats.forget(chat.id)
    await acknowledge(query)
    await replace(context.bot, query.message, Reply(escape(say(spoken, "forgotten"))))
