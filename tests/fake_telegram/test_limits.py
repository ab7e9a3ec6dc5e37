"""The flood limits of the fake server, by a clock that the test sets."""

from itertools import repeat

from tests.fake_telegram.errors import ApiError
from tests.fake_telegram.limits import Limits


class Sending:
    """Sends to chats until Telegram asks to wait."""

    def __init__(self, limits: Limits) -> None:
        self.now = 0.0
        self.limits = limits
        limits.clock = lambda: self.now

    def before_flood(self, *chats: int) -> int:
        for sent, chat in enumerate(chats):
            try:
                self.limits.check(chat)
            except ApiError:
                return sent
        return len(chats)


def test_one_person_gets_a_burst_and_then_one_a_second() -> None:
    sending = Sending(Limits(enabled=True, private_burst=2))
    assert sending.before_flood(*repeat(5, 9)) == 2
    sending.now += 1
    assert sending.before_flood(*repeat(5, 9)) == 1


def test_a_group_gets_some_a_minute() -> None:
    sending = Sending(Limits(enabled=True, group_per_minute=4))
    assert sending.before_flood(*repeat(-5, 9)) == 4
    sending.now += 59
    assert sending.before_flood(*repeat(-5, 9)) == 0
    sending.now += 1
    assert sending.before_flood(*repeat(-5, 9)) == 4


def test_all_together_get_thirty_a_second() -> None:
    sending = Sending(Limits(enabled=True))
    assert sending.before_flood(*range(1, 41)) == 30
    sending.now += 1
    assert sending.before_flood(*range(41, 81)) == 30
