"""Reads `result.json`, which Telegram's desktop program exports: a document a chat, with senders and times."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from knowledge.edtf import DateError, parse_edtf
from knowledge.importing.draft import Block, Draft, Kind, Proposal, Remark, Source, UnreadableError
from knowledge.importing.encodings import decoded
from knowledge.importing.timestamps import day_of

DELETED = "Deleted Account"
"""What Telegram shows for a sender whose account is gone; the export has no name for it."""
_MEDIA = ("media_type", "photo", "file", "location_information", "contact_information", "poll")


def read(source: Source) -> tuple[Draft, ...]:
    """Return a document for each chat that has texts; raises `UnreadableError` where there is none."""
    text, _ = decoded(source.data)
    try:
        exported = json.loads(text)
    except RecursionError:
        raise UnreadableError("nests its fields too deeply; export the chat again") from None
    except ValueError:
        raise UnreadableError("is broken JSON; export the chat again") from None
    drafts = tuple(draft for chat in _chats(exported) if (draft := _draft(chat, source)) is not None)
    if not drafts:
        raise UnreadableError("has no messages with text; export the chat as JSON, with its messages")
    return drafts


def is_export(data: bytes) -> bool:
    """Whether JSON looks like an export of Telegram."""
    return b'"messages"' in data and (b'"type"' in data or b'"from_id"' in data)


def _chats(exported: object) -> Iterator[dict[str, Any]]:
    if not isinstance(exported, dict):
        return
    if isinstance(exported.get("messages"), list):
        yield exported
    for key in ("chats", "left_chats"):
        group = exported.get(key)
        listed = group.get("list") if isinstance(group, dict) else None
        yield from (chat for chat in (listed if isinstance(listed, list) else ()) if isinstance(chat, dict))


def _draft(chat: dict[str, Any], source: Source) -> Draft | None:
    blocks: list[Block] = []
    left_out: Counter[str] = Counter()
    days: list[str] = []
    messages = chat.get("messages")
    for message in messages if isinstance(messages, list) else ():
        if not isinstance(message, dict):
            continue
        if message.get("type") == "service":
            left_out["service messages left out (joined, pinned, calls)"] += 1
            continue
        if any(message.get(key) for key in _MEDIA):
            left_out["pictures, files and other media left out; their captions are kept"] += 1
        text = _text(message.get("text"))
        if not text.strip():
            continue
        days.append(day_of(str(message.get("date") or "")))
        blocks.append(Block(_heading(message), Kind.HEADING, 3))
        blocks.extend(Block(part) for part in text.split("\n\n") if part.strip())
    if not blocks:
        return None
    name = str(chat.get("name") or "chat")
    return Draft(
        name=name,
        blocks=tuple(blocks),
        title=Proposal(name, "the chat's name"),
        date=_period([day for day in days if day]),
        publisher=Proposal(name if "channel" in str(chat.get("type")) else "", "the channel's name"),
        captured=source.captured,
        remarks=tuple(Remark(what, count) for what, count in left_out.items()),
    )


def _heading(message: dict[str, Any]) -> str:
    """Return who wrote a message and when, as the export has it, with what it forwards or replies to."""
    sender = str(message.get("from") or message.get("actor") or DELETED)
    parts = [sender, str(message.get("date") or "").replace("T", " "), f"message {message.get('id', '?')}"]
    if "forwarded_from" in message:
        parts.append(f"forwarded from {message['forwarded_from'] or DELETED}")
    if message.get("reply_to_message_id"):
        parts.append(f"reply to {message['reply_to_message_id']}")
    if message.get("edited"):
        parts.append(f"edited {str(message['edited']).replace('T', ' ')}")
    return ", ".join(parts)


def _text(text: object) -> str:
    """Return a message's text, which is one or a list of pieces with and without a style."""
    if isinstance(text, str):
        return text
    pieces = text if isinstance(text, list) else []
    return "".join(str(piece.get("text", "")) if isinstance(piece, dict) else str(piece) for piece in pieces)


def _period(days: list[str]) -> Proposal:
    """Return the days of the first and the last message as a date."""
    if not days:
        return Proposal()
    first, last = min(days), max(days)
    try:
        value = parse_edtf(first if first == last else f"{first}/{last}").text
    except DateError:
        return Proposal()
    return Proposal(value, "the first and the last message")
