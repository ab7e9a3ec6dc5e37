"""What is taken of a reply: nothing that misleads, nothing twice, and nothing that adds nothing."""

from dataclasses import replace

import pytest

from knowledge.model import Unanswered
from knowledge.phrasing.proving import prove, with_added
from knowledge.phrasing.reply_items import Proposal
from knowledge.phrasing.taking import take
from knowledge.quality.forecast import Reply
from tests.knowledge.harbour import harbour

BASE = harbour()


def reason(owner: str | None, text: str, language: str | None = "en", unanswered: bool = False) -> str:
    taken = take(BASE, [Proposal(owner, language, text, unanswered)])
    return taken.dropped[0].reason if taken.dropped else ""


@pytest.mark.parametrize(
    ("owner", "text", "because"),
    [
        ("why-refused", "On what ground was the permit denied?", ""),
        ("why-refused", "What made the office say no?", ""),
        ("why-refused", "Почему не дали разрешение?", ""),
        ("why-refused", "Why did Freedonia refuse the licence?", "the documents do not have Freedonia"),
        ("complaints", "Did Marsh file 17 complaints?", "the documents do not have 17"),
        ("why-refused", "Why did the 12 captains get no licence?", "the fact does not have 12"),
        ("why-refused", "Why was the licence refused in 2017?", "the documents do not have 2017"),
        ("why-refused", "Why did the corrupt office refuse?", "it judges: corrupt"),
        ("why-refused", "Why refused?", "it is one that is there"),
        ("why-refused", "And the reason for refusing the Aurora its licence, please?", "it differs in small words"),
        ("why-refused", "When was the licence refused?", "it is one of when-refused"),
        ("rejected", "How many complaints did Helen Marsh file with the court?", "readers would get complaints for it"),
        ("why-refused", "?!", "it has no words"),
        ("why-refused", "why " * 60, "it has"),
        ("nowhere", "Why?", "the case has no fact nowhere"),
        (None, "Why?", "the reply does not say what it is for"),
    ],
)
def test_what_may_not_stand_in_a_base_is_dropped_with_its_reason(owner: str | None, text: str, because: str) -> None:
    language = None if text.startswith("Почему") else "en"
    found = reason(owner, text, language)
    assert found.startswith(because) if because else not found, found


def test_a_phrasing_in_the_wrong_script_is_dropped() -> None:
    assert reason("why-refused", "What made the office say no?", "ru") == "it is not in ru"


def test_what_measures_the_case_is_not_taken_into_it() -> None:
    measured = [("en", "What made the office say no?"), ("en", "Thanks!")]
    taken = take(BASE, [Proposal("why-refused", "en", "so what made the office say no")], measured)
    assert [one.reason for one in taken.dropped] == ["it is a question that the case is measured with"]


def test_a_second_one_that_says_the_same_is_dropped() -> None:
    twice = [
        Proposal("why-refused", "en", text) for text in ("What made the office say no?", "what made office say no")
    ]
    taken = take(BASE, twice)
    assert [one.reading.text for one in taken.kept] == ["What made the office say no?"]
    assert [one.reason for one in taken.dropped] == ["it differs in small words only from one that is there"]


def test_one_that_gains_too_little_is_dropped() -> None:
    taken = take(BASE, [Proposal("why-refused", "en", "reason for refusing the ship a licence")], min_gain=1.0)
    assert [one.reason for one in taken.dropped] == ["the others find it, and it finds none that they do not"]


def test_what_is_near_to_an_unanswered_question_is_dropped() -> None:
    cost = Unanswered(
        "cost", {"en": ("What did the repair of the hull cost?", "cost of the repair", "price of repairs")}
    )
    taken = take(replace(BASE, unanswered=(cost,)), [Proposal("refused", "en", "How much did the repair cost?")])
    assert "cost" in taken.dropped[0].reason


def test_an_unanswered_question_that_gets_a_fact_today_is_what_is_wanted() -> None:
    taken = take(BASE, [Proposal("who-else", "en", "When were the complaints of Marsh heard?", unanswered=True)])
    assert taken.added(unanswered=True) == {"who-else": {"en": ["When were the complaints of Marsh heard?"]}}
    assert not taken.added(unanswered=False)


def test_what_is_kept_is_proved_on_the_phrasings_that_were_there() -> None:
    texts = (
        "What was the reason for the refusal?",
        "ground for refusing the licence",
        "why was it refused, the reason",
    )
    taken = take(BASE, [Proposal("why-refused", "en", text) for text in texts])
    proof = prove(BASE, taken)
    assert proof.before.total() == proof.after.total() > 0
    assert proof.after[Reply.NOTHING] <= proof.before[Reply.NOTHING]
    after = with_added(BASE, taken)
    assert set(after.facts["why-refused"].questions["en"]) > set(BASE.facts["why-refused"].questions["en"])
