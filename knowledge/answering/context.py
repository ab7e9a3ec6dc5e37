"""What a conversation is about, for short questions to lean on: facts and names, never what was asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

MAX_TOLD = 3
"""Maximum number of facts last told that are remembered of a chat."""
_MAX_OFFERED, _MAX_SUBJECTS = 10, 3
"""Maximum number of things of a list, and of names, that are remembered of a chat; arbitrary."""
_MAX_TIMES = 2
"""Maximum number of times that are remembered of a chat: "between them" stands for two."""
_OFFERED, _NAME, _TIME, _LANGUAGE, _ASKED_BACK = "?", "#", "=", "@", "!"
"""Signs before the id of what was offered, of a name, before a date and the code of a language; and for a question
back."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the turns before a question told, offered and were about."""

    told: tuple[str, ...] = ()
    """Ids of the facts last shown in full, most recent first."""
    offered: tuple[str, ...] = ()
    """What the last list had, in its order: ids of facts, and of names with "#" before them."""
    subjects: tuple[str, ...] = ()
    """Ids of the names in the last question that had any, in its order."""
    times: tuple[str, ...] = ()
    """Dates (EDTF) of which the timelines last shown were, the latest shown first."""
    language: str = ""
    """Code of the language of the last question, for one that is as good in another; empty before the first."""
    asked_back: bool = False
    """Whether the last list came with a question back: it is no reply to what was asked, so nothing leans on it."""

    @classmethod
    def of(cls, kept: Iterable[str]) -> Self:
        """Return the context that `kept` wrote; ids of facts alone are facts that were told."""
        words = tuple(kept)
        return cls(
            tuple(word for word in words if word[0] not in _OFFERED + _NAME + _TIME + _LANGUAGE + _ASKED_BACK),
            tuple(word.removeprefix(_OFFERED) for word in words if word[0] == _OFFERED),
            tuple(word.removeprefix(_NAME) for word in words if word[0] == _NAME),
            tuple(word.removeprefix(_TIME) for word in words if word[0] == _TIME),
            next((word.removeprefix(_LANGUAGE) for word in words if word[0] == _LANGUAGE), ""),
            _ASKED_BACK in words,
        )

    def kept(self) -> tuple[str, ...]:
        """Return the context as words without spaces, for a chat to keep."""
        offered, subjects = (_OFFERED + one for one in self.offered), (_NAME + one for one in self.subjects)
        spoken = (_LANGUAGE + self.language,) if self.language else ()
        asked_back = (_ASKED_BACK,) if self.asked_back else ()
        return (*self.told, *offered, *subjects, *(_TIME + one for one in self.times), *spoken, *asked_back)

    def after(
        self,
        told: Sequence[str],
        offered: Sequence[str],
        subjects: Sequence[str],
        time: str | None = None,
        language: str = "",
        asked_back: bool = False,
    ) -> Self:
        """Return the context after a turn. A turn that tells and offers nothing leaves what was there.

        `time` is the date of a timeline; None for any other answer.
        """
        return replace(
            self,
            told=tuple(dict.fromkeys((*told, *self.told)))[:MAX_TOLD],
            offered=tuple(offered)[:_MAX_OFFERED] if told or offered else self.offered,
            subjects=tuple(subjects)[:_MAX_SUBJECTS] or self.subjects,
            times=(time, *self.times)[:_MAX_TIMES] if time else () if told else self.times,
            language=language or self.language,
            asked_back=asked_back or (self.asked_back and not (told or offered)),
        )
