"""Reads a web archive (WARC): a document for each page or file that was stored, with its address and its day."""

import io
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from knowledge.importing.draft import Draft, Remark, Source, UnreadableError

MAX_RECORDS = 20_000
"""Maximum number of records that are looked at; arbitrary."""
MAX_PAGE = 30_000_000
"""Maximum size of one stored page when it is unpacked, in bytes; arbitrary."""
_READ = ("text/html", "application/xhtml", "application/pdf", "text/plain", "text/markdown")
_PIECE = 65_536
"""Size of the pieces in which an archive is looked through, in bytes; arbitrary."""
_END = "the end of the archive, which breaks off"
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})

Convert = Callable[[Source], tuple[Draft, ...]]


def read(source: Source, convert: Convert) -> tuple[Draft, ...]:
    """Return the pages and files of an archive; raises `UnreadableError` where none can be read.

    `convert` reads one of them, and raises `UnreadableError` for one that it cannot.
    """
    drafts: list[Draft] = []
    left_out: Counter[str] = Counter()
    try:
        for number, record in enumerate(ArchiveIterator(io.BytesIO(source.data))):
            if number >= MAX_RECORDS:
                raise UnreadableError(f"has more than {MAX_RECORDS} records; split it")
            if record.rec_type not in {"response", "resource"}:
                continue
            try:
                drafts.extend(_page(record, convert))
            except (UnreadableError, ValueError) as error:
                why = error if isinstance(error, UnreadableError) else "is broken"
                left_out[f"{record.rec_headers.get_header('WARC-Target-URI')} {why}"] += 1
    except (ArchiveLoadFailed, zlib.error, EOFError, ValueError, OSError):
        if not drafts:
            raise UnreadableError("is a broken web archive; get it again") from None
        left_out[_END] += 1
    if not _is_whole(source.data):
        left_out[_END] += 1
    if not drafts:
        first = next(iter(left_out), "")
        raise UnreadableError(f"has no page that can be read{f': {first}' if first else ''}")
    if left_out:
        remark = Remark("stored records left out", sum(left_out.values()), tuple(left_out)[:5])
        drafts[0] = replace(drafts[0], remarks=(*drafts[0].remarks, remark))
    return tuple(drafts)


def _is_whole(data: bytes) -> bool:
    """Whether an archive ends where its last record does; the library says nothing of one that breaks off before."""
    if not data.startswith(b"\x1f\x8b"):
        return data.endswith(b"\r\n\r\n")
    place = 0
    while place < len(data):
        member = zlib.decompressobj(31)
        while not member.eof:
            taken = data[place : place + _PIECE]
            place += len(taken)
            if not taken or not _passes(member, taken):
                return False
        place -= len(member.unused_data)
    return True


def _passes(member: "zlib._Decompress", taken: bytes) -> bool:
    """Unpack a piece of an archive, a little at a time; False where it is broken."""
    try:
        while taken and not member.eof:
            member.decompress(taken, 16 * _PIECE)
            taken = member.unconsumed_tail
    except zlib.error:
        return False
    return True


def _page(record: object, convert: Convert) -> tuple[Draft, ...]:
    headers = record.rec_headers  # type: ignore[attr-defined]
    http = record.http_headers  # type: ignore[attr-defined]
    url = (headers.get_header("WARC-Target-URI") or "").strip("<>")
    media_type = (http.get_header("Content-Type") if http else headers.get_header("Content-Type")) or ""
    if http and http.get_statuscode() != "200":
        return ()
    if not media_type.casefold().startswith(_READ):
        return ()
    if http and (http.get_header("Content-Encoding") or "").casefold() not in _ENCODINGS:
        raise UnreadableError(f"is packed in a way that is not read ({http.get_header('Content-Encoding')})")
    data = record.content_stream().read(MAX_PAGE + 1)  # type: ignore[attr-defined]
    if record.raw_stream.limit > 0:  # type: ignore[attr-defined]
        raise UnreadableError("breaks off: the archive is not whole")
    if len(data) > MAX_PAGE:
        raise UnreadableError(f"unpacks to more than {MAX_PAGE // 1_000_000} MB")
    page = Source(url.rpartition("/")[2] or url, data, url, media_type, headers.get_header("WARC-Date") or "")
    return convert(page)
