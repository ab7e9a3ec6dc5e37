"""Name slips: whether a name was mistyped, or is somebody else's.

A slip in an ordinary word costs an answer at most; a slip that is none takes one person for another.
"""

from collections.abc import Callable

from knowledge.language.declension import surname_root
from knowledge.language.lexicon import in_any_language
from knowledge.spelling.transliteration import sound

_MIN_LETTERS = 5
"""Minimum letters of a name that may lack a letter or have another in its place ("Feld" is no "Field"); arbitrary."""
_LETTERS_PER_EDIT = 3
"""Minimum letters of the root of a surname for each slip but the first ("Громилов" is no "Громов"); arbitrary."""


def may_be_slip(typed: str, name: str, edits: int) -> bool:
    """Whether a capitalised word may be a name with a number of slips, both normalised.

    In a short word only swapped letters and what sounds alike are slips; in a surname those of its root count.
    """
    if len(typed) < _MIN_LETTERS and sorted(typed) != sorted(name) and sound(typed) != sound(name):
        return False
    return edits < 2 or edits * _LETTERS_PER_EDIT <= len(surname_root(name))


def goes_on(typed: str, is_name: Callable[[str], bool]) -> bool:
    """Whether a capitalised word is the whole name of somebody and more letters, which are no ending.

    "Филдс" is another than "Филд"; a letter typed twice and a wrong ending are slips.
    """
    endings = in_any_language(lambda known: known.surname_endings)
    return any(
        is_name(typed[:length]) and typed[length:] not in endings and set(typed[length:]) != {typed[length - 1]}
        for length in range(len(typed) - 1, _MIN_LETTERS - 2, -1)
    )
