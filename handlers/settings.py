"""What a chat can set and know: /settings, /language, /about, /privacy, /mydata, /forget."""

from collections.abc import Awaitable, Callable
from dataclasses import replace as changed
from html import escape
from importlib.metadata import version

from telegram import Update

from handlers.callback_kinds import Forget, OpenFollowed, SetLanguage
from handlers.callbacks import encode
from handlers.context import Context, Services, services, spoken_language, telegram_language
from handlers.messages import acknowledge, replace, send
from handlers.presses import permitted_press
from handlers.replies.acts import render_about, render_forget, render_privacy
from handlers.replies.fitting import Button, Reply, joined, shorten
from handlers.replies.my_data import render_stored
from handlers.replies.overviews import render_edition
from handlers.subscriptions import allowed
from handlers.texts import say

AUTOMATIC = "auto"
"""What stands for the language of Telegram, in buttons and after /language."""
OTHER = "other"
"""What stands for any language that the bot does not know."""
_SHOWN = 60
"""Maximum length in UTF-16 units of what was typed that is repeated; arbitrary."""


def render_languages(languages: tuple[str, ...], current: str) -> Reply:
    """Return the choice of languages."""
    rows = [(Button(say(code, "name"), encode(SetLanguage(code))),) for code in languages]
    rows.append((Button(say(current, "language_auto"), encode(SetLanguage(AUTOMATIC))),))
    return Reply(escape(say(current, "language", name=say(current, "name"))), tuple(rows))


async def language(update: Update, context: Context) -> None:
    """Answer /language with the choice, and set the language that is named after it."""
    await _choose_language(update, context, " ".join(context.args or ()))


def language_by(code: str) -> Callable[[Update, Context], Awaitable[None]]:
    """Return what sets the language of a code; of one that is not the case's it says so, and shows the choice."""

    async def set_it(update: Update, context: Context) -> None:
        await _choose_language(update, context, code)

    return set_it


async def _choose_language(update: Update, context: Context, typed: str) -> None:
    """Set the language that is typed; otherwise show the choice."""
    message = update.effective_message
    if message is None:
        return
    own, languages = services(context), services(context).base.case.languages
    current = await spoken_language(own, update)
    chosen = _named(typed, languages)
    if not typed or chosen is None:
        choice = render_languages(languages, current)
        unknown = escape(_unknown(typed, current))
        text = f"{unknown}\n\n{choice.html}" if typed else choice.html
        await send(context.bot, message, changed(choice, html=text))
    elif await allowed(update, context):
        await send(context.bot, message, await _set(own, update, chosen))


def _unknown(typed: str, current: str) -> str:
    if typed == OTHER:
        return say(current, "language_other")
    return say(current, "language_unknown", typed=shorten(typed, _SHOWN))


async def set_language(update: Update, context: Context) -> None:
    """Keep the language whose button was pressed; of a button that names none, show the choice."""
    press = await permitted_press(update, context)
    if press is None:
        return
    chosen = press.callback.language if isinstance(press.callback, SetLanguage) else ""
    await acknowledge(press.query)
    if not chosen:
        choice = render_languages(press.own.base.case.languages, press.language)
        await send(context.bot, press.message, choice)
        return
    await replace(context.bot, press.message, await _set(press.own, update, chosen))


async def _set(own: Services, update: Update, chosen: str) -> Reply:
    """Keep the language of a chat; one that is not the case's stands for that of Telegram. Return what to say."""
    chat, user = update.effective_chat, update.effective_user
    assert chat is not None, "a command and a button stand in a chat"
    known = chosen in own.base.case.languages
    spoken = telegram_language(own.base, user) or own.base.case.default_language
    await own.chats.set_language(chat.id, chosen if known else None, spoken)
    return Reply(escape(say(await spoken_language(own, update), "language_set" if known else "language_auto_set")))


def _named(typed: str, languages: tuple[str, ...]) -> str | None:
    """Return the code of the language that a text names by its code or the beginning of its own name, or None."""
    word = typed.casefold()
    if word in (*languages, AUTOMATIC):
        return word
    named = [code for code in languages if len(word) > 2 and say(code, "name").casefold().startswith(word)]
    return named[0] if len(named) == 1 else None


async def settings(update: Update, context: Context) -> None:
    """Answer /settings: the settings of the chat, and the commands that change them."""
    message = update.effective_message
    if message is not None:
        spoken = await spoken_language(services(context), update)
        buttons = (
            Button(say(spoken, "settings_language"), encode(SetLanguage())),
            Button(say(spoken, "settings_notices"), encode(OpenFollowed())),
        )
        await send(context.bot, message, Reply(say(spoken, "settings", name=say(spoken, "name")), (buttons,)))


async def about(update: Update, context: Context) -> None:
    """Answer /about: whose account this is, how answers come about, and who runs the bot."""
    message = update.effective_message
    if message is not None:
        own = services(context)
        spoken = await spoken_language(own, update)
        told = render_about(own.base, own.operator, version("casewire"), spoken)
        edition = render_edition(own.base, own.edition, spoken)
        await send(context.bot, message, changed(told, html=joined(told.html, edition)))


async def privacy(update: Update, context: Context) -> None:
    """Answer /privacy: what is stored, and a button that deletes it."""
    message = update.effective_message
    if message is not None:
        own = services(context)
        await send(context.bot, message, render_privacy(await spoken_language(own, update), own.operator))


async def my_data(update: Update, context: Context) -> None:
    """Answer /mydata: what is stored about the chat now, and a button that deletes it."""
    message = update.effective_message
    if message is not None:
        own = services(context)
        stored = await own.chats.stored(message.chat.id)
        await send(context.bot, message, render_stored(stored, await spoken_language(own, update)))


async def ask_forget(update: Update, context: Context) -> None:
    """Answer /forget with the question whether that is sure, if the writer may decide it."""
    message = update.effective_message
    if message is not None and await allowed(update, context):
        await send(context.bot, message, render_forget(await spoken_language(services(context), update)))


async def forget(update: Update, context: Context) -> None:
    """Ask whether to delete everything that is stored about the chat; once that is sure, do it."""
    press = await permitted_press(update, context)
    if press is None:
        return
    message, spoken = press.message, press.language
    await acknowledge(press.query)
    if not isinstance(press.callback, Forget):
        await send(context.bot, message, render_forget(spoken))
        return
    await press.own.chats.forget(message.chat.id, press.own.clock())
    await replace(context.bot, message, Reply(escape(say(spoken, "forgotten"))))
