"""Decides who gets a notice, why, and when: subscriptions, digests, quiet hours and time zones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from knowledge.language.inflections import stems_of_same_word
from knowledge.language.names import NameIndex
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind as TermKind
from knowledge.language.terms import TermReader
from knowledge.language.tokenizer import tokenize
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.zones import zone

DIGEST_MINUTE = 9 * 60
"""Minute of the day at which digests come to a chat that chose none, weekly ones on Monday."""
WAITING_LENGTH = 300
"""Code points of the longest question that is kept until there is an answer."""
WAITING_MOST = 20
"""Maximum questions of a chat that wait for an answer."""
WORDS_MOST = 30
"""Maximum words of a chat, those that it follows and those that it shuts out together."""
FOLLOWED_MOST = 100
"""Maximum subscriptions of a chat, in all of its threads."""


class About(StrEnum):
    """What a subscription is about."""

    CASE = "case"
    TOPIC = "topic"
    NAME = "name"
    FACT = "fact"
    WORDS = "words"
    """Notices that have all of these words."""
    WITHOUT = "without"
    """No notices that have all of these words, whatever else is followed."""
    QUESTION = "question"
    """Notices with the fact that answers a question, which nothing answered when it was asked."""


TYPED = frozenset({About.WORDS, About.WITHOUT, About.QUESTION})
"""Kinds whose text a person typed: it is kept encrypted, under a code."""


class TooManyError(Exception):
    """A chat has the maximum number of subscriptions: `most` of one kind, `about`, or in all if that is None."""

    def __init__(self, most: int, about: About | None = None) -> None:
        super().__init__(f"a chat has at most {most} subscriptions of {about or 'all kinds'}")
        self.most = most
        self.about = about


class Rhythm(StrEnum):
    """How soon a notice comes."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"


class Unreachable(StrEnum):
    """Why nothing can be sent to a chat."""

    BLOCKED = "blocked"
    """A person blocked the bot, or never began a chat with it."""
    REMOVED = "removed"
    """The bot is not a member of the group or channel."""
    VANISHED = "vanished"
    """The account was deleted, or the chat does not exist any more."""
    NO_RIGHTS = "no rights"
    """The bot may not write there. This passes, so later notices are tried all the same."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a chat follows: `value` is the id of the topic, name or fact; empty for the whole case.

    Of words and questions it is a code that tells nothing, empty before they are kept.
    """

    about: About
    value: str = ""
    rhythm: Rhythm = Rhythm.NOW
    text: str = ""
    """The words or the question as they were typed; empty for all else, and where they cannot be read any more."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a chat wants its notices."""

    timezone: str = "UTC"
    """IANA name, or an offset as `knowledge.notices.zones.offset_name` writes it."""
    quiet: tuple[int, int] | None = None
    """Minutes of the day from which and until which nothing is sent; it may go over midnight."""
    urgent_passes: bool = False
    """Whether an urgent notice may come in the quiet hours."""
    silent: bool = False
    paused: bool = False
    digest_minute: int = DIGEST_MINUTE
    """Minute of the day at which digests come, weekly ones on Monday."""


def nothing(question: str) -> None:
    """Answer no question."""


class Audience:
    """One notice, ready to be compared with many subscriptions.

    `answer` returns the id of the fact that answers a question, or None; it is asked once for each waiting question.
    """

    def __init__(self, notice: Notice, base: KnowledgeBase, answer: Callable[[str], str | None] = nothing) -> None:
        facts = [base.facts[fact] for fact in notice.facts if fact in base.facts]
        texts = [*notice.headline.items(), *notice.summary.items()]
        reader = TermReader(NameIndex(base.case.names, base.case.languages))
        read = [reader.read(clean(text), language) for language, text in texts]
        read += [reader.read(clean(text), language) for fact in facts for language, text in fact.statement.items()]
        names = {term.key[1:] for terms in read for term in terms if term.kind is TermKind.NAME}
        self._stems = {
            stem
            for language, text in texts
            for token in tokenize(clean(text), language)
            for stem in stems_of_same_word(token.stem, language) or (token.stem,)
        }
        self._languages = base.case.languages
        self._told = {fact.id for fact in facts if not fact.is_withdrawn}
        self._answer = answer
        self._answered: dict[str, bool] = {}
        self._followed = {
            About.CASE: {""},
            About.TOPIC: {fact.topic for fact in facts},
            About.NAME: {*names, *(fact.asserted_by for fact in facts)},
            About.FACT: set(notice.facts),
        }

    def reason(self, subscriptions: Iterable[Subscription]) -> Subscription | None:
        """Return the subscription by which a chat gets the notice, the soonest first; None if it does not get it."""
        own = list(subscriptions)
        if any(self._has(one.text) for one in own if one.about is About.WITHOUT):
            return None
        fitting = [one for one in own if one.about is not About.WITHOUT and self._fits(one)]
        return min(
            fitting, key=lambda one: (list(Rhythm).index(one.rhythm), list(About).index(one.about)), default=None
        )

    def answered(self, subscriptions: Iterable[Subscription]) -> tuple[str, ...]:
        """Return the codes of the questions of a chat that the notice answers."""
        return tuple(one.value for one in subscriptions if one.about is About.QUESTION and self._fits(one))

    def answers(self, question: str) -> bool:
        """Whether a fact of the notice answers a question now; one that may only be meant is not enough."""
        if question not in self._answered:
            self._answered[question] = bool(self._told) and self._answer(question) in self._told
        return self._answered[question]

    def _fits(self, subscription: Subscription) -> bool:
        if subscription.about is About.WORDS:
            return self._has(subscription.text)
        if subscription.about is About.QUESTION:
            return self.answers(subscription.text)
        return subscription.value in self._followed[subscription.about]

    def _has(self, words: str) -> bool:
        readings = ({token.stem for token in tokenize(clean(words), language)} for language in self._languages)
        return any(stems and stems <= self._stems for stems in readings)


def limits(about: About) -> Sequence[tuple[int, About | None, frozenset[About]]]:
    """Return the limits that one more subscription has to keep to: the maximum, for which kind, what counts."""
    in_all = (FOLLOWED_MOST, None, frozenset(About))
    match about:
        case About.QUESTION:
            return (WAITING_MOST, about, frozenset({about})), in_all
        case About.WORDS | About.WITHOUT:
            return (WORDS_MOST, about, frozenset({About.WORDS, About.WITHOUT})), in_all
        case About.CASE | About.TOPIC | About.NAME | About.FACT:
            return (in_all,)


def normal(text: str) -> str:
    """Return a typed text as it is compared: its words in small letters, without marks; empty if it has none."""
    return " ".join(token.word for token in tokenize(clean(text, WAITING_LENGTH), ""))


def can_wait(question: str) -> bool:
    """Whether a question can be kept until there is an answer: it says something, and not too much."""
    return len(question) <= WAITING_LENGTH and normal(question) != ""


def due(settings: Settings, rhythm: Rhythm, urgent: bool, now: datetime) -> datetime:
    """Return when a notice that is published `now` (UTC) is sent to a chat, in UTC."""
    here = now.astimezone(zone(settings.timezone))
    match rhythm:
        case Rhythm.NOW:
            if settings.quiet is None or (urgent and settings.urgent_passes):
                return now
            return _after_quiet(here, *settings.quiet)
        case Rhythm.DAILY:
            return _next(here, settings.digest_minute, range(7))
        case Rhythm.WEEKLY:
            return _next(here, settings.digest_minute, (0,))


def _after_quiet(here: datetime, begin: int, end: int) -> datetime:
    minute = here.hour * 60 + here.minute
    quiet = begin <= minute < end if begin <= end else minute >= begin or minute < end
    return _next(here, end, range(7)) if quiet else here.astimezone(UTC)


def _next(here: datetime, minute: int, weekdays: Sequence[int]) -> datetime:
    """Return the next time that the clock there shows a minute of the day, on one of some weekdays (Monday is 0)."""
    for days in range(8):
        then = _at(here.date() + timedelta(days=days), minute, here)
        if then > here and then.weekday() in weekdays:
            return then.astimezone(UTC)
    raise AssertionError("every week has each weekday")


def _at(day: date, minute: int, here: datetime) -> datetime:
    """Return a minute of a day on the clock there; one that a change of the clock skips comes as much later."""
    wall = datetime.combine(day, time(minute // 60 % 24, minute % 60), here.tzinfo)
    return wall.astimezone(UTC).astimezone(here.tzinfo)
