"""A prompt has all that a model needs, and asks in the form that the reply is read in."""

from knowledge.phrasing.prompts import PER_FACT, neighbours, prompts, unanswered_prompt
from knowledge.phrasing.replies import read_reply
from knowledge.phrasing.targets import targets_of
from tests.knowledge.harbour import harbour

BASE = harbour()
FACTS = list(BASE.facts.values())


def test_each_fact_is_asked_for_once_in_texts_of_some_facts() -> None:
    texts = list(prompts(BASE, FACTS, 2))
    assert len(texts) == 3
    for fact in FACTS:
        (own,) = (text for text in texts if f"\n## {fact.id}\n" in text)
        assert fact.statement["en"] in own
        assert fact.citations[0].quote in " ".join(own.split())
        assert fact.questions["en"][0] in own
    assert all(f"write {PER_FACT} more ways" in text and "English, Russian, Ukrainian" in text for text in texts)


def test_the_form_that_is_asked_for_is_the_one_that_is_read() -> None:
    (text,) = prompts(BASE, FACTS[:1])
    asked = [(one.owner, one.language) for one in read_reply(text, targets_of(BASE)) if one.text == "..."]
    assert {(FACTS[0].id, code) for code in BASE.case.languages} == set(asked)


def test_related_facts_are_neighbours_and_no_fact_is_its_own() -> None:
    for fact in FACTS:
        near = neighbours(BASE, fact)
        assert near
        assert fact not in near


def test_questions_without_an_answer_are_asked_for_with_all_that_is_said() -> None:
    text = unanswered_prompt(BASE, FACTS)
    assert all(fact.statement["en"] in text for fact in FACTS)
    read = [one for one in read_reply(text, targets_of(BASE)) if one.text == "..."]
    assert read
    assert all(one.unanswered and one.owner == "name-of-the-thing" for one in read)
