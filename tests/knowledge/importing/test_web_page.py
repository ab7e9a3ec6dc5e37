"""A web page becomes the sentences that its readers see."""

import re
import time

import pytest

from tests.knowledge.importing.reading import read, remarks_of, text_of


def page(body: str, head: str = "", lang: str = "en") -> str:
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("en", "She said “we ‘never’ did”, and left."),
        ("uk", "She said «we „never“ did», and left."),
        ("ru", "She said «we „never“ did», and left."),
        ("de", "She said „we ‚never‘ did“, and left."),
    ],
)
def test_a_quotation_has_the_marks_of_its_language(lang: str, shown: str) -> None:
    assert text_of(page("<p>She said <q>we <q>never</q> did</q>, and left.</p>", lang=lang)) == shown


def test_a_quotation_that_has_marks_gets_no_others() -> None:
    assert text_of(page("<p>He wrote <q>“no”</q>.</p>")) == "He wrote “no”."


def test_a_numbered_list_keeps_the_numbers_that_a_browser_shows() -> None:
    listed = '<ol start="41"><li>One.</li><li value="45"><p>Two.</p><p>More.</p></li><li>Three.</li></ol>'
    assert text_of(page(listed)) == "41. One.\n\n45. Two.\n\nMore.\n\n46. Three."


@pytest.mark.parametrize(
    ("attributes", "numbers"),
    [
        ('type="a" start="26"', ["z.", "aa."]),
        ('type="I"', ["I.", "II."]),
        ("reversed", ["2.", "1."]),
        ('style="list-style: none"', ["One.", "Two."]),
    ],
)
def test_lists_are_numbered_as_they_say(attributes: str, numbers: list[str]) -> None:
    text = text_of(page(f"<ol {attributes}><li>One.</li><li>Two.</li></ol>"))
    assert [line.split()[0] for line in text.split("\n\n")] == numbers


def test_marks_of_footnotes_do_not_break_sentences_and_the_notes_are_kept() -> None:
    body = '<p>The court held so.<sup><a href="#n1">1</a></sup> It is 5 m<sup>2</sup>.</p><p id="n1">1. See above.</p>'
    draft = read(page(body))
    assert text_of(page(body)) == "The court held so. It is 5 m².\n\n1. See above."
    assert any("footnotes" in what for what in remarks_of(draft))


def test_navigation_scripts_and_footers_are_left_out_and_said() -> None:
    around = '<nav><a href="/">Home</a></nav><script>var a = "no";</script><div hidden>Hidden.</div>'
    links = '<ul><li><a href="/1">First</a></li><li><a href="/2">Second</a></li><li><a href="/3">Third</a></li></ul>'
    body = f"{around}<h1>Ruling</h1><p>The appeal is dismissed.</p>{links}<footer>All rights reserved</footer>"
    draft = read(page(body))
    assert text_of(page(body)) == "# Ruling\n\nThe appeal is dismissed."
    (remark,) = draft.remarks
    assert remark.count == 3
    assert "Home" in remark.examples


def test_a_list_of_sentences_with_links_is_text() -> None:
    listed = "".join(f'<li><a href="/{n}">Decision {n}</a> of the court was published.</li>' for n in (1, 2, 3))
    assert "Decision 2 of the court was published." in text_of(page(f"<ul>{listed}</ul>"))


def test_a_page_with_one_word_of_a_menu_in_its_class_keeps_its_text() -> None:
    assert (
        text_of(page('<div class="with sidebar"><p>The appeal is dismissed.</p></div>')) == "The appeal is dismissed."
    )


def test_rows_of_a_table_are_paragraphs_with_a_tab_between_cells() -> None:
    table = "<table><tr><th>Name</th><th>Sum</th></tr><tr><td><p>Peel</p></td><td>5</td></tr></table>"
    assert text_of(page(table)) == "Name\tSum\n\nPeel\t5"


def test_line_breaks_stay_and_words_in_inline_elements_are_not_parted() -> None:
    body = "<p>Nord<b>land</b><br>12 May</p>"
    assert text_of(page(body)) == "Nordland\n12 May"


def test_soft_hyphens_and_invisible_characters_do_not_stand_in_words() -> None:
    assert text_of(page("<p>Regie\u00adrung hat\u200b das ver\u202eboten.</p>")) == "Regierung hat das verboten."


def test_a_page_proposes_its_title_day_publisher_language_and_address() -> None:
    head = (
        '<title>Ruling - Gazette</title><meta property="og:site_name" content="The Gazette">'
        '<meta property="article:published_time" content="2021-05-04T23:30:00+03:00">'
        '<link rel="canonical" href="/rulings/peel">'
    )
    draft = read(page("<h1>Ruling</h1><p>The appeal is dismissed.</p>", head), url="https://gazette.example/r?id=1")
    found = (draft.title.value, draft.date.value, draft.publisher.value, draft.language.value)
    assert found == ("Ruling", "2021-05-04", "The Gazette", "en")
    assert draft.url == "https://gazette.example/rulings/peel"
    assert draft.name == "r"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Опубліковано 27 липня 2012 року.", "2012-07-27"),
        ("Опубликовано 27 июля 2012 г.", "2012-07-27"),
        ("Published in July 2012.", "2012-07"),
    ],
)
def test_the_day_is_read_in_words_with_its_precision(text: str, date: str) -> None:
    assert read(page(f"<p>{text}</p>")).date.value == date


def test_the_language_is_that_of_the_words_whatever_the_template_says() -> None:
    body = "<p>Суд відхилив апеляцію, і рішення набрало законної сили того ж дня.</p>"
    assert read(page(body, lang="en")).language.value == "uk"
    body = "<p>Das Gericht hat die Berufung zurückgewiesen, und das Urteil ist damit rechtskräftig geworden.</p>"
    assert read(page(body, lang="de")).language.value == "de"


def test_a_page_in_an_old_encoding_is_read_in_it() -> None:
    html = page("<p>Суд отклонил апелляцию.</p>", '<meta charset="windows-1251">', "ru")
    assert text_of(html.encode("cp1251"), "a.html") == "Суд отклонил апелляцию."


def test_a_language_that_nobody_states_and_the_bot_does_not_know_is_left_open() -> None:
    body = "<p>Das Gericht hat die Berufung zurückgewiesen, und das Urteil ist damit rechtskräftig geworden.</p>"
    assert not read(f"<html><body>{body}</body></html>").language


def test_a_page_nested_a_hundred_deep_takes_no_longer_than_a_flat_one() -> None:
    text = '<p>The court has <a href="/a">considered</a> it.</p>' * 4000

    def seconds(depth: int) -> float:
        data = f"<html><body>{'<div>' * depth}{text}{'</div>' * depth}</body></html>"
        begun = time.process_time()
        assert text_of(data).count("considered") == 4000
        return time.process_time() - begun

    assert seconds(100) < 5 * seconds(1) + 1


def test_two_line_breaks_end_a_paragraph_as_old_pages_have_it() -> None:
    assert text_of(page("<div>The court refused.<br><br>\n<br>The tannery<br>appealed.</div>")) == (
        "The court refused.\n\nThe tannery\nappealed."
    )


@pytest.mark.parametrize(
    "head",
    ['<link rel="canonical" href="http://[bad/ruling">', '<meta property="og:url" content="http://[bad/ruling">'],
)
def test_a_page_whose_own_address_is_none_has_the_one_where_it_was_found(head: str) -> None:
    draft = read(page("<p>The court refused.</p>", head), "a.html", "https://court.example/ruling")
    assert draft.url == "https://court.example/ruling"
    assert draft.publisher.value == "court.example"
    assert read(page("<p>The court refused.</p>", head), "a.html").url == ""


@pytest.mark.parametrize("start", ["9" * 4300, f"-{'9' * 4300}"])
def test_a_list_that_counts_from_beyond_all_numbers_is_still_read(start: str) -> None:
    text = text_of(page(f'<ol start="{start}"><li>One.</li><li>Two.</li></ol>'))
    assert re.sub(r"-?[0-9]+", "N", text) == "N. One.\n\nN. Two."
    assert len(text) < 60
