"""Reads conversations to measure the bot with: what a person says turn by turn, and which replies are right."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.casefile.fields import Fields
from knowledge.casefile.problems import shown, suggestion
from knowledge.casefile.strict_yaml import Node, Scalar, Table, entries
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.model import Location

KINDS = (
    "fact followup yesno cross time parts truth source list card summary what_else other_side news definition "
    "translate greeting thanks ack insult identity capabilities command language report delete askback offtopic"
).split()
"""What a person does in a turn; the figures are printed by these."""
ACTS = (
    "greeting thanks farewell ack insult identity capabilities summary card what_else list source truth other_side "
    "news definition translate language command report delete"
).split()
"""What the bot can do instead of answering with a fact."""


class Wanted(StrEnum):
    """What a right reply is."""

    FACT = "fact"  # one of some facts is told as the answer
    ACT = "act"  # the bot does something else
    PARTS = "parts"  # each question of the message is answered
    TIMELINE = "timeline"  # the facts of a time, or an interval that is computed
    ASK_BACK = "ask_back"  # the bot asks what is meant
    NONE = "none"  # no fact is told as the answer


_PLAIN = (Wanted.TIMELINE, Wanted.ASK_BACK, Wanted.NONE)
_WITH_MORE = (Wanted.FACT, Wanted.ACT, Wanted.PARTS)


@dataclass(frozen=True, slots=True)
class Expected:
    """A reply that is right."""

    wanted: Wanted
    facts: tuple[str, ...] = ()
    """The ids of the facts of which any is the answer."""
    act: str = ""
    parts: tuple[tuple[str, ...], ...] = ()
    """For each question of the message the ids of the facts of which any answers it; none: it has no answer."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A message of a person, and the replies that are right."""

    say: str
    language: str
    kind: str
    right: tuple[Expected, ...]
    """The reply that is expected, then others that will do."""
    never_absent: tuple[str, ...]
    """Words of the message that the documents mention."""
    location: Location

    @property
    def wants_act(self) -> bool:
        """Whether the bot is to do something else than answer a question."""
        return self.right[0].wanted is Wanted.ACT


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns of one chat; `language` is that of the person's Telegram."""

    id: str
    language: str
    turns: tuple[Turn, ...]


def read_conversations(node: Node | None, symbols: SymbolTable) -> tuple[Conversation, ...]:
    """Read the conversations of a case whose facts are in the symbol table; notes every problem there."""
    found = [_conversation(entry, symbols) for entry in entries(node, "conversations", symbols.problems)]
    places: dict[str, Location] = {}
    for conversation, location in found:
        first = places.setdefault(conversation.id, location)
        if conversation.id and first is not location:
            message = f"the conversation {conversation.id} is already at {first}; give one another id"
            symbols.problems.add(location, message)
    return tuple(conversation for conversation, _ in found)


def _conversation(node: Node, symbols: SymbolTable) -> tuple[Conversation, Location]:
    fields = Fields(node, "a conversation", symbols.problems, ("id", "lang", "turns"))
    turns = tuple(_turn(turn, symbols) for turn in fields.items("turns"))
    return Conversation(fields.identifier(), fields.one_of("lang", symbols.languages), turns), fields.location


def _turn(node: Node, symbols: SymbolTable) -> Turn:
    fields = Fields(
        node, "a turn", symbols.problems, ("say", "lang", "kind", "expect"), ("also", "never_absent", "note")
    )
    say = fields.text("say")
    words = fields.texts("never_absent", empty=True)
    for word in words:
        if word.text.casefold() not in say.casefold():
            message = f"{shown(word.text)} does not stand in {shown(say)}; write it as it is said"
            symbols.problems.add(word.location, message)
    expected = [node for node in (fields.node("expect"), *fields.items("also", empty=True)) if node]
    return Turn(
        say=say,
        language=fields.one_of("lang", symbols.languages),
        kind=fields.one_of("kind", KINDS),
        right=tuple(_expected(node, symbols) for node in expected) or (Expected(Wanted.NONE),),
        never_absent=tuple(word.text for word in words),
        location=fields.location,
    )


def _expected(node: Node, symbols: SymbolTable) -> Expected:
    if isinstance(node, Scalar):
        if node.text in _PLAIN:
            return Expected(Wanted(node.text))
        advice = suggestion(node.text, _PLAIN) or f"use {', '.join(_PLAIN)}, fact: [...], act: ... or parts: [...]"
        symbols.problems.add(node.location, f"{shown(node.text)} is no reply that can be expected; {advice}")
        return Expected(Wanted.NONE)
    fields = Fields(node, "an expected reply", symbols.problems, (), _WITH_MORE)
    given = [name for name in _WITH_MORE if name in fields]
    if isinstance(node, Table) and len(given) != 1:
        message = f"an expected reply has one of {', '.join(_WITH_MORE)}; keep one, and write others below also"
        symbols.problems.add(node.location, message)
        return Expected(Wanted.NONE)
    return Expected(
        wanted=Wanted(given[0]) if given else Wanted.NONE,
        facts=tuple(_facts(fields.texts("fact"), symbols)),
        act=fields.one_of("act", ACTS),
        parts=tuple(tuple(_facts(part, symbols)) for part in fields.lists("parts")),
    )


def _facts(texts: tuple[Scalar, ...], symbols: SymbolTable) -> Iterator[str]:
    for fact in texts:
        symbols.facts.refer(fact.text, fact.location)
        yield fact.text
