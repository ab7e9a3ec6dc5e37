"""Notices in words: why they came, what can be ended, and that lists of them fit a message."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.digests import fitting, render_digest
from handlers.replies.fitting import MESSAGE_LIMIT, Reply, units
from handlers.replies.notices import NoticeForChat, render_announced, render_notice
from handlers.whatsnew import PAGE, render_new
from knowledge.edtf import parse_edtf
from knowledge.model import Change
from knowledge.notices.audience import WAITING_LENGTH, WAITING_MOST, About
from knowledge.notices.content import Announced
from knowledge.notices.reasons import Reason
from knowledge.notices.states import ANNOUNCED, NoticeState
from tests.fake_telegram.html_parser import parse_html
from tests.handlers.conftest import BASE
from tests.handlers.replies.notices import CORRECTION, corrected, notice

LONG = "<&> " * 500
QUESTIONS = ("Where is the moon?", "Who <owns> it?")


def shown(reply: Reply) -> str:
    text, _ = parse_html(reply.html)
    assert units(text) <= MESSAGE_LIMIT
    return text


def buttons(reply: Reply) -> list[str]:
    return [button.data for row in reply.buttons for button in row]


def test_a_notice_that_answers_questions_names_them_and_offers_nothing_to_stop() -> None:
    reply = render_notice(NoticeForChat(notice(), 1, Reason.decode("question:ab,cd"), QUESTIONS), BASE, "en")
    assert "because you asked: “Where is the moon? · Who <owns> it?”. The question is now deleted." in shown(reply)
    assert buttons(reply) == ["f:refused", "s"]


def test_a_question_that_was_ended_meanwhile_is_not_repeated() -> None:
    reply = render_notice(NoticeForChat(notice(), 1, Reason.decode("question:ab")), BASE, "en")
    assert shown(reply).endswith("You get this because you asked to be told when there is an answer.")


def test_a_digest_says_which_of_its_notices_answer_a_question() -> None:
    digest = shown(
        render_digest(
            [
                NoticeForChat(notice(), 1, Reason.decode("question:ab"), QUESTIONS[:1]),
                NoticeForChat(notice(), 2, Reason.decode("case:")),
            ],
            BASE,
            "en",
        )
    )
    assert digest.count("You get this because") == 1
    assert digest.index("Where is the moon?") < digest.index("Notice 2")


@pytest.mark.parametrize("count", [1, 2, 10, 30])
@pytest.mark.parametrize("language", BASE.case.languages)
def test_as_many_long_questions_as_a_chat_keeps_leave_a_message_that_telegram_takes(count: int, language: str) -> None:
    asked = ("<" * WAITING_LENGTH,) * WAITING_MOST
    told = [NoticeForChat(notice("News " * 20), number, Reason.decode("question:ab"), asked) for number in range(count)]
    count = fitting(told, BASE, language)
    assert count >= min(len(told), 5)
    shown(render_digest(told[:count], BASE, language))


@pytest.mark.parametrize("state", ANNOUNCED)
@pytest.mark.parametrize("language", BASE.case.languages)
def test_a_page_of_what_is_new_fits_whatever_the_headlines_are(state: NoticeState, language: str) -> None:
    facts = tuple(BASE.facts)
    items = [Announced(notice(LONG, facts), 10**6, state, step) for step in range(PAGE + 1, 0, -1)]
    for one in items:
        assert units(render_announced([one], BASE, language).html) <= 400
    reply = render_new(items, 0, "new", BASE, language)
    shown(reply)
    assert len(reply.buttons) <= PAGE + 1
    assert buttons(reply)[-1] == "new:0:2"


def test_a_notice_shows_passage_source_link_and_who_says_it() -> None:
    reply = render_notice(NoticeForChat(notice(), 1, Reason.decode("case:")), BASE, "en")
    assert "<blockquote expandable>The Harbour Office of Norland refused" in reply.html
    assert '<a href="https://example.org/note">A note</a>\nThe Port News, 1 July 2019' in reply.html
    assert "Says: Harbour Office" in reply.html
    assert "Date of the event: 3 May 2019" in reply.html


def test_a_notice_of_a_document_alone_shows_where_it_is() -> None:
    reply = render_notice(
        NoticeForChat(replace(notice(facts=()), documents=("note",)), 1, Reason(About.CASE)), BASE, "en"
    )
    assert '<a href="https://example.org/note">A note</a>' in reply.html
    assert "blockquote" not in reply.html


def test_what_a_withdrawn_fact_said_is_not_quoted() -> None:
    fact = replace(BASE.facts["refused"], change=Change(parse_edtf("2020-01-01"), "withdrawn", CORRECTION))
    base = replace(BASE, facts={**BASE.facts, "refused": fact})
    assert "blockquote" not in render_notice(NoticeForChat(notice(), 1, Reason.decode("case:")), base, "en").html


def test_a_correction_says_what_was_wrong_and_then_how_it_reads_now() -> None:
    text = shown(render_notice(NoticeForChat(corrected(), 3, Reason.decode("corrected")), BASE, "en"))
    assert text.startswith(
        "Notice 3 was corrected. We named the wrong office.\n\nThis is how it reads now:\n\nNotice 3 ·"
    )
    assert "because notice 3 was sent here" in text


def test_a_recall_leaves_all_that_was_said_readable_and_struck_through() -> None:
    reply = render_notice(NoticeForChat(corrected("Text that was wrong."), 3, Reason.decode("recalled")), BASE, "en")
    text, marks = parse_html(reply.html)
    assert text.startswith("Notice 3 was withdrawn. Please do not rely on it. We named the wrong office.")
    (struck,) = [mark for mark in marks if mark["type"] == "strikethrough"]
    assert text[struck["offset"] :].count("Text that was wrong.") == 2, "headline and summary"
    assert struck["offset"] + struck["length"] == len(text)
    assert reply.buttons == ()


def test_a_change_that_was_proposed_before_a_reason_was_asked_for_is_still_told() -> None:
    assert "was corrected." in shown(render_notice(NoticeForChat(notice(), 3, Reason.decode("corrected")), BASE, "en"))


@pytest.mark.parametrize("why", ["case:", "corrected", "recalled", "question:ab"])
@pytest.mark.parametrize("language", BASE.case.languages)
def test_whatever_it_says_a_notice_fits_with_its_marks(why: str, language: str) -> None:
    fact = replace(BASE.facts["refused"], citations=(replace(BASE.facts["refused"].citations[0], quote=LONG),))
    base = replace(BASE, facts={**BASE.facts, "refused": fact})
    long = replace(notice(LONG), correction=dict.fromkeys(BASE.case.languages, LONG))
    for summary in ("short", "&" * 2000, "🙂" * 2000, "word " * 400):
        told = NoticeForChat(
            replace(long, summary=dict.fromkeys(BASE.case.languages, summary)), 10**6, Reason.decode(why), QUESTIONS
        )
        assert units(render_notice(told, base, language).html) <= MESSAGE_LIMIT


@given(
    st.lists(
        st.tuples(st.integers(0, 2500), st.sampled_from(["case:", "corrected", "recalled"])), min_size=1, max_size=110
    )
)
def test_notices_of_any_number_and_length_come_in_messages_that_fit(sizes: list[tuple[int, str]]) -> None:
    told = [
        NoticeForChat(corrected("&word " * (size // 6)), number, Reason.decode(why))
        for number, (size, why) in enumerate(sizes)
    ]
    numbers = []
    while told:
        count = fitting(told, BASE, "uk")
        reply = render_digest(told[:count], BASE, "uk")
        assert 1 <= count <= len(told)
        assert units(reply.html) <= MESSAGE_LIMIT
        shown(reply)
        assert len(buttons(reply)) <= 100
        numbers += [one.number for one in told[:count] if f" {one.number}" in reply.html]
        told = told[count:]
    assert numbers == list(range(len(sizes))), "each notice is in one of the messages"


def test_each_item_of_a_full_digest_has_its_headline_much_of_its_summary_and_its_source() -> None:
    told = [
        NoticeForChat(
            replace(notice("Something that is said at length. " * 5), summary=notice("Word " * 300).summary),
            number,
            Reason(About.CASE),
        )
        for number in range(100)
    ]
    count = fitting(told, BASE, "en")
    html = render_digest(told[:count], BASE, "en").html
    assert count >= 6
    assert html.count("<b>Something that is said at length. Something") == count
    assert html.count('href="https://example.org/note"') == count
    assert min(len(part) for part in html.split("\n") if part.startswith("Word")) >= 100


def test_a_recall_in_a_digest_is_struck_through_with_its_reason() -> None:
    html = render_digest(
        [
            NoticeForChat(corrected("Wrong."), 3, Reason.decode("recalled")),
            NoticeForChat(notice(), 4, Reason.decode("case:")),
        ],
        BASE,
        "en",
    ).html
    assert "We named the wrong office.\n<s>Notice 3 · 2 July 2019\n<b>Wrong.</b>\nWrong.</s>" in html


@pytest.mark.parametrize(
    ("state", "said"), [(NoticeState.CORRECTED, "was corrected"), (NoticeState.RECALLED, "was withdrawn")]
)
def test_a_list_of_notices_says_what_was_wrong_in_those_that_changed(state: NoticeState, said: str) -> None:
    text = shown(render_announced([Announced(corrected(), 3, state, 1)], BASE, "en"))
    assert said in text
    assert "We named the wrong office." in text
