"""What buttons carry: at most 64 bytes whatever it names, and it comes back to the same meaning."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.callbacks import LIMIT, Callback, Verb, data, meant, pattern, read
from handlers.replies.digests import render_digest
from handlers.replies.facts import render_fact
from handlers.replies.notices import NoticeForChat, render_notice
from handlers.replies.overviews import render_topic
from handlers.replies.overviews import render_topics as browse_topics
from handlers.replies.subscriptions import Followed, render_followed, render_names, render_topics
from knowledge.edtf import parse_edtf
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.audience import About, Rhythm, Settings, Subscription
from knowledge.notices.reasons import Reason
from tests.knowledge.harbour import harbour

_LETTERS = st.characters(exclude_categories=["Cs"])
WORDS = st.text(_LETTERS, max_size=300) | st.text(_LETTERS, min_size=40, max_size=100)


@settings(deadline=None)
@given(st.sampled_from(Verb), st.sampled_from(About), WORDS, st.lists(WORDS, max_size=4))
def test_whatever_a_button_names_it_fits_and_comes_back(
    verb: Verb, about: About, value: str, others: list[str]
) -> None:
    for front in ((), (about,), (Rhythm.WEEKLY, about)):
        carried = data(verb, *front, value)
        assert len(carried.encode()) <= LIMIT
        back = read(carried)
        assert back is not None
        assert back.verb is verb
        assert back.parts[: len(front)] == front
        assert meant(back.whole(len(front)), [*others, value]) == value


def test_the_letters_of_28_words_in_cyrillic_and_one_more_fit() -> None:
    for count in (28, 29, 60, 4000):
        words = "ї" * count
        carried = data(Verb.STOP, About.WORDS, words)
        assert len(carried.encode()) <= LIMIT
        assert meant(carried.removeprefix("u:words:"), ["other", words]) == words


def test_what_is_not_known_any_more_means_nothing() -> None:
    assert meant("gone", ["here"]) is None
    assert meant(data(Verb.FACT, "f" * 100).removeprefix("f:"), ["here"]) is None


@pytest.mark.parametrize(
    ("text", "verb", "parts"),
    [
        ("f:grin-office", Verb.FACT, ("grin-office",)),
        ("s", Verb.FOLLOW, ()),
        ("s:case:", Verb.FOLLOW, ("case", "")),
        ("s:question:", Verb.FOLLOW, ("question", "")),
        ("s:fact:refused", Verb.FOLLOW, ("fact", "refused")),
        ("u:all", Verb.STOP, ("all",)),
        ("u:topic:licence", Verb.STOP, ("topic", "licence")),
        ("w:daily", Verb.SET, ("daily",)),
        ("tl:2", Verb.TIMELINE, ("2",)),
        ("new:0:2", Verb.NEW, ("0", "2")),
        ("p:published:0123456789abcdef", Verb.PUBLISH, ("published", "0123456789abcdef")),
        ("l:en", Verb.LANGUAGE, ("en",)),
        ("forget", Verb.FORGET, ()),
        ("none", Verb.NONE_OF_THESE, ()),
    ],
)
def test_data_of_messages_sent_long_ago_is_still_understood(text: str, verb: Verb, parts: tuple[str, ...]) -> None:
    assert read(text) == Callback(verb, parts)


def test_words_with_a_colon_come_back_whole() -> None:
    back = read("u:words:ratio 3:1")
    assert back is not None
    assert back.whole(1) == "ratio 3:1"


@pytest.mark.parametrize("text", ["", "???", "fact:x", "F:x", None])
def test_what_no_button_carries_is_no_callback(text: str | None) -> None:
    assert read(text) is None


def test_only_the_last_part_may_be_long() -> None:
    with pytest.raises(ValueError, match="only the last part may be long"):
        data(Verb.NEW, "x" * 64, "y")


def test_a_pattern_takes_its_verbs_and_no_others() -> None:
    taken = re.compile(pattern(Verb.TOPIC, Verb.FORGET))
    assert all(taken.match(text) for text in ("t:x", "t", "forget", "forget:yes"))
    assert not any(taken.match(text) for text in ("tl:1", "f:x", "forgets", "f"))


LONG = {name: name[0] * 200 + name for name in ("refused", "licence", "marsh", "office", "court")}
"""Ids that no button could carry as they are."""


def long_base() -> KnowledgeBase:
    """Return the harbour case with ids of 200 characters and more."""
    base = harbour()
    names = tuple(replace(name, id=LONG.get(name.id, name.id)) for name in base.case.names)
    topic = replace(base.case.topics[0], id=LONG["licence"])
    fact = replace(base.facts["refused"], id=LONG["refused"], topic=topic.id, asserted_by=LONG["office"])
    case = replace(base.case, names=names, topics=(topic,))
    return replace(base, case=case, facts={fact.id: fact})


def test_every_button_of_a_case_with_long_ids_fits_and_leads_to_what_it_names() -> None:
    base = long_base()
    fact, words = base.facts[LONG["refused"]], dict.fromkeys(base.case.languages, "News")
    notice = Notice("news", parse_edtf("2020"), "news", words, words, (fact.id,))
    own = tuple(
        Subscription(about, value)
        for about, value in ((About.TOPIC, fact.topic), (About.NAME, LONG["marsh"]), (About.FACT, fact.id))
    )
    told = [NoticeForChat(notice, number, Reason.by(one.about, one.value)) for number, one in enumerate(own)]
    replies = [
        render_fact(fact, base, "en"),
        render_topic(base, fact.topic, "en"),
        browse_topics(base, "en"),
        render_topics(base, "en"),
        render_names(base, "en"),
        render_followed(base, Followed(own, Settings()), "en"),
        render_digest(told, base, "en"),
        *(render_notice(one, base, "en") for one in told),
    ]
    ids = {*LONG.values()}
    found = set()
    for button in (button for reply in replies for row in reply.buttons for button in row if button.data):
        assert len(button.data.encode()) <= LIMIT
        back = read(button.data)
        assert back is not None
        found.add(meant(back.parts[-1] if back.parts else "", ids))
    assert found == ids | {None}
