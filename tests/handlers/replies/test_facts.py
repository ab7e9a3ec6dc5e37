"""Replies: whole, honest and within Telegram's limits, whatever the texts of a case are."""

from dataclasses import replace
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.replies.answers import render_answer
from handlers.replies.citations import copy_citation, neighbours
from handlers.replies.facts import gist, render_context, render_fact, render_related, title_of
from handlers.replies.fitting import COPY_LIMIT, MESSAGE_LIMIT, Reply, shorten, units
from handlers.replies.overviews import render_latest, render_sources, render_timeline, render_topic, render_topics
from handlers.start import render_start
from knowledge.answering.answers import Excerpts, Suggestions, Timeline, Unknown
from knowledge.edtf import parse_edtf
from knowledge.matching.match import Match
from knowledge.model import Case, Change, Citation, Document, Fact, KnowledgeBase, Name, Passage, Topic
from tests.fake_telegram.html_parser import parse_html
from tests.support.shipped import shipped, shipped_answerer

BASE = shipped()
LANGUAGES = ("en", "ru", "uk")
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=80)
LONG = st.builds(
    lambda text, times: (text + " ") * times,
    TEXTS | st.text("<>&\"'", min_size=1, max_size=40) | st.text("😀 ", min_size=1, max_size=40),
    st.integers(1, 200),
)


def base_of(statement: str, quote: str, title: str, url: str) -> KnowledgeBase:
    """Return a base of one fact made of the given texts."""
    text = f"before\n\n{quote}\n\nafter"
    start = text.index(quote)
    passages = (
        Passage("d", 1, 0, 6, "before"),
        Passage("d", 2, start, start + len(quote), quote),
        Passage("d", 3, len(text) - 5, len(text), "after"),
    )
    document = Document(
        "d", title, parse_edtf("2020-05-02"), "P & Sons", "en", url, "", text, passages, {"en": statement}
    )
    fact = Fact(
        "f",
        "t",
        {"en": statement},
        "n",
        (Citation("d", quote, start, start + len(quote)),),
        {"en": (statement,)},
        parse_edtf("2020-05-01"),
        {"en": statement},
    )
    name = Name("n", "body", {"en": statement}, ())
    case = Case("c", {"en": title}, {"en": statement}, ("en",), "en", (Topic("t", {"en": statement}),), (name,))
    return KnowledgeBase(case, {"d": document}, {"f": fact})


def check(reply: Reply) -> str:
    """Return the text of a reply that Telegram would take."""
    text, _ = parse_html(reply.html)
    assert units(reply.html) <= MESSAGE_LIMIT
    assert text.strip()
    for row in reply.buttons:
        assert row
        for button in row:
            assert button.text.strip()
            assert bool(button.data) != bool(button.copy)
            assert len(button.data.encode()) <= 64
            assert units(button.copy) <= COPY_LIMIT
    return text


@settings(max_examples=150)
@given(LONG, LONG, LONG, st.integers(0, 2500))
def test_any_texts_of_a_case_give_replies_that_telegram_takes(
    statement: str, quote: str, title: str, length: int
) -> None:
    if not statement.strip() or not quote.strip() or not title.strip():
        return
    base = base_of(statement.strip(), quote, title.strip(), "https://example.org/" + "x" * length)
    fact = base.facts["f"]
    match = (Match("f", 0.5),)
    passages = base.documents["d"].passages
    replies = [
        render_fact(fact, base, "en"),
        render_context(fact, base, "en"),
        render_related(fact, base, "en"),
        render_topics(base, "en"),
        render_topic(base, "t", "en"),
        render_timeline(base, 1, "en"),
        render_sources(base, "en"),
        render_latest(base, "en"),
        render_start(base, "en"),
        render_answer(Suggestions(statement, "en", match, (quote, title)), base),
        render_answer(Excerpts(statement, "en", passages, (quote,)), base),
        render_answer(Unknown(statement * 9, "en", (quote, statement)), base),
        render_answer(Timeline(statement, "en", parse_edtf("2020"), ("f",)), base),
    ]
    for reply in replies:
        check(reply)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_of_the_case_is_told_whole_with_its_sources(language: str) -> None:
    for fact in BASE.facts.values():
        reply = render_fact(fact, BASE, language)
        text = check(reply)
        assert text.startswith(fact.statement[language])
        assert BASE.names[fact.asserted_by].label[language] in text
        for citation in fact.citations:
            document = BASE.documents[citation.document_id]
            assert citation.quote in text
            assert document.title in text
            assert document.publisher in text
            assert document.url in reply.html
        if fact.derived:
            assert fact.derived[language] in text
        assert reply.facts == (fact.id,)


def test_a_quote_that_does_not_fit_is_cut_with_a_mark_and_keeps_its_source() -> None:
    quote = "word " * 3000 + "end."
    base = base_of("The note says so.", quote, "A title", "https://example.org/")
    text = check(render_fact(base.facts["f"], base, "en"))
    assert "[…]" in text
    assert "A title" in text
    assert "2 May 2020" in text
    assert units(text) > 3000


@given(TEXTS, st.integers(0, 400))
def test_a_copied_citation_keeps_title_date_and_link(quote: str, times: int) -> None:
    base = base_of("s", (quote + " ") * times + "end", "A title", "https://example.org/note")
    copied = copy_citation(base.facts["f"].citations[0], base)
    assert units(copied) <= COPY_LIMIT
    for part in ("A title", "2020-05-02", "https://example.org/note"):
        assert part in copied


def test_every_citation_of_the_case_can_be_copied_with_its_link() -> None:
    for fact in BASE.facts.values():
        for citation in fact.citations:
            copied = copy_citation(citation, BASE)
            assert units(copied) <= COPY_LIMIT
            assert BASE.documents[citation.document_id].url in copied
            assert "2012-07-02" in copied
            assert "UK Authorities Refused" in copied


@given(st.text(), st.integers(1, 200))
def test_a_shortened_text_fits_and_begins_as_the_text_does(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert units(short) <= limit
    assert short == text or text.startswith(short.removesuffix("…"))


def test_the_context_of_a_passage_is_its_neighbours_in_the_document() -> None:
    fact = BASE.facts["uk-reply-words"]
    around = neighbours(fact.citations[0], BASE.documents[fact.citations[0].document_id])
    assert [passage.number for passage in around] == list(range(around[0].number, around[0].number + 3))
    assert fact.citations[0].quote in around[1].text


def test_the_words_that_the_documents_lack_are_named() -> None:
    text = check(render_answer(Unknown("q", "en", ("France", "No 12")), BASE))
    assert "The documents do not mention: France, No 12." in text


def test_excerpts_are_marked_as_not_curated() -> None:
    passages = BASE.documents["hermitage-2012-07-02"].passages[3:6]
    text = check(render_answer(Excerpts("q", "en", passages), BASE))
    assert "No curated answer" in text
    assert passages[0].text in text


def test_a_suggestion_can_be_chosen_or_refused() -> None:
    matches = tuple(Match(fact_id, 0.5) for fact_id in list(BASE.facts)[:3])
    reply = render_answer(Suggestions("q", "en", matches), BASE)
    check(reply)
    assert [row[0].data for row in reply.buttons] == [*(f"f:{match.fact_id}" for match in matches), "none"]


def test_pages_of_the_timeline_hold_every_dated_fact_once_and_in_order() -> None:
    shown: list[str] = []
    for page in range(1, 10):
        reply = render_timeline(BASE, page, "en")
        check(reply)
        ids = [row[0].data.removeprefix("f:") for row in reply.buttons if row[0].data.startswith("f:")]
        if ids and ids[0] in shown:
            break
        shown += ids
    assert shown == [fact.id for fact in BASE.timeline]


@pytest.mark.slow
def test_the_answer_to_a_real_question_is_the_fact() -> None:
    reply = render_answer(shipped_answerer().answer("Why did the UK refuse?"), BASE)
    assert reply.facts == ("refusal-grounds",)


@pytest.mark.slow
def test_a_date_that_was_worked_out_is_marked_in_lists_and_explained_in_its_fact() -> None:
    listed = check(render_answer(shipped_answerer().answer("27 July 2011"), BASE))
    assert "27 July 2011 (worked out) The press release says" in listed
    told = check(render_fact(BASE.facts["visa-bans-date"], BASE, "en"))
    assert "The date is worked out, not stated outright. The press release says" in told


def test_a_link_too_long_to_copy_is_left_out_whole() -> None:
    base = base_of("s", "the quote", "A title", "https://example.org/" + "x" * 240)
    copied = copy_citation(base.facts["f"].citations[0], base)
    assert copied == "“the quote” — A title, 2020-05-02"


@pytest.mark.parametrize("length", [100, 150, 190])
def test_a_long_link_is_copied_whole_with_the_date_and_the_beginning_of_the_title(length: int) -> None:
    url = "https://example.org/" + "x" * (length - 20)
    base = base_of("s", "the quote " * 30, "A title of many words " * 20, url)
    copied = copy_citation(base.facts["f"].citations[0], base)
    assert units(copied) <= COPY_LIMIT
    for part in ("A title of", "2020-05-02", url):
        assert part in copied


@pytest.mark.parametrize("answer", [Suggestions, Excerpts])
def test_a_question_that_was_cut_is_asked_to_be_short(answer: type[Suggestions] | type[Excerpts]) -> None:
    text = check(render_answer(answer("why " * 200, "en", ()), BASE))
    assert text.endswith("Please ask in one or two sentences.")


def test_a_corrected_fact_says_what_changed_and_a_withdrawn_one_says_nothing_else() -> None:
    fact = next(iter(BASE.facts.values()))
    note = dict.fromkeys(BASE.case.languages, "The document gives another date.")
    corrected = render_fact(replace(fact, change=Change(parse_edtf("2020-02-03"), "corrected", note)), BASE, "en")
    assert "Corrected on 3 February 2020. The document gives another date." in corrected.html
    assert escape(fact.citations[0].quote[:30]) in corrected.html
    withdrawn = render_fact(replace(fact, change=Change(parse_edtf("2020-02-03"), "withdrawn", note)), BASE, "en")
    assert "withdrawn on 3 February 2020" in withdrawn.html
    assert escape(fact.statement["en"][:30]) not in withdrawn.html
    assert withdrawn.buttons == ()


def changed_base(kind: str) -> KnowledgeBase:
    """Return a base of three facts, of which the first is changed."""
    base = base_of("The pier", "the quote", "A title", "https://example.org/")
    fact = replace(
        base.facts["f"], statement={"en": "The pier is shut."}, questions={"en": ("Is the pier open?",)}, derived={}
    )
    other = replace(fact, id="g", statement={"en": "It has a gate."}, questions={"en": ("What gate?",)}, related=("f",))
    last = replace(other, id="h", related=())
    change = Change(parse_edtf("2020-06-01"), kind, {"en": "The note was false."})
    return replace(base, facts={"f": replace(fact, change=change), "g": other, "h": last})


def test_a_withdrawn_fact_is_nowhere_listed_as_if_it_held() -> None:
    base = changed_base("withdrawn")
    fact, other, last = base.facts.values()
    lists = [
        render_timeline(base, 1, "en"),
        render_answer(Timeline("2020", "en", parse_edtf("2020"), ("f", "g")), base),
        render_answer(Suggestions("pier", "en", (Match("f", 0.5), Match("g", 0.5))), base),
        render_topic(base, "t", "en"),
        render_latest(base, "en"),
        render_start(base, "en"),
        *(render_related(one, base, "en") for one in (fact, other, last)),
        render_context(fact, base, "en"),
    ]
    for reply in lists:
        shown = check(reply)
        assert "The pier is shut." not in shown
        assert "the quote" not in shown
        labels = [button.text for row in reply.buttons for button in row]
        assert "Is the pier open?" not in labels
        assert (fact.id in {button.data.removeprefix("f:") for row in reply.buttons for button in row}) == (
            "Withdrawn: Is the pier open?" in labels
        )
    assert "1 May 2020 This was withdrawn on 1 June 2020" in check(lists[0])
    assert (gist(fact, "en"), title_of(fact, "en")) == (
        "This was withdrawn on 1 June 2020 and is no longer an answer. The note was false.",
        "Withdrawn: Is the pier open?",
    )
    assert render_related(other, base, "en").buttons == (), "the only fact that it names is withdrawn"
    assert "for example: What gate?" in check(render_start(base, "en"))
    assert "f:f" not in {row[0].data for row in render_latest(base, "en").buttons}
    assert "f:f" in {row[0].data for row in render_topic(base, "t", "en").buttons}, "who looks for it learns of it"


def test_a_corrected_fact_is_marked_where_its_statement_is_listed() -> None:
    base = changed_base("corrected")
    line = "1 May 2020 The pier is shut. (corrected on 1 June 2020)"
    for reply in (
        render_timeline(base, 1, "en"),
        render_answer(Timeline("2020", "en", parse_edtf("2020"), ("f",)), base),
    ):
        assert line in check(reply)
