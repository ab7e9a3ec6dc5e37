"""Writes a web archive: a record for each page, packed one by one or not at all."""

import gzip


def archive(*pages: tuple[str, bytes, str], packed: bool = True, status: str = "200 OK") -> bytes:
    """Return an archive of pages: address, body as it was sent, further headers that end in line breaks."""
    records = [_record(url, _response(body, headers, status)) for url, body, headers in pages]
    return b"".join(gzip.compress(record) if packed else record for record in records)


def _response(body: bytes, headers: str, status: str) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n".encode() + body


def _record(url: str, content: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2021-05-04T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"
