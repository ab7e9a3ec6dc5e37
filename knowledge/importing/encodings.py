"""Finds in which encoding a text is written that does not say so."""

import codecs
import re
import unicodedata
from collections import Counter

from charset_normalizer import from_bytes

from knowledge.importing.draft import UnreadableError
from knowledge.language.data_files import languages
from knowledge.language.word_frequencies import forms

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("cp1251", "koi8-u", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic", "cp1252", "cp1250")
_SAMPLE = 60_000
"""Maximum length of what is compared with word lists, in bytes; arbitrary."""
_ENOUGH = 0.3
"""Threshold: the share of words that a list must know for an encoding to be believed; arbitrary."""
_SHORT = 300
"""Minimum size of a text that charset-normalizer is asked about, in bytes: of fewer it guesses; arbitrary."""
_CONTROLS = 0.05
"""Threshold: the share of control characters and unknown ones above which data is no text; arbitrary."""
_DAMAGED = 0.02
"""Threshold: the share of broken characters up to which a text that says so is UTF-8; arbitrary."""
_WORD = re.compile(r"[^\W\d_]+")
_MIXED = re.compile(r"[A-Za-z][а-яА-ЯёЁіїєґІЇЄҐ]|[а-яА-ЯёЁіїєґІЇЄҐ][A-Za-z]")
"""Letters of two scripts in one word, as a wrong encoding makes them."""
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""", re.IGNORECASE)


def decoded(data: bytes, stated: str = "") -> tuple[str, str]:
    """Return bytes as text, and the name of the encoding; `stated` is what a server or a mail says.

    A byte order mark goes before all else, then what is stated, then valid UTF-8, then the encoding whose words are
    best known, then charset-normalizer. Raises `UnreadableError` for what is no text in any of them.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly(data, name) or data.decode(name, "replace"), name.removesuffix("-sig")
    if stated and (text := _strictly(data, stated)) is not None and not _is_binary(text):
        return text, codecs.lookup(stated).name
    if (text := _strictly(data, "utf-8")) is not None and not _is_binary(text):
        return text, "utf-8"
    if (damaged := _damaged(data, stated)) is not None:
        return damaged, "utf-8"
    if (name := _wide(data)) and not _is_binary(whole := data.decode(name, "replace")):
        return whole, name
    if found := _by_words(data):
        return found
    if len(data) < _SHORT and (text := _strictly(data, "cp1252")) is not None and not _is_binary(text):
        return text, "cp1252"
    best = from_bytes(data[:_SAMPLE]).best()
    if best is not None and (text := _strictly(data, best.encoding)) is not None and not _is_binary(text):
        return text, best.encoding
    raise UnreadableError("is no text in any known encoding; save it as UTF-8")


def _damaged(data: bytes, stated: str) -> str | None:
    """Return UTF-8 of which a few bytes are broken; None where it may be another encoding."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(sign > "\x7f" for sign in text) - bad
    is_stated = stated.casefold().replace("-", "") == "utf8" and bad < _DAMAGED * len(text)
    return text if (good > 3 * bad or is_stated) and not _is_binary(text) else None


def declared(data: bytes) -> str:
    """Return the encoding that a page or an XML file names in its first kilobyte; "" where it names none."""
    found = _DECLARED.search(data[:1024])
    return found[1].decode() if found else ""


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (ValueError, LookupError):
        return None


def _is_binary(text: str) -> bool:
    sample = text[:_SAMPLE]
    odd = sum(unicodedata.category(sign) in {"Cc", "Cn", "Co"} and sign not in "\n\r\t\f\x1a" for sign in sample)
    return odd > _CONTROLS * len(sample)


def _wide(data: bytes) -> str:
    """Return the UTF-16 without a byte order mark that a text of letters and spaces is in; "" if in none."""
    sample = data[:_SAMPLE]
    for name, spaces in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        zeros = Counter(spaces).most_common(1)
        blank = " ".encode(name)
        if len(data) % 2 == 0 and zeros and zeros[0][0] < 8 and blank in sample and b"\0" in sample:
            return name
    return ""


def _by_words(data: bytes) -> tuple[str, str] | None:
    sample = data[:_SAMPLE]
    best, share = "", 0.0
    for name in _LEGACY:
        text = sample.decode(name, "replace")
        if "\ufffd" in text or _is_binary(text):
            continue
        words = [word.casefold() for word in _WORD.findall(text) if len(word) > 1]
        known = sum(any(word in forms(code) for code in languages()) for word in words) / max(len(words), 1)
        shouted = sum(word[1:] != word[1:].lower() for word in _WORD.findall(text)) / max(len(words), 1)
        believed = known - 0.1 * shouted - len(_MIXED.findall(text)) / max(len(words), 1)
        if believed > share + 0.001:
            best, share = name, believed
    whole = _strictly(data, best) if share >= _ENOUGH else None
    return (whole, best) if whole is not None else None
