"""The quotation marks that a language puts where a page only says that it quotes (`<q>`)."""

_MARKS = {
    "bg": "„“‚‘",
    "cs": "„“‚‘",
    "de": "„“‚‘",
    "en": "“”‘’",
    "es": "«»“”",
    "fr": "«»“”",
    "it": "«»“”",
    "pl": "„”«»",
    "pt": "“”‘’",
    "ru": "«»„“",
    "uk": "«»„“",
}
_ANY = "".join(sorted({*"".join(_MARKS.values()), '"', "'"}))


def marks(language: str, depth: int) -> tuple[str, str]:
    """Return the marks before and after a quotation; `depth` counts the quotations that it stands in."""
    pair = _MARKS.get(language[:2].casefold(), _MARKS["en"])
    return (pair[0], pair[1]) if depth % 2 == 0 else (pair[2], pair[3])


def has_marks(text: str) -> bool:
    """Whether a quotation already stands in marks of some language."""
    stripped = text.strip()
    return stripped[:1] in _ANY and stripped[:1] != ""
