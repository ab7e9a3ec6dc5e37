"""Plain text in any encoding and Markdown become paragraphs; formats are told by what is in a file."""

import pytest

from knowledge.importing.draft import Source, UnreadableError
from knowledge.importing.encodings import decoded
from knowledge.importing.formats import Format, format_of
from knowledge.importing.numerals import numeral
from tests.knowledge.importing.reading import read, text_of
from tests.support.sources.pdf import flowing, pdf

RUSSIAN = "Суд отклонил апелляцию, и решение вступило в силу."
UKRAINIAN = "Суд відхилив апеляцію, її подала пані Пил."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "koi8-r", "cp866", "iso8859-5"]
)
def test_russian_text_is_read_in_any_encoding(encoding: str) -> None:
    assert decoded(RUSSIAN.encode(encoding))[0] == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-be", "cp1251", "koi8-u"])
def test_ukrainian_text_is_read_in_any_encoding(encoding: str) -> None:
    assert decoded(UKRAINIAN.encode(encoding))[0] == UKRAINIAN


def test_western_text_keeps_its_quotation_marks() -> None:
    text = "The court’s “final” ruling – in a café."
    assert decoded(text.encode("cp1252"))[0] == text


def test_data_that_is_no_text_ends_in_advice() -> None:
    with pytest.raises(UnreadableError, match="no text"):
        read(bytes(range(256)) * 4, "a.txt")


def test_blank_lines_divide_paragraphs_and_lines_within_stay() -> None:
    assert text_of("One\ntwo.\n\n\nThree.\n", "a.txt") == "One\ntwo.\n\nThree."


def test_without_blank_lines_long_lines_and_indents_do() -> None:
    long = "This paragraph is one line of more than a hundred characters, as a text is saved that nobody folded yet."
    assert text_of(f"{long}\n{long}\n{long}", "a.txt") == f"{long}\n\n{long}\n\n{long}"
    assert (
        text_of("   One goes\non here\nand here.\n   Two goes\non here.", "a.txt")
        == "One goes\non here\nand here.\n\nTwo goes\non here."
    )


def test_form_feeds_are_pages() -> None:
    assert read("One.\n\n\fTwo.", "a.txt").pages == ("1", "2")
    assert text_of("One.\n\n\fTwo.", "a.txt") == "One.\n\n\fTwo."


def test_markdown_keeps_headings_and_numbers_and_leaves_out_marks() -> None:
    head = "---\ntitle: Ruling\ndate: 2021-05-04\n---\n"
    text = f"{head}# The *ruling*\n\n41. First.\n45. Second with `code`.\n\n> Quoted.\n"
    assert text_of(text, "a.md") == "# The ruling\n\n41. First.\n\n45. Second with code.\n\nQuoted."
    draft = read(text, "a.md")
    assert (draft.title.value, draft.date.value) == ("Ruling", "2021-05-04")


@pytest.mark.parametrize(
    ("data", "name", "advice"),
    [
        (b"", "a.pdf", "is empty"),
        (b"\x89PNG\r\n", "a.png", "picture.*OCR"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xx", "a.docx", "without a password"),
        (b"{\\rtf1 x}", "a.rtf", "save it as DOCX"),
        (b"PK\x03\x04xxxx", "a.zip", "unpack it"),
        (b"PK\x03\x04xxxx", "a.docx", "broken DOCX"),
        (b"\x1f\x8bxx", "a.gz", "unpack it first"),
        (b"<?xml version='1.0'?><a/>", "a.xml", "XML of another kind"),
        (b"no pdf", "a.pdf", "no such file"),
        (b"%PDF-1.4 broken", "a.pdf", "broken PDF"),
    ],
)
def test_what_is_not_read_ends_in_a_sentence_that_says_what_to_do(data: bytes, name: str, advice: str) -> None:
    with pytest.raises(UnreadableError, match=advice):
        read(data, name)


def test_of_a_damaged_text_the_rest_is_read_and_the_damage_is_said() -> None:
    data = f"{UKRAINIAN} {UKRAINIAN}".encode() + b"\xff\x00 " + UKRAINIAN.encode()
    draft = read(data, "a.txt")
    assert draft.blocks[0].text == f"{UKRAINIAN} {UKRAINIAN}\ufffd {UKRAINIAN}"
    assert any("could not be read" in remark.what and remark.count == 1 for remark in draft.remarks)
    page = b'<html><head><meta charset="utf-8"></head><body><p>The court \xff refused it again and again.</p>' * 3
    assert "The court \ufffd refused" in text_of(page, "a.html")


def test_an_encoding_with_a_name_that_none_can_have_is_passed_over() -> None:
    assert decoded("Суд відмовив.".encode(), "utf\0-8") == ("Суд відмовив.", "utf-8")


def test_a_text_that_speaks_of_pdf_is_a_text() -> None:
    assert text_of("A file begins with %PDF-1.7 and a line break.", "a.txt").startswith("A file begins")
    letter = "From: ada@peel.example\nSubject: Broken\n\nIt begins with %PDF-1.7, and no program opens it."
    assert "no program opens it" in text_of(letter, "letter")
    assert "no program" in text_of("<html><body><p>%PDF-1.7: no program opens it.</p></body></html>", "a.html")


@pytest.mark.parametrize(("before", "name"), [(b"", "a"), (b"\xef\xbb\xbf\r\n", "a"), (b"junk of a server\n", "a.pdf")])
def test_a_pdf_is_one_with_a_few_bytes_before_it(before: bytes, name: str) -> None:
    assert format_of(Source(name, before + pdf([flowing(["The court refused."])]))) is Format.PDF


def test_a_pdf_with_bytes_before_it_is_one_without_a_name() -> None:
    data = b"junk of a server\n" + pdf([flowing(["The court refused."])])
    assert format_of(Source("download", data)) is Format.PDF
    assert format_of(Source("download", data[:-200], media_type="application/pdf")) is Format.PDF


def test_a_list_that_counts_far_is_numbered_in_digits() -> None:
    assert [numeral(number, "a") for number in (1, 27, 53)] == ["a", "aa", "aaa"]
    assert [numeral(10**9, style) for style in ("a", "A", "а")] == ["1000000000"] * 3
