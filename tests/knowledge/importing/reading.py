"""What the tests of readers share."""

from knowledge.importing.conversion import convert
from knowledge.importing.draft import Draft, Source
from knowledge.importing.wording import written


def read(data: bytes | str, name: str = "source", url: str = "") -> Draft:
    """Return the one document that a source holds."""
    (draft,) = convert(Source(name, data.encode() if isinstance(data, str) else data, url))
    return draft


def text_of(data: bytes | str, name: str = "source", url: str = "") -> str:
    """Return the text of the one document that a source holds, without the last line break."""
    return written(read(data, name, url).blocks).removesuffix("\n")


def remarks_of(draft: Draft) -> dict[str, int]:
    """Return what is said to be left out, and how many of it."""
    return {remark.what: remark.count for remark in draft.remarks}
