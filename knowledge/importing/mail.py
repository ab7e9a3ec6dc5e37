"""Reads an e-mail: its text as one document, and each e-mail or file attached to it as a document of its own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.message import EmailMessage, Message
from email.utils import parseaddr
from typing import cast

from knowledge.importing import plain_text
from knowledge.importing.draft import Block, Draft, Kind, Proposal, Remark, Source, UnreadableError, counted
from knowledge.importing.encodings import declared, decoded
from knowledge.importing.timestamps import day_of
from knowledge.importing.trees import parse_html
from knowledge.importing.web_page import fragment_blocks

MAX_DEPTH = 20
"""Maximum depth of parts in each other: a forward of a forward has 6; arbitrary."""
MAX_PARTS = 500
"""Maximum number of parts of an e-mail, with those of attached ones; arbitrary."""
_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_TOO_DEEP = "nests its parts too deeply; save the attached e-mails one by one"

Convert = Callable[[Source], tuple[Draft, ...]]


def read(source: Source, convert: Convert) -> tuple[Draft, ...]:
    """Return the e-mail and what is attached to it; raises `UnreadableError` where there is no text.

    `convert` reads an attached file of any kind, and raises `UnreadableError` for one that it cannot.
    """
    try:
        message = message_from_bytes(source.data, policy=policy.default)
    except RecursionError:
        raise UnreadableError(_TOO_DEEP) from None
    except ValueError:
        raise UnreadableError("is a broken e-mail; save it anew from the mail program as .eml") from None
    if not message.keys():
        raise UnreadableError("is no e-mail: it has no header; save it from the mail program as .eml")
    drafts = tuple(_drafts(message, source, convert))
    if not drafts:
        raise UnreadableError("has no text")
    return drafts


def _drafts(message: EmailMessage, source: Source, convert: Convert) -> Iterator[Draft]:
    """Yield the e-mail, then what is attached to it; attached e-mails are read from a list of those that wait."""
    waiting = [(message, source.name)]
    while waiting:
        outer, name = waiting.pop(0)
        texts, files, mails = _sorted_parts(outer)
        remarks: list[Remark] = []
        attached: list[Draft] = []
        names = [_file_name(part, f"attachment-{number}") for number, part in enumerate(files, 1)]
        for part, file in zip(files, names, strict=True):
            try:
                attached.extend(_file(part, f"{_stem(name)}-{file}", source, convert))
            except UnreadableError as error:
                remarks.append(Remark("attached files left out", 1, (f"{file} {error}",)))
        waiting.extend((mail, f"{_stem(name)}-attached-{number}") for number, mail in enumerate(mails, 1))
        attachments = [*names, *(f"an e-mail: {_header(mail, 'Subject')}" for mail in mails)]
        remarks.extend(counted("attachments read as documents of their own", attachments))
        if draft := _letter(outer, name, texts, tuple(remarks), source):
            yield draft
        yield from attached


def _sorted_parts(message: EmailMessage) -> tuple[list[EmailMessage], list[EmailMessage], list[EmailMessage]]:
    """Return the parts of one e-mail that are its text, its files and e-mails attached to it, these unread."""
    texts: list[EmailMessage] = []
    files: list[EmailMessage] = []
    mails: list[EmailMessage] = []
    waiting: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop(0)
        seen += 1
        if depth > MAX_DEPTH or seen > MAX_PARTS:
            raise UnreadableError(_TOO_DEEP)
        if part.get_content_type() == "message/rfc822":
            mails.extend(cast("list[EmailMessage]", _children(part)))
        elif part.get_content_type() == "multipart/alternative" and part.is_multipart():
            waiting.insert(0, (_best(part), depth + 1))
        elif part.is_multipart():
            waiting[:0] = [(one, depth + 1) for one in _children(part)]
        elif part.get_content_maintype() == "text" and _disposition(part) != "attachment":
            texts.append(cast("EmailMessage", part))
        elif not part.get("Content-ID") or _disposition(part) == "attachment":
            files.append(cast("EmailMessage", part))
    return texts, files, mails


def _best(part: Message) -> Message:
    """Return the alternative whose sentences are surest: plain text before HTML, for HTML repeats it."""
    choices = _children(part)
    plain = [one for one in choices if one.get_content_type() == "text/plain" and _payload(one).strip()]
    return plain[0] if plain else choices[-1] if choices else Message()


def _children(part: Message) -> list[Message]:
    return cast("list[Message]", part.get_payload()) if part.is_multipart() else []


def _disposition(part: Message) -> str:
    """Return whether a part is to be shown or attached, in its own words; "" where it cannot be read."""
    try:
        return (part.get_content_disposition() or "").casefold()
    except (HeaderParseError, ValueError, IndexError):
        return ""


def _letter(
    message: EmailMessage, name: str, texts: list[EmailMessage], remarks: tuple[Remark, ...], source: Source
) -> Draft | None:
    head = "\n".join(f"{key}: {_header(message, key)}" for key in _SHOWN if _header(message, key))
    blocks = [Block(head, Kind.HEAD)]
    left_out: list[Remark] = []
    for part in texts:
        try:
            found, more = _text_of(part)
        except UnreadableError as error:
            found, more = (), (Remark("parts of the text left out", 1, (str(error),)),)
        blocks.extend(found)
        left_out.extend(more)
    if len(blocks) == 1:
        return None
    sender, address = parseaddr(_header(message, "From"))
    day = day_of(_header(message, "Date"))
    subject = _header(message, "Subject")
    return Draft(
        name=name,
        blocks=tuple(blocks),
        title=Proposal(subject, "the subject") if subject else Proposal(f"E-mail of {sender or address}", "the sender"),
        date=Proposal(day, "the e-mail's date") if day else Proposal(),
        publisher=Proposal(sender or address, "the sender"),
        captured=source.captured,
        remarks=(*left_out, *remarks),
    )


def _text_of(part: EmailMessage) -> tuple[tuple[Block, ...], tuple[Remark, ...]]:
    """Return the blocks of a part, and what was left out of it; raises `UnreadableError`."""
    data, stated = _payload(part), str(part.get_param("charset") or "")
    if not data.strip():
        return (), ()
    if part.get_content_subtype() == "html":
        html, _ = decoded(data, stated or declared(data))
        return fragment_blocks(parse_html(html))
    text, _ = decoded(data, stated)
    return plain_text.paragraphs(_unwrapped(text.replace("\r\n", "\n"), part)), ()


def _unwrapped(text: str, part: EmailMessage) -> str:
    """Return text with its lines as they were before they were folded for sending (RFC 3676, format=flowed)."""
    if str(part.get_param("format") or "").casefold() != "flowed":
        return text
    removed = str(part.get_param("delsp") or "").casefold() == "yes"
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and lines[-1].endswith(" ") and lines[-1] != "-- " and line[:1] != ">":
            lines[-1] = (lines[-1][:-1] if removed else lines[-1]) + line.removeprefix(" ")
        else:
            lines.append(line.removeprefix(" "))
    return "\n".join(lines)


def _file(part: EmailMessage, name: str, source: Source, convert: Convert) -> tuple[Draft, ...]:
    inner = Source(name, _payload(part), media_type=part.get_content_type(), captured=source.captured)
    return tuple(replace(draft, name=name if not number else draft.name) for number, draft in enumerate(convert(inner)))


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _file_name(part: EmailMessage, default: str) -> str:
    try:
        return part.get_filename() or default
    except (HeaderParseError, ValueError, IndexError):
        return default


def _header(message: Message, name: str) -> str:
    """Return a header in words; "" where there is none or it cannot be read."""
    try:
        return " ".join(str(message.get(name) or "").split())
    except (HeaderParseError, ValueError, IndexError, AttributeError, OverflowError):
        return ""


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name
