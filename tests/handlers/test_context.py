"""What a handler works with stays the same for one update, whatever changes meanwhile."""

from dataclasses import replace

from telegram.ext import CallbackContext

from handlers.context import SERVICES, services
from tests.knowledge.harbour import harbour
from tests.support.talk import Talk


async def test_an_update_is_answered_from_the_base_that_it_began_with(talk: Talk) -> None:
    one, other = CallbackContext(talk.application), CallbackContext(talk.application)
    begun = services(one)
    talk.application.bot_data[SERVICES] = replace(begun, base=harbour())
    assert services(one) is begun
    assert services(other).base is not begun.base
