"""A press of a button: the message below which it stands, the language to answer in, and whether the person may set."""

from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update

from handlers.callback_kinds import Callback
from handlers.callbacks import decode
from handlers.context import Context, Services, may_set, services, spoken_language
from handlers.messages import acknowledge, message_of
from handlers.texts import say


@dataclass(frozen=True, slots=True)
class Press:
    """A button that somebody pressed, and what is needed to answer."""

    own: Services
    query: CallbackQuery
    message: Message
    """The message below which the button stands."""
    language: str

    @property
    def callback(self) -> Callback | None:
        """What the button asks for; None if no button of this bot asks for it."""
        return decode(self.query.data)


async def press_of(update: Update, context: Context) -> Press | None:
    """Return the press that an update brings; None if its message is not known."""
    query = update.callback_query
    message = message_of(query)
    if query is None or message is None:
        return None
    own = services(context)
    return Press(own, query, message, await spoken_language(own, update))


async def permitted_press(update: Update, context: Context) -> Press | None:
    """Return the press of a person who may change the chat's settings; None for others, who learn why not."""
    press = await press_of(update, context)
    if press is not None and not await may_set(context, press.message.chat, press.query.from_user.id):
        await acknowledge(press.query, say(press.language, "admins_only"))
        return None
    return press
