"""Makes documents like those that curators get, of every format, with the text that a reader of them sees."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape

from knowledge.language.word_frequencies import forms
from tests.support.sources.office import docx, numbering, odt, paragraph, run, word_part
from tests.support.sources.pdf import Text, pdf, width
from tests.support.sources.warc import archive

_QUOTED = {"en": "“{}”", "ru": "«{}»", "uk": "«{}»"}
_ENCODINGS = {"en": ("utf-8", "cp1252", "utf-16")}
_CYRILLIC = ("utf-8", "cp1251", "mac-cyrillic")
_CONTENT = "<div class=content>"
_LIST = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" text:start-value="{}" '
    'style:num-format="1" style:num-suffix="."/></text:list-style>'
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a document says: a title, then sections of a heading and numbered paragraphs, and two footnotes."""

    language: str
    title: str
    start: int
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, str]

    @property
    def numbered(self) -> list[tuple[str, list[str]]]:
        """The sections, each paragraph with its number."""
        number = self.start
        found: list[tuple[str, list[str]]] = []
        for heading, paragraphs in self.sections:
            found.append((heading, [f"{number + place}. {text}" for place, text in enumerate(paragraphs)]))
            number += len(paragraphs)
        return found

    @property
    def body(self) -> str:
        """The text that a reader sees, without the notes."""
        parts = [self.title]
        for heading, paragraphs in self.numbered:
            parts += [heading, *paragraphs]
        return "\n".join(parts)


def report(language: str, seed: int) -> Report:
    """Return a report of some 600 words."""
    chance = random.Random(f"{language} {seed}")
    words = [word for word in forms(language) if word.isalpha() and len(word) > 1][:4000]
    weights = [10 ** forms(language)[word] for word in words]

    def phrase(count: int) -> str:
        return " ".join(chance.choices(words, weights, k=count))

    def sentence() -> str:
        text = f"{phrase(chance.randint(4, 9))}, {phrase(chance.randint(3, 9))}"
        if chance.random() < 0.2:
            text = f"{text} {_QUOTED[language].format(phrase(4))}"
        return f"{text[0].upper()}{text[1:]}{chance.choice(['.', '.', '.', '?'])}"

    def heading() -> str:
        text = phrase(chance.randint(2, 5))
        return f"{text[0].upper()}{text[1:]}"

    sections = tuple(
        (
            heading(),
            tuple(" ".join(sentence() for _ in range(chance.randint(2, 5))) for _ in range(chance.randint(2, 5))),
        )
        for _ in range(chance.randint(2, 4))
    )
    return Report(language, heading(), chance.randint(1, 90), sections, (sentence(), sentence()))


def _lines(text: str, to: float, size: float, chance: random.Random) -> list[str]:
    """Break a paragraph into lines, some words with a hyphen at a line's end."""
    lines, line = [], ""
    for word in text.split():
        if line and width(f"{line} {word}", size) > to:
            if word.isalpha() and len(word) > 7 and chance.random() < 0.6:
                place = chance.randint(3, len(word) - 3)
                lines.append(f"{line} {word[:place]}-")
                line = word[place:]
                continue
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def _set(report: Report, columns: int, seed: int) -> bytes:
    """Set a report in pages with running heads, page numbers, broken words, and notes at the foot of the first."""
    chance, size = random.Random(seed), 10.5
    to = 440.0 if columns == 1 else 200.0
    rows: list[tuple[str, float]] = []
    for heading, paragraphs in report.numbered:
        rows.append((heading, 13.0))
        for text in paragraphs:
            rows += [(line, size) for line in _lines(text, to, size, chance)]
            rows.append(("", size))
    pages: list[list[Text]] = []
    column = columns
    y = 0.0
    for text, height in rows:
        if y < 110:
            column += 1
            if column >= columns:
                pages.append([Text(72, 805, f"REPORT {report.start}/2021", 8), Text(290, 40, str(len(pages) + 1), 8)])
                column = 0
            y = 700.0 if len(pages) == 1 else 760.0
        if text:
            pages[-1].append(Text(72 + column * 245, y, text, height, bold=height > size))
        y -= 1.3 * height if text else 8.0
    pages[0].append(Text(72, 750, report.title, 17))
    pages[0] += [Text(72, 85 - 12 * n, f"{n + 1}. {note}", 7.5) for n, note in enumerate(report.notes)]
    return pdf(pages)


def _docx(report: Report) -> bytes:
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = [paragraph(run(report.title), style="Heading1")]
    for heading, texts in report.sections:
        body.append(paragraph(run(heading), style="Heading2"))
        body += [paragraph(*_runs(text), number=1) for text in texts]
    notes = "".join(
        f'<w:footnote w:id="{n}">{paragraph(run(note))}</w:footnote>' for n, note in enumerate(report.notes)
    )
    body.append(paragraph(mark.format(0), mark.format(1)))
    parts = {"word/numbering.xml": numbering(report.start), "word/footnotes.xml": word_part("footnotes", notes)}
    return docx(*body, parts={**parts, "word/header1.xml": word_part("hdr", paragraph(run("REPORT")))})


def _runs(text: str) -> list[str]:
    """Part a paragraph into runs, as Word does at every change."""
    return [run(text[start : start + 37]) for start in range(0, len(text), 37)]


def _odt(report: Report) -> bytes:
    body = f'<text:h text:outline-level="1">{escape(report.title)}</text:h>'
    for heading, texts in report.sections:
        items = "".join(f"<text:list-item><text:p>{escape(text)}</text:p></text:list-item>" for text in texts)
        body += f'<text:h text:outline-level="2">{escape(heading)}</text:h>'
        body += f'<text:list text:style-name="L1" text:continue-numbering="true">{items}</text:list>'
    notes = "".join(
        f"<text:note><text:note-body><text:p>{escape(note)}</text:p></text:note-body></text:note>"
        for note in report.notes
    )
    return odt(f"{body}<text:p>{notes}</text:p>", _LIST.format(report.start))


def page(report: Report) -> bytes:
    """Return a report as a page of a news site."""
    sections = ""
    for heading, texts in report.numbered:
        listed = "".join(f"<li><p>{escape(text.partition('. ')[2])}</p></li>" for text in texts)
        sections += f"<h2>{escape(heading)}</h2><ol start={texts[0].partition('.')[0]}>{listed}</ol>"
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(8))
    notes = "".join(f"<p>{n + 1}. {escape(note)}</p>" for n, note in enumerate(report.notes))
    title = escape(report.title)
    head = f'<meta charset="utf-8"><title>{title} - News</title><script>var x = 1;</script>'
    around = f"<header><nav><ul>{menu}</ul></nav></header>", f"<aside><ul>{menu}</ul></aside><footer>Rights</footer>"
    content = f"{_CONTENT}<h1>{title}</h1>{sections}{notes}</div>"
    page = f"<head>{head}</head><body>{around[0]}{content}{around[1]}</body>"
    return f'<!doctype html><html lang="{report.language}">{page}</html>'.encode()


def _markdown(report: Report) -> bytes:
    parts = [f"# {report.title}"]
    for heading, texts in report.numbered:
        parts += [f"## {heading}", *texts]
    return "\n\n".join([*parts, *(f"{n + 1}. {note}" for n, note in enumerate(report.notes))]).encode()


def _plain(report: Report, seed: int) -> bytes:
    text = _markdown(report).decode().replace("# ", "").replace("#", "")
    names = _ENCODINGS.get(report.language, _CYRILLIC)
    name = names[seed % len(names)]
    return text.encode(name)


def _mail(report: Report) -> bytes:
    message = EmailMessage()
    message["From"], message["Date"], message["Subject"] = (
        "Ada Peel <ada@peel.example>",
        "Tue, 04 May 2021 10:00:00 +0300",
        report.title,
    )
    message.set_content(_markdown(report).decode().replace("# ", "").replace("#", ""))
    return message.as_bytes()


def _telegram(report: Report) -> bytes:
    notes = (f"{n + 1}. {note}" for n, note in enumerate(report.notes))
    texts = [report.title, *(text for heading, own in report.numbered for text in (heading, *own)), *notes]
    messages = [
        {"id": n, "type": "message", "date": "2021-05-04T10:00:00", "from": None if n % 3 else "Ada", "text": [text]}
        for n, text in enumerate(texts)
    ]
    return json.dumps({"name": "Chat", "type": "private_group", "messages": messages}).encode()


def _feed(report: Report) -> bytes:
    text = escape(page(report).decode().split(_CONTENT)[1].split("</div><aside>")[0])
    fields = f"<title>{escape(report.title)}</title><pubDate>Tue, 04 May 2021 10:00:00 EET</pubDate>"
    entry = f"<item>{fields}<description>{text}</description></item>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{entry}</channel></rss>'.encode()


MAKERS: Mapping[str, Callable[[Report, int], bytes]] = {
    "a.pdf": lambda report, seed: _set(report, 1, seed),
    "columns.pdf": lambda report, seed: _set(report, 2, seed),
    "a.docx": lambda report, _: _docx(report),
    "a.odt": lambda report, _: _odt(report),
    "a.html": lambda report, _: page(report),
    "a.md": lambda report, _: _markdown(report),
    "a.txt": _plain,
    "a.eml": lambda report, _: _mail(report),
    "result.json": lambda report, _: _telegram(report),
    "a.rss": lambda report, _: _feed(report),
    "a.warc.gz": lambda report, _: archive(("https://news.example/a", page(report), "")),
}
"""The name of a source to what makes it of a report and a seed."""
LANGUAGES: Sequence[str] = ("en", "ru", "uk")
