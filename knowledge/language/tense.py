"""Tense: whether a statement says how things stand, which holds for the day on which it was said."""

import re

from knowledge.language.lexicon import lexicon
from knowledge.language.normalisation import normalise

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[—–]")


def is_present(statement: str, language: str) -> bool:
    """Whether a statement has a verb in the present; what follows a semicolon is a remark on it."""
    verbs = lexicon(language).present_verbs
    words = _WORD.findall(statement.partition(";")[0].casefold())
    return any(normalise(word.replace("–", "—")) in verbs for word in words)
