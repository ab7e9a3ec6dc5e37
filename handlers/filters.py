"""Which messages are meant for the bot: captions are read as texts, and what no person wrote is let pass."""

from telegram import Message, MessageEntity, Update
from telegram.ext import CommandHandler
from telegram.ext.filters import MessageFilter

from handlers.context import Context, said


class _FromPeople(MessageFilter):
    """Messages that are neither a channel's post forwarded by Telegram, nor the bot's own, nor pasted from it."""

    def filter(self, message: Message) -> bool:
        own = message.get_bot().id
        writers = (message.from_user, message.via_bot)
        return not message.is_automatic_forward and all(writer is None or writer.id != own for writer in writers)


class _Says(MessageFilter):
    """Messages with words: a text, or the caption of a picture or a file."""

    def filter(self, message: Message) -> bool:
        return bool(said(message))


class _BeginsWithCommand(MessageFilter):
    """Messages whose words begin with a command."""

    def filter(self, message: Message) -> bool:
        entities = message.entities or message.caption_entities
        first = entities[0] if entities else None
        return first is not None and first.type == MessageEntity.BOT_COMMAND and first.offset == 0


class _CannotBeRead(MessageFilter):
    """Messages that a person sent without words: a picture, a sticker, a voice, a place ...

    Telegram's own messages about a chat are not among them, whatever kinds of these there may be one day.
    """

    def filter(self, message: Message) -> bool:
        by_telegram = message.successful_payment or message.passport_data
        return not by_telegram and not said(message) and bool(message.effective_attachment)


FROM_PEOPLE = _FromPeople()
SAYS = _Says()
BEGINS_WITH_COMMAND = _BeginsWithCommand()
CANNOT_BE_READ = _CannotBeRead()


class Command(CommandHandler[Context, None]):
    """A command, also in a caption, which the library's own handler passes over."""

    def check_update(self, update: object) -> bool | tuple[list[str], bool | dict[str, list[object]] | None] | None:
        """Return the words after the command and what the filters say; None or False if it is not this command."""
        message = update.effective_message if isinstance(update, Update) else None
        if not isinstance(update, Update) or message is None or message.text or not BEGINS_WITH_COMMAND.filter(message):
            return super().check_update(update)
        words = said(message).split()
        name, _, addressee = words[0].removeprefix("/").casefold().partition("@")
        if name not in self.commands or addressee not in {"", message.get_bot().username.casefold()}:
            return None
        matched = self.filters.check_update(update)
        return (words[1:], matched) if matched else False
