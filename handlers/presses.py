"""A press of a button: the message below which it stands, the language to answer in, and whether the person may set."""

from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update

from handlers.callback_kinds import Callback, Follow
from handlers.callbacks import decode
from handlers.context import Context, Services, known_language, may_set, services, spoken_language
from handlers.messages import acknowledge, buttons_of, message_of
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
    speaks = pressed_language if isinstance(decode(query.data), Follow) else spoken_language
    return Press(own, query, message, await speaks(own, update))


async def pressed_language(own: Services, update: Update) -> str:
    """Return the language of a button below an answer: the one that the chat chose, else that of its label.

    An answer speaks the language of its question, and what its buttons open goes on in that.
    """
    chat, query = update.effective_chat, update.callback_query
    chosen = known_language(own.base, await own.chats.language(chat.id)) if chat else None
    if chosen or query is None:
        return chosen or await spoken_language(own, update)
    message = message_of(query)
    buttons = [button for row in buttons_of(message) for button in row] if message else []
    pressed = next((button.text for button in buttons if button.data == query.data), "")
    # A thumb, or a word that two languages write alike, tells none: then the other labels do.
    all_ = own.answerer.take_in(" ".join(button.text for button in buttons), await spoken_language(own, update))[1]
    return own.answerer.take_in(pressed, all_)[1]


async def permitted_press(update: Update, context: Context) -> Press | None:
    """Return the press of a person who may change the chat's settings; None for others, who learn why not."""
    press = await press_of(update, context)
    if press is not None and not await may_set(context, press.message.chat, press.query.from_user.id):
        await acknowledge(press.query, say(press.language, "admins_only"))
        return None
    return press
