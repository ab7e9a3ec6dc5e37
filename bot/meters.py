"""What is counted while the bot runs, as a protocol: nothing that counts knows who reads the counts."""

from typing import Literal, Protocol

from handlers import metering
from handlers.metering import AnswerMeter

Sending = Literal["answer", "notice"]
"""What Telegram asks to wait with."""


class Meter(AnswerMeter, Protocol):
    """Counts what happens, and never to whom."""

    def finished(self, seconds: float) -> None:
        """Count an update that is finished, and the seconds since it came."""

    def asked_to_wait(self, sending: Sending) -> None:
        """Count a response 429."""

    def delivered(self, outcome: str) -> None:
        """Count an attempt at a delivery, by what came of it."""

    def sender_started(self) -> None:
        """Count that this process became the sender."""

    def sender_started_falsely(self) -> None:
        """Count that this process was the sender, and lost the lease before it stopped."""


class Unmetered(metering.Unmetered):
    """Counts nothing."""

    def finished(self, seconds: float) -> None:
        """Count nothing."""

    def asked_to_wait(self, sending: Sending) -> None:
        """Count nothing."""

    def delivered(self, outcome: str) -> None:
        """Count nothing."""

    def sender_started(self) -> None:
        """Count nothing."""

    def sender_started_falsely(self) -> None:
        """Count nothing."""


UNMETERED = Unmetered()
"""For processes that nobody watches."""
