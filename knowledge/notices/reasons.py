"""Why a chat gets a notice, and how that is written in the database."""

from dataclasses import dataclass

from knowledge.notices.audience import About
from knowledge.notices.states import AMENDMENTS, NoticeState


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a chat gets a notice: by a subscription, or because a notice that it had was changed."""

    about: About | NoticeState | None = None
    """The kind of the subscription; "corrected" or "recalled" of a change; None where no reason is kept."""
    value: str = ""
    """What is followed, of typed words their code; empty for the whole case, and for what was forgotten."""
    codes: tuple[str, ...] = ()
    """Codes of the questions that the notice answers."""

    @classmethod
    def by(cls, about: About, value: str) -> "Reason":
        """Return the reason of a notice that comes by one subscription."""
        return cls(about, codes=(value,)) if about is About.QUESTION else cls(about, value)

    @property
    def change(self) -> NoticeState | None:
        """What became of the notice that the chat had before: corrected, recalled or None."""
        return self.about if isinstance(self.about, NoticeState) else None

    @property
    def typed_codes(self) -> tuple[str, ...]:
        """Codes of the questions or words that the notice comes by."""
        return (self.value,) if self.about in {About.WORDS, About.WITHOUT} else self.codes

    def encode(self) -> str:
        """Return the reason as it is stored: `kind:value`, `question:code,code`, `corrected`, or nothing."""
        match self.about:
            case None:
                return ""
            case NoticeState():
                return self.about.value
            case About.QUESTION:
                return f"{self.about}:{','.join(self.codes)}"
            case _:
                return f"{self.about}:{self.value}"

    @classmethod
    def decode(cls, stored: str) -> "Reason":
        """Return the reason that `encode` wrote; one of an unknown kind is no reason."""
        kind, _, value = stored.partition(":")
        if kind in AMENDMENTS:
            return cls(NoticeState(kind))
        if kind not in set(About):
            return cls()
        if kind == About.QUESTION:
            return cls(About.QUESTION, codes=tuple(value.split(",")) if value else ())
        return cls(About(kind), value)
