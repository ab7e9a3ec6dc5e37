"""All replies: within Telegram's limits whatever the texts of a case are, and honest about changed facts."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.answers import render_answer
from handlers.replies.facts import gist, render_context, render_fact, render_related, title_of
from handlers.replies.overviews import render_latest, render_sources, render_timeline, render_topic, render_topics
from handlers.start import render_start
from knowledge.answering.answers import Excerpts, Suggestions, Timeline, Unknown
from knowledge.edtf import parse_edtf
from knowledge.matching.match import Match
from tests.handlers.replies.bases import LONG, base_of, changed_base, check


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
    assert "1 May 2020\n• This was withdrawn on 1 June 2020" in check(lists[0])
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
    line = "The pier is shut. (corrected on 1 June 2020)"
    for reply in (
        render_timeline(base, 1, "en"),
        render_answer(Timeline("2020", "en", parse_edtf("2020"), ("f",)), base),
    ):
        assert line in check(reply)
