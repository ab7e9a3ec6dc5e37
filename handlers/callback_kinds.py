"""The kinds of buttons: a class for what each asks for, whose fields are what it names."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from knowledge.notices.audience import About, Rhythm

ChannelId = NewType("ChannelId", int)


class Menu(StrEnum):
    """Lists of what can be followed."""

    TOPICS = "t"
    NAMES = "n"


class Setting(StrEnum):
    """Settings of a chat that a button turns on or off."""

    PAUSE = "pause"
    RESUME = "resume"
    SILENCE = "silence"
    SOUND = "sound"
    QUIET = "quiet"  # sets the usual quiet hours
    LOUD = "loud"  # ends quiet hours
    URGENT = "urgent"  # urgent notices come in quiet hours too
    LATER = "later"  # urgent notices wait for the end of quiet hours


class Scope(StrEnum):
    """How much is ended at once."""

    HERE = "here"  # all that a forum topic follows
    CHAT = "chat"  # all that a chat follows


@dataclass(frozen=True, slots=True)
class Callback:
    """What a button asks for; each subclass is a kind of button."""


@dataclass(frozen=True, slots=True)
class OpenFact(Callback):
    """Shows a fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class OpenContext(Callback):
    """Shows what stands around the first quote of a fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class OpenCitation(Callback):
    """Shows the forms in which a fact is cited."""

    fact: str


@dataclass(frozen=True, slots=True)
class OpenRelated(Callback):
    """Shows the facts worth reading after a fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class OpenTopic(Callback):
    """Shows the facts of a topic."""

    topic: str


@dataclass(frozen=True, slots=True)
class TurnTopics(Callback):
    """Turns a page of the topics."""

    page: int


@dataclass(frozen=True, slots=True)
class TurnTopic(Callback):
    """Turns a page of the facts of a topic."""

    page: int
    topic: str


@dataclass(frozen=True, slots=True)
class OpenName(Callback):
    """Shows the card of a name: all facts that have it."""

    name: str


@dataclass(frozen=True, slots=True)
class TurnName(Callback):
    """Turns a page of the card of a name."""

    page: int
    name: str


@dataclass(frozen=True, slots=True)
class TurnNames(Callback):
    """Turns a page of the names of a kind."""

    page: int
    kind: str


@dataclass(frozen=True, slots=True)
class TurnTimeline(Callback):
    """Turns a page of the timeline."""

    page: int


@dataclass(frozen=True, slots=True)
class NoneOfThese(Callback):
    """Says that none of the suggestions was meant."""


@dataclass(frozen=True, slots=True)
class OpenNews(Callback):
    """Shows the notices whose steps in the audit log lie between two."""

    after: int
    before: int


@dataclass(frozen=True, slots=True)
class OpenFollowed(Callback):
    """Shows what is followed."""


@dataclass(frozen=True, slots=True)
class OpenMenu(Callback):
    """Shows a page of what can be followed."""

    menu: Menu
    page: int = 1


@dataclass(frozen=True, slots=True)
class Follow(Callback):
    """Follows something; a question is that of the message which the button's message answers."""

    about: About
    value: str


@dataclass(frozen=True, slots=True)
class Stop(Callback):
    """Ends one subscription below a notice, and changes nothing of the message but its buttons."""

    about: About
    value: str


@dataclass(frozen=True, slots=True)
class Undo(Callback):
    """Takes back what `Stop` ended."""

    rhythm: Rhythm
    about: About
    value: str


@dataclass(frozen=True, slots=True)
class End(Callback):
    """Ends one subscription of the list that it stands below, whose page it shows again."""

    page: int
    about: About
    value: str


@dataclass(frozen=True, slots=True)
class TurnFollowed(Callback):
    """Turns a page of what is followed."""

    page: int


@dataclass(frozen=True, slots=True)
class AskEndAll(Callback):
    """Asks whether to end everything."""


@dataclass(frozen=True, slots=True)
class EndAll(Callback):
    """Ends everything."""

    scope: Scope


@dataclass(frozen=True, slots=True)
class Leave(Callback):
    """Answers no: nothing is changed."""


@dataclass(frozen=True, slots=True)
class SetRhythm(Callback):
    """Sets how soon everything that is followed comes."""

    rhythm: Rhythm


@dataclass(frozen=True, slots=True)
class Switch(Callback):
    """Changes one setting of a chat."""

    setting: Setting


@dataclass(frozen=True, slots=True)
class SetZone(Callback):
    """Sets a time zone; the name of an offset may have a colon."""

    zone: str


@dataclass(frozen=True, slots=True)
class SetLanguage(Callback):
    """Sets the language of a chat: "auto" takes that of Telegram, none at all asks which."""

    language: str = ""


@dataclass(frozen=True, slots=True)
class AskForget(Callback):
    """Asks whether to forget the chat."""


@dataclass(frozen=True, slots=True)
class Forget(Callback):
    """Forgets the chat."""


@dataclass(frozen=True, slots=True)
class InChannel(Callback):
    """Does in a channel what another button would do there, from a private chat."""

    channel: ChannelId
    callback: Callback
