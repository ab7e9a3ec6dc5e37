"""Writes DOCX and ODT files from their XML, with only the parts that a test needs."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_W += ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_HEADINGS = "".join(
    f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/></w:style>'
    for level in range(1, 4)
)
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_O = f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:table="{_ODF}:table:1.0"'
_O += f' xmlns:style="{_ODF}:style:1.0" xmlns:meta="{_ODF}:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
_O += f' xmlns:draw="{_ODF}:drawing:1.0" xmlns:svg="{_ODF}:svg-compatible:1.0"'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{}</cp:coreProperties>'
)


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def run(text: str) -> str:
    """Return a run of text."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, style: str = "", number: int | None = None, level: int = 0) -> str:
    """Return a paragraph of runs (or other XML); `number` is the id of the list that it is an entry of."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"


def numbering(start: int, form: str = "decimal", shown: str = "%1.") -> str:
    """Return a part with one list, whose id is 1."""
    level = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{shown}"/>'
    second = '<w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/>'
    levels = f'<w:lvl w:ilvl="0">{level}</w:lvl><w:lvl w:ilvl="1">{second}</w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
    return f'<w:numbering {_W}>{lists}<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>'


def docx(*body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """Return a DOCX file with paragraphs and tables as its body, and other parts by name."""
    document = f"<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>"
    return archive(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "word/document.xml": document,
            "word/styles.xml": f"<w:styles {_W}>{_HEADINGS}</w:styles>",
            **{name: content.replace("<w:", "<w:", 1) for name, content in (parts or {}).items()},
        }
    )


def word_part(kind: str, content: str) -> str:
    """Return another part of a DOCX file, for example its footnotes."""
    return f"<w:{kind} {_W}>{content}</w:{kind}>"


def odt(body: str, styles: str = "", meta: str = "", parts: Mapping[str, str] | None = None) -> bytes:
    """Return an ODT file with the XML of its text, its automatic styles and its metadata."""
    content = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content += f"<office:body><office:text>{body}</office:text></office:body>"
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_O}>{content}</office:document-content>",
            "meta.xml": f"<office:document-meta {_O}><office:meta>{meta}</office:meta></office:document-meta>",
            **(parts or {}),
        }
    )
