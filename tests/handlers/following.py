"""What people who follow something from a chat see and press, and what the storage has of it."""

from bot.terminal.offline_calls import Call
from knowledge.notices.audience import Subscription
from tests.support.talk import Talk

ANN = 7
"""The person who talks in private, and her chat."""
TEAM = -100
"""The group."""


def text(calls: list[Call]) -> str:
    """Return the texts of messages, one below the other."""
    return "\n".join(call.given["text"] for call in calls if "text" in call.given)


def data(calls: list[Call]) -> list[str]:
    """Return the callback data of the buttons of messages."""
    return [button["callback_data"] for call in calls for button in call.buttons if "callback_data" in button]


async def followed(talk: Talk, chat: int = ANN) -> tuple[Subscription, ...]:
    """Return what a chat follows outside of topics."""
    return await talk.chats.subscribers.followed(chat, 0)
