"""Words what is stored about a chat."""

from dataclasses import asdict
from html import escape

from handlers.callback_kinds import AskForget
from handlers.callbacks import encode
from handlers.ports import Stored
from handlers.replies.fitting import Button, Reply, joined
from handlers.texts import say


def render_stored(stored: Stored, language: str) -> Reply:
    """Return what is stored, a line for each kind of which there is any, and a button that deletes it."""
    numbers = {name: number for name, number in asdict(stored).items() if name != "language" and number}
    lines = [escape(say(language, f"mydata_{name}", number=number)) for name, number in numbers.items()]
    if stored.language is not None:
        lines.insert(0, escape(say(language, "mydata_language", name=say(stored.language, "name"))))
    if not lines:
        return Reply(escape(say(language, "mydata_nothing")))
    listed = "\n".join([escape(say(language, "mydata")), *lines])
    forget = Button(say(language, "forget"), encode(AskForget()))
    return Reply(joined(listed, escape(say(language, "mydata_more"))), ((forget,),))
