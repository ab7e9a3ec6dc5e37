"""What Telegram's refusals mean, in whichever of its words."""

import pytest
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.delivery.refusals import Meaning, meaning_of
from knowledge.notices.audience import Unreachable


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (BadRequest("CHAT_GUEST_SEND_FORBIDDEN"), Unreachable.NO_RIGHTS),
        (BadRequest("CHAT_SEND_TEXT_FORBIDDEN"), Unreachable.NO_RIGHTS),
        (BadRequest("USER_BANNED_IN_CHANNEL"), Unreachable.NO_RIGHTS),
        (BadRequest("not enough rights to send text messages to the chat"), Unreachable.NO_RIGHTS),
        (BadRequest("group is deactivated"), Unreachable.VANISHED),
        (BadRequest("USER_DEACTIVATED_BAN"), Unreachable.VANISHED),
        (BadRequest("CHAT_ID_INVALID"), Unreachable.VANISHED),
        (Forbidden("the group chat was deleted"), Unreachable.VANISHED),
        (Forbidden("bot was kicked from the supergroup chat"), Unreachable.REMOVED),
        (Forbidden("words that nobody knows"), Unreachable.NO_RIGHTS),
        (BadRequest("TOPIC_CLOSED"), Meaning.TOPIC_CLOSED),
        (BadRequest("message thread not found"), Meaning.TOPIC_GONE),
        (BadRequest("BUTTON_DATA_INVALID"), Meaning.UNFIT),
        (BadRequest("can't parse entities: unclosed tag"), Meaning.UNFIT),
        (BadRequest("message is too long"), Meaning.UNFIT),
        (BadRequest("words that nobody knows"), Meaning.UNKNOWN),
    ],
)
def test_a_refusal_means_what_its_words_say(error: TelegramError, meaning: Meaning | Unreachable) -> None:
    assert meaning_of(error) is meaning
