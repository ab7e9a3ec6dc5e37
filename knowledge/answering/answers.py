"""What can be said to a question: the answers, without how they are found.

`not_mentioned` holds the names, numbers and dates of the question that no document, statement or name of the case has
in any form.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from knowledge.edtf import EventDate
from knowledge.model import Passage

if TYPE_CHECKING:
    from knowledge.matching.match import Match

COMPUTED = "computed"
"""Relation of a timeline of two events to the time between them, which is computed."""

QUESTION_LIMIT = 512
"""Code points to which a longer question is cut before anything reads it."""


@dataclass(frozen=True, slots=True)
class Found:
    """The fact that answers the question, first of `matches`; the others are its runners-up."""

    question: str
    language: str
    matches: "tuple[Match, ...]"
    not_mentioned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nearest:
    """The fact, first of `matches`, that is the likeliest but not certain; the others may be meant instead.

    It is shown as the nearest that the documents say, never as the answer.
    """

    question: str
    language: str
    matches: "tuple[Match, ...]"
    not_mentioned: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    """Words of the question that carry meaning and that the fact has in no form, as they were typed."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Up to three facts of which one may be meant."""

    question: str
    language: str
    matches: "tuple[Match, ...]"
    not_mentioned: tuple[str, ...] = ()
    mentioned_elsewhere: tuple[str, ...] = ()
    """Names (as the case has them), numbers and dates that the documents mention, but none of these facts."""


@dataclass(frozen=True, slots=True)
class AskBack:
    """A question back: the question says too little, or nothing known about its subject answers it."""

    question: str
    language: str
    about: str = ""
    """Id of the name that it is about; "" where nothing was said before that it may lean on."""
    matches: "tuple[Match, ...]" = ()
    """Facts about that name to choose from."""
    is_unknown: bool = False
    """Whether it asks for something in particular, which none of them tells."""
    not_mentioned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Excerpts:
    """Passages of the documents that share words with the question; nobody has curated them as an answer."""

    question: str
    language: str
    passages: tuple[Passage, ...]
    not_mentioned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """The documents do not say."""

    question: str
    language: str
    not_mentioned: tuple[str, ...] = ()
    listed: bool = False
    """Whether the question is one of those that the documents are known not to answer."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The facts of a date or period, oldest first; `facts` (ids) is empty where the documents have none."""

    question: str
    language: str
    period: EventDate
    facts: tuple[str, ...]
    not_mentioned: tuple[str, ...] = ()
    relation: str = ""
    """How they stand to `period`: "before", "until", "after", "since", "between", "first" or "last"; "" within it.

    It is "computed" where the period is the time between two events, which no document states.
    """


class ActKind(StrEnum):
    """What a message does that is no question about the case."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    ACK = "ack"
    """Says that it was read: "ok", "yes", "wow"."""
    INSULT = "insult"
    IDENTITY = "identity"
    """Asks who or what the bot is, and who runs it."""
    CAPABILITIES = "capabilities"
    SUMMARY = "summary"
    CARD = "card"
    """Asks for all about a name."""
    WHAT_ELSE = "what_else"
    LIST = "list"
    SOURCE = "source"
    TRUTH = "truth"
    OTHER_SIDE = "other_side"
    TRANSLATE = "translate"
    LANGUAGE = "language"
    """Asks which languages the bot speaks."""
    COMMAND = "command"
    REPORT = "report"
    """Says that an answer is wrong, or asks whom to write to."""
    DELETE = "delete"
    """Asks what is stored, or to delete it."""
    DEFINITION = "definition"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Act:
    """A dialogue act: what a message does that is no question about the case."""

    question: str
    language: str
    act: ActKind
    about: str = ""
    """What it is about: the id of a name (card, other side), "dates", "documents", "topics" or a kind of names (list),
    a command (command), a language's code or "other" (translate, language, command), a term (definition)."""
    facts: tuple[str, ...] = ()
    """The ids of the facts that it is about, or that the reply lists."""
    names: tuple[str, ...] = ()
    """The ids of the names that the reply lists."""
    not_mentioned: tuple[str, ...] = ()

    @property
    def is_social(self) -> bool:
        """Whether it asks for nothing: a greeting, thanks, a yes."""
        return self.act in SOCIAL


@dataclass(frozen=True, slots=True)
class Multipart:
    """The answers to several questions of one message, in their order."""

    question: str
    language: str
    parts: "tuple[Answer, ...]"
    """What is said to each; an elliptical question is completed ("and when?" reads "when ordered it")."""
    left: tuple[str, ...] = ()
    """Questions of the message beyond those that are answered."""

    @property
    def not_mentioned(self) -> tuple[str, ...]:
        """What the documents do not mention, of any of the questions."""
        return tuple(dict.fromkeys(term for part in self.parts for term in part.not_mentioned))


SOCIAL = frozenset({ActKind.GREETING, ActKind.THANKS, ActKind.FAREWELL, ActKind.ACK, ActKind.INSULT})
"""Acts that ask for nothing."""
_LISTING = frozenset({ActKind.CARD, ActKind.WHAT_ELSE, ActKind.OTHER_SIDE, ActKind.DEFINITION})
"""Acts whose reply lists facts."""

Answer = Found | Nearest | Suggestions | AskBack | Excerpts | Unknown | Timeline | Act | Multipart


def asserted_facts(answer: Answer) -> tuple[str, ...]:
    """Return the ids of the facts that are given as the answer, best first."""
    match answer:
        case Found(matches=matches):
            return (matches[0].fact_id,)
        case Timeline(facts=facts):
            return facts
        case Multipart(parts=parts):
            return tuple(dict.fromkeys(fact for part in parts for fact in asserted_facts(part)))
        case Nearest() | Suggestions() | AskBack() | Excerpts() | Unknown() | Act():
            return ()
        case _:
            assert_never(answer)


def act_of(answer: Answer) -> str | None:
    """Return what is done instead of answering, by the names of `knowledge.casefile.talk.ACTS`; None for an answer."""
    return answer.act.value if isinstance(answer, Act) else None


def shown_facts(answer: Answer) -> tuple[str, ...]:
    """Return the ids of the facts that a reply shows in full, best first: these are a chat's context.

    Of several questions the last one is leant on first.
    """
    if isinstance(answer, Multipart):
        return tuple(dict.fromkeys(fact for part in reversed(answer.parts) for fact in asserted_facts(part)))
    return (answer.matches[0].fact_id,) if isinstance(answer, Nearest) else asserted_facts(answer)


def offered_facts(answer: Answer) -> tuple[str, ...]:
    """Return the ids of the facts that a reply offers to choose from, in its order."""
    match answer:
        case Suggestions(matches=matches) | AskBack(matches=matches):
            return tuple(match.fact_id for match in matches)
        case Nearest(matches=matches):
            return tuple(match.fact_id for match in matches[1:])
        case Timeline(facts=facts):
            return facts
        case Multipart(parts=parts):
            return tuple(dict.fromkeys(fact for part in parts for fact in offered_facts(part)))
        case Act(act=act, facts=facts, names=names):
            return (facts if act in _LISTING else ()) or tuple(f"#{name}" for name in names)
        case Found() | Excerpts() | Unknown():
            return ()
        case _:
            assert_never(answer)
