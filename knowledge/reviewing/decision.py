"""What can become of a question that was asked."""

from enum import StrEnum


class Decision(StrEnum):
    """What becomes of a question that was asked."""

    PHRASING = "phrasing"
    """Another phrasing of a fact, which answers it."""
    DRAFT = "draft"
    """The title of a draft, with the passage that is most like it."""
    GOLDEN = "golden"
    """A golden question: with a fact, that is to answer it; without one, nothing is to."""
    UNANSWERED = "unanswered"
    """A question that the documents do not answer."""
    DISMISS = "dismiss"
    """Nothing."""
