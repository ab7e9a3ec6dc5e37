"""Writes a PDF: text at places, in two fonts, in any script, with page labels or a password."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 595.0, 842.0
"""Size of a page (A4), in points."""
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_ID = b"0123456789abcdef"


class Text(NamedTuple):
    """A text at a place, in points from the lower left corner; `twice` draws it again beside itself, as bold."""

    x: float
    y: float
    text: str
    size: float = 11.0
    bold: bool = False
    twice: bool = False


def width(text: str, size: float) -> float:
    """Return the width of a text, in points."""
    return sum(_width(sign) for sign in text) * size / 1000


def pdf(
    pages: Sequence[Sequence[Text]], title: str = "", labels: str = "", password: str = "", created: str = ""
) -> bytes:
    """Return a PDF of pages; `labels` is the content of its number tree, `0 << /S /r >> 2 << /S /D >>`."""
    signs = sorted({sign for page in pages for text in page for sign in text.text if sign != " "})
    codes = {sign: 33 + number for number, sign in enumerate(signs)}
    if len(codes) > 222:
        raise ValueError("too many different characters for one font")
    codes[" "] = 32
    return _Writer(codes, password).write(pages, title, labels, created)


def _width(sign: str) -> int:
    if sign in " .,;:'’!|ijlіїt()-":
        return 290
    return 830 if sign in "mwMWШЩЖЮФшщжюфм—…" else 680 if sign.isupper() else 530


class _Writer:
    def __init__(self, codes: dict[str, int], password: str) -> None:
        self._codes = codes
        self._objects: list[bytes] = []
        self._key = b""
        self._encryption = b""
        if password:
            self._encrypt(password.encode())

    def _encrypt(self, password: bytes) -> None:
        """Make the key of the standard handler, revision 2 (40 bits)."""
        padded = (password + _PADDING)[:32]
        owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
        permissions = (0xFFFFFFFC).to_bytes(4, "little")
        self._key = hashlib.md5(padded + owner + permissions + _ID).digest()[:5]
        user = _rc4(self._key, _PADDING)
        self._encryption = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{owner.hex()}> /U <{user.hex()}> >>".encode()

    def write(self, pages: Sequence[Sequence[Text]], title: str, labels: str, created: str) -> bytes:
        first = 7
        kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
        numbers = f" /PageLabels << /Nums [{labels}] >>" if labels else ""
        self._add(f"<< /Type /Catalog /Pages 2 0 R{numbers} >>".encode())
        self._add(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
        for name in ("Helvetica", "Helvetica-Bold"):
            self._add(self._font(name))
        self._stream(self._unicode())
        named = f"\ufeff{title}".encode("utf-16-be").hex()
        entries = f"/Title <{named}>" if title and not self._key else ""
        entries += f" /CreationDate (D:{created})" if created and not self._key else ""
        self._add(f"<< {entries} >>".encode())
        for page in pages:
            place = len(self._objects) + 2
            box = f"/MediaBox [0 0 {WIDTH:g} {HEIGHT:g}] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
            self._add(f"<< /Type /Page /Parent 2 0 R {box} /Contents {place} 0 R >>".encode())
            self._stream(b"\n".join(self._shown(text) for text in page))
        return self._file()

    def _font(self, name: str) -> bytes:
        widths = {code: _width(sign) for sign, code in self._codes.items()}
        listed = " ".join(str(widths.get(code, 500)) for code in range(32, 256))
        kind = f"/Type /Font /Subtype /Type1 /BaseFont /{name} /FirstChar 32 /LastChar 255"
        return f"<< {kind} /Widths [{listed}] /ToUnicode 5 0 R >>".encode()

    def _unicode(self) -> bytes:
        pairs = [f"<{code:02x}> <{sign.encode('utf-16-be').hex()}>" for sign, code in self._codes.items()]
        blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
        maps = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        head = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def"
        space = "1 begincodespacerange <00> <ff> endcodespacerange"
        return f"{head}\n{space}\n{maps}\nendcmap end end".encode()

    def _shown(self, text: Text) -> bytes:
        codes = bytes(self._codes[sign] for sign in text.text).hex()
        font = "F2" if text.bold else "F1"
        places = [(text.x, text.y), (text.x + 0.3, text.y)] if text.twice else [(text.x, text.y)]
        return "\n".join(
            f"BT /{font} {text.size:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{codes}> Tj ET" for x, y in places
        ).encode()

    def _add(self, content: bytes) -> None:
        self._objects.append(content)

    def _stream(self, data: bytes) -> None:
        number = len(self._objects) + 1
        if self._key:
            key = hashlib.md5(self._key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]
            data = _rc4(key, data)
        self._add(b"<< /Length %d >>\nstream\n" % len(data) + data + b"\nendstream")

    def _file(self) -> bytes:
        out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        places = []
        if self._encryption:
            self._objects.append(self._encryption)
        for number, content in enumerate(self._objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        encrypt = b" /Encrypt %d 0 R" % len(places) if self._encryption else b""
        ids = _ID.hex().encode()
        out += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R%s /ID [<%s> <%s>] >>\n" % (
            len(places) + 1, encrypt, ids, ids,
        )  # fmt: skip
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def flowing(
    paragraphs: Sequence[str], x: float = 72, y: float = 760, to: float = 440, size: float = 11, indent: float = 0
) -> list[Text]:
    """Return paragraphs as lines of at most the width `to`, from `y` down, with gaps between; `|` ends a line."""
    texts: list[Text] = []
    for paragraph in paragraphs:
        line, left = "", x + indent
        for word in paragraph.split():
            if word == "|" or (line and width(f"{line} {word}", size) > to - (left - x)):
                texts.append(Text(left, y, line, size))
                y, line, left = y - 1.25 * size, "" if word == "|" else word, x
            else:
                line = f"{line} {word}".strip()
        texts.append(Text(left, y, line, size))
        y -= 2 * size
    return texts
