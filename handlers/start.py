"""The first words: /start with its deep links, and /help."""

from html import escape

from telegram import Update

from handlers.commands import COMMANDS
from handlers.context import Context, services, spoken_language
from handlers.messages import send
from handlers.remembering import remember
from handlers.replies.acts import example_rows
from handlers.replies.citing import FACT_LINK
from handlers.replies.facts import render_fact, title_of
from handlers.replies.fitting import Reply, fitted
from handlers.replies.localized import local
from handlers.texts import say
from knowledge.model import KnowledgeBase


def render_start(base: KnowledgeBase, language: str) -> Reply:
    """Return the welcome: what the bot does, the case in two lines, and questions to begin with."""
    first = next(iter(base.valid or base.facts.values()))
    example = f"<i>{fitted(title_of(first, language), 300)}</i>"
    case = base.case
    html = say(
        language,
        "start",
        title=fitted(local(case.title, language), 300),
        summary=fitted(local(case.summary, language), 1500),
        example=example,
    )
    return Reply(html, example_rows(base, language))


async def start(update: Update, context: Context) -> None:
    """Answer /start, or open the fact that a deep link names."""
    message = update.effective_message
    if message is None:
        return
    own = services(context)
    language = await spoken_language(own, update)
    asked = context.args[0] if context.args else ""
    if not asked.startswith(FACT_LINK):
        await send(context.bot, message, render_start(own.base, language))
        return
    fact = own.base.facts.get(asked.removeprefix(FACT_LINK))
    if fact is None:
        await send(context.bot, message, Reply(escape(say(language, "fact_gone"))))
        return
    reply = render_fact(fact, own.base, language, pages=own.operator.pages)
    await send(context.bot, message, reply)
    await remember(own, message, reply)


async def help_(update: Update, context: Context) -> None:
    """Answer /help."""
    message = update.effective_message
    if message is None:
        return
    language = await spoken_language(services(context), update)
    listed = "\n".join(f"/{name} {escape(say(language, f'command_{name}').lower())}" for name in COMMANDS)
    await send(context.bot, message, Reply(say(language, "help", bot=context.bot.username, commands=listed)))
