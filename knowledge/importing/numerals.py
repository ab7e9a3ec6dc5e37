"""Writes the number of a list's entry as a word processor or a browser shows it."""

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MAX_ROMAN = 3999
_MAX_LETTERS = 1_000
"""Maximum length of a number in doubled letters; arbitrary."""
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"


def numeral(number: int, style: str) -> str:
    """Return a number in a style: 1, a, A, i, I, or the Russian letters "а" and "А"; a style unknown is 1.

    Letters past the last are doubled (z, aa, bb), as page labels of PDF and Word's lists do. A number that would
    take more than 1,000 letters is in digits.
    """
    if style in {"i", "I"} and 0 < number <= _MAX_ROMAN:
        return _roman(number) if style == "i" else _roman(number).upper()
    letters = {"a": _LATIN, "а": _RUSSIAN}.get(style.lower())
    if letters and 0 < number <= _MAX_LETTERS * len(letters):
        text = letters[(number - 1) % len(letters)] * ((number - 1) // len(letters) + 1)
        return text.upper() if style.isupper() else text
    return str(number)


def spreadsheet_letters(number: int) -> str:
    """Return a number in letters as HTML's lists count past z: z, aa, ab."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = _LATIN[rest] + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text
