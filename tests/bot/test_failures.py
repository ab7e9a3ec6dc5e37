"""What failed requests lead to: how long to wait, and when to give up."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.retries import Attempts, backoff, surely_not_sent
from tests.support.faults import maybe_sent, not_sent


@given(st.integers(0, 10**6))
def test_pauses_grow_to_half_a_minute_and_no_further(failures: int) -> None:
    assert 0.25 <= backoff(failures) <= 30
    assert backoff(failures) <= 0.5 * 2 ** min(failures, 40)


@pytest.mark.parametrize("cause", [httpx.ConnectError("x"), httpx.ConnectTimeout("x"), httpx.PoolTimeout("x")])
def test_a_request_that_found_no_connection_was_surely_not_sent(cause: Exception) -> None:
    error = NetworkError("x")
    error.__cause__ = cause
    assert surely_not_sent(error)


@pytest.mark.parametrize(
    "cause",
    [httpx.ReadTimeout("x"), httpx.WriteTimeout("x"), httpx.ReadError("x"), httpx.RemoteProtocolError("x"), None],
)
def test_after_any_other_failure_the_message_may_have_arrived(cause: Exception | None) -> None:
    error = NetworkError("Bad Gateway")
    error.__cause__ = cause
    assert not surely_not_sent(error)


def test_what_was_refused_with_the_token_waits_for_a_better_one() -> None:
    assert surely_not_sent(InvalidToken("Unauthorized"))


def test_three_copies_at_most_are_spread_over_more_than_five_minutes() -> None:
    attempts = Attempts()
    first, second = attempts.pause_after(maybe_sent()), attempts.pause_after(TimedOut())
    assert first is not None
    assert second is not None
    assert 5 <= first < second
    assert first + second > 300
    assert attempts.pause_after(NetworkError("Bad Gateway")) is None


def test_copies_are_counted_over_a_restart() -> None:
    assert Attempts(copies=2).pause_after(TimedOut()) is None


def test_what_was_not_sent_is_repeated_for_ever_and_as_late_as_telegram_asks() -> None:
    attempts = Attempts()
    for _ in range(50):
        assert attempts.pause_after(not_sent()) is not None
        assert attempts.pause_after(RetryAfter(7)) == 7
