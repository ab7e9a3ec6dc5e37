"""Commands in words: "unsubscribe", "in Russian, please" do what a command or a button does."""

from collections.abc import Awaitable, Callable

from telegram import Update

from handlers import browse, settings, start, subscriptions, unsubscribing
from handlers.context import Context
from knowledge.answering.answers import Act, ActKind

Handler = Callable[[Update, Context], Awaitable[None]]
_COMMANDS: dict[str, Handler] = {
    "start": start.start,
    "help": start.help_,
    "stop": unsubscribing.unsubscribe,
    "subscribe": subscriptions.subscribe,
    "unsubscribe": unsubscribing.unsubscribe,
    "subscriptions": subscriptions.subscriptions,
    "settings": settings.settings,
    "language": settings.language,
}


def done_by(act: Act) -> Handler | None:
    """Return the handler that does an act; None for one that is only replied to."""
    if act.act is ActKind.NEWS:
        return browse.news
    if act.act is not ActKind.COMMAND:
        return None
    return _COMMANDS.get(act.about) or settings.language_by(act.about)
