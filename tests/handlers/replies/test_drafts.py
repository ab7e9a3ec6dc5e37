"""Drafts of notices: what changed, in each language, in the words of the base, within a message."""

from dataclasses import replace
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.drafts import SUMMARY_LIMIT, draft
from handlers.replies.fitting import MESSAGE_LIMIT, units
from handlers.replies.notices import NoticeForChat, render_notice
from knowledge.edtf import parse_edtf
from knowledge.model import Change, KnowledgeBase
from knowledge.notices.diff import Changes, compare
from knowledge.notices.reasons import Reason
from tests.support.shipped import shipped

BASE = shipped()
FACTS, DOCUMENTS = list(BASE.facts), list(BASE.documents)
LANGUAGES = BASE.case.languages
DAY = parse_edtf("2020-06-01")


def changed(kind: str, identifier: str) -> KnowledgeBase:
    note = {language: f"Why, in {language}." for language in LANGUAGES}
    fact = replace(BASE.facts[identifier], change=Change(DAY, kind, note))
    return replace(BASE, facts={**BASE.facts, identifier: fact})


def test_a_draft_says_what_changed_in_each_language_withdrawals_first() -> None:
    base = changed("withdrawn", FACTS[2])
    changes = Changes(withdrawn=(FACTS[2],), new_facts=(FACTS[0], FACTS[1]), new_documents=(DOCUMENTS[0],))
    notice = draft(changes, base, "one", DAY)
    assert notice.kind == "retraction"
    assert (notice.facts, notice.documents) == ((FACTS[2], FACTS[0], FACTS[1]), (DOCUMENTS[0],))
    assert notice.headline == {
        "en": "Withdrawn facts: 1, new facts: 2, new documents: 1",
        "ru": "Отозванные факты: 1, новые факты: 2, новые документы: 1",
        "uk": "Відкликані факти: 1, нові факти: 2, нові документи: 1",
    }
    first, second = (BASE.facts[identifier].statement["en"] for identifier in FACTS[:2])
    document = BASE.documents[DOCUMENTS[0]]
    assert notice.summary["en"] == (
        f"Withdrawn facts: “{BASE.facts[FACTS[2]].statement['en']}” Why, in en. New facts: {first} {second} "
        f"New documents: “{document.title}” ({document.publisher})."
    )
    assert "Why, in uk." in notice.summary["uk"]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        (Changes(new_facts=(FACTS[0],)), "news"),
        (Changes(new_documents=(DOCUMENTS[0],)), "news"),
        (Changes(amended_facts=(FACTS[0],), new_facts=(FACTS[1],)), "correction"),
        (Changes(corrected=(FACTS[0],)), "correction"),
        (Changes(withdrawn=(FACTS[0],), corrected=(FACTS[1],)), "retraction"),
    ],
)
def test_the_kind_is_that_of_the_gravest_change(changes: Changes, kind: str) -> None:
    assert draft(changes, BASE, "one", DAY).kind == kind


def test_a_correction_says_what_was_wrong() -> None:
    base = changed("corrected", FACTS[0])
    summary = draft(Changes(corrected=(FACTS[0],)), base, "one", DAY).summary["ru"]
    assert summary == f"Исправленные факты: {BASE.facts[FACTS[0]].statement['ru']} Why, in ru."


def test_what_is_gone_is_counted_but_not_named() -> None:
    notice = draft(Changes(gone_facts=("a", "b"), gone_documents=("c",)), BASE, "one", DAY)
    assert notice.headline["en"] == "Facts removed: 2, documents removed: 1"
    assert notice.summary["en"] == "Facts removed: 2. Documents removed: 1."
    assert (notice.facts, notice.documents) == ((), ())


def test_a_draft_of_a_whole_case_fits_and_says_how_much_it_leaves_out() -> None:
    notice = draft(compare({}, BASE), BASE, "one", DAY)
    assert set(notice.facts) == set(FACTS)
    for language in LANGUAGES:
        told = [fact for fact in BASE.facts.values() if fact.statement[language] in notice.summary[language]]
        left = len(FACTS) + len(DOCUMENTS) - len(told)
        assert 0 < len(told) < len(FACTS)
        assert notice.summary[language].endswith(f": {left}.")


@given(st.lists(st.text(st.sampled_from("ab &<>\"'я🙂"), min_size=1, max_size=5000), min_size=1, max_size=4))
def test_any_draft_fits_into_one_message(statements: list[str]) -> None:
    """Whatever the statements are; none of the room that is left for the frame is used."""
    chosen = FACTS[: len(statements)]
    facts = {
        identifier: replace(BASE.facts[identifier], statement=dict.fromkeys(LANGUAGES, statement))
        for identifier, statement in zip(chosen, statements, strict=True)
    }
    base = replace(BASE, facts={**BASE.facts, **facts})
    notice = draft(Changes(new_facts=tuple(chosen)), base, "one", DAY)
    for language in LANGUAGES:
        assert 0 < units(escape(notice.summary[language])) <= SUMMARY_LIMIT
        asked = NoticeForChat(notice, 12345, Reason.decode("question:a"), ("why? " * 200,))
        assert units(render_notice(asked, base, language).html) <= MESSAGE_LIMIT
