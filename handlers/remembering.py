"""Keeps what a reply without a question is about, for short questions to lean on."""

from telegram import Message

from handlers.callback_kinds import OpenFact
from handlers.callbacks import decode, resolve
from handlers.context import Services, thread_of
from handlers.replies.fitting import Reply


async def remember(own: Services, message: Message, reply: Reply) -> None:
    """Keep what a reply without a question shows and offers, for short questions to lean on."""
    buttons = (decode(button.data) for row in reply.buttons for button in row)
    opened = (resolve(button.fact, own.base.facts) for button in buttons if isinstance(button, OpenFact))
    offered = [fact_id for fact_id in opened if fact_id]
    if reply.facts or offered:
        chat_id, thread_id, now = message.chat.id, thread_of(message), own.clock()
        _, before = await own.chats.recall(chat_id, thread_id, now)
        await own.chats.remember(chat_id, thread_id, own.answerer.shown(reply.facts, offered, before), now)
