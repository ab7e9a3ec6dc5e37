"""Voice: the words by which a language asks who does something, and by which a verb is in the passive."""

from dataclasses import dataclass
from functools import cache

from knowledge.language.data_files import table


@dataclass(frozen=True, slots=True)
class Voice:
    """Words of one language, casefolded; the lexicon's file says what each class is for."""

    subject_question_words: frozenset[str]
    agent_question_words: frozenset[str]
    passives: frozenset[str]
    passive_endings: tuple[str, ...]


@cache
def voice(language: str) -> Voice:
    """Return the words of a language code; none for a language that has no lexicon."""
    values = table(language, "lexicon")
    asking = frozenset(word.strip() for word in values.get("agent_question_words", "").split(",") if word.strip())
    subjects, passives = (frozenset(values.get(key, "").split()) for key in ("subject_question_words", "passives"))
    return Voice(subjects, asking, passives, tuple(values.get("passive_endings", "").split()))
