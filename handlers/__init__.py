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
        CommandHandler,
        InlineQueryHandler,
        MessageHandler,
        TypeHandler,
        filters,
    )

    from handlers import admin, ask, browse, errors, hours, settings, start, subscriptions, whatsnew
    from handlers.callbacks import Verb, pattern
    from handlers.context import SERVICES

    application.bot_data[SERVICES] = services
    application.bot_data[errors.FAILURES] = errors.Failures()
    anywhere = filters.UpdateType.MESSAGE
    posted = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
    asked = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL
    application.add_handler(TypeHandler(Update, subscriptions.seen), group=-1)  # before and beside all others
    application.add_handlers(
        [
            CommandHandler("start", start.start, anywhere),
            CommandHandler("help", start.help_, anywhere),
            CommandHandler("ask", ask.ask, asked),
            CommandHandler("topics", browse.topics, anywhere),
            CommandHandler("timeline", browse.timeline, anywhere),
            CommandHandler("sources", browse.sources, anywhere),
            CommandHandler("latest", browse.latest, anywhere),
            CommandHandler("language", settings.language, posted),
            CommandHandler("about", settings.about, anywhere),
            CommandHandler("privacy", settings.privacy, anywhere),
            CommandHandler("subscribe", subscriptions.subscribe, posted),
            CommandHandler("subscriptions", subscriptions.subscriptions, posted),
            CommandHandler("unsubscribe", subscriptions.unsubscribe, posted),
            CommandHandler("publish", admin.publish, private),
            CommandHandler("timezone", hours.set_timezone, posted),
            CommandHandler("quiet", hours.set_quiet, posted),
            CommandHandler("digest", hours.set_digest, posted),
            CallbackQueryHandler(hours.choose_timezone, pattern(Verb.ZONE)),
            CommandHandler("whatsnew", whatsnew.whatsnew, anywhere),
            CallbackQueryHandler(whatsnew.more, pattern(Verb.NEW)),
            CallbackQueryHandler(subscriptions.button, pattern(*subscriptions.VERBS)),
            CallbackQueryHandler(admin.button, pattern(Verb.PUBLISH)),
            ChatMemberHandler(subscriptions.membership, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.StatusUpdate.MIGRATE, subscriptions.migrated),
            CallbackQueryHandler(settings.set_language, pattern(Verb.LANGUAGE)),
            CallbackQueryHandler(settings.forget, pattern(Verb.FORGET)),
            CallbackQueryHandler(browse.button),
            InlineQueryHandler(ask.inline),
            MessageHandler(asked & filters.TEXT & ~filters.COMMAND & ~filters.VIA_BOT, ask.question),
            MessageHandler(private & filters.COMMAND, start.help_),
            MessageHandler(private & ~filters.TEXT, ask.not_text),
        ]
    )
    application.add_error_handler(errors.failed)


async def announce(bot: "Bot", services: "Services") -> None:
    """Set the command menus and the descriptions, for each language and kind of chat."""
    from telegram import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

    from handlers.render import shorten
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
