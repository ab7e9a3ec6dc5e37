"""What a source may cost at most."""

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of an import; each ends in a sentence."""

    source: int = 100 * MEGABYTE
    """Maximum size of a source, in bytes; arbitrary."""
    page: int = 30 * MEGABYTE
    """Maximum size of what is fetched from the web, in bytes; arbitrary."""
    memory: int = 512 * 1024 * 1024
    """Maximum address space of a conversion, in bytes."""
    output: int = 60 * MEGABYTE
    """Maximum size of what a conversion returns, in bytes; arbitrary."""
    seconds: float = 9.0
    """Maximum duration of a conversion: about 300 pages of PDF; arbitrary."""
    fetching: float = 30.0
    """Maximum duration of fetching a page, with all redirects, in seconds; arbitrary."""
    redirects: int = 5
