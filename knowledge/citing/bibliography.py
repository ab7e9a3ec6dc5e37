"""Entries of a bibliography in the forms that other programs read: APA style, BibTeX, CSL-JSON and RIS."""

import re
from typing import Any

from knowledge.citing.dates import apa_date, csl_date, ris_date, year_of
from knowledge.citing.entries import Entry
from knowledge.model import Document

_SPECIAL = re.compile(r"[\\{}$&#%_^~]")
"""Signs that mean something else to TeX."""
_TEX = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}"}
_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
"""Braces without a partner: BibTeX counts them even behind a backslash."""
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def apa(document: Document) -> str:
    """Return the entry of a page on the web by the 7th edition of the APA manual: author, date, title, address."""
    author, title = document.publisher.rstrip("."), document.title.rstrip(".")
    return f"{author}. ({apa_date(document.date)}). {title}. {document.url}".rstrip()


def bibtex(entry: Entry) -> str:
    """Return an entry for BibLaTeX, whose dates are EDTF as ours are; `year` is for BibTeX, which reads no others."""
    document = entry.document
    fields = {
        "author": f"{{{_tex(document.publisher)}}}",
        "title": f"{{{_tex(document.title)}}}",
        "year": year_of(document.date),
        "date": document.date.text,
        "url": document.url.translate(_IN_ADDRESS),
        "language": document.language,
        "eventdate": entry.event.text if entry.event else "",
        "pages": "--".join(entry.pages),
        "note": _tex(entry.note),
        "abstract": _tex(quoted(entry)),
        "annotation": _tex(entry.statement),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value.strip("{}"))
    return f"@online{{{entry.id},\n{lines}\n}}"


def _tex(text: str) -> str:
    written = _TEX if _has_pairs(text) else _TEX | _BRACES
    return _SPECIAL.sub(lambda found: written.get(found[0], f"\\{found[0]}"), " ".join(text.split()))


def _has_pairs(text: str) -> bool:
    """Whether each opening brace of a text has a closing one behind it, and each closing one an opening one."""
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def csl(entry: Entry) -> dict[str, Any]:
    """Return an entry as an item of CSL-JSON; `custom` has the dates in EDTF, which tells "about" from "perhaps"."""
    document = entry.document
    item: dict[str, Any] = {
        "id": entry.id,
        "type": "webpage" if document.url else "document",
        "title": document.title,
        "author": [{"literal": document.publisher}],
        "issued": csl_date(document.date),
        "URL": document.url,
        "language": document.language,
        "event-date": csl_date(entry.event) if entry.event else None,
        "page": "-".join(entry.pages),
        "abstract": quoted(entry),
        "annote": entry.statement,
        "note": entry.note,
        "custom": {"issued": document.date.text} | ({"event-date": entry.event.text} if entry.event else {}),
    }
    return {name: value for name, value in item.items() if value}


def ris(entry: Entry) -> str:
    """Return an entry in RIS; the event's date stands in a note, for RIS has no field for it."""
    document = entry.document
    author = "" if "," in document.publisher else document.publisher  # what is before a comma would be a surname
    fields = [
        ("TY", "ELEC" if document.url else "GEN"),
        ("ID", entry.id),
        ("AU", author),
        ("PB", document.publisher),
        ("TI", document.title),
        ("PY", document.date.text[:4]),
        ("DA", ris_date(document.date)),
        ("UR", document.url),
        ("LA", document.language),
        ("SP", "".join(entry.pages[:1])),
        ("EP", "".join(entry.pages[1:])),
        ("AB", quoted(entry)),
        ("N1", entry.statement),
        ("N1", f"Date of the event: {entry.event.text}" if entry.event else ""),
        ("N1", entry.note),
    ]
    return "\n".join([*(f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value), "ER  - "])


def quoted(entry: Entry) -> str:
    """Return the quotes of an entry, each in quotation marks."""
    return " ".join(f"“{quote}”" for quote in entry.quotes)
