"""An ODT file becomes what LibreOffice shows of it."""

import io
import zipfile

import pytest

from knowledge.importing.draft import UnreadableError
from tests.knowledge.importing.reading import read, remarks_of, text_of
from tests.support.sources.office import odt

LIST = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" text:start-value="41" '
    'style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" '
    'style:num-prefix="(" style:num-suffix=")"/></text:list-style>'
)


def item(content: str, start: str = "") -> str:
    return f"<text:list-item{start}>{content}</text:list-item>"


def test_a_list_from_41_on_keeps_its_numbers() -> None:
    inner = f"<text:list>{item('<text:p>Part.</text:p>')}</text:list>"
    first = item(f"<text:p>First.</text:p>{inner}")
    second = item("<text:p>Second.</text:p>", ' text:start-value="45"')
    body = f'<text:list text:style-name="L1">{first}{second}</text:list>'
    third = item("<text:p>Third.</text:p>")
    again = f'<text:list text:style-name="L1" text:continue-numbering="true">{third}</text:list>'
    expected = "41. First.\n\n(a) Part.\n\n45. Second.\n\nBetween.\n\n46. Third."
    assert text_of(odt(f"{body}<text:p>Between.</text:p>{again}", LIST)) == expected


def test_spaces_tabs_breaks_and_spans_are_those_of_the_sentence() -> None:
    body = "<text:p>The<text:s/>court<text:tab/>re<text:span>fus</text:span>ed<text:line-break/>it.</text:p>"
    assert text_of(odt(body)) == "The court refused\nit."


def test_what_was_deleted_under_tracking_is_left_out_and_said() -> None:
    region = "<text:changed-region><text:p>allowed</text:p></text:changed-region>"
    gone = f"<text:tracked-changes>{region}</text:tracked-changes>"
    data = odt(f"{gone}<text:p>The appeal is <text:change/>dismissed.</text:p>")
    assert text_of(data) == "The appeal is dismissed."
    assert list(remarks_of(read(data)).values()) == [1]


def test_notes_stand_at_the_end_and_comments_are_left_out() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See the ruling.</text:p>"
        "</text:note-body></text:note>"
    )
    comment = "<office:annotation><dc:creator>x</dc:creator><text:p>Check!</text:p></office:annotation>"
    assert text_of(odt(f"<text:p>It held so{note}{comment}.</text:p>")) == "It held so.\n\n1. See the ruling."


def test_pages_headings_and_table_rows() -> None:
    body = (
        '<text:h text:outline-level="2">Facts</text:h><text:p>One <text:soft-page-break/>two.</text:p>'
        "<table:table><table:table-row><table:table-cell><text:p>Peel</text:p></table:table-cell>"
        "<table:table-cell><text:p>5</text:p></table:table-cell></table:table-row></table:table>"
    )
    data = odt(body, meta="<meta:creation-date>2021-05-04T10:00:00</meta:creation-date>")
    assert text_of(data) == "## Facts\n\nOne\ftwo.\n\nPeel\t5"
    assert read(data).pages == ("1", "2")
    assert read(data).date.value == "2021-05-04"


def test_a_field_with_the_title_is_text_and_the_title_of_a_picture_is_none() -> None:
    picture = "<draw:frame><svg:title>A seal</svg:title><svg:desc>Red wax</svg:desc></draw:frame>"
    title, verb = "<text:title>Peel v Hart</text:title>", "<text:desc>refused</text:desc>"
    assert (
        text_of(odt(f"<text:p>In re {title}, {picture}the court {verb}.</text:p>"))
        == "In re Peel v Hart, the court refused."
    )


def test_a_heading_whose_level_is_beyond_all_numbers_is_a_heading() -> None:
    body = f'<text:h text:outline-level="{"9" * 5000}">Facts</text:h><text:p>It held so.</text:p>'
    assert text_of(odt(body)) == "# Facts\n\nIt held so."


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_part_that_is_broken_within_its_packing_ends_in_advice(method: int) -> None:
    data = packed(method)
    start = data.index(b"content.xml") + len(b"content.xml")
    broken = data[: start + 9] + b"\xff" * 20 + data[start + 29 :]
    with pytest.raises(UnreadableError, match="is a broken ODT file"):
        read(broken)


def test_a_part_packed_in_an_unknown_way_is_not_said_to_be_encrypted() -> None:
    data = packed(zipfile.ZIP_BZIP2)
    for signature, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        start = data.rindex(signature)
        data = data[: start + place] + b"\x62\0" + data[start + place + 2 :]
    with pytest.raises(UnreadableError, match="packed in a way that is not read"):
        read(data)


def packed(method: int) -> bytes:
    """Return an ODT file whose text is packed by a method of ZIP, and comes last."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        file.writestr("content.xml", "<x>The court refused.</x>" * 50, method)
    return out.getvalue()
