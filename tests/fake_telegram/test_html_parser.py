"""The HTML mode is Telegram's: what it reads, what it refuses, and in which words."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fake_telegram.errors import ApiError
from tests.fake_telegram.formatting import finish_text, parse_text
from tests.fake_telegram.html_parser import parse_html
from tests.fake_telegram.text import utf16_length, utf16_slice

UNMATCHED = "check for unmatched surrogate code units"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("<abac>", 'Unsupported start tag "abac" at byte offset 0'),
        ("é🏟<x y>", 'Unsupported start tag "x" at byte offset 6'),
        ("a<br/>b", 'Unsupported start tag "br/" at byte offset 1'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("&lt;<abacaba", "Unclosed start tag at byte offset 4"),
        ("<b>bold", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<i>a</i   ", "Unclosed end tag at byte offset 4"),
        ("<i   =aba>x</i>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i aba  =  ", 'Unclosed start tag "i" at byte offset 0'),
        ("<i aba=190azAz-.,", "Unexpected end of name token at byte offset 7"),
        ('<a href="&lt;>x</a>', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
        (
            "&#xDFDF;",
            f"Text contains invalid Unicode characters after decoding HTML entities, {UNMATCHED}",
        ),
    ],
)
def test_broken_markup_is_refused_in_telegrams_words(text: str, error: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(text)
    assert caught.value.code == 400
    assert caught.value.description == f"Bad Request: can't parse entities: {error}"


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("&ge;&lt;&gt;&amp;&quot;&laquo;&#12345678;", '&ge;<>&"&laquo;&#12345678;', []),
        ("&#39;&#x27;&lt &", "''< &", []),
        ("🏟 <i>🏟 &lt🏟</i>", "🏟 🏟 <🏟", [("italic", 3, 6)]),
        ("<STRONG>a</strong><em>b</>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<b></b>x", "x", []),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<blockquote cite='' x>q</blockquote>", "q", [("blockquote", 0, 1)]),
        ('<span class="tg-spoiler">s</span>', "s", [("spoiler", 0, 1)]),
        ("<u><ins>a</ins></u>", "a", [("underline", 0, 1)]),
        ("<b>a <code>b</code> c</b>", "a b c", [("bold", 0, 2), ("code", 2, 1), ("bold", 3, 2)]),
        ("<code>a <b>b</b></code>", "a b", [("code", 0, 3)]),
        (
            "<blockquote>a <blockquote>b</blockquote></blockquote>",
            "a b",
            [("blockquote", 0, 3)],
        ),
        ("<a href='nothing'>x</a>", "x", []),
        ("<a href='tg://user?id=5'>x</a>", "x", []),
        ("  <b>  a</b> \n", "a", [("bold", 0, 1)]),
        (
            "<b>a</b> /start@some_bot https://example.org.",
            None,
            [("bold", 0, 1), ("bot_command", 2, 15), ("url", 18, 19)],
        ),
    ],
)
def test_markup_becomes_the_text_and_entities_telegram_shows(
    markup: str, text: str | None, entities: list[tuple[str, int, int]]
) -> None:
    done = finish_text(parse_text(markup, "HTML", None), {})
    assert text is None or done.text == text
    assert [(one["type"], one["offset"], one["length"]) for one in done.entities] == entities


def test_links_code_and_mentions_keep_what_they_point_to() -> None:
    markup = (
        '<a href="https://example.org/a?b=1&amp;c=2">x</a>'
        '<pre><code class="language-python">y</code></pre><a href="tg://user?id=7">z</a>'
    )
    link, code, mention = finish_text(parse_text(markup, "html", None), {7: {"id": 7}}).entities
    assert link["url"] == "https://example.org/a?b=1&c=2"
    assert (code["type"], code["language"]) == ("pre", "python")
    assert mention["user"] == {"id": 7}


def test_more_than_a_hundred_entities_are_dropped_silently() -> None:
    done = finish_text(parse_text("<b>a</b> " * 150, "HTML", None), {})
    assert len(done.entities) == 100


PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)


@given(PLAIN)
def test_escaped_text_always_parses_back_to_itself(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, [])
    assert parse_html(html.escape(text, quote=False)) == (text, [])


@given(st.lists(st.tuples(st.sampled_from(["b", "i", "u", "blockquote", "code"]), PLAIN), max_size=6))
def test_entities_cover_exactly_the_text_between_their_tags(pieces: list[tuple[str, str]]) -> None:
    markup = "🏟".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in pieces)
    plain, entities = parse_html(markup)
    assert plain == "🏟".join(text for _, text in pieces)
    assert [utf16_slice(plain, one["offset"], one["length"]) for one in entities] == [text for _, text in pieces]


@given(st.text(st.sampled_from("<>&;/ab=\"'# i"), max_size=30))
def test_any_markup_is_read_or_refused_but_never_breaks_the_parser(markup: str) -> None:
    try:
        plain, entities = parse_html(markup)
    except ApiError:
        return
    assert all(one["offset"] + one["length"] <= utf16_length(plain) for one in entities)
