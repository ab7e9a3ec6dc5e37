"""Prints a reply to one question: styled in a terminal, elsewhere as plain text, which needs no `rich`."""

import sys
from typing import TYPE_CHECKING

from bot.terminal.reply_html import plain
from handlers.callback_kinds import OpenFact
from handlers.callbacks import decode

if TYPE_CHECKING:
    from handlers.replies.fitting import Reply


def print_reply(reply: "Reply") -> None:
    """Print a reply, and below it the facts that its buttons would open."""
    buttons = [button for row in reply.buttons for button in row]
    opening = [button.text for button in buttons if isinstance(decode(button.data), OpenFact)]
    below = "\n".join(f"• {text}" for text in opening)
    if not sys.stdout.isatty():
        print("\n".join(filter(None, (plain(reply.html), below))))
        return
    from bot.terminal.console import console
    from bot.terminal.printing import print_html

    out = console()
    print_html(out, reply.html)
    if below:
        out.print(below)
