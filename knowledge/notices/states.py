"""The states of notices and of deliveries, and what comes of an admin's action. The values stand in databases, in
callback data and in the keys of texts."""

from enum import StrEnum


class NoticeState(StrEnum):
    """What became of a notice."""

    DRAFT = "draft"
    """It is only a file of the case folder."""
    PROPOSED = "proposed"
    """Another admin has to approve it."""
    SCHEDULED = "scheduled"
    """It is approved, and goes out at its time."""
    PUBLISHED = "published"
    """It is out, or under way."""
    CORRECTED = "corrected"
    """It was published, and another text stands in its place."""
    RECALLED = "recalled"
    """It was published, and is withdrawn."""


AMENDMENTS = (NoticeState.CORRECTED, NoticeState.RECALLED)
"""What a published notice can become; each is a delivery of its own to those who had it."""
ANNOUNCED = (NoticeState.PUBLISHED, *AMENDMENTS)
"""States that readers hear of."""


class DeliveryState(StrEnum):
    """What became of a notice for one thread of a chat."""

    WAITING = "waiting"
    """It is sent once it is due and the chat can be reached."""
    SENDING = "sending"
    """A sender has claimed it."""
    HELD = "held"
    """An operator has to decide: it is late, or Telegram refuses it."""
    SENT = "sent"
    """It arrived."""
    UNCONFIRMED = "unconfirmed"
    """It may have arrived, and is not repeated any more."""
    UNREACHABLE = "unreachable"
    """The chat cannot be written to. Shown to people only: the row waits."""
    SKIPPED = "skipped"
    """It is never sent: it was replaced, the chat has unsubscribed, or an operator dropped it."""


ENDED = (DeliveryState.SENT, DeliveryState.UNCONFIRMED, DeliveryState.UNREACHABLE, DeliveryState.SKIPPED)
"""States of deliveries that nothing more comes of, as long as nobody acts."""


class Action(StrEnum):
    """What an admin can do with a notice."""

    PUBLISH = "published"
    CORRECT = "corrected"
    RECALL = "recalled"
    APPROVE = "approve"
    """Agree to what another admin proposed."""
    CANCEL = "cancel"
    """Take back what was proposed or scheduled."""


class Outcome(StrEnum):
    """What came of an admin's action."""

    DONE = "done"
    """The notice is out, corrected or recalled."""
    AGAIN = "again"
    """That was done before; nothing is sent."""
    PROPOSED = "proposed"
    """Another admin has to approve it."""
    SCHEDULED = "scheduled"
    """It is approved, and happens at its time."""
    CANCELLED = "cancelled"
    """What was proposed or scheduled is taken back."""
    CHANGED = "changed"
    """The notice is not what was seen any more; nothing is done."""
    OWN = "own"
    """An admin may not approve what they proposed."""
    LACKING = "lacking"
    """The running bot lacks something that the notice tells of."""
    UNEXPLAINED = "unexplained"
    """The file does not say what was wrong."""
