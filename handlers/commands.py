"""The commands of the menus, and what Telegram shows of the bot before anybody has written to it."""

from telegram import Bot, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from handlers.context import Services
from handlers.replies.fitting import shorten
from handlers.replies.localized import local
from handlers.texts import say

COMMANDS = (
    "ask",
    "summary",
    "topics",
    "timeline",
    "latest",
    "whatsnew",
    "subscribe",
    "subscriptions",
    "sources",
    "settings",
    "language",
    "about",
    "privacy",
    "mydata",
    "forget",
    "stop",
    "help",
)
"""Commands of the menu in private chats, in their order."""
GROUP_COMMANDS = tuple(name for name in COMMANDS if name not in {"language", "about", "privacy", "mydata", "forget"})
"""Commands of the menu in groups, in their order."""


async def announce(bot: Bot, services: Services) -> None:
    """Set the command menus and the descriptions, for each language and kind of chat."""
    case = services.base.case
    for code in (None, *case.languages):
        language = code or case.default_language
        for scope, names in (
            (BotCommandScopeAllPrivateChats(), COMMANDS),
            (BotCommandScopeAllGroupChats(), GROUP_COMMANDS),
        ):
            menu = [(name, say(language, f"command_{name}")) for name in names]
            await bot.set_my_commands(menu, scope=scope, language_code=code)
        title = shorten(local(case.title, language), 200)
        await bot.set_my_description(say(language, "description", title=title), language_code=code)
        await bot.set_my_short_description(say(language, "short_description"), language_code=code)
