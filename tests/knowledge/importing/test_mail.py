"""An e-mail becomes its own text; what is attached to it becomes documents of their own."""

from email.message import EmailMessage

import pytest

from knowledge.importing.conversion import convert
from knowledge.importing.draft import Draft, Source, UnreadableError
from knowledge.importing.wording import written
from tests.support.sources.office import docx, paragraph, run


def mail(subject: str, text: str, date: str = "Tue, 04 May 2021 23:30:00 +0300") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Date"] = "Ada Peel <ada@peel.example>", "bob@court.example", date
    message["Subject"] = subject
    message.set_content(text)
    return message


def read(message: EmailMessage) -> list[Draft]:
    return list(convert(Source("letter.eml", message.as_bytes())))


def test_the_text_has_its_header_and_its_fields_are_proposed() -> None:
    (draft,) = read(mail("Скарга № 5", "Суд відмовив.\n\nМи оскаржуємо."))
    found = (draft.title.value, draft.date.value, draft.publisher.value, draft.language.value)
    assert found == ("Скарга № 5", "2021-05-04", "Ada Peel", "uk")
    assert written(draft.blocks).startswith("From: Ada Peel <ada@peel.example>\nTo: bob@court.example\nDate: ")
    assert written(draft.blocks).endswith("\n\nСуд відмовив.\n\nМи оскаржуємо.\n")


def test_an_attached_mail_is_a_document_of_its_own() -> None:
    outer, inner, innermost = (
        mail("Forward", "See below."),
        mail("Ruling", "The appeal fails."),
        mail("First", "We appeal."),
    )
    inner.add_attachment(innermost)
    outer.add_attachment(inner)
    drafts = read(outer)
    assert [draft.title.value for draft in drafts] == ["Forward", "Ruling", "First"]
    assert [draft.name for draft in drafts] == ["letter.eml", "letter-attached-1", "letter-attached-1-attached-1"]
    assert ["fails" in written(draft.blocks) for draft in drafts] == [False, True, False]


def test_an_attached_file_is_a_document_and_one_that_is_not_read_is_named() -> None:
    message = mail("Files", "Two files.")
    message.add_attachment(
        docx(paragraph(run("The ruling."))), maintype="application", subtype="x", filename="Ruling.docx"
    )
    message.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="scan.png")
    first, second = read(message)
    assert written(second.blocks) == "The ruling.\n"
    assert second.name == "letter-Ruling.docx"
    assert any("scan.png is a picture" in remark.examples[0] for remark in first.remarks)


def test_plain_text_goes_before_its_repetition_in_html() -> None:
    message = mail("Twice", "The appeal fails.")
    message.add_alternative("<p>The appeal fails.</p>", subtype="html")
    (draft,) = read(message)
    assert written(draft.blocks).count("The appeal fails.") == 1


def test_html_alone_is_read_as_a_page_is() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "ada@peel.example", "HTML"
    message.set_content("<p>She said <q>no</q>.</p><ol start=41><li>Claim</ol>", subtype="html")
    (draft,) = read(message)
    assert written(draft.blocks).endswith("She said “no”.\n\n41. Claim\n")


@pytest.mark.parametrize("charset", ["koi8-u", "windows-1251", "utf-8"])
def test_the_encoding_is_the_one_that_the_mail_states(charset: str) -> None:
    head = f"From: a@b.example\r\nSubject: x\r\nContent-Type: text/plain; charset={charset}\r\n\r\n"
    (draft,) = convert(Source("a.eml", head.encode() + "Суд відмовив її.".encode(charset)))
    assert written(draft.blocks).endswith("Суд відмовив її.\n")


def test_lines_that_were_folded_for_sending_are_whole_again() -> None:
    head = b"From: a@b.example\r\nSubject: x\r\nContent-Type: text/plain; format=flowed\r\n\r\n"
    (draft,) = convert(Source("a.eml", head + b"The appeal \r\nfails.\r\n"))
    assert written(draft.blocks).endswith("\n\nThe appeal fails.\n")


def test_parts_nested_too_deeply_end_in_advice() -> None:
    head, data = b"From: a@b.example\r\nSubject: x\r\n", b""
    for depth in range(60):
        data += b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (depth, depth)
    with pytest.raises(UnreadableError, match="too deeply"):
        convert(Source("a.eml", head + data + b"\r\nx"))


def test_of_a_broken_mail_what_can_be_read_is_read() -> None:
    head = b'From: a@b.example\nSubject: x\nContent-Type: multipart/mixed; boundary="b"\n\n'
    parts = [
        b"Content-Type: multipart/alternative\n\nno parts",
        b"Content-Type: text/html\n\n",
        b"Content-Type: text/plain\n\n" + bytes(range(1, 256)),
        b"Content-Type: text/plain\n\nThe appeal fails.",
    ]
    drafts = convert(Source("a.eml", head + b"".join(b"--b\n" + part + b"\n" for part in parts) + b"--b--\n"))
    assert written(drafts[0].blocks).endswith("The appeal fails.\n")
    assert any("left out" in remark.what for remark in drafts[0].remarks)


FAR = "9" * 5000
"""A number of more digits than Python reads."""


@pytest.mark.parametrize(
    "header",
    ["Date: Tue, 04 May 2021 23:30:00 +99999999999999", f"Content-Disposition: inline; x*{FAR}=a"],
)
def test_a_header_that_cannot_be_read_takes_nothing_from_the_text(header: str) -> None:
    data = f"From: ada@peel.example\nSubject: Ruling\n{header}\n\nThe appeal fails.\n"
    (draft,) = convert(Source("letter.eml", data.encode()))
    assert written(draft.blocks).endswith("The appeal fails.\n")


def test_a_mail_whose_kind_cannot_be_read_ends_in_advice() -> None:
    data = f"From: ada@peel.example\nSubject: Ruling\nContent-Type: text/plain; x*{FAR}=a\n\nThe appeal fails.\n"
    with pytest.raises(UnreadableError, match="broken"):
        convert(Source("letter.eml", data.encode()))
