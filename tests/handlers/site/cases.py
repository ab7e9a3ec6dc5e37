"""A made-up case with what a page can get wrong: markup in every text, long documents, overlaps, withdrawals."""

from dataclasses import replace

from knowledge.casefile.documents import split_passages
from knowledge.edtf import parse_edtf
from knowledge.model import Case, Change, Citation, Document, Fact, KnowledgeBase, Name, Notice, Provenance, Topic

HOSTILE = "</title><script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;"
"""A text that does harm wherever it is not escaped."""
TEXT = (
    f"# The report\n\nThe pier was closed on 3 May 2021 by the mayor. {HOSTILE}\n\n"
    "The mayor denies that the pier was closed.\f\n\nIt was open."
)


def document(identifier: str = "report", text: str = TEXT, title: str = f"Report {HOSTILE}") -> Document:
    """Return a document in English."""
    return Document(
        identifier,
        title,
        parse_edtf("2021-06-01"),
        f"Council {HOSTILE}",
        "en",
        f"https://council.example/?a=1&b={identifier}",
        "ab" * 32,
        text,
        split_passages(identifier, text),
        note={"en": f"Note {HOSTILE}"},
        provenance=Provenance("originals/a.pdf", "cd" * 32, "2026-01-02T03:04:05Z", ("i", "ii")),
    )


def citing(source: Document, quote: str) -> Citation:
    """Return a citation of words of a document."""
    start = source.text.index(quote)
    return Citation(source.id, quote, start, start + len(quote), translation={"ru": f"перевод {HOSTILE}"})


def fact(identifier: str, *citations: Citation, **more: object) -> Fact:
    """Return a fact in English and Russian."""
    made = Fact(
        identifier,
        "pier",
        {"en": f"Statement {identifier} {HOSTILE}", "ru": f"Утверждение {identifier} {HOSTILE}"},
        "council",
        citations,
        {"en": (f"Question {identifier} {HOSTILE}",), "ru": (f"Вопрос {identifier} {HOSTILE}",)},
        date=parse_edtf("2021-05-03"),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def hostile_base() -> KnowledgeBase:
    """Return the case: three facts that overlap in one document, a withdrawn one, and a long document."""
    report = document()
    long = document("long", "\n\n".join(f"Абзац {number} " + "слово " * 300 for number in range(40)), "Long")
    closed = citing(report, "The pier was closed on 3 May 2021")
    facts = (
        fact("closed", closed, citing(long, "Абзац 39"), disputes=("open",), related=("gone",)),
        fact("when", citing(report, "closed on 3 May 2021 by the mayor. " + HOSTILE)),
        fact("open", citing(report, "closed.\f\n\nIt was open"), disputes=("closed",), derived={"en": HOSTILE}),
        fact("same", closed, citing(report, "The pier"), date=parse_edtf("2021-05~")),
        fact("gone", closed, change=Change(parse_edtf("2022-01-01"), "withdrawn", {"en": f"Wrong. {HOSTILE}"})),
    )
    notices = {
        one: Notice(one, parse_edtf(f"2021-06-0{day}"), "news", {"en": f"News {HOSTILE}"}, {"en": HOSTILE}, ("closed",))
        for day, one in enumerate(("first", "second"), start=1)
    }
    case = Case(
        "pier",
        {"en": f"Pier {HOSTILE}", "ru": f"Пирс {HOSTILE}"},
        {"en": HOSTILE, "ru": HOSTILE},
        ("en", "ru"),
        "en",
        (Topic("pier", {"en": f"Topic {HOSTILE}"}),),
        (Name("council", "body", {"en": f"Council {HOSTILE}"}, ("Council of Elm",)),),
    )
    return KnowledgeBase(case, {"report": report, "long": long}, {one.id: one for one in facts}, notices)
