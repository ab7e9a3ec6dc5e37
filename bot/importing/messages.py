"""What goes to a converting process and comes back: length, then JSON; with a source its bytes after it."""

import json
import struct
from dataclasses import asdict
from typing import IO, Any

from knowledge.importing.draft import Block, Draft, Kind, Proposal, Remark, Source

_LENGTH = struct.Struct(">Q")


class BrokenMessageError(Exception):
    """The other process ended, or sent something else."""


def write_source(stream: IO[bytes], source: Source) -> None:
    """Send a source."""
    fields = {"name": source.name, "url": source.url, "media_type": source.media_type, "captured": source.captured}
    _write(stream, json.dumps(fields).encode())
    _write(stream, source.data)
    stream.flush()


def read_source(stream: IO[bytes], limit: int) -> Source | None:
    """Receive a source; None where no more come."""
    try:
        fields, data = _read(stream, limit), _read(stream, limit)
    except BrokenMessageError:
        return None
    return Source(data=data, **json.loads(fields))


def write_drafts(stream: IO[bytes], drafts: tuple[Draft, ...]) -> None:
    """Send the documents that a source holds."""
    _write(stream, json.dumps({"drafts": [asdict(draft) for draft in drafts]}).encode("utf-8", "surrogatepass"))
    stream.flush()


def write_refusal(stream: IO[bytes], sentence: str) -> None:
    """Send why a source holds no document."""
    _write(stream, json.dumps({"refusal": sentence}).encode())
    stream.flush()


def read_result(stream: IO[bytes], limit: int) -> tuple[Draft, ...] | str:
    """Receive documents, or the sentence why there are none; raises `BrokenMessageError`."""
    try:
        result = json.loads(_read(stream, limit))
        if "refusal" in result:
            return str(result["refusal"])
        return tuple(_draft(fields) for fields in result["drafts"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BrokenMessageError("sent no documents") from error


def _draft(fields: dict[str, Any]) -> Draft:
    pages = tuple(fields.pop("pages"))
    proposals = {name: Proposal(**fields.pop(name)) for name in ("title", "date", "publisher", "language")}
    blocks = tuple(Block(block["text"], Kind(block["kind"]), block["level"]) for block in fields.pop("blocks"))
    remarks = tuple(
        Remark(remark["what"], remark["count"], tuple(remark["examples"])) for remark in fields.pop("remarks")
    )
    return Draft(**{**fields, **proposals}, blocks=blocks, remarks=remarks, pages=pages)


def _write(stream: IO[bytes], data: bytes) -> None:
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)


def _read(stream: IO[bytes], limit: int) -> bytes:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise BrokenMessageError("ended")
    (length,) = _LENGTH.unpack(head)
    if length > limit:
        raise BrokenMessageError("sent more than is allowed")
    data = stream.read(length)
    if len(data) < length:
        raise BrokenMessageError("ended")
    return data
