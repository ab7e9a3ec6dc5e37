"""What buttons carry: at most 64 bytes whatever it names, and it comes back to the same meaning."""

import re
from dataclasses import fields, replace
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers import admin_callback_kinds, callback_kinds, feedback_callback_kinds, review_callback_kinds
from handlers.admin_callback_kinds import Act, AskCorrect, AskRecall, LeaveNotice, OpenNotice
from handlers.callback_kinds import (
    AskEndAll,
    AskForget,
    Callback,
    ChannelId,
    End,
    EndAll,
    Follow,
    Forget,
    InChannel,
    Leave,
    Menu,
    NoneOfThese,
    OpenCitation,
    OpenContext,
    OpenFact,
    OpenFollowed,
    OpenMenu,
    OpenName,
    OpenNews,
    OpenRelated,
    OpenTopic,
    Scope,
    SetLanguage,
    SetRhythm,
    Setting,
    SetZone,
    Stop,
    Switch,
    TurnFollowed,
    TurnName,
    TurnNames,
    TurnTimeline,
    TurnTopic,
    TurnTopics,
    Undo,
)
from handlers.callbacks import CODES, LIMIT, decode, encode, pattern, resolve
from handlers.feedback_callback_kinds import (
    AskReport,
    CloseReport,
    DropReport,
    Rate,
    SendReport,
    SendWords,
    TurnReports,
)
from handlers.replies.digests import render_digest
from handlers.replies.facts import render_fact
from handlers.replies.notices import NoticeForChat, render_notice
from handlers.replies.overviews import render_topic
from handlers.replies.overviews import render_topics as browse_topics
from handlers.replies.subscriptions import Followed, render_followed, render_names, render_topics
from handlers.review_callback_kinds import Decide, TurnReview
from knowledge.edtf import parse_edtf
from knowledge.feedback import Verdict
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.audience import About, Rhythm, Settings, Subscription
from knowledge.notices.reasons import Reason
from knowledge.notices.states import Action
from knowledge.reviewing.decision import Decision
from tests.knowledge.harbour import harbour

MODULES = (callback_kinds, admin_callback_kinds, feedback_callback_kinds, review_callback_kinds)
_LETTERS = st.characters(exclude_categories=["Cs"])
WORDS = st.text(_LETTERS, max_size=300) | st.text(_LETTERS, min_size=40, max_size=100)
CODES_OF_NOTICES = st.text("0123456789abcdef", min_size=16, max_size=16)


def values(wanted: Any, is_last: bool) -> st.SearchStrategy[object]:
    """Return values for a field: anything in the last one, and in others what the bot itself names things by."""
    if wanted is str:
        return WORDS if is_last else CODES_OF_NOTICES
    if wanted is int:
        return st.integers(0, 999_999_999)
    if wanted is ChannelId:
        return st.integers(-1997852516352, -1000000000001)
    if wanted is Callback:
        return st.sampled_from([kind for kind in CODES if kind is not InChannel]).flatmap(callbacks)
    return st.sampled_from(list(wanted))


def callbacks(kind: type[Callback]) -> st.SearchStrategy[Callback]:
    hints, names = get_type_hints(kind), [field.name for field in fields(kind)]
    return st.builds(kind, **{name: values(hints[name], name == names[-1]) for name in names})


def flat(callback: Callback) -> list[object]:
    """Return what a button names, one thing after the other."""
    found: list[object] = [type(callback)]
    for field in fields(callback):
        value = getattr(callback, field.name)
        found += flat(value) if isinstance(value, Callback) else [value]
    return found


@given(st.sampled_from(list(CODES)).flatmap(callbacks), st.lists(WORDS, max_size=4))
def test_whatever_a_button_names_it_fits_and_comes_back(callback: Callback, others: list[str]) -> None:
    carried = encode(callback)
    assert len(carried.encode()) <= LIMIT
    back = decode(carried)
    assert back is not None
    *named, last = flat(callback)
    *named_then, last_then = flat(back)
    assert named_then == named
    if isinstance(last_then, str) and last_then.startswith("~"):
        assert resolve(last_then, [*others, str(last)]) == last
    else:
        assert last_then == last


def test_every_kind_of_button_has_a_code_of_its_own() -> None:
    defined = [one for module in MODULES for one in vars(module).values()]
    kinds = {one for one in defined if isinstance(one, type) and issubclass(one, Callback)}
    assert set(CODES) == kinds - {Callback}
    alike = [kind.__name__ for kind, code in CODES.items() if list(CODES.values()).count(code) > 1]
    assert alike == ["OpenFollowed", "OpenMenu", "Follow", "SetRhythm", "Switch"]
    assert not {*About} & {*Menu}
    assert not {*Rhythm} & {*Setting}


def test_the_letters_of_28_words_in_cyrillic_and_one_more_fit() -> None:
    for count in (28, 29, 60, 4000):
        words = "ї" * count
        carried = encode(Stop(About.WORDS, words))
        assert len(carried.encode()) <= LIMIT
        assert resolve(carried.removeprefix("u:words:"), ["other", words]) == words


def test_what_is_not_known_any_more_means_nothing() -> None:
    assert resolve("gone", ["here"]) is None
    assert resolve(encode(OpenFact("f" * 100)).removeprefix("f:"), ["here"]) is None


FINGERPRINT, STAMP = "0123456789abcdef", "fedcba9876543210"
SENT = [
    ("f:grin-office", OpenFact("grin-office")),
    ("c:grin-office", OpenContext("grin-office")),
    ("q:grin-office", OpenCitation("grin-office")),
    ("r:grin-office", OpenRelated("grin-office")),
    ("t:licence", OpenTopic("licence")),
    ("ts:2", TurnTopics(2)),
    ("tp:2:licence", TurnTopic(2, "licence")),
    ("tl:2", TurnTimeline(2)),
    ("n:grin", OpenName("grin")),
    ("np:2:grin", TurnName(2, "grin")),
    ("ns:2:person", TurnNames(2, "person")),
    ("none", NoneOfThese()),
    ("new:0:2", OpenNews(0, 2)),
    ("s", OpenFollowed()),
    ("s:t", OpenMenu(Menu.TOPICS)),
    ("s:n:2", OpenMenu(Menu.NAMES, 2)),
    ("s:case:", Follow(About.CASE, "")),
    ("s:question:", Follow(About.QUESTION, "")),
    ("s:fact:refused", Follow(About.FACT, "refused")),
    ("u:topic:licence", Stop(About.TOPIC, "licence")),
    ("u:words:ratio 3:1", Stop(About.WORDS, "ratio 3:1")),
    ("b:daily:topic:licence", Undo(Rhythm.DAILY, About.TOPIC, "licence")),
    ("x:1:topic:licence", End(1, About.TOPIC, "licence")),
    ("pg:2", TurnFollowed(2)),
    ("e:ask", AskEndAll()),
    ("e:here", EndAll(Scope.HERE)),
    ("e:chat", EndAll(Scope.CHAT)),
    ("no", Leave()),
    ("w:daily", SetRhythm(Rhythm.DAILY)),
    *((f"w:{setting}", Switch(setting)) for setting in Setting),
    ("z:UTC+05:30", SetZone("UTC+05:30")),
    ("l", SetLanguage()),
    ("l:en", SetLanguage("en")),
    ("forget", AskForget()),
    ("forget:yes", Forget()),
    ("ch:-1001000000077:s:topic:licence", InChannel(ChannelId(-1001000000077), Follow(About.TOPIC, "licence"))),
    (f"p:look:{FINGERPRINT}", OpenNotice(FINGERPRINT)),
    (f"p:surecorrected:{FINGERPRINT}", AskCorrect(FINGERPRINT)),
    (f"p:surerecalled:{FINGERPRINT}", AskRecall(FINGERPRINT)),
    (f"p:leave:{FINGERPRINT}", LeaveNotice(FINGERPRINT)),
    *((f"p:{action}:{FINGERPRINT}:{STAMP}", Act(action, FINGERPRINT, STAMP)) for action in Action),
    ("v:good:1a2b3c4d:refused", Rate(Verdict.GOOD, "1a2b3c4d", "refused")),
    ("v:bad:1a2b3c4d:refused", Rate(Verdict.BAD, "1a2b3c4d", "refused")),
    ("er:a:1a2b3c4d:refused", AskReport("1a2b3c4d", "refused")),
    ("er:s:90:1a2b3c4d:refused", SendReport(90, "1a2b3c4d", "refused")),
    ("er:w:90:1a2b3c4d:refused", SendWords(90, "1a2b3c4d", "refused")),
    ("er:no", DropReport()),
    ("rs:2", TurnReports(2)),
    ("rx:2:0123456789abcdef", CloseReport(2, "0123456789abcdef")),
    ("rw:2", TurnReview(2)),
    ("rd:golden:0123456789abcdef", Decide(Decision.GOLDEN, "0123456789abcdef")),
    ("rd:phrasing:0123456789abcdef:refused", Decide(Decision.PHRASING, "0123456789abcdef", "refused")),
]
"""What messages that were sent carry: none of it may change its meaning."""


@pytest.mark.parametrize(("text", "callback"), SENT)
def test_data_of_messages_sent_long_ago_is_still_written_and_understood(text: str, callback: Callback) -> None:
    assert decode(text) == callback
    assert encode(callback) == text


def test_every_kind_of_button_is_among_those_that_were_sent() -> None:
    assert {type(callback) for _, callback in SENT} == set(CODES)


@pytest.mark.parametrize(
    ("text", "callback"),
    [
        ("u:all", AskEndAll()),
        ("s:t:1", OpenMenu(Menu.TOPICS)),
        ("u:case", Stop(About.CASE, "")),
        (f"p:published:{FINGERPRINT}", Act(Action.PUBLISH, FINGERPRINT, "")),
    ],
)
def test_what_earlier_versions_wrote_is_still_understood(text: str, callback: Callback) -> None:
    assert decode(text) == callback


@pytest.mark.parametrize(
    "text",
    [
        *("", "???", "fact:x", "F:x", None, "none:x", "s:gossip:x", "tl:x", "tl:-1", "tl:1:2", "tl:²"),
        *("new:1", "new:1:9999999999", "w", "w:loudly", "p:burn:a:b", "ch:5:s", "ch:-1001000000077:???"),
    ],
)
def test_what_no_button_carries_is_no_callback(text: str | None) -> None:
    assert decode(text) is None


def test_only_the_last_part_may_be_long() -> None:
    with pytest.raises(ValueError, match="only the last part may be long"):
        encode(Act(Action.PUBLISH, "x" * 64, "y"))


def test_a_pattern_takes_its_kinds_and_no_others() -> None:
    taken = re.compile(pattern(OpenTopic, Forget))
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
        back = decode(button.data)
        assert back is not None
        found.add(resolve(str(flat(back)[-1]), ids))
    assert found == ids | {None}
