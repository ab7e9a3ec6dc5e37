"""Questions from chats that the bot is no member of, where somebody mentions it: one answer, and nothing is kept."""

import time

from telegram import InlineQueryResultArticle, Update

from handlers.ask import replied_question
from handlers.context import Context, known_language, question_of, said, services, spoken_language, telegram_language
from handlers.messages import content, in_time
from handlers.metering import count
from handlers.replies.answers import render_answer
from handlers.replies.fitting import Reply
from handlers.texts import say

_ID = "answer"
_TITLE_LIMIT = 100
"""Maximum number of characters of the title of a result; arbitrary, and nobody sees it."""


async def guest(update: Update, context: Context) -> None:
    """Answer a mention in a chat that the bot is no member of, or the message that the mention replies to.

    The id of such a chat may be that of another one that the bot knows, so nothing is looked up or kept under it.
    """
    message = update.guest_message
    if message is None or message.guest_query_id is None:
        return
    own, person = services(context), message.from_user
    asked = question_of(said(message), context.bot.username) or replied_question(message, context)
    if asked:
        chosen = known_language(own.base, await own.chats.language(person.id)) if person else None
        begun = time.perf_counter()
        answer = own.answerer.answer(asked, language=chosen, otherwise=telegram_language(own.base, person))
        count(own.meter, answer, begun)
        reply = render_answer(answer, own.base, own.operator)
    else:
        reply = Reply(say(await spoken_language(own, update), "ask_empty"))
    with in_time():
        result = InlineQueryResultArticle(_ID, asked[:_TITLE_LIMIT] or context.bot.first_name, content(reply))
        await context.bot.answer_guest_query(message.guest_query_id, result)
