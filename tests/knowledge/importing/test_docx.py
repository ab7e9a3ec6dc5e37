"""A DOCX file becomes what Word shows of it."""

from tests.knowledge.importing.reading import read, remarks_of, text_of
from tests.support.sources.office import CORE, docx, numbering, paragraph, run, word_part


def deleted(text: str, name: str = "del") -> str:
    inner = f"<w:r><w:delText>{text}</w:delText></w:r>" if name == "del" else run(text)
    return f'<w:{name} w:id="1" w:author="a">{inner}</w:{name}>'


def test_a_tracked_move_is_read_once_where_it_went() -> None:
    data = docx(
        paragraph(run("The court "), deleted("in May ", "moveFrom"), run("refused")),
        paragraph(run("the appeal"), f'<w:moveTo w:id="2" w:author="a">{run(" in May")}</w:moveTo>', run(".")),
    )
    assert text_of(data) == "The court refused\n\nthe appeal in May."


def test_tracked_changes_are_read_as_accepted_and_said() -> None:
    data = docx(
        paragraph(run("The appeal is "), deleted("allowed"), f'<w:ins w:id="3">{run("dismissed")}</w:ins>', run("."))
    )
    assert text_of(data) == "The appeal is dismissed."
    assert remarks_of(read(data)) == {"tracked deletions left out": 1}


def field(code: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark('separate')}{run(result)}{mark('end')}"


def test_fields_smart_tags_and_content_controls_stay_in_their_sentence() -> None:
    data = docx(
        paragraph(
            run("See "),
            field("REF _Ref1 \\h", "paragraph 12"),
            run(", where "),
            f'<w:smartTag w:element="place">{run("Northland")}</w:smartTag>',
            run(" and "),
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Mr Peel')}</w:sdtContent></w:sdt>",
            run(" are named in "),
            f'<w:fldSimple w:instr="REF x">{run("Annex B")}</w:fldSimple>',
            run("."),
        )
    )
    assert text_of(data) == "See paragraph 12, where Northland and Mr Peel are named in Annex B."


def test_a_field_within_the_code_of_a_field_is_not_read() -> None:
    inner = field("MERGEFIELD sex", "m")
    code = f'<w:r><w:instrText>IF </w:instrText></w:r>{inner}<w:r><w:instrText>= "m"</w:instrText></w:r>'
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    assert text_of(docx(paragraph(run("Dear "), begin, code, separate, run("Sir"), end))) == "Dear Sir"


def test_a_hyphen_that_must_not_break_is_kept_and_a_soft_one_is_not() -> None:
    data = docx(
        paragraph(
            run("non"), "<w:r><w:noBreakHyphen/></w:r>", run("refoule"), "<w:r><w:softHyphen/></w:r>", run("ment")
        )
    )
    assert text_of(data) == "non\u2011refoulement"


def test_a_list_from_41_on_keeps_its_numbers_at_all_levels() -> None:
    data = docx(
        paragraph(run("First."), number=1),
        paragraph(run("Part."), number=1, level=1),
        paragraph(run("Second."), number=1),
        paragraph(run("Plain."), number=0),
        parts={"word/numbering.xml": numbering(41)},
    )
    assert text_of(data) == "41. First.\n\n(a) Part.\n\n42. Second.\n\nPlain."


def test_bullets_have_no_text() -> None:
    data = docx(paragraph(run("One."), number=1), parts={"word/numbering.xml": numbering(1, "bullet", "\uf0b7")})
    assert text_of(data) == "One."


def test_footnotes_stand_at_the_end_with_their_numbers() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = word_part("footnotes", f'<w:footnote w:id="2">{paragraph(run("See the ruling."))}</w:footnote>')
    data = docx(paragraph(run("It held so"), mark, run(".")), parts={"word/footnotes.xml": notes})
    assert text_of(data) == "It held so.\n\n1. See the ruling."


def test_a_text_box_stands_once_and_beside_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph(run('Boxed.'))}</w:txbxContent>"
    choices = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    drawn = f"<w:r><mc:AlternateContent>{choices}</mc:AlternateContent></w:r>"
    assert text_of(docx(paragraph(run("The court "), drawn, run("refused.")))) == "The court refused.\n\nBoxed."


def test_pages_that_word_last_showed_are_kept_over_a_sentence() -> None:
    data = docx(paragraph(run("The court "), "<w:r><w:lastRenderedPageBreak/></w:r>", run("refused.")))
    draft = read(data)
    assert draft.pages == ("1", "2")
    assert text_of(data) == "The court\frefused."


def test_headings_headers_comments_and_hidden_text() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    data = docx(
        paragraph(run("Ruling"), style="Heading1"),
        paragraph(run("Refused."), hidden),
        parts={
            "word/header1.xml": word_part("hdr", paragraph(run("CASE OF PEEL"))),
            "docProps/core.xml": CORE.format("<dcterms:created>2021-05-04T10:00:00Z</dcterms:created>"),
        },
    )
    draft = read(data)
    assert text_of(data) == "# Ruling\n\nRefused."
    assert (draft.title.value, draft.date.value) == ("Ruling", "2021-05-04")
    assert remarks_of(draft) == {"pieces of hidden text left out": 1, "headers and footers of pages left out": 1}


def cell(*content: str) -> str:
    return f"<w:tc>{''.join(content)}</w:tc>"


def test_rows_of_a_table_have_tabs_and_a_table_for_layout_has_none() -> None:
    row = f"<w:tr>{cell(paragraph(run('Peel')))}{cell(paragraph(run('5')))}</w:tr>"
    alone = f"<w:tr>{cell(paragraph(run('One.')), paragraph(run('Two.')))}</w:tr>"
    assert text_of(docx(f"<w:tbl>{row}{alone}</w:tbl>")) == "Peel\t5\n\nOne.\n\nTwo."
