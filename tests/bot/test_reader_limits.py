"""Rate limits for readers: who sends most is passed over first, with one polite line, in bounded memory."""

from bot.intake.reader_limits import Rates, ReaderLimits, Verdict
from bot.intake.updates import Incoming

ONE = Rates(burst=1, seconds_each=60)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def asks(chat: int, person: int = 0, kind: str = "message", *, is_talk: bool = False) -> Incoming:
    return Incoming(1, {}, kind, chat, person or chat, is_talk)


def served(limits: ReaderLimits, item: Incoming, times: int) -> int:
    return sum(limits.verdict(item, 0, 0) is Verdict.SERVED for _ in range(times))


def test_a_person_may_ask_five_times_at_once_and_then_every_three_seconds() -> None:
    clock = Clock()
    limits = ReaderLimits(clock=clock)
    assert served(limits, asks(7), 300) == 5
    assert served(limits, asks(8), 1) == 1
    clock.now = 10
    assert served(limits, asks(7), 300) == 3


def test_sixty_an_hour_are_a_limit_besides() -> None:
    clock = Clock()
    limits = ReaderLimits(clock=clock)
    count = 0
    for clock.now in range(0, 7200, 3):
        count += served(limits, asks(7), 1)
    assert 110 <= count <= 182, "60 that are saved up, and one a minute in two hours"
    assert served(limits, asks(8), 1) == 1


def test_buttons_and_inline_queries_are_not_counted_as_messages() -> None:
    limits = ReaderLimits(clock=Clock())
    assert served(limits, asks(7, kind="callback_query"), 300) == 60
    assert served(limits, asks(7), 300) == 5
    assert served(limits, asks(8, kind="inline_query"), 300) == 60


def test_the_first_that_is_passed_over_is_told_so_and_then_none_for_ten_minutes() -> None:
    clock = Clock()
    limits = ReaderLimits(ONE, clock)
    verdicts = [limits.verdict(asks(7), 0, 0) for _ in range(4)]
    assert verdicts == [Verdict.SERVED, Verdict.TOLD, Verdict.SHED, Verdict.SHED]
    clock.now = 600
    assert [limits.verdict(asks(7), 0, 0) for _ in range(3)] == [Verdict.SERVED, Verdict.TOLD, Verdict.SHED]


def test_a_group_counts_as_one_and_a_person_in_two_groups_too() -> None:
    limits = ReaderLimits(clock=Clock())
    assert sum(served(limits, asks(-5, person), 1) for person in range(1, 101)) == 5
    assert served(limits, asks(-6, 200), 3) == 3
    assert served(limits, asks(-7, 200), 3) == 2
    assert served(limits, asks(-7, 201), 5) == 3


def test_talk_in_a_group_takes_nothing_from_its_questions_and_is_never_told_off() -> None:
    limits = ReaderLimits(clock=Clock())
    verdicts = [limits.verdict(asks(-5, 7, is_talk=True), 0, 0) for _ in range(3000)]
    assert verdicts.count(Verdict.SERVED) == 1200
    assert Verdict.TOLD not in verdicts
    assert served(limits, asks(-5, 7), 60) == 5


def test_a_change_of_membership_is_always_served() -> None:
    limits = ReaderLimits(ONE, Clock())
    assert served(limits, asks(-5, 7, "my_chat_member"), 50) == 50


def test_where_much_is_under_way_a_chat_may_have_a_few_of_it_only() -> None:
    limits = ReaderLimits(clock=Clock())
    assert limits.verdict(asks(7), 2000, 4) is Verdict.SERVED
    assert limits.verdict(asks(7), 2000, 5) is Verdict.TOLD
    assert limits.verdict(asks(8), 999, 50) is Verdict.SERVED


def test_a_million_people_take_no_more_memory_than_ten_thousand() -> None:
    limits = ReaderLimits(ONE, Clock())
    for person in range(1, 30_001):
        served(limits, asks(person), 2)
    assert len(limits._messages[0]._filled) == len(limits._messages[1]._filled) == len(limits._told) == 10_000
