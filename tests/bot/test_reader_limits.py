"""Rate limits for readers: who sends most is passed over first, with one polite line, in bounded memory."""

from bot.intake.reader_limits import ReaderLimits, Verdict
from bot.intake.updates import Incoming


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def asks(chat: int, person: int = 0, kind: str = "message", *, is_talk: bool = False) -> Incoming:
    return Incoming(1, {}, kind, chat, person or chat, is_talk)


def served(limits: ReaderLimits, item: Incoming, times: int) -> int:
    return sum(limits.verdict(item, 0, 0) is Verdict.SERVED for _ in range(times))


def test_a_person_may_ask_a_minutes_worth_at_once_and_then_once_a_second() -> None:
    clock = Clock()
    limits = ReaderLimits(60, clock)
    assert served(limits, asks(7), 300) == 60
    assert served(limits, asks(8), 1) == 1
    clock.now = 10
    assert served(limits, asks(7), 300) == 10


def test_the_first_that_is_passed_over_is_told_so_and_then_none_for_ten_minutes() -> None:
    clock = Clock()
    limits = ReaderLimits(1, clock)
    verdicts = [limits.verdict(asks(7), 0, 0) for _ in range(4)]
    assert verdicts == [Verdict.SERVED, Verdict.TOLD, Verdict.SHED, Verdict.SHED]
    clock.now = 600
    assert [limits.verdict(asks(7), 0, 0) for _ in range(3)] == [Verdict.SERVED, Verdict.TOLD, Verdict.SHED]


def test_many_people_in_one_group_are_served_where_one_would_not_be() -> None:
    limits = ReaderLimits(60, Clock())
    assert sum(served(limits, asks(-5, person), 2) for person in range(1, 101)) == 200
    assert served(limits, asks(-5, 999), 200) == 60
    assert sum(served(limits, asks(-5, person), 2) for person in range(101, 201)) == 40


def test_talk_in_a_group_takes_nothing_from_its_questions_and_is_never_told_off() -> None:
    limits = ReaderLimits(60, Clock())
    verdicts = [limits.verdict(asks(-5, 7, is_talk=True), 0, 0) for _ in range(3000)]
    assert verdicts.count(Verdict.SERVED) == 1200
    assert Verdict.TOLD not in verdicts
    assert served(limits, asks(-5, 7), 60) == 60


def test_a_change_of_membership_is_always_served() -> None:
    limits = ReaderLimits(1, Clock())
    assert served(limits, asks(-5, 7, "my_chat_member"), 50) == 50


def test_where_much_is_under_way_a_chat_may_have_a_few_of_it_only() -> None:
    limits = ReaderLimits(60, Clock())
    assert limits.verdict(asks(7), 2000, 4) is Verdict.SERVED
    assert limits.verdict(asks(7), 2000, 5) is Verdict.TOLD
    assert limits.verdict(asks(8), 999, 50) is Verdict.SERVED


def test_a_million_people_take_no_more_memory_than_ten_thousand() -> None:
    limits = ReaderLimits(1, Clock())
    for person in range(1, 30_001):
        served(limits, asks(person), 2)
    assert len(limits._people._filled) == len(limits._groups._filled) == len(limits._told) == 10_000
