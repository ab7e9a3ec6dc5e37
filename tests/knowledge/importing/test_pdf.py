"""A PDF becomes paragraphs: sentences whole over lines, columns and pages, without what each page repeats."""

import pytest

from knowledge.importing.draft import UnreadableError
from tests.knowledge.importing.reading import read, remarks_of, text_of
from tests.support.sources.pdf import Text, flowing, pdf

BODY = (
    "41. The Court notes that the applicant was held for nine months without a hearing, and that nobody said why.",
    "42. It finds that her detention was arbitrary, and that the Government must pay her the costs of the proceedings.",
)


def test_numbered_paragraphs_are_whole_and_apart() -> None:
    assert text_of(pdf([flowing(BODY)])).split("\n\n") == list(BODY)


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("the Govern- | ment refused", "the Government refused"),
        ("a well- | known judge", "a well-known judge"),
        ("the EU- | Ukraine agreement", "the EU-Ukraine agreement"),
        ("the 2012- | 2014 reports", "the 2012-2014 reports"),
        ("засідання Вер- | ховного суду", "засідання Верховного суду"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_joined_or_keeps_its_own_hyphen(broken: str, whole: str) -> None:
    text = text_of(pdf([flowing([f"The paper says that {broken} in the end."])]))
    assert text == f"The paper says that {whole} in the end."
    assert not set(text) & {"\ufffe", "\x02"}


def test_a_word_is_joined_as_the_document_writes_it_elsewhere() -> None:
    body = ["The non-refoulement rule holds.", "It is the rule of non- | refoulement that holds here."]
    assert "rule of non-refoulement that" in text_of(pdf([flowing(body)]))


def test_a_heading_made_bold_by_drawing_it_twice_stands_once() -> None:
    page = [Text(72, 800, "VIOLATION OF ARTICLE 5", 16, twice=True), *flowing(BODY)]
    assert text_of(pdf([page])).split("\n\n")[0] == "# VIOLATION OF ARTICLE 5"


def test_running_heads_and_page_numbers_are_left_out_and_labels_kept() -> None:
    pages = [
        [
            Text(72, 810, "PEEL v. NORTHLAND", 9),
            *flowing([f"Paragraph {n} of the ruling says something else."]),
            Text(290, 40, str(n), 9),
        ]
        for n in (1, 2, 3)
    ]
    data = pdf(pages, labels="0 << /S /r >> 2 << /S /D /St 41 >>")
    draft = read(data)
    assert draft.pages == ("i", "ii", "41")
    assert "PEEL" not in text_of(data)
    assert text_of(data).count("\f") == 2
    left_out = remarks_of(draft)
    assert left_out["running heads and feet left out"] == 3
    assert left_out["page numbers left out; the document keeps the labels of its pages"] == 3


def test_labels_of_pages_past_z_are_doubled_as_the_standard_says() -> None:
    data = pdf([flowing([f"Page {n} says this."]) for n in range(28)], labels="0 << /S /a >>")
    assert read(data).pages[25:] == ("z", "aa", "bb")


def test_a_sentence_over_two_pages_is_one_paragraph_with_the_break_in_it() -> None:
    pages = [
        flowing(["The Court finds that the applicant was held without any"]),
        flowing(["hearing for nine months."]),
    ]
    assert text_of(pdf(pages)) == "The Court finds that the applicant was held without any\fhearing for nine months."


def test_columns_are_read_one_after_the_other_even_if_they_are_drawn_by_rows() -> None:
    left = flowing(
        ["The majority explains that the claim was late, and that no reason was given for it in time."] * 3, to=210
    )
    right = flowing(
        ["The minority says that the claim was in time, for the reason stands in the file since May."] * 3,
        x=320,
        to=210,
    )
    rows = sorted([*left, *right], key=lambda text: (-text.y, text.x))
    text = text_of(pdf([[Text(72, 800, "Two opinions on one question", 16), *rows]]))
    assert text.startswith("# Two opinions on one question\n\nThe majority explains that the claim was late")
    assert text.index("no reason was given for it in time.") < text.index("The minority says")


def test_cells_of_a_table_stay_in_their_row() -> None:
    rows = [Text(x, 760 - 20 * n, value) for n in range(6) for x, value in ((72, f"Name {n}"), (350, f"{n}00"))]
    assert "Name 3\t300" in text_of(pdf([rows])).split("\n\n")


def test_numbers_of_lines_are_left_out_and_said() -> None:
    lines = [line for n, line in enumerate(flowing([" ".join(BODY * 3)], x=110, to=380))]
    numbers = [Text(72, line.y, str(n + 1), 9) for n, line in enumerate(lines)]
    data = pdf([[*lines, *numbers]])
    assert text_of(data) == " ".join(BODY * 3) or text_of(data).replace("\n\n", " ") == " ".join(BODY * 3)
    assert remarks_of(read(data))["numbers of lines left out"] == len(lines)


def test_a_footnote_stands_after_its_paragraph_and_its_mark_is_left_out() -> None:
    page = [
        Text(72, 760, "The Court held so in its first ruling", 11),
        Text(262, 764, "1", 6),
        Text(268, 760, "and again.", 11),
        Text(72, 746, "Nobody appealed against it in the time that the law allows.", 11),
        Text(72, 60, "1 See the ruling of 2 May 2020.", 8),
    ]
    text = text_of(pdf([page]))
    assert "ruling and again." in text
    assert text.endswith("\n\n1 See the ruling of 2 May 2020.")


def test_ligatures_are_written_as_letters() -> None:
    assert text_of(pdf([[Text(72, 700, "The ﬁle of the oﬃce.")]])) == "The file of the office."


def test_scanned_pages_end_in_advice() -> None:
    with pytest.raises(UnreadableError, match=r"has no text.*OCR"):
        read(pdf([[], []]))


def test_an_encrypted_file_ends_in_advice() -> None:
    with pytest.raises(UnreadableError, match="encrypted"):
        read(pdf([flowing(BODY)], password="secret"))


def test_pages_without_text_among_others_are_named() -> None:
    draft = read(pdf([flowing(BODY), [], flowing(BODY[:1])]))
    assert remarks_of(draft)["pages without text (pictures?)"] == 1
    assert draft.blocks[-1].text.count("\f") + draft.blocks[-2].text.count("\f") == 2


@pytest.mark.parametrize("number", ["41.", "(a)", "41"])
def test_a_number_that_stands_apart_belongs_to_its_paragraph(number: str) -> None:
    lines = flowing([BODY[0].removeprefix("41. ")], x=130, to=380)
    assert text_of(pdf([[Text(72, 760, number), *lines]])) == f"{number} {BODY[0].removeprefix('41. ')}"


def test_running_heads_that_change_are_known_by_the_numbers_that_count_on() -> None:
    chapters = ("The facts", "The facts", "The law", "The law", "The costs", "The costs")
    pages = [
        [
            Text(72, 810, f"Chapter {name}", 9),
            Text(500, 810, str(n + 7), 9),
            *flowing([f"Paragraph {n} of the ruling says something else.", f"It is number {n}."]),
        ]
        for n, name in enumerate(chapters)
    ]
    pages[2].insert(2, Text(72, 785, "9 The law as it stands", 15))
    text = text_of(pdf(pages))
    assert "Chapter" not in text
    assert "\f# 9 The law as it stands" in text


def test_a_bold_line_within_a_sentence_is_no_heading() -> None:
    page = [
        Text(72, 760, "The applicant relied on the convention that is called"),
        Text(72, 746, "the European Convention on Human", bold=True),
        Text(72, 732, "Rights, and on no other."),
    ]
    assert "#" not in text_of(pdf([page]))
