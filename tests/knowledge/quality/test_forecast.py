"""A forecast says what readers will get, by asking phrasings that the base does not have at that moment."""

from dataclasses import replace
from pathlib import Path

from knowledge.model import Fact, KnowledgeBase
from knowledge.quality.check import check
from knowledge.quality.forecast import FOLDS, Reply, forecast
from tests.knowledge import small_case
from tests.knowledge.harbour import harbour


def having(fact_id: str, *texts: str) -> KnowledgeBase:
    base = harbour()
    fact: Fact = replace(base.facts[fact_id], questions={"en": texts})
    return replace(base, facts={**base.facts, fact_id: fact})


def replies(base: KnowledgeBase, fact_id: str) -> dict[Reply, int]:
    return next(dict(one.replies) for one in forecast(base).facts if one.fact.id == fact_id)


def test_each_phrasing_is_asked_once_while_it_is_left_out() -> None:
    base = harbour()
    asked = forecast(base).replies.total()
    assert asked == sum(len(own) for fact in base.facts.values() for own in fact.questions.values() if len(own) > 1)


def test_phrasings_that_find_each_other_are_answered_and_a_strange_one_gets_nothing() -> None:
    alike = ("Who repaired the hull?", "By whom was the hull repaired?", "The hull, who repaired it?")
    told = replies(having("rejected", *alike, "Any verdict on those gripes?"), "rejected")
    assert told[Reply.ANSWER] == 3
    assert told.get(Reply.NOTHING, 0) + told.get(Reply.BUTTON, 0) + told.get(Reply.OTHER, 0) == 1


def test_the_worst_facts_come_first_with_what_found_nothing() -> None:
    strange = ("Any verdict on those gripes?", "Which bench dealt with it, pray?", "And thereafter?")
    found = forecast(having("rejected", *strange)).facts
    assert [one.worth for one in found] == sorted(one.worth for one in found)
    (told,) = (one for one in found if one.fact.id == "rejected")
    assert told.missed
    assert set(told.missed) <= set(strange)


def test_of_a_fact_with_one_phrasing_nothing_is_said() -> None:
    found = forecast(having("rejected", "Who rejected the complaints of Marsh?"))
    assert [fact.id for fact in found.single] == ["rejected"]
    assert all(one.fact.id != "rejected" for one in found.facts)


def test_only_what_is_named_is_left_out() -> None:
    base = harbour()
    named = base.facts["complaints"].questions["en"]
    found = forecast(base, only=frozenset(named))
    assert [one.fact.id for one in found.facts] == ["complaints"]
    assert found.replies.total() == min(len(named), FOLDS)


def test_a_check_of_a_small_case_has_a_forecast_and_one_of_a_broken_case_has_none(tmp_path: Path) -> None:
    assert check(small_case.write(tmp_path / "good")).forecast is not None
    contents = small_case.files() | {"facts/repair.yaml": "- ["}
    assert check(small_case.write(tmp_path / "bad", contents)).forecast is None
