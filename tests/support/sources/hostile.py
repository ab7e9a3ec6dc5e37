"""Files that are broken, locked, empty, huge or nested without end; harmless, and made on the spot."""

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable, Mapping

from tests.support.sources.office import archive, docx, odt, paragraph, run
from tests.support.sources.pdf import Text, flowing, pdf
from tests.support.sources.warc import archive as warc

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
ENTITIES = f'<!DOCTYPE x [<!ENTITY e0 "ha">{_LAUGHS}]>'
_DEEP = 200_000


def _noise(length: int) -> bytes:
    return random.Random(length).randbytes(length)


def _page() -> bytes:
    return pdf([flowing(["The court refused the appeal, and the ruling is final."] * 20)])


def _looped() -> bytes:
    """A page tree that is its own branch."""
    return _page().replace(b"/Kids [7 0 R]", b"/Kids [2 0 R]")


def _swollen() -> bytes:
    """A page whose content unpacks to 300 MB."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(300)) + packer.flush()
    content = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>",
        content,
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R /Size 5 >>\n%%EOF"


def _locked_zip() -> bytes:
    data = bytearray(docx(paragraph(run("Secret."))))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            data[start + place] |= 1
            start = data.find(signature, start + 1)
    return bytes(data)


def _bomb(name: str, head: bytes, size: int) -> bytes:
    """An office file with a part of spaces without end."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text" if name == "content.xml" else "x")
        with packed.open(name, "w", force_zip64=True) as part:
            part.write(head)
            for _ in range(size):
                part.write(b" " * 1_000_000)
    return out.getvalue()


def _multipart(depth: int) -> bytes:
    parts = (b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    return b"From: a@b.example\nSubject: x\n" + b"".join(parts) + b"\nend"


def _forwards(depth: int) -> bytes:
    return b"From: a@b.example\nSubject: x\nContent-Type: message/rfc822\n\n" * depth + b"From: a@b.example\n\nend"


def _many_parts(count: int) -> bytes:
    head = b'From: a@b.example\nSubject: x\nContent-Type: multipart/mixed; boundary="b"\n\n'
    return head + b"--b\nContent-Type: text/plain\n\nx\n" * count + b"--b--\n"


def _gzip(data: bytes, times: int) -> bytes:
    packer = zlib.compressobj(1, wbits=31)
    return b"".join(packer.compress(data) for _ in range(times)) + packer.flush()


def _warc_bomb() -> bytes:
    body = _gzip(b"<p>" + b" " * 1_000_000, 40)
    return warc(("https://a.example/", body, "Content-Encoding: gzip\r\n"))


HOSTILE: Mapping[str, Callable[[], bytes]] = {
    "empty.pdf": lambda: b"",
    "blank.txt": lambda: b" \n" * 1000,
    "picture.pdf": lambda: b"\x89PNG\r\n\x1a\n" + _noise(1000),
    "half.pdf": lambda: _page()[:300],
    "head.pdf": lambda: b"%PDF-1.7\n",
    "noise.pdf": lambda: b"%PDF-1.7\n" + _noise(100_000),
    "locked.pdf": lambda: pdf([flowing(["Secret."])], password="secret"),
    "scanned.pdf": lambda: pdf([[], []]),
    "thousands.pdf": lambda: pdf([[]] * 3000),
    "looped.pdf": _looped,
    "swollen.pdf": _swollen,
    "nameless.pdf": lambda: pdf([[Text(72, 700, "".join(map(chr, range(0xE100, 0xE140))))]]),
    "endless.pdf": lambda: pdf([flowing(["The court refused the appeal again. " * 160], size=6)] * 400),
    "bomb.docx": lambda: _bomb("word/document.xml", f"<w:document {_W}>".encode(), 60),
    "deep.docx": lambda: docx("<w:sdt>" * _DEEP + "</w:sdt>" * _DEEP),
    "entities.docx": lambda: archive({"word/document.xml": f"{ENTITIES}<w:document {_W}>&e9;</w:document>"}),
    "half.docx": lambda: docx(paragraph(run("The court refused.")))[:-200],
    "nothing.docx": lambda: archive({"word/styles.xml": "<x/>"}),
    "locked.docx": _locked_zip,
    "old.docx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + _noise(5000),
    "crowd.docx": lambda: docx(paragraph(run("x")), parts={f"word/x{n}.xml": "" for n in range(6000)}),
    "broken.docx": lambda: archive({"word/document.xml": f"<w:document {_W}><w:body><w:p></w:body>"}),
    "silent.docx": lambda: docx(paragraph(run("  "))),
    "locked.odt": lambda: odt("<text:p>x</text:p>", parts={"META-INF/manifest.xml": "<encryption-data/>"}),
    "deep.odt": lambda: odt("<text:list><text:list-item>" * 5000 + "</text:list-item></text:list>" * 5000),
    "bomb.odt": lambda: _bomb("content.xml", b"<x>", 60),
    "entities.odt": lambda: archive(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": f"{ENTITIES}<x>&e9;</x>"}
    ),
    "archive.zip": lambda: archive({"a.zip": archive({"b.zip": archive({"c.txt": "x"})})}),
    "deep.html": lambda: b"<html><body>" + b"<div>" * _DEEP + b"x",
    "huge.html": lambda: b"<html><body>" + b"<p>The court refused the appeal.</p>" * 400_000,
    "script.html": lambda: b"<html><body><script>" + b"x();" * 10_000 + b"</script></body></html>",
    "deep.eml": lambda: _multipart(1000),
    "forwards.eml": lambda: _forwards(1000),
    "crowd.eml": lambda: _many_parts(2000),
    "digits.eml": lambda: b"From: a@b.example\nContent-Type: text/plain; x*" + b"9" * 5000 + b"=a\n\nx",
    "silent.eml": lambda: b"From: a@b.example\nSubject: x\n\n",
    "deep.json": lambda: b'{"type": "x", "messages": ' + b"[" * _DEEP,
    "broken.json": lambda: b'{"type": "x", "messages": [{"text": "a"',
    "other.json": lambda: b'{"type": "x", "messages": [{"text": 5}, 7, null], "chats": [1]}',
    "noise.warc": lambda: b"WARC/1.0\r\n" + _noise(50_000),
    "bomb.warc.gz": _warc_bomb,
    "bomb.gz": lambda: _gzip(b" " * 1_000_000, 5),
    "entities.rss": f"<?xml version='1.0'?>{ENTITIES}<rss><channel><item>&e9;</item></channel></rss>".encode,
    "deep.rss": lambda: b"<rss>" + b"<channel>" * _DEEP,
    "noise.txt": lambda: _noise(100_000),
    "huge.txt": lambda: b"The court refused the appeal.\n" * 400_000,
    "accents.txt": ("a" + "\u0301\u0323" * 1_200_000).encode,
    "deep.md": lambda: b">" * 100_000 + b" " + b"*" * 100_000,
    "inner.txt": lambda: gzip.compress(gzip.compress(b"x")),
}
"""Name to what makes the file."""
