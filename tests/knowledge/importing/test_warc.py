"""A web archive becomes a document for each page, however the pages were sent."""

import gzip

import pytest

from knowledge.importing import warc
from knowledge.importing.conversion import convert
from knowledge.importing.draft import Draft, Source, UnreadableError
from knowledge.importing.wording import written
from tests.support.sources.warc import archive


def page(text: str) -> bytes:
    return f"<html><body><h1>Ruling</h1><p>{text}</p></body></html>".encode()


def chunked(data: bytes) -> bytes:
    half = len(data) // 2
    parts = (data[:half], data[half:])
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.mark.parametrize("packed", [True, False])
def test_pages_that_were_sent_in_chunks_and_packed_are_all_read(packed: bool) -> None:
    headers = "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"
    pages = [(f"https://court.example/{n}", chunked(gzip.compress(page(f"Ruling {n}."))), headers) for n in range(3)]
    drafts = convert(Source("a.warc.gz", archive(*pages, packed=packed)))
    assert [written(draft.blocks) for draft in drafts] == [f"# Ruling\n\nRuling {n}.\n" for n in range(3)]
    assert [draft.url for draft in drafts] == [f"https://court.example/{n}" for n in range(3)]
    assert {draft.captured for draft in drafts} == {"2021-05-04T10:00:00Z"}


def test_what_is_no_page_or_was_not_found_is_passed_over() -> None:
    with pytest.raises(UnreadableError, match="no page"):
        convert(Source("a.warc", archive(("https://court.example/", page("x"), ""), status="404 Not Found")))


def test_of_an_archive_that_breaks_off_the_whole_pages_are_read_and_the_rest_is_said() -> None:
    data = archive(*((f"https://court.example/{n}", page(f"Ruling {n}."), "") for n in range(3)))
    drafts = convert(Source("a.warc.gz", data[: -(len(data) // 6)]))
    assert 1 <= len(drafts) <= 2
    assert any("left out" in remark.what for remark in drafts[0].remarks)


def test_a_page_that_cannot_be_read_is_left_out_and_the_pages_after_it_are_read() -> None:
    def convert_all_but_one(source: Source) -> tuple[Draft, ...]:
        if source.url.endswith("/1"):
            int("no number")
        return convert(source)

    data = archive(*((f"https://court.example/{n}", page(f"Ruling {n}."), "") for n in range(3)))
    drafts = warc.read(Source("a.warc.gz", data), convert_all_but_one)
    assert [draft.url for draft in drafts] == ["https://court.example/0", "https://court.example/2"]
    (remark,) = drafts[0].remarks
    assert (remark.count, remark.examples) == (1, ("https://court.example/1 is broken",))


def test_a_page_stored_under_no_address_is_read() -> None:
    data = archive(("http://[bad/a", page("Ruling 1."), ""), ("https://court.example/2", page("Ruling 2."), ""))
    drafts = convert(Source("a.warc.gz", data))
    assert [(written(draft.blocks)[-10:-1], draft.url) for draft in drafts] == [
        ("Ruling 1.", ""),
        ("Ruling 2.", "https://court.example/2"),
    ]
