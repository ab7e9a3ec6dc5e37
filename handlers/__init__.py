"""Talking to people: reads an update, makes one call to the knowledge, renders, replies."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from telegram import Bot
    from telegram.ext import Application

    from handlers.context import Services

COMMANDS = (
    "ask",
    "topics",
    "timeline",
    "latest",
    "whatsnew",
    "subscribe",
    "subscriptions",
    "sources",
    "language",
    "about",
    "privacy",
    "help",
)
"""The commands of the menus, in their order."""
GROUP_COMMANDS = ("ask", "topics", "timeline", "latest", "whatsnew", "subscribe", "subscriptions", "sources", "help")


def register(application: "Application[Any, Any, Any, Any, Any, Any]", services: "Services") -> None:
    """Add all handlers in the order in which they are tried, and what they need."""
    from telegram import Update
    from telegram.ext import (
        CallbackQueryHandler,
        ChatMemberHandler,
        InlineQueryHandler,
        MessageHandler,
        TypeHandler,
        filters,
    )

    from handlers import (
        ask,
        browse,
        channels,
        errors,
        publishing,
        quiet_hours,
        settings,
        start,
        subscriptions,
        unsubscribing,
        whatsnew,
    )
    from handlers.callbacks import Verb, pattern
    from handlers.context import SERVICES
    from handlers.filters import BEGINS_WITH_COMMAND, CANNOT_BE_READ, FROM_PEOPLE, SAYS, Command

    application.bot_data[SERVICES] = services
    application.bot_data[errors.FAILURES] = errors.Failures()
    anywhere = filters.UpdateType.MESSAGE & FROM_PEOPLE
    posted = (filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST) & FROM_PEOPLE
    asked = (filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE) & FROM_PEOPLE
    private = filters.ChatType.PRIVATE & anywhere
    application.add_handler(TypeHandler(Update, subscriptions.seen), group=-1)  # before and beside all others
    application.add_handlers(
        [
            Command("start", start.start, anywhere),
            Command("help", start.help_, anywhere),
            Command("ask", ask.ask, asked),
            Command("topics", browse.topics, anywhere),
            Command("timeline", browse.timeline, anywhere),
            Command("sources", browse.sources, anywhere),
            Command("latest", browse.latest, anywhere),
            Command("channel", channels.channel, private),
            MessageHandler(filters.ChatType.PRIVATE & filters.StatusUpdate.CHAT_SHARED, channels.shared),
            CallbackQueryHandler(channels.button, pattern(Verb.CHANNEL)),
            Command("language", settings.language, posted),
            Command("about", settings.about, anywhere),
            Command("privacy", settings.privacy, anywhere),
            Command("subscribe", subscriptions.subscribe, posted),
            Command("subscriptions", subscriptions.subscriptions, posted),
            Command("unsubscribe", unsubscribing.unsubscribe, posted),
            Command("publish", publishing.publish, private),
            Command("timezone", quiet_hours.set_timezone, posted),
            Command("quiet", quiet_hours.set_quiet, posted),
            Command("digest", quiet_hours.set_digest, posted),
            CallbackQueryHandler(quiet_hours.choose_timezone, pattern(Verb.ZONE)),
            Command("whatsnew", whatsnew.whatsnew, anywhere),
            CallbackQueryHandler(whatsnew.more, pattern(Verb.NEW)),
            CallbackQueryHandler(subscriptions.button, pattern(*subscriptions.VERBS)),
            CallbackQueryHandler(unsubscribing.button, pattern(*unsubscribing.VERBS)),
            CallbackQueryHandler(publishing.button, pattern(Verb.PUBLISH)),
            ChatMemberHandler(subscriptions.membership, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.StatusUpdate.MIGRATE, subscriptions.migrated),
            MessageHandler(filters.StatusUpdate.FORUM_TOPIC_REOPENED, subscriptions.reopened),
            CallbackQueryHandler(settings.set_language, pattern(Verb.LANGUAGE)),
            CallbackQueryHandler(settings.forget, pattern(Verb.FORGET)),
            CallbackQueryHandler(browse.button),
            InlineQueryHandler(ask.inline),
            MessageHandler(asked & SAYS & ~BEGINS_WITH_COMMAND & ~filters.VIA_BOT, ask.question),
            MessageHandler(private & BEGINS_WITH_COMMAND, start.help_),
            MessageHandler(private & CANNOT_BE_READ, ask.not_text),
        ]
    )
    application.add_error_handler(errors.failed)


async def announce(bot: "Bot", services: "Services") -> None:
    """Set the command menus and the descriptions, for each language and kind of chat."""
    from telegram import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

    from handlers.replies.fitting import shorten
    from handlers.texts import say

    case = services.base.case
    for code in (None, *case.languages):
        language = code or case.default_language
        for scope, names in (
            (BotCommandScopeAllPrivateChats(), COMMANDS),
            (BotCommandScopeAllGroupChats(), GROUP_COMMANDS),
        ):
            menu = [(name, say(language, f"command_{name}")) for name in names]
            await bot.set_my_commands(menu, scope=scope, language_code=code)
        title = shorten(case.title[language], 200)
        await bot.set_my_description(say(language, "description", title=title), language_code=code)
        await bot.set_my_short_description(say(language, "short_description"), language_code=code)
