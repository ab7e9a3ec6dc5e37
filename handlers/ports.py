"""What the handlers need from outside, as protocols: what is remembered about chats, and publishing by admins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from knowledge.feedback import Filed, KeptReport, Rating, Report, Verdict
from knowledge.model import Notice
from knowledge.notices.audience import About, Settings, Subscription, Unreachable
from knowledge.notices.content import Announced
from knowledge.notices.states import Action, NoticeState, Outcome


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs the bot, in the operator's own words; empty where nobody has said so."""

    name: str = ""
    contact: str = ""
    """Where to write: an address, a site, a Telegram name."""
    corrections: str = ""
    """What becomes of a report that something is wrong."""
    report_days: int = 90
    """Maximum number of days for which reports from the chat are kept."""
    reads_questions: bool = False
    """Whether those who keep the case may read the questions that wait for an answer."""
    pages: str = ""
    """The address of the pages of the case without a slash at the end; "" where it is nowhere on the web."""


NOBODY = Operator()
"""The operator of a bot that does not say who runs it."""


class Subscribers(Protocol):
    """Who follows what, and how each chat wants its notices."""

    async def follow(self, chat_id: int, thread: int, subscription: Subscription, language: str) -> bool:
        """Keep a subscription; return whether it is the chat's first.

        Raises `TooManyError` if the chat has as many as one may have.
        """

    async def unfollow(self, chat_id: int, thread: int, about: About | None = None, value: str = "") -> int:
        """Forget a subscription, or all of a thread; return how many there were."""

    async def followed(self, chat_id: int, thread: int) -> tuple[Subscription, ...]:
        """Return what a thread of a chat follows."""

    async def by_thread(self, chat_id: int) -> dict[int, tuple[Subscription, ...]]:
        """Return what each thread of a chat follows."""

    async def settings(self, chat_id: int) -> Settings:
        """Return how a chat wants its notices."""

    async def set_settings(self, chat_id: int, settings: Settings, now: float) -> None:
        """Keep how a chat wants its notices."""

    async def why_unreachable(self, chat_id: int) -> Unreachable | None:
        """Return why nothing can be sent to a chat; None if it can be reached."""

    async def mark_unreachable(self, chat_id: int, why: Unreachable, now: float) -> None:
        """Keep that nothing can be sent to a chat, and why."""

    async def mark_reachable(self, chat_id: int, now: float, may_write: bool = False) -> bool:
        """Keep that a chat can be reached; with `may_write`, that the bot may write there too."""

    async def reopened(self, chat_id: int, thread: int, now: float) -> None:
        """Let what waited for a forum topic to be open again come now."""

    async def moved(self, old_id: int, new_id: int) -> None:
        """Follow a group that became a supergroup."""


class AuditLog(Protocol):
    """The notices that were announced, and who has seen how much of them."""

    async def announced(self, limit: int, after: int = 0, before: int | None = None) -> tuple[Announced, ...]:
        """Return the notices whose last step lies between two steps of the record, the newest first, as they are now.

        Without `before`, all that came after `after`.
        """

    async def visited(self, chat_id: int, thread: int) -> int | None:
        """Return up to which step a thread of a chat has seen the notices; None before its first visit."""

    async def visit(self, chat_id: int, thread: int, step: int) -> None:
        """Keep up to which step a thread of a chat has seen the notices."""


class Feedback(Protocol):
    """What readers say of answers."""

    async def rate(self, fact: str, wording: str, verdict: Verdict) -> None:
        """Count that a wording of a fact helped, or that it did not."""

    async def ratings(self) -> tuple[Rating, ...]:
        """Return the counts, those with the most that did not help first."""

    async def file(self, reader: int, report: Report, now: datetime, days: int) -> Filed:
        """Keep the report of a reader (a Telegram id) for at most a number of days."""

    async def reports(self, now: datetime) -> tuple[KeptReport, ...]:
        """Return the reports that wait, the oldest first."""

    async def close(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Delete reports that are done; return the ids of those that there were."""


class ReadableQuestions(Protocol):
    """Questions that wait for an answer and that those who keep the case may read."""

    async def allow(self, question: str) -> None:
        """Keep that a question may be read: who left it was told so."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored about a chat at a moment, as far as it can be said in numbers."""

    language: str | None = None
    """The language that was chosen; None if none was."""
    shown: int = 0
    """Number of its threads of which it is known what was shown last."""
    replies: int = 0
    """Number of messages of which it is known which one answered them."""
    visits: int = 0
    """Number of its threads of which it is known what news they have seen."""
    followed: int = 0
    """Number of its subscriptions, questions that wait for an answer among them."""
    address: int = 0
    """1 if the chat's id is kept, encrypted."""
    notices: int = 0
    """Number of notices that it got or is to get."""
    reports: int = 0
    """Number of reports of errors that wait."""


class Chats(Protocol):
    """What is remembered about chats."""

    @property
    def reviewed(self) -> ReadableQuestions:
        """Which questions may be read."""

    @property
    def subscribers(self) -> Subscribers:
        """Who follows what."""

    @property
    def audit_log(self) -> AuditLog:
        """What was announced."""

    @property
    def feedback(self) -> Feedback:
        """What readers say of answers."""

    async def seen(self, chat_id: int, now: datetime) -> None:
        """Keep that a chat showed a sign of life: what could not be sent there is tried again."""

    async def newest(self, limit: int) -> Sequence[Announced]:
        """Return the notices that were announced last, the newest first; none while they cannot be read."""

    async def language(self, chat_id: int) -> str | None:
        """Return the language that a chat chose, or None."""

    async def set_language(self, chat_id: int, language: str | None, otherwise: str | None = None) -> None:
        """Keep the language that a chat chose, for answers and notices; None forgets it.

        Notices then come in the language `otherwise`, that of the person's Telegram.
        """

    async def recall(self, chat_id: int, thread_id: int, now: datetime) -> tuple[str | None, tuple[str, ...]]:
        """Return the language that a chat chose, or None, and what a thread of it is about.

        That is forgotten after 15 minutes.
        """

    async def remember(
        self, chat_id: int, thread_id: int, facts: Sequence[str], now: datetime, reply: tuple[int, int] | None = None
    ) -> None:
        """Keep what a thread is about, and which message answered which: the question's id, the answer's."""

    async def reply_to(self, chat_id: int, message_id: int, now: datetime) -> int | None:
        """Return the id of the message that answered a question's message, if it is not too old to be edited."""

    async def stored(self, chat_id: int) -> Stored:
        """Return what is stored about a chat."""

    async def forget(self, chat_id: int, now: datetime) -> None:
        """Delete everything that is stored about a chat."""


@dataclass(frozen=True, slots=True)
class Admin:
    """An admin who does something with a notice, and the message that shows what comes of it."""

    id: int
    chat_id: int
    message_id: int
    language: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """What an admin sees of a notice: its state, what can be done with it, how many chats that reaches."""

    notice: Notice
    number: int
    state: NoticeState
    actions: tuple[Action, ...]
    at_once: int
    by_digest: int
    fingerprint: str
    """Names the notice with its content, and with what waits to be done with it."""
    waits_for: NoticeState | None = None
    """The state that it is proposed or scheduled to have."""
    due: datetime | None = None
    """When it is to have that, in UTC; None: as soon as it is approved."""
    is_outdated: bool = False
    """Whether its file reads otherwise than what was proposed, so that it cannot be approved."""


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What came of an action."""

    outcome: Outcome
    number: int = 0
    chats: int = 0


class AdminPublishing(Protocol):
    """Publishing of notices by admins."""

    async def notices(self) -> Sequence[tuple[str, NoticeState, str]]:
        """Return id, state and fingerprint of each notice; raises `KnowledgeError` for a broken case folder."""

    async def view(self, wanted: str) -> NoticeView | None:
        """Return what an admin sees of the notice with an id or a fingerprint."""

    def stamp(self, action: Action, fingerprint: str, chat_id: int) -> str:
        """Return what proves that this bot offered an action on a notice in a chat."""

    async def act(self, action: Action, wanted: str, admin: Admin, stamp: str) -> ActionResult:
        """Do something with the notice that has a fingerprint; `stamp` is that of the button."""
